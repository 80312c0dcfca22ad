"""Every address of the platform with who may use it, read from the resolver itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    name: str
    pattern: URLPattern
    # Guarded by the package it comes from: allauth by account state, the admin by `is_staff`.
    is_package: bool

    @property
    def callback(self):
        return self.pattern.callback

    @property
    def declaration(self):
        """The rule of a function view, or of an API view's class."""
        holder = getattr(self.callback, "cls", None) or getattr(self.callback, "view_class", None)
        return getattr(self.callback, "access", None) or getattr(holder, "access", None)

    @property
    def arguments(self) -> tuple[str, ...]:
        return tuple(self.pattern.pattern.regex.groupindex)

    @property
    def room(self) -> str:
        return self.name.partition(":")[0]


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, (), is_package=False))


def ours() -> list[Address]:
    return [address for address in addresses() if not address.is_package]


def _walk(patterns, namespaces: tuple[str, ...], *, is_package: bool) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            foreign = is_package or pattern.app_name == "admin" or _is_allauth(pattern)
            yield from _walk(pattern.url_patterns, inner, is_package=foreign)
        else:
            name = ":".join([*namespaces, pattern.name or str(pattern.pattern)])
            yield Address(name, pattern, is_package)


def _is_allauth(resolver: URLResolver) -> bool:
    return getattr(resolver.urlconf_name, "__name__", "").startswith("allauth.")
