"""The operators' pages for owned models: they see every portal, and leave a trail."""

from __future__ import annotations

from django.db import models
from django.forms.models import BaseInlineFormSet
from modeltranslation.manager import get_translatable_fields_for_model

from ppi.kernel import audit
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
