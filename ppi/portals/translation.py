from modeltranslation.translator import TranslationOptions, register

from ppi.portals.models import LegalText, Portal


@register(Portal)
class PortalTexts(TranslationOptions):
    fields = ("name", "tagline", "contact_text", "funder_credit")


@register(LegalText)
class LegalTextTexts(TranslationOptions):
    fields = ("text",)
