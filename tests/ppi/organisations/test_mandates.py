"""An umbrella acts on behalf of others, and what it does is recorded."""

from __future__ import annotations

import pytest
from django.core import mail

from ppi.kernel.audit import record, trail
from ppi.organisations import mandates, permissions, services
from ppi.organisations.choices import Kind, RequestState, Role
from ppi.organisations.models import Acted, Mandate, Organisation
from tenders import services as tenders
from tenders.models import Opportunity
from tests.conftest import member, organisation, person
from tests.ppi.organisations.acting import now, refusal

pytestmark = pytest.mark.django_db

HERE = "/p/dk/en/organisations/"


@pytest.fixture
def office(denmark) -> Organisation:
    """Buys for eleven municipalities."""
    return organisation(
        "office", "The Purchasing Office", denmark, country="DK", kind=Kind.INTERMEDIARY
    )


@pytest.fixture
def head(office):
    return member(person("head@office.example", "The head of the office"), office)


@pytest.fixture
def agent(office):
    return member(person("agent@office.example", "The agent"), office, Role.EDITOR)


@pytest.fixture
def mandate(office, havneby, buyer_of_havneby) -> Mandate:
    return mandates.give(havneby, office, by=buyer_of_havneby)


def told(who) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [who.email]]


def begin(havneby, by) -> Opportunity:
    return tenders.start(havneby, by=by, title="Lamps", need="Light", language="en")


def test_an_umbrella_asks_the_organisation_agrees_and_what_is_done_stands_recorded(
    as_user, office, head, agent, havneby, buyer_of_havneby, run_jobs
) -> None:
    as_user(head).post(f"{HERE}office/mandates/", {"way": "ask", "other": "havneby kommune"})
    run_jobs()
    [asked] = Mandate.objects.managed_by(havneby)
    page = as_user(buyer_of_havneby).get(f"{HERE}havneby/mandates/").text
    before = refusal(begin, havneby, agent).sentence
    as_user(buyer_of_havneby).post(f"{HERE}havneby/mandates/{asked.pk}/", {"decision": "give"})
    made = begin(havneby, agent)
    run_jobs()
    recorded = as_user(buyer_of_havneby).get(f"{HERE}havneby/acted/").text

    assert "The Purchasing Office" in page
    assert before == "Only owners and editors of Havneby Kommune may do that."
    assert (made.organisation, told(buyer_of_havneby)) == (
        havneby,
        ["The Purchasing Office asks to act for Havneby Kommune"],
    )
    assert told(head) == ["The Purchasing Office may act for Havneby Kommune"]
    [act] = Acted.objects.managed_by(havneby)
    assert (act.mandate, act.entry) == (asked, trail(made).get())
    assert all(text in recorded for text in ("Lamps", "The agent of The Purchasing Office"))


def test_what_members_do_themselves_is_not_recorded_as_anothers(
    mandate, havneby, buyer_of_havneby, agent
) -> None:
    both = member(agent, havneby, Role.EDITOR)
    begin(havneby, buyer_of_havneby)
    begin(havneby, both)

    assert list(Acted.objects.managed_by(havneby)) == []


def test_the_agent_finds_the_organisation_among_their_own_and_decides_nothing_about_members(
    as_user, mandate, havneby, agent, reader_of_havneby
) -> None:
    mine = as_user(agent).get(HERE).text
    own = Organisation.objects.of_member(agent, Role.OWNER, Role.EDITOR).order_by("pk")
    reader = member(person("r@office.example", "Reader"), mandate.umbrella, Role.READER)
    theirs = havneby.memberships.managed_by(havneby).get(user=reader_of_havneby)

    assert "You act for" in mine
    assert "Havneby Kommune" in mine
    assert set(own) == {havneby, mandate.umbrella}
    assert list(Organisation.objects.of_member(agent, Role.OWNER)) == []
    assert not permissions.may_write_for(reader, havneby)
    for act in (
        lambda: services.invite(havneby, "x@x.example", Role.OWNER, by=agent),
        lambda: services.change_role(theirs, Role.OWNER, by=agent),
        lambda: services.update(now(havneby), by=agent, about="Ours"),
        lambda: mandates.give(havneby, mandate.umbrella, by=agent),
    ):
        assert refusal(act).sentence == "Only owners of Havneby Kommune may do that."


@pytest.mark.parametrize("who", ["buyer_of_havneby", "head"])
def test_either_side_ends_it_at_once_and_what_was_done_stays(
    request, who, mandate, havneby, buyer_of_havneby, head, agent, run_jobs
) -> None:
    made = begin(havneby, agent)
    mandates.end(mandate, by=request.getfixturevalue(who))
    run_jobs()
    other = head if who == "buyer_of_havneby" else buyer_of_havneby

    assert refusal(begin, havneby, agent)
    assert Opportunity.objects.managed_by(havneby).get() == made
    assert Acted.objects.managed_by(havneby).count() == 1
    assert told(other)[-1] == "The Purchasing Office no longer acts for Havneby Kommune"
    assert refusal(mandates.end, mandate, by=head).sentence == "This mandate has ended already."


