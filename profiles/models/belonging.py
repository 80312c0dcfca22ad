from __future__ import annotations

from ppi.organisations.models import Organisation
from ppi.portals.models import Portal


class OfProfile:
    """A row that is its profile's: of the same organisation, in the same portals."""

    @property
    def organisation(self) -> Organisation:
        return self.profile.organisation

    @property
    def portal(self) -> Portal:
        return self.profile.portal

    @property
    def portal_id(self) -> int:
        return self.profile.portal_id
