import pytest

from ppi.organisations import services
from ppi.organisations.choices import Kind, Role, Status
from ppi.organisations.models import Membership, Organisation


@pytest.fixture
def editor_of_havneby(havneby, learner_of_metsalinn):
    Membership.objects.managed_by(havneby).create(
        organisation=havneby, user=learner_of_metsalinn, role=Role.EDITOR
    )
    return learner_of_metsalinn


@pytest.fixture
def unclaimed(denmark) -> Organisation:
    """Came here with an official notice; nobody speaks for it."""
    return Organisation.objects.create(
        slug="klitland",
        name="Klitland Kommune",
        kind=Kind.BUYER,
        country="DK",
        portal=denmark,
        status=Status.VERIFIED,
        imported=True,
    )


@pytest.fixture
def newcomer(denmark, stranger) -> Organisation:
    """Founded a moment ago by the stranger, and waiting for the moderators."""
    return services.found(
        by=stranger,
        name="Vestby Værft",
        kind=Kind.SUPPLIER,
        country="DK",
        registration_number="12345674",
        portal=denmark,
        language="da",
    )


@pytest.fixture
def buyer_of_havneby(buyer_of_havneby):
    """Reads her mails in English here, where they are quoted."""
    buyer_of_havneby.language = "en"
    buyer_of_havneby.save(update_fields=["language"])
    return buyer_of_havneby
