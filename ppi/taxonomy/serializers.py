"""What the two public operations on rules are asked, and what they answer."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from babel import Locale
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ppi.kernel.dates import FIRST_DAY, LAST_DAY, OTHER_YEAR
from ppi.taxonomy.choices import BuyerType, ContractKind, Directive, Procedure, Technique
from ppi.taxonomy.countries import COUNTRIES
from ppi.taxonomy.lots import LotValue
from ppi.taxonomy.thresholds import Verdict, directive_for

MOST_LOTS = 1000
AMOUNT = re.compile(r"[+-]?0*([0-9]+)(\.[0-9]*)?")
# Far more than an amount can have, and few enough to calculate with.
MOST_DIGITS = 40
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CURRENCIES = frozenset(Locale("en").currencies)


class CodeField(serializers.ChoiceField):
    """A refusal names the codes there are."""

    default_error_messages = {"invalid_choice": _("Choose one of: {codes}.")}

    def fail(self, key: str, **words) -> None:
        super().fail(key, codes=", ".join(str(code) for code in self.choices), **words)


class DayField(serializers.DateField):
    """Only `2026-02-01`: no other notation is guessed at. In the years that the rules know."""

    default_error_messages = {
        "invalid": _("Write the day as year-month-day, like 2026-02-01."),
        "other_year": OTHER_YEAR,
    }

    def to_internal_value(self, value: str) -> date:
        if not DAY.fullmatch(str(value)):
            self.fail("invalid")
        day = super().to_internal_value(value)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail("other_year")
        return day


class AmountField(serializers.DecimalField):
    """An amount of money in plain digits: no exponent, no group signs, no NaN."""

    default_error_messages = {
        "invalid": _("Write the amount in digits, with a point before the cents, like 215999.50."),
        "min_value": _("A value cannot be negative."),
        "max_digits": _("This value is too large."),
        "max_whole_digits": _("This value is too large."),
        "max_decimal_places": _("Give at most two digits after the point."),
    }

    def __init__(self, **options) -> None:
        super().__init__(max_digits=16, decimal_places=2, min_value=Decimal(0), **options)

    def to_internal_value(self, value: str) -> Decimal:
        if (written := AMOUNT.fullmatch(str(value).strip())) is None:
            self.fail("invalid")
        whole, cents = written.groups(default="")
        if len(whole) > MOST_DIGITS:
            self.fail("max_digits")
        if len(cents) > MOST_DIGITS:
            self.fail("max_decimal_places")
        return super().to_internal_value(value) or Decimal(0)


class CurrencyField(serializers.CharField):
    """An ISO 4217 code, also of a currency in which no threshold is published."""

    default_error_messages = {"unknown": _("Write a currency's code in three letters, like EUR.")}

    def to_internal_value(self, value: str) -> str:
        if value not in CURRENCIES:
            self.fail("unknown")
        return value


class LotsField(serializers.CharField):
    """Values separated by commas, numbered from 1."""

    default_error_messages = {
        "too_many": _("Give at most {most} lots."),
        "invalid_lot": _("Lot {number}: {sentence}"),
    }

    def to_internal_value(self, value: str) -> list[LotValue]:
        parts = value.split(",")
        if len(parts) > MOST_LOTS:
            self.fail("too_many", most=MOST_LOTS)
        return [self._lot(number, part) for number, part in enumerate(parts, start=1)]

    def _lot(self, number: int, text: str) -> LotValue:
        try:
            return LotValue(str(number), AmountField().run_validation(text))
        except serializers.ValidationError as refused:
            self.fail("invalid_lot", number=number, sentence=refused.detail[0])


class QuestionSerializer(serializers.Serializer):
    """A question asked in the address: a parameter left empty is as one left out."""

    def to_internal_value(self, asked: dict[str, str]) -> dict:
        filled = {name: text for name, text in asked.items() if text.strip()}
        return super().to_internal_value(filled)


class VerdictQuestionSerializer(QuestionSerializer):
    date = DayField(help_text="The day on which the notice is sent.")
    buyer_type = CodeField(choices=BuyerType.values, help_text="Who buys.")
    contract = CodeField(choices=ContractKind.values, help_text="What is bought.")
    value = AmountField(
        required=False, help_text="Estimated value of all lots, without VAT. Needed without `lots`."
    )
    currency = CurrencyField(default="EUR", help_text="ISO 4217.")
    lots = LotsField(
        required=False,
        help_text="The lots' values, separated by commas. Their sum decides; `value`, if given, is "
        "that of the whole and counts where it is higher.",
    )

    def validate(self, asked: dict) -> dict:
        if "value" not in asked and "lots" not in asked:
            raise serializers.ValidationError({"value": [_("Give a value, or the lots' values.")]})
        return asked


class ConversionSerializer(serializers.Serializer):
    """An amount at the European Central Bank's reference rate of a day."""

    amount = serializers.DecimalField(max_digits=20, decimal_places=2)
    currency = serializers.CharField()
    rate = serializers.CharField(help_text="Of one unit of the value's currency.")
    rate_on = serializers.DateField()


