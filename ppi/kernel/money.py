"""Amounts: a `Decimal` and an ISO 4217 currency, always without VAT."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import (
    NumberFormatError,
    format_currency,
    format_decimal,
    get_group_symbol,
    parse_decimal,
)
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

CURRENCIES = ("EUR", "DKK", "SEK", "NOK")
HOME_CURRENCIES = {"DK": "DKK", "SE": "SEK", "NO": "NOK"}
CURRENCY_CHOICES = [(currency, currency) for currency in CURRENCIES]
WHOLE, WITH_CENTS = "#,##0", "#,##0.00"
# Three of our currencies call themselves "kr.": only the euro is known by its sign.
SIGN, CODE = "\xa0¤", "\xa0¤¤"


def formatted(amount: Decimal, currency: str) -> str:
    """The amount as this reader's language writes it; cents only where there are any."""
    pattern = WHOLE if amount == amount.to_integral_value() else WITH_CENTS
    pattern += SIGN if currency == "EUR" else CODE
    return format_currency(
        amount, currency, format=pattern, locale=get_language() or "en", currency_digits=False
    )


class AmountField(forms.DecimalField):
    """An amount as the reader's language writes it: `90.000,50` in Danish, `90,000.50` in English.

    What another language would read differently is refused rather than guessed.
    """

    default_error_messages = {
        "invalid": _("Write the amount in digits."),
        "unreadable": _("Write the amount in digits, for instance %(example)s."),
        "min_value": _("A value cannot be negative."),
    }

    def __init__(self, **options) -> None:
        options.setdefault("min_value", 0)
        options.setdefault("max_digits", 16)
        options.setdefault("decimal_places", 2)
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **options)

    def to_python(self, value) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return value or None
        locale = get_language() or "en"
        group = get_group_symbol(locale)
        # Thousands apart by a space: whichever space was typed. Elsewhere a space means nothing.
        typed = re.sub(r"\s+", group if group.isspace() else "", str(value).strip())
        try:
            return super().to_python(parse_decimal(typed, locale, strict=True))
        except NumberFormatError:
            example = format_decimal(Decimal("90000.5"), "#,##0.00", locale=locale)
            sentence = self.error_messages["unreadable"] % {"example": example}
            raise forms.ValidationError(sentence, code="unreadable") from None

    def prepare_value(self, value) -> str:
        """An amount from the database as the reader would type it; typed text as it is."""
        if not isinstance(value, Decimal):
            return value
        pattern = "0" if value == value.to_integral_value() else "0.00"
        return format_decimal(value, pattern, locale=get_language() or "en")
