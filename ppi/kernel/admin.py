"""The operators' pages for owned models: they see every portal, and leave a trail."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.manager import get_translatable_fields_for_model

from ppi.kernel import audit, jobs
from ppi.kernel.models import Job
from ppi.kernel.scoping import ScopedQuerySet

REASON = "operators see all"


def everywhere(rows: models.QuerySet) -> models.QuerySet:
    """The rows behind the operators' door, where the model is an owned one."""
    return rows.everywhere(REASON) if isinstance(rows, ScopedQuerySet) else rows


class EverywhereAdmin:
    """Mixin of model admins over owned models; stands before Django's own class.

    Translated texts are edited language by language: the column without a language is no field.
    """

    def get_queryset(self, request) -> models.QuerySet:
        rows = everywhere(self.model._default_manager.get_queryset())
        return rows.order_by(*self.get_ordering(request))

    def get_field_queryset(self, db, db_field, request) -> models.QuerySet:
        """What a foreign key may point to."""
        return everywhere(db_field.remote_field.model._default_manager.get_queryset())

    def get_exclude(self, request, obj=None) -> list[str]:
        declared = super().get_exclude(request, obj) or ()
        return [*declared, *(get_translatable_fields_for_model(self.model) or ())]

    def save_model(self, request, obj, form, change) -> None:
        super().save_model(request, obj, form, change)
        action = f"{obj._meta.model_name}.changed_by_operator"
        audit.record(action, obj, by=request.user, fields=form.changed_data)


class EverywhereFormSet(BaseInlineFormSet):
    """Finds the rows that were sent back; the formset has narrowed them to their parent's."""

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        form.fields[self._pk_field.name].queryset = self.get_queryset()


class EverywhereInline(EverywhereAdmin):
    """Mixin of inlines over owned models."""

    formset = EverywhereFormSet


class ReadOnly:
    """Mixin of model admins, for what only services write: operators look, and change nothing."""

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


class State(admin.SimpleListFilter):
    """Those that were given up are shown unless others are asked for."""

    title = _("state")
    parameter_name = "state"
    WAITING = "waiting"

    def lookups(self, request, model_admin) -> list[tuple]:
        return [(self.WAITING, _("not done yet"))]

    def choices(self, changelist):
        given_up, waiting = super().choices(changelist)
        yield given_up | {"display": _("given up")}
        yield waiting

    def queryset(self, request, rows: models.QuerySet) -> models.QuerySet:
        if self.value() == self.WAITING:
            return rows.filter(done_at=None)
        return rows.filter(pk__in=jobs.given_up())


@admin.register(Job)
class JobAdmin(ReadOnly, EverywhereAdmin, admin.ModelAdmin):
    """Work that was given up, with its last error; and what waits."""

    list_display = ("task", "arguments", "created_at", "attempts", "due_at", "failure")
    list_filter = (State,)
    search_fields = ("task", "failure")
    ordering = ("-created_at", "-pk")
    actions = ("try_again",)
    show_full_result_count = False

    @admin.action(description=_("Try again"), permissions=["retry"])
    def try_again(self, request, rows: models.QuerySet) -> None:
        number = jobs.try_again(rows.order_by(), by=request.user)
        words = ngettext("%(n)s job is due again.", "%(n)s jobs are due again.", number)
        messages.success(request, words % {"n": number})

    def has_retry_permission(self, request) -> bool:
        """Whoever may change jobs, were they changed by hand."""
        return request.user.has_perm("kernel.change_job")
