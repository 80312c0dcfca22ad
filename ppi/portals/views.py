from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from ppi.accounts import services as accounts
from ppi.accounts.forms import PersonForm
from ppi.kernel.access import access, public, signed_in
from ppi.kernel.editorial import language_shown
from ppi.kernel.kept import typed
from ppi.kernel.onwards import is_ours
from ppi.kernel.verdicts import Refused
from ppi.portals import crossing, links, services, theme
from ppi.portals.choices import LOGO_TYPES, LegalKind
from ppi.portals.models import LegalText, Portal
from ppi.portals.sessions import BASE_SESSION
from ppi.portals.terms import TermsForm, needs_no_terms


@access(public, portal=False)
@cache_control(max_age=86400, public=True, immutable=True)
def stylesheet(request: HttpRequest, colour: str) -> HttpResponse:
    """The portal's colour as design tokens. The address carries the colour, so it may be kept."""
    return HttpResponse(theme.tokens(f"#{colour}"), content_type="text/css; charset=utf-8")


@access(public, portal=False)
@cache_control(max_age=3600, public=True)
def logo(request: HttpRequest, slug: str) -> FileResponse:
    """A portal's logo, served as what its name says and nothing else."""
    portal = get_object_or_404(Portal.objects.open().exclude(logo=""), slug=slug)
    ending = portal.logo.name.rpartition(".")[2].lower()
    return FileResponse(portal.logo.open(), content_type=LOGO_TYPES[ending])


@access(public)
def legal(request: HttpRequest, kind: str) -> HttpResponse:
    """Terms, privacy notice, imprint or accessibility statement in the version now in force."""
    if kind not in LegalKind:
        raise Http404
    text = LegalText.objects.in_force(request.portal).filter(kind=kind).first()
    language = language_shown(text, "text") if text else get_language()
    context = {
        "kind": LegalKind(kind),
        "text": text,
        "text_language": language,
        "is_in_another_language": language != get_language(),
    }
    return render(request, "portals/legal.html", context)


@access(signed_in)
@needs_no_terms
def accept_terms(request: HttpRequest) -> HttpResponse:
    """Asks once before a first contribution to this portal, then leads back to it."""
    texts = services.texts_to_accept(request.portal, request.user)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    form = TermsForm(typed(request))
    if request.method == "POST" and form.is_valid():
        # What came into force since the page was opened has not been read.
        read = [text for text in texts if str(text.pk) in request.POST.getlist("texts")]
        services.accept(read, by=request.user)
        form, texts = TermsForm(), texts.all()
    if not texts:
        return onwards_within(request, wanted)
    shown = [(text, language_shown(text, "text")) for text in texts]
    context = {"form": form, "shown": shown, "next": wanted}
    return render(request, "portals/terms.html", context)


def onwards_within(request: HttpRequest, wanted: str) -> HttpResponse:
    """To this address, where it is one of the same host, else to the portal's home."""
    return redirect(wanted if is_ours(request, wanted) else "front:home")


@access(signed_in)
@needs_no_terms
def person(request: HttpRequest) -> HttpResponse:
    """What a person says of themselves: name, language of mails, time zone."""
    form = PersonForm(typed(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        accounts.update(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("portals:person")
    return render(request, "portals/person.html", {"form": form})


@access(signed_in)
def depart(request: HttpRequest) -> HttpResponse:
    """At the base host: carry this sign-in over to the portal's own domain."""
    if not request.portal.host:
        return redirect("front:home")
    wanted = {name: request.GET.get(name, "") for name in ("state", "next")}
    code = services.open_crossing(
        request.portal, by=request.user, session_key=request.session.session_key
    )
    arrive = links.absolute(request.portal, get_language(), "portals:arrive")
    address = f"{arrive}?{urlencode({'code': code, **wanted})}"
    return crossing.onwards(request, address, request.portal.name)


@access(public)
def arrive(request: HttpRequest) -> HttpResponse:
    """At the portal's own domain: sign in with a single-use code from the base host."""
    try:
        crossing.refuse_strangers(request)
        came = services.cross(request.portal, request.GET.get("code", ""))
    except Refused as refused:
        context = {"sentence": refused.sentence}
        return render(request, "portals/arrival_over.html", context, status=410)
    login(request, came.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[BASE_SESSION] = came.session_key
    response = onwards_within(request, request.GET.get("next", ""))
    response.delete_cookie(crossing.COOKIE)
    return response
