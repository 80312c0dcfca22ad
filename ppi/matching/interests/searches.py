"""Save a search, name it, stop it. A follow is a saved search with one criterion."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from ppi.accounts.models import User
from ppi.kernel.verdicts import Verdict, allow_if
from ppi.matching import reverse
from ppi.matching.interests import wording
from ppi.matching.models import SavedSearch
from ppi.matching.models.interests import LONGEST_ADDRESS, LONGEST_NAME
from ppi.portals.models import Portal
from ppi.search import stemming
from ppi.search.criteria import Criteria

MOST_SEARCHES = 100


@transaction.atomic
def save(criteria: Criteria, name: str = "", *, portal: Portal, language: str, by) -> SavedSearch:
    """The person hears from now on of what is new and meets the criteria; twice is once.

    Without a name it is called by its criteria. Raises `Refused` where it can find nothing, would
    find everything, or is one too many.
    """
    may_be_saved(criteria, language).or_refuse()
    # One at a time, so that a hundred stay a hundred.
    own = SavedSearch.objects.of_person(User.objects.select_for_update().get(pk=by.pk))
    known = own.filter(portal=portal, address=criteria.address).first()
    if known is not None:
        return rename(known, name) if name else known
    allow_if(own.count() < MOST_SEARCHES, _too_many()).or_refuse()
    name = name or wording.name_of(criteria, portal)
    made = SavedSearch(
        person=by, portal=portal, language=language, name=name, address=criteria.address
    )
    return reverse.store([made])[0]


def may_be_saved(criteria: Criteria, language: str) -> Verdict:
    if criteria.is_empty:
        return Verdict(_("Type words or choose a filter first: this would find everything."))
    if criteria.words and stemming.query(criteria.words, language) is None:
        return Verdict(_("Type a word with letters or digits: this would find nothing."))
    if len(criteria.address) > LONGEST_ADDRESS:
        return Verdict(_("So many filters cannot be kept. Choose fewer."))
    return Verdict()


def _too_many() -> str:
    sentence = _("You have %(n)s saved searches; more cannot be kept. Stop one first.")
    return sentence % {"n": MOST_SEARCHES}


@transaction.atomic
def rename(search: SavedSearch, name: str) -> SavedSearch:
    """An empty name brings back the one made of the criteria."""
    by_criteria = wording.name_of(search.criteria, search.portal)
    search.name = name.strip()[:LONGEST_NAME] or by_criteria
    search.save(update_fields=["name"])
    return search


@transaction.atomic
def stop(search: SavedSearch) -> None:
    """Nothing is told of it any more; what it has found is forgotten with it."""
    search.delete()


def addresses(among: Iterable[str], *, portal: Portal, by) -> set[str]:
    """Those of these addresses that this person has saved in this portal; one query."""
    if not by.is_authenticated:
        return set()
    own = SavedSearch.objects.of_person(by).filter(portal=portal, address__in=list(among))
    return set(own.values_list("address", flat=True))


def saved(criteria: Criteria, *, portal: Portal, by) -> SavedSearch | None:
    """This person's search with exactly these criteria in this portal."""
    if not by.is_authenticated:
        return None
    own = SavedSearch.objects.of_person(by)
    return own.filter(portal=portal, address=criteria.address).first()
