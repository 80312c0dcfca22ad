"""Abbreviations that buyers write, by what may follow their full stop."""

from __future__ import annotations

import re


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# «e.g.», «bl.a.», «f.eks.», and single letters: «z. B.», the initials of a name.
SHORT_LETTERS = re.compile(r"[^\W\d_]{1,3}(\.[^\W\d_]{1,3})+|[^\W\d_]")

# The sentence goes on, even before a capital letter.
GOES_ON: dict[str, frozenset[str]] = {
    "en": listed("approx ca cf dept dr esp excl incl mr mrs ms prof vs"),
    "da": listed(
        "bl ca dvs eks ekskl evt forv gns hhv inkl jf jfr jvf maks nr pga pr sml vedr vejl"
    ),
    "de": listed(
        "abs abschn abzgl art bspw bzw ca dr einschl etwa evtl exkl fr ggf hr inkl insb kap lt max"
        " mind min nr rd sog str tel vgl zzgl"
    ),
    "et": listed("ca dr ingl lk nn nr nt prl sh tel vrd"),
    "fi": listed("ca engl esim huom ks lyh ma mh ml mm noin nro ns os tms tri ts vrt"),
    "lt": listed("dr nr plg proc pvz tel tūkst vad vid žr"),
    "lv": listed("apm dr iesk nr piem plkst resp sal sk skat tālr"),
    "nb": listed("bl ca dvs eks ekskl evt forts gj inkl iht jf jfr maks nr pga pr vedr"),
    "sv": listed("bl ca dvs ev exkl inkl jfr jmf nr pga resp sid tel tex vard"),
}
# They stand at an end as often: the sentence goes on before a small letter or a figure only.
MAY_END = listed(
    "art avd etc fig jms jne kap kl m.fl m.m m.v mfl mm mv no o.d o.l o.s.v ol osv pan par st stk"
    " stp str t.t tlf u.c u.dgl u.tml usw utt vms ym yms"
    # Units and money.
    " d eur g gab h kg km kr m max mia milj min mio mkr mln mlj mrd s std tim tkr tuh tund t v val"
    " vnt"
)


def goes_on(word: str, language: str, *, before_figure: bool) -> bool:
    """Does the sentence go on after this word and its full stop, before a capital or a figure?"""
    word = word.lower()
    if word in GOES_ON.get(language, ()):
        return True
    if word in MAY_END:
        return before_figure
    return bool(SHORT_LETTERS.fullmatch(word))
