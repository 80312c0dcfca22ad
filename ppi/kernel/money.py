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
LETTER = re.compile(r"[^\W\d_]")
# Thousands apart at least twice by one sign, cents by another: it means the same everywhere.
CLEAR = re.compile(r"(\d{1,3}([.,])\d{3}(?:\2\d{3})+)(?:(?!\2)[.,](\d{1,2}))?")


def home_currency(country: str) -> str:
    """In what a body of this country states an amount unless it says otherwise."""
    return HOME_CURRENCIES.get(country, "EUR")


def formatted(amount: Decimal, currency: str) -> str:
    """The amount as this reader's language writes it; cents only where there are any."""
    pattern = WHOLE if amount == amount.to_integral_value() else WITH_CENTS
    pattern += SIGN if currency == "EUR" else CODE
    return format_currency(
        amount, currency, format=pattern, locale=get_language() or "en", currency_digits=False
    )


def clear(typed: str) -> Decimal | None:
    """The amount, where every language that writes it so means the same by it."""
    if (found := CLEAR.fullmatch(typed)) is None:
        return None
    whole, sign, cents = found.groups()
    return Decimal(f"{whole.replace(sign, '')}.{cents or 0}")


def read(typed: str, locale: str) -> Decimal:
    """Raises `NumberFormatError`, also for letters: `1e9` and `NaN` are no amounts."""
    if LETTER.search(typed):
        raise NumberFormatError(typed)
    return parse_decimal(typed, locale, strict=True)


class AmountField(forms.DecimalField):
    """An amount as the reader's language writes it: `90.000,50` in Danish, `90,000.50` in English.

    So is `12.000.000` in English, which can mean only one thing. What another language would read
    differently is refused rather than guessed.
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
            amount = clear(typed) or read(typed, locale)
        except NumberFormatError:
            example = format_decimal(Decimal("90000.5"), "#,##0.00", locale=locale)
            sentence = self.error_messages["unreadable"] % {"example": example}
            raise forms.ValidationError(sentence, code="unreadable") from None
        return super().to_python(amount or Decimal(0))

    def prepare_value(self, value) -> str:
        """An amount from the database as the reader would type it; typed text as it is."""
        if not isinstance(value, Decimal):
            return value
        pattern = "0" if value == value.to_integral_value() else "0.00"
        return format_decimal(value, pattern, locale=get_language() or "en")