class IndicativeSerializer(serializers.Serializer):
    """What a conversion suggests where no amount is published in the value's currency."""

    verdict = serializers.ChoiceField(
        choices=["above", "below", "unknown"], help_text="`unknown` near the threshold."
    )
    threshold = serializers.DecimalField(max_digits=20, decimal_places=2)
    currency = serializers.CharField()
    conversion = ConversionSerializer()
    sentence = serializers.CharField()


class SmallLotsSerializer(serializers.Serializer):
    """Lots that may be left out of the directive (article 5(10) of 2014/24 and its likes)."""

    limit = serializers.DecimalField(
        source="limit.amount", default=None, allow_null=True, max_digits=16, decimal_places=2
    )
    eligible = serializers.ListField(
        child=serializers.CharField(), help_text="Numbers of the lots that are small enough."
    )
    exempt = serializers.ListField(
        child=serializers.CharField(), help_text="Those of them that fit into the share."
    )
    share = serializers.DecimalField(
        max_digits=4, decimal_places=1, help_text="Of the exempt lots in all lots, in percent."
    )
    article = serializers.CharField()
    sentence = serializers.CharField()


class LotsSerializer(serializers.Serializer):
    total = serializers.DecimalField(max_digits=20, decimal_places=2)
    small_lots = SmallLotsSerializer(allow_null=True)
    sentence = serializers.CharField()


class VerdictSerializer(serializers.Serializer):
    """Above or below. A value equal to the threshold is above. Amounts are decimal strings."""

    verdict = serializers.ChoiceField(choices=["above", "below", "unknown"])
    why_unknown = serializers.CharField(help_text="A code; empty where there is a verdict.")
    date = serializers.DateField(source="on")
    buyer_type = serializers.CharField()
    contract = serializers.CharField()
    value = serializers.DecimalField(max_digits=20, decimal_places=2)
    value_currency = serializers.CharField()
    threshold = serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True)
    currency = serializers.CharField(help_text="Of the threshold.")
    directive = serializers.CharField()
    article = serializers.CharField(help_text="Of the directive.")
    regulation = serializers.SerializerMethodField(help_text="The act that sets the amount.")
    valid_from = serializers.DateField(allow_null=True)
    valid_to = serializers.DateField(allow_null=True)
    status = serializers.CharField(help_text="confirmed, secondary, derived or recalled.")
    source = serializers.CharField()
    indicative = IndicativeSerializer(allow_null=True)
    sentence = serializers.CharField(help_text="In the language of `Accept-Language`.")
    lots = serializers.SerializerMethodField(help_text="Only where `lots` was asked.")

    def get_regulation(self, verdict: Verdict) -> str:
        """Its official short title, whatever the reader's language: programs compare it."""
        with translation.override("en"):
            return verdict.act

    @extend_schema_field(LotsSerializer(allow_null=True))
    def get_lots(self, verdict: Verdict) -> dict | None:
        judged = self.context.get("lots")
        return LotsSerializer(judged).data if judged else None


