"""The short code lists: who buys, what, by which procedure, how new, and what for.

The codes are those of eForms where eForms has some; labels and help are our own plain words.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExplainedChoices(models.TextChoices):
    """Choices whose members are `code, help sentence, label`; the sentence stands in `.help`."""

    def __new__(cls, value: str, help_sentence: str = "") -> ExplainedChoices:
        member = str.__new__(cls, value)
        member._value_ = value
        member.help = help_sentence
        return member


class BuyerType(ExplainedChoices):
    """Decides which directive and which threshold apply."""

    CENTRAL = (
        "central",
        _("A ministry, a state agency or another authority of central government."),
        _("Central government"),
    )
    SUB_CENTRAL = (
        "sub-central",
        _("A municipality, a region, a hospital, a university or another public body."),
        _("Regional or local authority"),
    )
    UTILITY = (
        "utility",
        _("Supplies water, energy, transport or postal services, and buys for that activity."),
        _("Utility"),
    )
    DEFENCE = (
        "defence",
        _("Buys military or security-sensitive equipment, works or services."),
        _("Defence or security"),
    )


class ContractKind(ExplainedChoices):
    """What is bought, as far as thresholds tell kinds apart."""

    WORKS = (
        "works",
        _("Building, civil engineering, and the design that comes with it."),
        _("Works"),
    )
    SUPPLIES = (
        "supplies",
        _("Products that are bought, leased or rented, installation included."),
        _("Supplies"),
    )
    SERVICES = (
        "services",
        _("Work done for the buyer that is neither building nor the delivery of products."),
        _("Services"),
    )
    LIGHT_REGIME = (
        "light-regime",
        _("Health, social, education, culture, hotel, legal and similar services."),
        _("Social and other specific services"),
    )
    CONCESSION = (
        "concession",
        _("The supplier earns from using the works or services and carries that risk."),
        _("Concession"),
    )
    DESIGN_CONTEST = (
        "design-contest",
        _("A jury chooses a plan or a design; a service contract may follow."),
        _("Design contest"),
    )


class Directive(models.TextChoices):
    """The four directives on public procurement that set thresholds."""

    CLASSIC = "2014/24", _("Directive 2014/24/EU on public procurement")
    UTILITIES = "2014/25", _("Directive 2014/25/EU on procurement by utilities")
    CONCESSIONS = "2014/23", _("Directive 2014/23/EU on concessions")
    DEFENCE = "2009/81", _("Directive 2009/81/EC on defence and security")


class Procedure(ExplainedChoices):
    """Codes of the eForms list `procurement-procedure-type`."""

    OPEN = (
        "open",
        _("Anybody may send a tender at once."),
        _("Open procedure"),
    )
    RESTRICTED = (
        "restricted",
        _("Anybody may ask to take part; only those the buyer selects may send a tender."),
        _("Restricted procedure"),
    )
    NEGOTIATED_WITH_CALL = (
        "neg-w-call",
        _("Selected companies send first tenders, and the buyer negotiates to improve them."),
        _("Competitive procedure with negotiation"),
    )
    COMPETITIVE_DIALOGUE = (
        "comp-dial",
        _("The buyer talks with selected companies until it knows which solutions to ask for."),
        _("Competitive dialogue"),
    )
    INNOVATION_PARTNERSHIP = (
        "innovation",
        _("Partners develop what the market does not have yet, and the buyer may then buy it."),
        _("Innovation partnership"),
    )
    NEGOTIATED_WITHOUT_CALL = (
        "neg-wo-call",
        _("The buyer negotiates with companies of its choice; allowed in few cases only."),
        _("Negotiated procedure without a call"),
    )
    OTHER_SINGLE_STAGE = (
        "oth-single",
        _("Tenders come in one step, under rules the buyer sets."),
        _("Other procedure in one step"),
    )
    OTHER_MULTIPLE_STAGE = (
        "oth-mult",
        _("Tenders come in several steps, under rules the buyer sets."),
        _("Other procedure in several steps"),
    )
    COMPETITIVE_TENDERING = (
        "comp-tend",
        _("For public transport services by rail and road."),
        _("Competitive tendering for public transport"),
    )
    INTEREST_RAIL = (
        "exp-int-rail",
        _("For public transport by rail only."),
        _("Request for interest in rail transport"),
    )


class InnovativeAcquisition(ExplainedChoices):
    """Codes of the eForms list `innovative-acquisition` (BT-776)."""

    PRODUCT = (
        "prod-innov",
        _("The product or service itself is new or much better than those before it."),
        _("New product or service"),
    )
    PROCESS = (
        "proc-innov",
        _("The way it is made, delivered or organised is new or much better."),
        _("New way of working"),
    )
    MARKET = (
        "mar-nov",
        _("Nothing like it, or nothing as good, is on the market yet."),
        _("New to the market"),
    )
    RESEARCH = (
        "rd-act",
        _("Research or development is part of what you buy."),
        _("Research and development"),
    )


class StrategicProcurement(ExplainedChoices):
    """Codes of the eForms list `strategic-procurement` (BT-06)."""

    INNOVATION = (
        "inn-pur",
        _("You buy something new, or a new way of doing it."),
        _("Innovation"),
    )
    ENVIRONMENT = (
        "env-imp",
        _("The purchase lowers the burden on climate, nature or resources."),
        _("Environment"),
    )
    SOCIAL = (
        "soc-obj",
        _("The purchase helps people: work, inclusion, accessibility, fair conditions."),
        _("Social aims"),
    )
    NONE = (
        "none",
        _("The purchase has no aim beyond its own use."),
        _("None of these"),
    )


class FigureStatus(ExplainedChoices):
    """How far a figure can be relied on; the sentence is shown beside every doubtful figure."""

    CONFIRMED = (
        "confirmed",
        "",
        _("Seen in an official source"),
    )
    SECONDARY = (
        "secondary",
        _("This figure comes from a secondary source. Check it before you rely on it."),
        _("Secondary source"),
    )
    DERIVED = (
        "derived",
        _("This figure is calculated, not seen published. Check it before you rely on it."),
        _("Calculated"),
    )
    RECALLED = (
        "recalled",
        _(
            "Not yet checked against the official text. Ask your legal adviser before you rely on "
            "it."
        ),
        _("Not yet checked"),
    )
    ADVICE = (
        "advice",
        _("A recommendation of this platform; no law fixes this figure."),
        _("Recommendation"),
    )


class Technique(models.TextChoices):
    """What gives a procedure time limits of its own."""

    DYNAMIC_PURCHASING = "dps", _("Dynamic purchasing system")


class PeriodKind(models.TextChoices):
    """Figures that a directive fixes beside the minimum time limits of its procedures."""

    DOCUMENTS_ELSEWHERE = "documents", _("Longer, where documents are not offered electronically")
    PRIOR_NOTICE_FROM = "pin-from", _("A prior information notice counts from")
    PRIOR_NOTICE_TO = "pin-to", _("A prior information notice counts until")
    ANSWERS = "answers", _("Answers to questions")
    ANSWERS_URGENT = "answers-urgent", _("Answers to questions where time is short")
    QUESTIONS = "questions", _("Questions, before the answers are due")
    STANDSTILL = "standstill", _("Standstill after an electronic award notice")
    STANDSTILL_BY_POST = "standstill-post", _("Standstill after an award notice by other means")
    AWARD_NOTICE = "award-notice", _("Contract award notice")
    FRAMEWORK = "framework", _("Longest framework agreement")


class Unit(models.TextChoices):
    """What a period is counted in."""

    DAYS = "days", _("days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")


class NationalRule(ExplainedChoices):
    """What a national amount means. The help sentence takes the `amount`."""

    ACT = (
        "act",
        _("From %(amount)s on, the national procurement act applies."),
        _("National procurement act"),
    )
    NOTICE = (
        "notice",
        _("From %(amount)s on, a national notice must be published."),
        _("National notice"),
    )
    MARKET_CHECK = (
        "market-check",
        _("From %(amount)s on, the buyer must check the market or advertise."),
        _("Market check"),
    )
    SIMPLE = (
        "simple",
        _("From %(amount)s on, a simple national procedure applies."),
        _("Simple procedure"),
    )
    FULL = (
        "full",
        _("From %(amount)s on, the full national procedure applies."),
        _("Full national procedure"),
    )
    LOW_VALUE = (
        "low-value",
        _("Below %(amount)s, the lighter rules for small purchases apply."),
        _("Low-value purchase"),
    )
    DIRECT_AWARD = (
        "direct-award",
        _("Below %(amount)s, the contract may be awarded directly."),
        _("Direct award"),
    )
    DIRECT_AWARD_NOTICE = (
        "direct-award-notice",
        _("Below %(amount)s, the contract may be awarded directly after a notice."),
        _("Direct award with a notice"),
    )
    EU_RULES = (
        "eu-rules",
        _("From %(amount)s on, the country wants the EU procedures from every buyer."),
        _("EU procedures for every buyer"),
    )


class SpecialService(models.TextChoices):
    """Some countries split the services of the light regime."""

    HEALTH_SOCIAL = "health-social", _("Health and social services")
    OTHER_SPECIAL = "other-special", _("Other specific services")


class Origin(models.TextChoices):
    """Where a code's label comes from."""

    FACTS = "facts", _("Carried by the platform")
    OFFICIAL = "official", _("Official code list")


ANY_BUYER = "any"


class Theme(models.TextChoices):
    """What a case is about, in words that buyers use; CPV says what was bought."""

    BUILDINGS = "buildings", _("Buildings")
    CO_BUYING = "co-buying", _("Buying together")
    CARE = "care", _("Care and inclusion")
    CIRCULAR = "circular", _("Circular economy and waste")
    CLIMATE = "climate", _("Climate")
    CULTURE = "culture", _("Culture and leisure")
    DIGITAL = "digital", _("Digital services and data")
    ENERGY = "energy", _("Energy")
    FOOD = "food", _("Food and meals")
    HARBOURS = "harbours", _("Harbours and sea")
    HEALTH = "health", _("Health")
    LIGHTING = "lighting", _("Lighting")
    ROADS = "roads", _("Roads")
    SAFETY = "safety", _("Safety and preparedness")
    EDUCATION = "education", _("Schools and day care")
    MOBILITY = "mobility", _("Transport of people and goods")
    WATER = "water", _("Water and nature")
    METHOD = "method", _("Ways of buying")
