"""Members write plain text: HTML is refused at its field, never silently thrown away.

Pages escape what they show, so markup does no harm there; but whoever typed it meant something
else than what would be read. Why refuse rather than clean: docs/decisions/0010-plain-text.md.
"""

from __future__ import annotations

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# The elements of HTML, those it has dropped, and the roots of SVG and MathML. What is none of them
# is no markup: «x<y>z», «<https://…>» and «Anna <anna@x.example>» may be written.
HTML = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink
blockquote body br button canvas caption center cite code col colgroup command content data
datalist dd del details dfn dialog dir div dl dt element em embed fieldset figcaption figure font
footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input
ins isindex kbd keygen label layer legend li link listing main map mark marquee math menu menuitem
meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option output p
param picture plaintext portal pre progress q rb rp rt rtc ruby s samp script search section select
selectedcontent shadow slot small source spacer span strike strong style sub summary sup svg table
tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp
"""
ELEMENTS = HTML.split()
LONGER = "|".join(name for name in ELEMENTS if len(name) > 1)
EVERY = "|".join(ELEMENTS)

# As a browser reads them: nothing stands between the sign and the name.
MARKUP = re.compile(
    rf"""
      <!--                                        # a comment
    | <!\s*doctype | <!\[cdata\[ | <\?\s*(?:xml|php)
    | </(?:{EVERY})[\s/>]                         # an end
    | <(?:{EVERY})\s*/?>                          # a beginning without attributes
    | <(?:{LONGER})[\s/][^<>]*>                   # with some; «a <b and c> d» is a comparison
    | <(?:{EVERY})[\s/]+[a-z:-]+\s*=              # with a value, though it may never end
    | <[a-z][^<>]*[\s/"']on[a-z]+\s*=             # what a browser would run, on any element
    | \]\(\s*<?(?:javascript|vbscript|data):      # a link of Markdown that would do the same
    """,
    re.IGNORECASE | re.VERBOSE,
)
SENTENCE = _(
    "This looks like HTML. Write plain text; a «<» that means «less than» needs a space after it."
)
# Never shown, or with a form of their own in which no tag has a place.
OTHERWISE_CHECKED = (forms.EmailField, forms.URLField, forms.RegexField, forms.UUIDField)


def is_markup(text: str) -> bool:
    return MARKUP.search(text) is not None


def refuse_markup(text: str | list) -> None:
    """A validator. Raises `ValidationError` where the text, or one of several, holds HTML."""
    if any(is_markup(str(one)) for one in (text if isinstance(text, list) else [text])):
        raise ValidationError(SENTENCE, code="markup")


def is_free_text(field: forms.Field) -> bool:
    """Whether a person writes words into it. A password may be made of anything."""
    return (
        isinstance(field, forms.CharField)
        and not isinstance(field, OTHERWISE_CHECKED)
        and not isinstance(field.widget, forms.PasswordInput)
    )


class PlainText:
    """Mixin of forms: whatever free text they ask for holds no markup. Stands before Django's."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            if is_free_text(field):
                field.validators.append(refuse_markup)


class PlainForm(PlainText, forms.Form):
    """Every form of the house that is not made from a model."""


class PlainModelForm(PlainText, forms.ModelForm):
    """Every form of the house that is made from a model."""
