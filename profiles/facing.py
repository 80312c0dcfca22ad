"""The pages on which members write what stands beside the texts: contacts, credentials, logo,
and what a buyer says to companies."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ppi.kernel.access import access, found_or_404
from ppi.kernel.kept import typed
from ppi.kernel.verdicts import Refused
from ppi.organisations.models import Membership
from profiles import buying, contacts, credentials, logos, permissions
from profiles.credential_choices import CredentialKind
from profiles.editing import own_profile, say_shown, writing
from profiles.facing_forms import FORMS, BuyingForm, ContactForm, LogoForm
from profiles.joint_saving import JointForm, last_change
from profiles.models import Contact, Credential


def saved(request: HttpRequest, form, act: Callable[[], object], done: str) -> bool:
    """Do what a valid form asks for, and say so; a refusal stands at its field."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act()
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return False
    messages.success(request, done)
    return True


def own_membership(request: HttpRequest, slug: str) -> Membership:
    """The reader's own, whatever the role; 404 for whoever is no member."""
    rows = Membership.objects.of_person(request.user).select_related("organisation__portal")
    return get_object_or_404(rows, organisation__slug=slug)


@access(writing)
def contact_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is shown; and the form with which the reader agrees to be."""
    membership = own_membership(request, slug)
    rows = Contact.objects.managed_by(membership.organisation).select_related("membership__user")
    rows = list(rows.order_by("agreed_at", "pk"))
    own = next((row for row in rows if row.membership_id == membership.pk), None)
    form = ContactForm(
        typed(request),
        instance=own,
        initial=None if own else {"name": request.user.name, "email": request.user.email},
        consent=contacts.consent_for(membership),
    )
    done = _("You are shown on the profile.")
    if saved(
        request,
        form,
        lambda: contacts.show(membership, by=request.user, **form.cleaned_data),
        done,
    ):
        return redirect("profiles:contacts", slug)
    context = {
        "form": form,
        "own": own,
        "rows": rows,
        "organisation": membership.organisation,
        "may_write": bool(permissions.may_write_for(request.user, membership.organisation)),
    }
    return render(request, "profiles/contacts.html", context)


@access(writing)
@require_POST
def take_back_contact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    membership = own_membership(request, slug)
    contact = get_object_or_404(Contact.objects.managed_by(membership.organisation), pk=pk)
    contacts.take_back(contact, by=request.user)
    messages.success(request, _("%(name)s is no longer shown.") % {"name": contact.name})
    return redirect("profiles:contacts", slug)


@access(writing)
def credential_list(request: HttpRequest, slug: str) -> HttpResponse:
    profile = own_profile(request, slug)
    rows = list(Credential.objects.of(profile).order_by("kind", "-pk")) if profile.pk else []
    groups = [(kind, [row for row in rows if row.kind == kind]) for kind in CredentialKind]
    may_edit = bool(permissions.may_edit(request.user, profile))
    context = {"profile": profile, "groups": groups, "may_edit": may_edit}
    return render(request, "profiles/credentials.html", context)


@access(writing)
def add_credential(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    profile = own_profile(request, slug)
    found_or_404(kind in CredentialKind)
    permissions.may_edit(request.user, profile).or_refuse()
    form = FORMS[CredentialKind(kind)](typed(request))
    if saved(
        request,
        form,
        lambda: credentials.add(profile, kind, by=request.user, **form.cleaned_data),
        _("Saved."),
    ):
        return redirect("profiles:credentials", slug)
    context = {"form": form, "profile": profile, "kind": CredentialKind(kind)}
    return render(request, "profiles/credential_form.html", context)


def own_credential(request: HttpRequest, slug: str, pk: int) -> Credential:
    profile = own_profile(request, slug)
    found_or_404(profile.pk)
    rows = Credential.objects.of(profile).select_related("profile__organisation")
    row = get_object_or_404(rows, pk=pk)
    permissions.may_edit(request.user, row.profile).or_refuse()
    return row


@access(writing)
def edit_credential(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = own_credential(request, slug, pk)
    kind = CredentialKind(row.kind)
    form = FORMS[kind](typed(request), instance=row)
    joint = JointForm(request, form, lambda: FORMS[kind](instance=credentials.latest(row)))
    if written_jointly(
        joint, lambda valid: credentials.edit(row, by=request.user, **valid.cleaned_data)
    ):
        messages.success(request, _("Saved."))
        return redirect("profiles:credentials", slug)
    context = {"form": form, "profile": row.profile, "kind": kind, "credential": row}
    return joint_page(request, "profiles/credential_form.html", context, joint)


def written_jointly(joint: JointForm, save: Callable[[BaseForm], object]) -> bool:
    return joint.request.method == "POST" and joint.form.is_valid() and joint.saved(save)


def joint_page(
    request: HttpRequest, template: str, context: dict, joint: JointForm
) -> HttpResponse:
    """The form, or what two would have it say, side by side."""
    context |= {"joint": joint}
    if joint.conflict:
        context["change"] = last_change(context["profile"])
    return render(request, template, context, status=409 if joint.conflict else 200)


@access(writing)
@require_POST
def delete_credential(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = own_credential(request, slug, pk)
    credentials.delete(row, by=request.user)
    messages.success(request, _("«%(title)s» is gone.") % {"title": row.title})
    return redirect("profiles:credentials", slug)


@access(writing)
def logo(request: HttpRequest, slug: str) -> HttpResponse:
    profile = own_profile(request, slug)
    permissions.may_edit(request.user, profile).or_refuse()
    form = LogoForm(typed(request), request.FILES or None)
    if saved(
        request,
        form,
        lambda: logos.put_up(profile, form.cleaned_data["logo"], by=request.user),
        _("Saved."),
    ):
        return redirect("profiles:logo", slug)
    shown = logos.file_of(profile) if profile.pk else None
    context = {"form": form, "profile": profile, "shown": shown}
    return render(request, "profiles/logo.html", context)


@access(writing)
@require_POST
def take_off_logo(request: HttpRequest, slug: str) -> HttpResponse:
    logos.take_off(own_profile(request, slug), by=request.user)
    messages.success(request, _("The logo is gone."))
    return redirect("profiles:logo", slug)


@access(writing)
def buying_half(request: HttpRequest, slug: str) -> HttpResponse:
    profile = own_profile(request, slug)
    permissions.may_say_what_is_bought(request.user, profile).or_refuse()
    form = BuyingForm(typed(request), instance=buying.buying_of(profile))
    joint = JointForm(request, form, lambda: BuyingForm(instance=buying.latest_of(profile)))
    if written_jointly(
        joint, lambda valid: buying.edit(profile, by=request.user, **valid.cleaned_data)
    ):
        say_shown(request, profile)
        return redirect("profiles:edit", slug)
    return joint_page(request, "profiles/buying.html", {"form": form, "profile": profile}, joint)
