"""Words by which the nine languages prescribe a product, as patterns of regular expressions."""

from __future__ import annotations

EQUIVALENT = {
    "en": r"or (?:equivalent|similar|equal)",
    "da": r"eller (?:tilsvarende|lignende|ligeværdig\w*)",
    "de": r"oder (?:gleichwertig\w*|vergleichbar\w*|ähnlich\w*)",
    "et": r"või (?:samaväär\w*|sarna\w*)",
    "fi": r"tai (?:vastaava\w*|samanlai\w*)",
    "lt": r"ar(?:ba)? (?:lygiavert\w*|panaš\w*)",
    "lv": r"vai (?:ekvivalent\w*|līdzvērtīg\w*|līdzīg\w*)",
    "nb": r"eller (?:tilsvarende|lignende|likeverdig\w*)",
    "sv": r"eller (?:motsvarande|likvärdig\w*|liknande)",
}

# Followed by a name with a capital letter or a digit.
MAKE = {
    "en": r"(?:brand|make|model|type)",
    "da": r"(?:mærket?|fabrikatet?|modellen|model|typen|type)",
    "de": r"(?:Marke|Fabrikat|Modell|Typ)",
    "et": r"(?:kaubamär\w+|mudel\w*|mar[gk]i?|tüüp\w*|tüübi)",
    "fi": r"(?:merkki\w*|merkin|malli\w*|mallin|tyyppi\w*|tyypin)",
    "lt": r"(?:preki\w+ ženkl\w+|modelis|modelio|mark\w+|tip\w+)",
    "lv": r"(?:preču zīm\w+|model\w+|mark\w+|tip\w+)",
    "nb": r"(?:merket?|fabrikatet?|modellen|modell|typen|type)",
    "sv": r"(?:märket|märke|fabrikatet|fabrikat|modellen|modell|typen|typ)",
}

MADE_BY = {
    "en": r"(?:(?:must|shall|to) be )?(?:made|manufactured|produced|supplied) (?:only )?by",
    "da": r"(?:skal være )?(?:fremstillet|produceret|leveret|lavet) af",
    "de": r"(?:hergestellt|produziert|gefertigt|geliefert) von|vom Hersteller",
    "et": r"(?:valmistatud|toodetud|tarnitud) \w+ poolt|tootja(?:lt)? (?-i:[A-ZÕÄÖÜ])\w+",
    "fi": r"(?:oltava )?(?-i:[A-ZÅÄÖ])[\w-]{1,40}n (?:valmistama\w*|toimittama\w*|tekem\w+)",
    "lt": r"(?:pagamint\w+|tiekiam\w+) (?:įmonės|gamintojo)|gamintojo (?-i:[A-ZĄČĘĖĮŠŲŪŽ])\w+",
    "lv": r"(?:ražo(?:ts|ta|ti|tas|jis)|izgatavo(?:ts|ta|ti|tas|jis))"
    r"|ražotāja (?-i:[A-ZĀČĒĢĪĶĻŅŠŪŽ])\w+",
    "nb": r"(?:skal være )?(?:produsert|fremstilt|levert|laget) av",
    "sv": r"(?:ska vara )?(?:tillverkad\w*|tillverkat|producera[dt]\w*|levererad\w*) av",
}

# Things that are counted where a function was meant: the usual ones of public purchases.
PRODUCTS = {
    "en": r"(?:lamps?|luminaires?|laptops?|computers?|tablets?|printers?|cameras?|sensors?|screens?"
    r"|buses|cars?|vehicles?|bins?|containers?|licen[cs]es?|robots?|pumps?|boilers?|panels?)",
    "da": r"(?:\w*lamper|armaturer|\w*computere|tablets|printere|kameraer|\w*sensorer|skærme|busser"
    r"|\w*biler|køretøjer|\w*spande|containere|licenser|robotter|pumper|kedler|\w*paneler)",
    "de": r"(?:\w*lampen|\w*leuchten|Laptops|\w*computer|Tablets|\w*drucker|\w*kameras|\w*sensoren"
    r"|Bildschirme|\w*busse|\w*fahrzeuge|\w*behälter|Lizenzen|\w*roboter|\w*pumpen|\w*module)",
    "et": r"(?:\w*lampi|\w*valgustit|sülearvutit|arvutit|tahvlit|printerit|\w*kaamerat|\w*andurit"
    r"|ekraani|bussi|autot|sõidukit|konteinerit|litsentsi|robotit|pumpa|\w*paneeli)",
    "fi": r"(?:\w*lamppua|\w*valaisinta|\w*tietokonetta|tablettia|tulostinta|\w*kameraa"
    r"|\w*anturia|näyttöä|\w*bussia|\w*autoa|ajoneuvoa|säiliötä|lisenssiä|\w*robottia|pumppua"
    r"|\w*paneelia)",
    "lt": r"(?:lemp\w+|šviestuv\w+|kompiuteri\w+|planšet\w+|spausdintuv\w+|kamer\w+|jutikli\w+"
    r"|ekran\w+|autobus\w+|automobili\w+|konteineri\w+|licencij\w+|robot\w+|siurbli\w+)",
    "lv": r"(?:lamp\w+|gaismek\w+|\w*dator\w+|planšet\w+|printer\w+|kamer\w+|sensor\w+|ekrān\w+"
    r"|autobus\w+|automašīn\w+|transportlīdzek\w+|konteiner\w+|licen\w+|robot\w+|sūkņ\w+)",
    "nb": r"(?:\w*lamper|armaturer|\w*datamaskiner|nettbrett|skrivere|kameraer|\w*sensorer|skjermer"
    r"|\w*busser|\w*biler|kjøretøy|\w*dunker|containere|lisenser|roboter|pumper|\w*paneler)",
    "sv": r"(?:\w*lampor|armaturer|\w*datorer|surfplattor|skrivare|kameror|\w*sensorer|skärmar"
    r"|\w*bussar|\w*bilar|fordon|\w*kärl|containrar|licenser|robotar|pumpar|\w*paneler)",
}
