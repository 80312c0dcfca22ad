"""The verbs of accounts. Signing up and in is allauth's; the portal's adapter answers for it."""

from __future__ import annotations

from django.db import transaction

from ppi.accounts.models import User
from ppi.kernel import audit


@transaction.atomic
def update(user: User, *, by: User, **facts) -> User:
    """Change what a person says of themselves. `facts` are the model's own columns."""
    for name, value in facts.items():
        setattr(user, name, value)
    user.save(update_fields=list(facts))
    audit.record("account.changed", user, by=by, fields=sorted(facts))
    return user
