"""Mail domains where anybody gets an address: they say nothing of where a person works."""

FOR_EVERYBODY = frozenset({
    "a1.net", "aol.com", "aon.at", "bredband.net", "chello.at", "elisanet.fi", "fastmail.com",
    "freenet.de", "gmail.com", "gmx.at", "gmx.com", "gmx.de", "gmx.net", "googlemail.com",
    "hot.ee", "hotmail.com", "hotmail.de", "hotmail.se", "icloud.com", "inbox.lt", "inbox.lv",
    "jubii.dk", "kolumbus.fi", "live.com", "live.dk", "live.se", "luukku.com", "mac.com",
    "mail.com", "mail.de", "mail.dk", "mail.ee", "mail.ru", "me.com", "msn.com", "one.lt",
    "online.no", "outlook.com", "outlook.dk", "pm.me", "post.com", "posteo.de", "pp.inet.fi",
    "proton.me", "protonmail.com", "saunalahti.fi", "spray.se", "stofanet.dk", "t-online.de",
    "tdcadsl.dk", "telia.com", "tuta.com", "tutanota.com", "web.de", "welho.com", "yahoo.com",
    "yahoo.de", "yahoo.se", "yandex.com", "ymail.com", "youmail.dk", "zoho.com",
})  # fmt: skip
