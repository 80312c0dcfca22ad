import pytest

from cases.models import Case
from ppi.moderation.models import Submission
from ppi.organisations import services as organisations
from ppi.organisations.choices import Kind
from ppi.organisations.models import Organisation


@pytest.fixture
def newcomer(denmark, stranger, run_jobs) -> Organisation:
    """Founded by the stranger, and in the Danish queue."""
    made = organisations.found(
        by=stranger,
        name="Vestby Værft",
        kind=Kind.SUPPLIER,
        country="DK",
        registration_number="12345674",
        portal=denmark,
        language="da",
    )
    run_jobs()
    return made


@pytest.fixture
def submission(newcomer, denmark) -> Submission:
    return Submission.objects.moderated_by(denmark).get()


@pytest.fixture
def shared_case(havneby, buyer_of_havneby) -> Case:
    """A published Danish case that other portals show too."""
    from django.utils import timezone

    return Case.objects.create(
        slug="light",
        organisation=havneby,
        portal=havneby.portal,
        language="en",
        title_en="Light only where somebody walks",
        status="published",
        published_at=timezone.now(),
    )
