"""What the templates of allauth's pages need."""

from django import forms, template
from django.utils.translation import gettext as _

register = template.Library()

# A word of the User-Agent header and the name behind it. Order matters: each of these browsers
# also names the ones below it.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS X": "Mac",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """«Firefox, Windows»: enough to know one's own browsers by."""
    words = (
        next((name for word, name in known.items() if word in user_agent), "")
        for known in (BROWSERS, SYSTEMS)
    )
    return ", ".join(word for word in words if word) or _("an unknown browser")


@register.simple_tag
def without_placeholders(form: forms.BaseForm | None) -> str:
    """Take the placeholders off allauth's fields: they repeat the label, and go when one types."""
    for field in form.fields.values() if form else ():
        field.widget.attrs.pop("placeholder", None)
    return ""
