from modeltranslation.translator import TranslationOptions, register

from ppi.library.models import Page


@register(Page)
class PageTexts(TranslationOptions):
    fields = ("title", "summary", "body")
