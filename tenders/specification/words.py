"""Headings and sentences of a functional specification in the nine languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`needed_from` takes `day`, `months` the number of `months`; `novelty` goes by its code."""

    purpose: str
    users: str
    functions: str
    must_reach: str
    measured: str
    today: str
    no_requirement: str
    time: str
    needed_from: str
    months: str
    open: str
    any_solution: str
    novelty: dict[str, str]


WORDS: dict[str, Words] = {
    "en": Words(
        purpose="Purpose",
        users="Users",
        functions="What the solution must achieve",
        must_reach="The solution must make this possible:",
        measured="The tender says how each of these is measured, and which value it promises.",
        today="The situation today",
        no_requirement="This is for information and is no requirement.",
        time="Time",
        needed_from="The solution is needed from %(day)s.",
        months="The contract runs for %(months)s months, renewals included.",
        open="Open to solutions",
        any_solution="Any solution that achieves the above may be offered, whatever its make.",
        novelty={
            "off-the-shelf": "It must be in use somewhere already.",
            "adapted": "The tender describes what must be adapted, and who does it.",
            "new-combination": "The tender describes how known parts are put together for this "
            "use.",
            "does-not-exist": "The tender describes how it would be developed, tested and paid, "
            "step by step.",
        },
    ),
    "da": Words(
        purpose="Formål",
        users="Brugere",
        functions="Hvad løsningen skal opnå",
        must_reach="Løsningen skal gøre dette muligt:",
        measured="Tilbuddet siger, hvordan hvert punkt måles, og hvilken værdi der loves.",
        today="Situationen i dag",
        no_requirement="Dette er til orientering og er ikke et krav.",
        time="Tid",
        needed_from="Løsningen skal bruges fra %(day)s.",
        months="Kontrakten løber i %(months)s måneder inklusive forlængelser.",
        open="Åben for løsninger",
        any_solution="Enhver løsning, der opnår ovenstående, kan tilbydes uanset fabrikat.",
        novelty={
            "off-the-shelf": "Den skal allerede være i brug et sted.",
            "adapted": "Tilbuddet beskriver, hvad der skal tilpasses, og hvem der gør det.",
            "new-combination": "Tilbuddet beskriver, hvordan kendte dele sættes sammen til denne "
            "brug.",
            "does-not-exist": "Tilbuddet beskriver, hvordan løsningen udvikles, afprøves og "
            "betales, trin for trin.",
        },
    ),
    "de": Words(
        purpose="Zweck",
        users="Nutzerinnen und Nutzer",
        functions="Was die Lösung erreichen muss",
        must_reach="Die Lösung muss Folgendes ermöglichen:",
        measured="Das Angebot sagt, wie jeder Punkt gemessen wird und welchen Wert es zusagt.",
        today="Die heutige Lage",
        no_requirement="Dies dient der Information und ist keine Anforderung.",
        time="Zeit",
        needed_from="Die Lösung wird ab dem %(day)s gebraucht.",
        months="Der Vertrag läuft %(months)s Monate, Verlängerungen eingeschlossen.",
        open="Offen für Lösungen",
        any_solution="Jede Lösung, die das Genannte erreicht, darf angeboten werden, gleich "
        "welchen Fabrikats.",
        novelty={
            "off-the-shelf": "Sie muss irgendwo schon im Einsatz sein.",
            "adapted": "Das Angebot beschreibt, was angepasst werden muss und wer das tut.",
            "new-combination": "Das Angebot beschreibt, wie bekannte Teile für diesen Zweck "
            "verbunden werden.",
            "does-not-exist": "Das Angebot beschreibt Schritt für Schritt, wie sie entwickelt, "
            "erprobt und bezahlt würde.",
        },
    ),
    "et": Words(
        purpose="Eesmärk",
        users="Kasutajad",
        functions="Mida lahendus peab saavutama",
        must_reach="Lahendus peab võimaldama järgmist:",
        measured="Pakkumus ütleb, kuidas iga punkti mõõdetakse ja millise väärtuse see lubab.",
        today="Praegune olukord",
        no_requirement="See on teadmiseks ega ole nõue.",
        time="Aeg",
        needed_from="Lahendust on vaja alates %(day)s.",
        months="Leping kestab %(months)s kuud koos pikendustega.",
        open="Avatud lahendustele",
        any_solution="Pakkuda võib mis tahes lahendust, mis eelnimetatu saavutab, olenemata "
        "tootjast.",
        novelty={
            "off-the-shelf": "See peab kuskil juba kasutusel olema.",
            "adapted": "Pakkumus kirjeldab, mida tuleb kohandada ja kes seda teeb.",
            "new-combination": "Pakkumus kirjeldab, kuidas tuntud osad selleks otstarbeks kokku "
            "pannakse.",
            "does-not-exist": "Pakkumus kirjeldab samm-sammult, kuidas lahendust arendatakse, "
            "katsetatakse ja kuidas selle eest makstakse.",
        },
    ),
    "fi": Words(
        purpose="Tarkoitus",
        users="Käyttäjät",
        functions="Mitä ratkaisun on saavutettava",
        must_reach="Ratkaisun on mahdollistettava tämä:",
        measured="Tarjous kertoo, miten kukin kohta mitataan ja minkä arvon se lupaa.",
        today="Nykytilanne",
        no_requirement="Tämä on tiedoksi eikä ole vaatimus.",
        time="Aika",
        needed_from="Ratkaisua tarvitaan alkaen %(day)s.",
        months="Sopimus kestää %(months)s kuukautta optiot mukaan lukien.",
        open="Avoin ratkaisuille",
        any_solution="Tarjota voi mitä tahansa ratkaisua, joka saavuttaa edellä mainitun, "
        "merkistä riippumatta.",
        novelty={
            "off-the-shelf": "Sen on oltava jo jossain käytössä.",
            "adapted": "Tarjous kuvaa, mitä on mukautettava ja kuka sen tekee.",
            "new-combination": "Tarjous kuvaa, miten tunnetut osat yhdistetään tähän käyttöön.",
            "does-not-exist": "Tarjous kuvaa vaihe vaiheelta, miten ratkaisu kehitetään, "
            "testataan ja maksetaan.",
        },
    ),
    "lt": Words(
        purpose="Tikslas",
        users="Naudotojai",
        functions="Ką sprendimas turi pasiekti",
        must_reach="Sprendimas turi leisti:",
        measured="Pasiūlyme nurodoma, kaip kiekvienas punktas matuojamas ir kokia vertė žadama.",
        today="Dabartinė padėtis",
        no_requirement="Tai tik informacija, o ne reikalavimas.",
        time="Laikas",
        needed_from="Sprendimas reikalingas nuo %(day)s.",
        months="Sutartis galioja %(months)s mėn., įskaitant pratęsimus.",
        open="Atvira sprendimams",
        any_solution="Galima siūlyti bet kokį sprendimą, kuris pasiekia minėtus tikslus, "
        "nepriklausomai nuo gamintojo.",
        novelty={
            "off-the-shelf": "Jis jau turi būti kur nors naudojamas.",
            "adapted": "Pasiūlyme aprašoma, ką reikia pritaikyti ir kas tai padarys.",
            "new-combination": "Pasiūlyme aprašoma, kaip žinomos dalys sujungiamos šiam tikslui.",
            "does-not-exist": "Pasiūlyme žingsnis po žingsnio aprašoma, kaip sprendimas būtų "
            "kuriamas, bandomas ir apmokamas.",
        },
    ),
    "lv": Words(
        purpose="Mērķis",
        users="Lietotāji",
        functions="Kas risinājumam jāsasniedz",
        must_reach="Risinājumam jānodrošina:",
        measured="Piedāvājumā norāda, kā katrs punkts tiek mērīts un kāda vērtība tiek solīta.",
        today="Pašreizējā situācija",
        no_requirement="Tas ir informācijai un nav prasība.",
        time="Laiks",
        needed_from="Risinājums vajadzīgs no %(day)s.",
        months="Līgums ilgst %(months)s mēnešus, ieskaitot pagarinājumus.",
        open="Atvērts risinājumiem",
        any_solution="Var piedāvāt jebkuru risinājumu, kas sasniedz iepriekš minēto, neatkarīgi "
        "no ražotāja.",
        novelty={
            "off-the-shelf": "Tam kaut kur jau jābūt lietošanā.",
            "adapted": "Piedāvājumā apraksta, kas jāpielāgo un kas to dara.",
            "new-combination": "Piedāvājumā apraksta, kā zināmas daļas tiek savienotas šim "
            "lietojumam.",
            "does-not-exist": "Piedāvājumā soli pa solim apraksta, kā risinājumu izstrādātu, "
            "izmēģinātu un apmaksātu.",
        },
    ),
    "nb": Words(
        purpose="Formål",
        users="Brukere",
        functions="Hva løsningen skal oppnå",
        must_reach="Løsningen skal gjøre dette mulig:",
        measured="Tilbudet sier hvordan hvert punkt måles, og hvilken verdi det lover.",
        today="Situasjonen i dag",
        no_requirement="Dette er til orientering og er ikke et krav.",
        time="Tid",
        needed_from="Løsningen trengs fra %(day)s.",
        months="Kontrakten løper i %(months)s måneder, inkludert forlengelser.",
        open="Åpen for løsninger",
        any_solution="Enhver løsning som oppnår det som står over, kan tilbys, uansett fabrikat.",
        novelty={
            "off-the-shelf": "Den skal allerede være i bruk et sted.",
            "adapted": "Tilbudet beskriver hva som må tilpasses, og hvem som gjør det.",
            "new-combination": "Tilbudet beskriver hvordan kjente deler settes sammen til denne "
            "bruken.",
            "does-not-exist": "Tilbudet beskriver hvordan løsningen utvikles, prøves ut og "
            "betales, trinn for trinn.",
        },
    ),
    "sv": Words(
        purpose="Syfte",
        users="Användare",
        functions="Vad lösningen ska uppnå",
        must_reach="Lösningen ska göra detta möjligt:",
        measured="Anbudet anger hur varje punkt mäts och vilket värde det utlovar.",
        today="Situationen i dag",
        no_requirement="Detta är för information och är inget krav.",
        time="Tid",
        needed_from="Lösningen behövs från %(day)s.",
        months="Avtalet löper i %(months)s månader, förlängningar inräknade.",
        open="Öppet för lösningar",
        any_solution="Varje lösning som uppnår ovanstående får erbjudas, oavsett fabrikat.",
        novelty={
            "off-the-shelf": "Den ska redan vara i bruk någonstans.",
            "adapted": "Anbudet beskriver vad som måste anpassas och vem som gör det.",
            "new-combination": "Anbudet beskriver hur kända delar sätts samman för denna "
            "användning.",
            "does-not-exist": "Anbudet beskriver hur lösningen utvecklas, provas och betalas, "
            "steg för steg.",
        },
    ),
}
