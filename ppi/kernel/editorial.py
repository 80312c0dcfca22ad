"""Editors' texts: one column a language; a reader without theirs gets the original.

`django-modeltranslation` falls back along a list fixed in the settings, which cannot know in which
language an object was written. So the descriptor is replaced, once every model is registered.
`values()` and `values_list()` do not fall back: never use them for translated names.
"""

from __future__ import annotations

from django.utils.translation import get_language
from modeltranslation.fields import TranslationFieldDescriptor
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname


class OriginalFirst(TranslationFieldDescriptor):
    """Tries the reader's language, then the object's own `language`, then English."""

    def __get__(self, instance, owner):
        if instance is None:
            return self
        for language in languages_for(instance):
            value = getattr(instance, build_localized_fieldname(self.field.name, language), None)
            if value:
                return value
        return self.field.get_default()


def languages_for(instance) -> list[str]:
    """In which order this object's languages are tried for the present reader."""
    wanted = [get_language(), getattr(instance, "language", None), "en"]
    return [language for language in dict.fromkeys(wanted) if language]


def language_shown(instance, field: str) -> str:
    """The language in which the present reader sees this text; the object's own when empty."""
    for language in languages_for(instance):
        if getattr(instance, build_localized_fieldname(field, language), None):
            return language
    return getattr(instance, "language", "en")


def fall_back_to_the_original() -> None:
    """Replace the descriptor of every registered field. Called once, when the apps are ready."""
    for model in translator.get_registered_models(abstract=False):
        for name in translator.get_options_for_model(model).fields:
            setattr(model, name, OriginalFirst(model._meta.get_field(name)))
