"""A lost second step of the sign-in: the moderators let the person in again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ppi.moderation import services
from ppi.moderation.registry import moderatable
from ppi.organisations import events, second_factor
from ppi.organisations.models import LostFactor, Membership


class LostFactorModeration:
    label = _("Lost second step")
    publish_label = _("Take the second step off")
    preview_template = "organisations/lost_factor_preview.html"

    def get(self, pk: int) -> LostFactor | None:
        rows = LostFactor.objects.everywhere("moderation checked the portal of its own row")
        return rows.select_related("user", "portal").filter(pk=pk).first()

    def preview(self, subject: LostFactor, request) -> dict:
        own = Membership.objects.of_person(subject.user).select_related("organisation")
        return {
            "lost": subject,
            "memberships": own.order_by("organisation__name"),
            "addresses": second_factor.addresses_of(subject.user),
        }

    def address(self, subject: LostFactor) -> tuple[str, list]:
        return "organisations:lost-factor", []

    def publish(self, subject: LostFactor, *, by) -> None:
        second_factor.decide(subject, True, by=by)

    def send_back(self, subject: LostFactor, reason: str, *, by) -> None:
        second_factor.decide(subject, False, by=by)

    def remove(self, subject: LostFactor, reason: str, *, by) -> None:
        raise NotImplementedError("It is never public, so nobody reports it.")

    def authors(self, subject: LostFactor) -> list:
        return [subject.user]


moderatable.register(LostFactor, LostFactorModeration())


@events.factor_lost.receiver
def ask_the_moderators(lost_factor_id: int) -> None:
    lost = moderatable.of(LostFactor).get(lost_factor_id)
    if lost.is_waiting:
        services.submit(lost, by=lost.user)


@events.factor_found.receiver
def ask_no_more(lost_factor_id: int) -> None:
    lost = moderatable.of(LostFactor).get(lost_factor_id)
    services.take_back(lost, by=lost.user)