def directives_for(buyer_type: str | None, contract: str | None) -> list[str]:
    """Those under which the purchase may fall, as far as it is known who buys and what."""
    buyers = [buyer_type] if buyer_type else BuyerType.values
    contracts = [contract] if contract else ContractKind.values
    found = {directive_for(buyer, kind) for buyer in buyers for kind in contracts}
    return [directive for directive in Directive.values if directive in found]


class TimeLimitQuestionSerializer(QuestionSerializer):
    procedure = CodeField(choices=Procedure.values, help_text="Of `procurement-procedure-type`.")
    directive = CodeField(
        choices=Directive.values,
        required=False,
        help_text="Without it, the one that `buyer_type` and `contract` fall under, else 2014/24.",
    )
    buyer_type = CodeField(choices=BuyerType.values, required=False, help_text="Who buys.")
    contract = CodeField(
        choices=ContractKind.values,
        required=False,
        help_text="What is bought. `oth-single` and `oth-mult` have a limit for some kinds only.",
    )
    technique = CodeField(choices=Technique.values, required=False, help_text="dps.")
    dispatch = DayField(required=False, help_text="The day on which the notice is sent.")
    country = CodeField(
        choices=COUNTRIES, required=False, help_text="The buyer's, for its public holidays."
    )
    electronic = serializers.BooleanField(
        default=True, help_text="Tenders may be sent electronically."
    )
    documents_electronic = serializers.BooleanField(
        default=True, help_text="The documents are offered electronically."
    )
    prior_information = serializers.BooleanField(
        default=False, help_text="A prior information notice was sent in time."
    )
    prior_information_on = DayField(
        required=False, help_text="The day it was sent; checked against `dispatch`."
    )
    urgent = serializers.BooleanField(
        default=False, help_text="The notice gives reasons for urgency."
    )
    above_threshold = serializers.BooleanField(
        default=True, help_text="Below it no directive fixes a time limit."
    )

    def validate(self, asked: dict) -> dict:
        buyer_type, contract = asked.get("buyer_type"), asked.get("contract")
        possible = directives_for(buyer_type, contract)
        if asked.get("directive", possible[0]) not in possible:
            sentence = _("This purchase can only fall under: %(directives)s.")
            words = {"directives": ", ".join(possible)}
            raise serializers.ValidationError({"directive": [sentence % words]})
        usual = buyer_type or BuyerType.SUB_CENTRAL, contract or ContractKind.SERVICES
        return {"directive": directive_for(*usual)} | asked


class ReductionSerializer(serializers.Serializer):
    reason = serializers.CharField()
    days = serializers.IntegerField()
    decides = serializers.BooleanField(help_text="The shortest one counts.")
    sentence = serializers.CharField()


class RefusalSerializer(serializers.Serializer):
    reason = serializers.CharField()
    why = serializers.CharField(help_text="unknown-here, too-late or too-early.")
    sentence = serializers.CharField()


class TimeLimitSerializer(serializers.Serializer):
    """The shortest time a directive allows, in calendar days."""

    procedure = serializers.CharField()
    directive = serializers.CharField()
    technique = serializers.CharField()
    stage = serializers.ChoiceField(
        choices=["tenders", "requests"], help_text="What the notice's own deadline is for."
    )
    minimum_days = serializers.IntegerField(source="days", allow_null=True)
    earliest_deadline = serializers.DateField(source="earliest", allow_null=True)
    moved_from = serializers.DateField(
        allow_null=True, help_text="Where a weekend or public holiday moved the end."
    )
    second_stage_days = serializers.IntegerField(
        allow_null=True, help_text="For tenders, where requests to take part come first."
    )
    extra_days = serializers.IntegerField(help_text="Added for documents on paper.")
    article = serializers.CharField()
    reductions = ReductionSerializer(many=True)
    refusals = RefusalSerializer(many=True)
    note = serializers.CharField()
    sentence = serializers.CharField(help_text="In the language of `Accept-Language`.")
    status = serializers.CharField(help_text="confirmed, secondary, derived or recalled.")
    source = serializers.CharField()
    is_recorded = serializers.BooleanField()
    is_below = serializers.BooleanField()