def test_a_declined_one_may_be_asked_for_again(office, havneby, head, buyer_of_havneby) -> None:
    first = mandates.ask(office, havneby, by=head)
    mandates.decline(first, by=buyer_of_havneby)
    again = mandates.ask(office, havneby, by=head)

    assert first != again
    assert mandates.give(havneby, office, by=buyer_of_havneby) == again
    assert refusal(mandates.decline, again, by=buyer_of_havneby)


def test_an_umbrella_that_is_suspended_acts_for_nobody(
    mandate, havneby, agent, moderator_of_denmark
) -> None:
    services.reject(mandate.umbrella, "Not what it says.", by=moderator_of_denmark)

    assert refusal(begin, havneby, agent)


def test_nobody_gives_or_asks_in_the_name_of_others(
    as_user, office, head, agent, havneby, buyer_of_havneby, stranger
) -> None:
    asked = mandates.ask(office, havneby, by=head)
    for by in (head, agent, stranger):
        assert refusal(mandates.give, havneby, office, by=by)
        assert refusal(mandates.decline, asked, by=by)
    assert refusal(mandates.ask, office, havneby, by=agent)
    assert refusal(mandates.end, asked, by=stranger)
    page = as_user(stranger).post(f"{HERE}havneby/mandates/{asked.pk}/", {"decision": "give"})

    assert page.status_code == 404
    asked.refresh_from_db()
    assert asked.state == RequestState.WAITING


def test_companies_neither_act_nor_are_acted_for(
    havneby, upes_ziburys, seller_of_upenai, buyer_of_havneby, office
) -> None:
    sentence = "Only a buyer or an intermediary acts for others, and only for public buyers."

    assert refusal(mandates.give, havneby, upes_ziburys, by=buyer_of_havneby).sentence == sentence
    assert refusal(mandates.give, upes_ziburys, office, by=seller_of_upenai).sentence == sentence
    assert refusal(mandates.give, havneby, havneby, by=buyer_of_havneby).sentence == (
        "Choose another organisation than your own."
    )


def test_the_form_names_what_it_does_not_find(as_user, havneby, buyer_of_havneby) -> None:
    page = as_user(buyer_of_havneby).post(
        f"{HERE}havneby/mandates/", {"way": "give", "other": "Nobody at all"}
    )

    assert "No verified organisation has this name or number." in page.text


def test_the_record_pages_by_key_and_asks_no_more_the_longer_it_is(
    as_user, mandate, havneby, agent, buyer_of_havneby, django_assert_max_num_queries
) -> None:
    for _number in range(25):
        begin(havneby, agent)
    browser = as_user(buyer_of_havneby)
    with django_assert_max_num_queries(20):
        page = browser.get(f"{HERE}havneby/acted/").text

    assert page.count("The agent of The Purchasing Office") == 20
    assert "Next page" in page


def test_a_reader_of_the_organisation_acts_as_well_as_others_of_its_umbrella(
    mandate, office, havneby, reader_of_havneby
) -> None:
    member(reader_of_havneby, office, Role.EDITOR)

    assert permissions.may_write_for(reader_of_havneby, havneby)
    begin(havneby, reader_of_havneby)
    assert [row.entry.actor for row in Acted.objects.managed_by(havneby)] == [reader_of_havneby]


def test_what_is_done_to_anothers_thing_is_recorded_for_whom_it_was_done(
    mandate, havneby, jarvikunta, buyer_of_jarvikunta, agent
) -> None:
    theirs = begin(jarvikunta, buyer_of_jarvikunta)
    entry = record("opportunity.committed", theirs, by=agent, for_=havneby.pk)

    assert [row.entry for row in Acted.objects.managed_by(havneby)] == [entry]


def test_an_umbrella_asks_so_often_a_day_and_no_more(
    office, havneby, head, buyer_of_havneby, monkeypatch
) -> None:
    monkeypatch.setattr(mandates, "MOST_ASKED_A_DAY", 2)
    for _time in range(2):
        mandates.end(mandates.ask(office, havneby, by=head), by=head)

    assert refusal(mandates.ask, office, havneby, by=head).sentence == (
        "You have done this often enough for one day. Go on tomorrow."
    )


def test_for_however_many_an_umbrella_acts_the_list_pages_by_key(
    as_user, denmark, office, head, django_assert_max_num_queries
) -> None:
    for number in range(25):
        body = organisation(f"b{number}", f"Body {number}", denmark, country="DK")
        Mandate.objects.managed_by(body).create(organisation=body, umbrella=office, asked_by=head)
    browser = as_user(head)
    with django_assert_max_num_queries(20):
        page = browser.get(f"{HERE}office/mandates/").text

    assert page.count("Stop acting for") == 20
    assert "Next page" in page
