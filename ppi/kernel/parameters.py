"""What may be asked of the API: said once by its view set, for the description and for the guard.

A name that nobody knows and a value that means nothing are refused: whoever misspelt a filter
would otherwise take everything for what they asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import ClassVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.settings import api_settings

COUNTRY_FORM = "^[A-Z]{2}$"


def country(description: str = "") -> OpenApiParameter:
    """The filter by country, which has the same form everywhere."""
    words = f"{description} ISO 3166-1 alpha-2, such as DK.".strip()
    return OpenApiParameter("country", str, description=words, pattern=COUNTRY_FORM)


class KnownParameters:
    """Mixin of view sets: stands before the framework's own classes.

    `parameters` belong to each of its operations, `filters` to its list. Raises `ValidationError`,
    a 400 that names the parameter, before anything is looked up.
    """

    parameters: ClassVar[tuple[OpenApiParameter, ...]] = ()
    filters: ClassVar[tuple[OpenApiParameter, ...]] = ()

    def initial(self, request, *address, **named) -> None:
        super().initial(request, *address, **named)
        known = {parameter.name: parameter for parameter in self.own_parameters()}
        repeated = {parameter.name for parameter in known.values() if parameter.many}
        names = {*known, *self._of_paging()}
        mistakes = mistakes_in_names(request.query_params, names, repeated)
        for name in known.keys() & request.query_params.keys():
            for value in request.query_params.getlist(name):
                if mistake := mistake_in(value, known[name]):
                    mistakes[name] = [mistake]
        if mistakes:
            raise ValidationError(mistakes)

    def own_parameters(self) -> list[OpenApiParameter]:
        """Those of the operation at hand, without those of paging."""
        return [*self.parameters, *(self.filters if self.action == "list" else ())]

    def _of_paging(self) -> Iterator[str]:
        if self.action != "retrieve":
            for told in self.paginator.get_schema_operation_parameters(self):
                yield told["name"]


def mistakes_in_names(
    asked: QueryDict, names: set[str], repeated: Collection[str] = ()
) -> dict[str, list[str]]:
    """A sentence for each parameter that is none of `names`, or that stands there twice.

    `repeated`: those that may have several values.
    """
    known = {*names, api_settings.URL_FORMAT_OVERRIDE}
    unknown = {name: [no_such(names)] for name in asked if name not in known}
    once = known.difference(repeated)
    twice = [name for name, values in asked.lists() if name in once and len(values) > 1]
    return unknown | {name: [_("Give this parameter only once.")] for name in twice}


def no_such(names: set[str]) -> str:
    words = {"names": ", ".join(sorted(names))}
    return _("There is no such parameter. There are: %(names)s.") % words


def mistake_in(value: str, parameter: OpenApiParameter) -> str:
    """A sentence where the value is none that the description allows."""
    if not value:
        return ""
    if parameter.enum and value not in parameter.enum:
        values = ", ".join(map(str, parameter.enum))
        return _("There is no such value. There are: %(values)s.") % {"values": values}
    if parameter.pattern and not re.fullmatch(parameter.pattern, value):
        return _("This has not the right form: %(form)s") % {"form": parameter.description}
    return ""
