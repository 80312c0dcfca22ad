from modeltranslation.translator import TranslationOptions, register

from cases.models import Case


@register(Case)
class CaseTexts(TranslationOptions):
    fields = (
        "title",
        "summary",
        "before",
        "before_note",
        "after",
        "after_note",
        "story",
        "lessons",
    )
