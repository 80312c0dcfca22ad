"""Which texts stand in nine languages. NUTS names do not: they are native."""

from modeltranslation.translator import TranslationOptions, register

from ppi.taxonomy.models import CpvCode, NationalThreshold, TimeLimit


@register(CpvCode)
class CpvCodeTranslation(TranslationOptions):
    fields = ("label",)


@register(NationalThreshold)
class NationalThresholdTranslation(TranslationOptions):
    fields = ("note",)


@register(TimeLimit)
class TimeLimitTranslation(TranslationOptions):
    fields = ("note",)
