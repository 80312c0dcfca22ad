from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from ppi.assistant import services
from ppi.assistant.forms import QuestionForm
from ppi.kernel.access import access
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.portals.choices import Module
from ppi.portals.permissions import module


@access(module(Module.ASSISTANT))
def ask(request: HttpRequest) -> HttpResponse:
    """The question and, once it is sent, the answer below it. `?question=` fills it in."""
    reply = None
    form = QuestionForm(typed(request), initial={"question": request.GET.get("question")})
    if request.method == "POST" and form.is_valid():
        try:
            reply = services.ask(
                form.cleaned_data["question"],
                portal=request.portal,
                language=get_language() or "en",
                asker=asker(request),
                by=request.user if request.user.is_authenticated else None,
            )
        except Refused as refused:
            form.add_error(refused.field, refused.sentence)
    template = "assistant/ask.html#conversation" if request.htmx else "assistant/ask.html"
    return render(request, template, {"form": form, "reply": reply})


def asker(request: HttpRequest) -> str:
    """The account, or the address that the request came from."""
    if request.user.is_authenticated:
        return f"account {request.user.pk}"
    # Behind a proxy every visitor comes from the proxy: allauth knows how many to look through.
    return f"address {get_adapter(request).get_client_ip(request)}"
