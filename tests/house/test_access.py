"""Every address says who may use it, and keeps to that: walked by each role, with secrets about."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, reverse

from ppi.kernel.access import operator, public, signed_in
from ppi.kernel.models import AuditEntry
from ppi.portals.permissions import moderator
from tests.house.conftest import CANARY, OPEN, World
from tests.house.walk import Address, ours

ROLES = [
    "visitor",
    "stranger",
    "reader",
    "editor",
    "owner",
    "seller",
    "moderator of Denmark",
    "moderator of Latvia",
]
# For addresses whose arguments are the same in every room.
ANYWHERE = {
    "colour": "0b5563", "kind": "terms", "section": "pages", "model_label": "tenders.opportunity",
    "token": "no-such-token", "pk": 1, "slug": "dk", "code": "open", "number": 1, "other": "lampa",
}  # fmt: skip


@pytest.mark.parametrize("address", ours(), ids=lambda address: address.name)
def test_every_address_declares_who_may_use_it(address: Address) -> None:
    assert callable(address.declaration)


def tries(address: Address, samples: list[dict]) -> list[str]:
    """The paths under which this address is tried with these arguments."""
    found = []
    for sample in samples or [{}]:
        arguments = {name: {**ANYWHERE, **sample}[name] for name in address.arguments
                     if name in {**ANYWHERE, **sample}}  # fmt: skip
        try:
            found.append("/p/dk" + reverse(address.name, kwargs=arguments))
        except NoReverseMatch:
            continue
    return found


def is_api(address: Address) -> bool:
    return hasattr(address.callback, "cls") or address.name in ("schema", "docs")


def walk(world: World, role: str, as_user):
    """Every address tried by this role with GET and POST, with what it answered."""
    client = as_user(world.people[role])
    for address in ours():
        if is_api(address):
            continue
        for path in tries(address, world.secrets.get(address.room, [])):
            for method in (client.get, client.post):
                yield address, path, method(path)


def insiders(world: World, path: str) -> set[str]:
    """Who may read what this path names; nobody for a path that names no secret."""
    for samples in world.secrets.values():
        for sample in samples:
            if "slug" in sample and f"/{sample['slug']}/" in path:
                return sample["insiders"]
    return {"moderator of Denmark"} if "/moderation/" in path else set()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_meets_the_declared_rule_and_no_secret(world: World, role: str, as_user) -> None:
    before = AuditEntry.objects.count()
    faults = [fault for step in walk(world, role, as_user) if (fault := wrong(world, role, *step))]

    assert not faults, "\n".join(faults)
    if role in ("visitor", "stranger", "moderator of Latvia"):
        done = AuditEntry.objects.order_by("pk")[before:]
        assert [(entry.action, entry.subject_type) for entry in done] == []


def wrong(world: World, role: str, address: Address, path: str, answer) -> str:
    """What is wrong with this answer to this role, in words; nothing when all is well."""
    rule, status = address.declaration, answer.status_code
    is_insider = role in insiders(world, path) or own_desk(address, role)
    if CANARY in b"".join(answer).decode(errors="replace") and not is_insider:
        return f"{path}: {role} read a secret"
    to_sign_in = status == 302 and "/account/login/" in answer.url
    if role == "visitor" and asks_to_sign_in(rule) and not to_sign_in:
        return f"{path}: a visitor got {status}"
    outside = role not in ("visitor", "moderator of Denmark")
    if rule is moderator and outside and status != 403:
        return f"{path}: {role} got {status}"
    if rule is public and status == 403 and address.name not in OPENED_BY_A_CODE:
        return f"{path}: {role} was refused"
    return ""


def asks_to_sign_in(rule) -> bool:
    return rule in (signed_in, moderator, operator) or getattr(rule, "asks_to_sign_in", False)


# A company's list, and the pages of what stands on it.
COMPANY_DESK = {"tenders:desk", "tenders:pursuit"} | {
    f"tenders:{verb}-pursuit" for verb in ("move", "hand", "plan", "forward", "note", "drop")
}
# Anybody may come; what they bring is the permission.
OPENED_BY_A_CODE = {"portals:arrive"}


def own_desk(address: Address, role: str) -> bool:
    """Lists of one's own things show them to the members they belong to."""
    if address.name == "notifications:bell":  # everybody's own
        return role not in ("visitor", "stranger")
    desks = {"tenders:mine", "front:home", "organisations:mine", "profiles:mine"}
    if address.name in COMPANY_DESK:
        return role == "seller"
    mine = role in ("reader", "editor", "owner") and address.name in desks
    return mine or (role == "moderator of Denmark" and address.name == "front:home")


@pytest.mark.parametrize("role", ROLES)
def test_what_is_public_can_be_read_by_everybody(world: World, role: str, as_user) -> None:
    client = as_user(world.people[role])
    pages = [
        f"/p/dk{reverse(f'{room}:detail', args=[samples[0]['slug']])}"
        for room, samples in world.public.items()
    ]

    answers = {page: client.get(page) for page in pages}
    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(
        pages, 200
    )
    assert all(OPEN in answer.content.decode() for answer in answers.values())


def test_the_api_shows_only_what_is_public(world: World, as_user) -> None:
    client = as_user(None)
    lists = ["opportunities", "profiles", "products", "cases", "courses", "search"]
    answers = {name: client.get(f"/api/v1/{name}/") for name in lists}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(
        lists, 200
    )
    assert all(OPEN in answer.content.decode() for answer in answers.values())
    danish = [client.get(f"/api/v1/{name}/?portal=dk").content.decode() for name in lists]
    assert [CANARY in text for text in danish] == [False] * len(lists)


def test_the_api_lists_what_another_portal_keeps_to_itself_only_there(
    world: World, as_user
) -> None:
    """Published is published; what is not shared stands in its own portal's list alone."""
    client = as_user(None)

    assert CANARY in client.get("/api/v1/opportunities/?portal=lv").content.decode()
    assert CANARY not in client.get("/api/v1/opportunities/?portal=dk").content.decode()
