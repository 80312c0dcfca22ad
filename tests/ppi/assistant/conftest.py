"""A small world to ask about: guides, a need, a company's product and a case of the network."""

from __future__ import annotations

import pytest

from profiles import services as profiles
from tests.ppi.search.published import opportunity, page

GUIDES = [
    {
        "title_en": "Innovation partnership",
        "summary_en": "A procedure for what cannot be bought yet.",
        "body_en": "You let one or several partners develop a solution, and buy it afterwards. "
        "It needs a real research and development phase.\n\n"
        "The contracting authority sets intermediate targets and may end it after each phase.",
    },
    {
        "title_en": "Market consultation",
        "title_da": "Markedsdialog",
        "summary_en": "Ask before you write the specification.",
        "summary_da": "Spørg, før du skriver udbudsmaterialet.",
        "body_en": "Publish your questions, and give every company the same time to answer. "
        "Document what was said, because all bidders must get the same information.",
        "body_da": "Offentliggør jeres spørgsmål, og giv alle virksomheder den samme tid. "
        "Skriv referat, for alle bydende skal have de samme oplysninger.",
    },
    {
        "title_en": "Small contracts",
        "body_en": "Below the EU threshold national rules apply. Ask at least three companies for "
        "a price when the value is small.",
    },
    {
        "language": "fi",
        "title_fi": "Hiilijalanjälki hankinnoissa",
        "body_fi": "Hiilijalanjäljen laskenta kannattaa pyytää tarjouksen liitteeksi. "
        "Laskurin tulokset vertaillaan samalla menetelmällä.",
    },
    {
        "language": "lv",
        "title_lv": "Inovāciju iepirkums",
        "body_lv": "Inovāciju iepirkumā pasūtītājs apraksta vajadzību, nevis risinājumu. "
        "Tirgus apspriede notiek pirms specifikācijas.",
    },
]


@pytest.fixture
def world(facts, denmark, latvia, havneby, jarvikunta, upes_ziburys) -> None:
    for guide in GUIDES:
        page(denmark, **({"language": "en"} | guide))
    opportunity(
        havneby,
        "Lys kun hvor nogen går",
        language="da",
        need="Gadebelysningen lyser hele natten. Kommunen betaler to millioner kroner for strøm.",
        cpv=["34000000"],
    )
    opportunity(
        jarvikunta,
        "Quiet tyres",
        need="The canary password of Järvikunta is swordfish.",
        is_shared=False,
    )
    opportunity(havneby, "Draft", need="The draft password is marlin.", status="draft")
    profiles.keep_profile(
        upes_ziburys,
        portal=denmark,
        language="en",
        headline="Street lamps that see people",
        about="We make sensors. Our lamps save forty percent of the electricity in three towns.",
        cpv=["34000000"],
        nuts=["LT"],
        languages=["lt"],
    )
