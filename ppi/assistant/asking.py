"""Words by which people ask, and which say nothing of what they ask about.

PostgreSQL has lists of stop words for most of the nine languages; for Estonian, Latvian and
Lithuanian it has none, so those carry their small words here too.
"""

from __future__ import annotations

ASKING = {
    "en": """
        anyone anything could does example explain find get gets give how know like made make
        makes many may mean means might much please run runs shall tell there use uses want what
        when where which who whom whose why would
    """,
    "da": """
        betyder bruge bruger der find findes forklar fortæl får gives gør gøre hvad hvem hvilke
        hvilken hvilket hvor hvordan hvorfor hvorhen hvornår kan lave laver man mange meget må
        skal ved venligst
    """,
    "de": """
        bedeutet benutzt bitte darf erkläre finde finden gibt heißt kann machen macht man muss
        soll viel viele wann was welche welcher welches wem wen wer weshalb wie wieso wissen wo
        woher wohin
    """,
    "et": """
        aga ei et ja jah ka kas keda kelle kes kuhu kui kuidas kus kust kõik leian leida ma me
        meie mida miks millal mille milline millised millist mina minu mis mitu nad need neid
        nii ning ole oled olema olen oli oma on ongi palju palun peab pean pole sa saab saan
        seda see selle siin siis sinu ta tema tuleb tähendab või võib võin
    """,
    "fi": """
        keitä kenen kerro ketkä kuinka kuka löydän löytyy miksi mikä milloin minne missä mistä
        miten mitkä mitä monta onko ovatko paljon pitää saa selitä tarkoitetaan tarkoittaa
        täytyy voi voiko
    """,
    "lt": """
        ar arba aš be bet bus būti dar dėl gali galima galiu iki ir iš jau ji jie jis jo jos kad
        kada kaip kam kas kiek ko kodėl kokia kokie kokios koks kokį kur kuri kurie kurios kuris
        ką man mano mes mus ne nei nes nuo o pagal pas per po prie rasti reikia reiškia su ta
        tai taip tas ten to tu už visi yra ši šie šis
    """,
    "lv": """
        ar arī bet bez būt cik daudz es gan ir ja jau jo jūs ka kad kam kas ko kur kura kuram
        kuri kurš kā kāda kādas kādi kāds kāpēc lai līdz man mana mans mēdz mēs nav ne no nozīmē
        par pie priekš pēc tam tas tie to tu tur tā un uz vai vajag var varu visi viņa viņi viņš
        šis šī
    """,
    "nb": """
        betyr bruke bruker finn finnes forklar fortell får gjør gjøre hva hvem hvilke hvilken
        hvilket hvor hvordan hvorfor kan lage lager man mange mye må når skal vennligst vet
    """,
    "sv": """
        använda använder berätta betyder finns får förklara gör göra hitta hur kan man mycket
        många måste när ska snälla tillverkar vad var varför vart vem vet vilka vilken vilket
    """,
}
WORDS = {language: frozenset(words.split()) for language, words in ASKING.items()}
