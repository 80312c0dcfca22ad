"""What stands in a form is kept as it is typed, comes back to its author alone, and is let go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ppi.kernel.verdicts import Refused
from ppi.moderation import services as moderation
from tenders import services, tasks
from tenders.models import Lot, Opportunity, Typed
from tenders.services.typing import LARGEST_BYTES
from tests.conftest import member, person
from tests.tenders.conftest import ROOM
from tests.tenders.filled import Page
from tests.tenders.written import draft, published, reloaded, submission_of, submitted

TYPED = {"title": "Light", "need": "It is dark wh"}
BROUGHT_BACK = "and did not save it."
REFUSED = "Only owners and editors of Havneby Kommune may do that."


@pytest.fixture
def colleague(havneby):
    return member(person("inga@havneby.example", "Inga"), havneby)


def page_of(opportunity: Opportunity, page: str = "problem") -> str:
    return f"{ROOM}{opportunity.slug}/edit/{page}/"


def opened(browser: Client, opportunity: Opportunity, page: str = "problem") -> Page:
    return Page(browser.get(page_of(opportunity, page)))


def types(browser: Client, opportunity: Opportunity, fields: dict, page: str = "problem"):
    """As the page's script sends it, with what the person had before them."""
    seen = opened(browser, opportunity, page).value("seen")
    return browser.post(f"{page_of(opportunity, page)}typed/", {"seen": seen, **fields})


def rows_of(opportunity: Opportunity) -> list[tuple[str, str, dict]]:
    rows = Typed.objects.of(opportunity).order_by("pk")
    return [
        (row.person.name, row.page, {n: v for n, v in row.values.items() if n != "seen"})
        for row in rows
    ]


# Kept while it is typed --------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_the_draft_stays_as_it_is(browser, begun) -> None:
    answer = Page(types(browser, begun, TYPED))

    now = timezone.localtime(timezone=timezone.get_fixed_timezone(0))
    assert answer.status == 200
    assert answer.text.startswith("Saved ")
    assert rows_of(begun) == [
        ("The buyer of Havneby", "problem", {"title": ["Light"], "need": ["It is dark wh"]})
    ]
    assert Typed.objects.of(begun).get().at - now < timedelta(minutes=1)
    assert (reloaded(begun).title, reloaded(begun).need) == ("Light", "")


def test_the_last_of_what_one_types_on_a_page_is_what_is_kept(browser, begun) -> None:
    for text in ("I", "It is", "It is dark"):
        types(browser, begun, {"title": "Light", "need": text})
    types(browser, begun, {"who": "All"}, "who")

    me = "The buyer of Havneby"
    assert rows_of(begun) == [
        (me, "problem", {"title": ["Light"], "need": ["It is dark"]}),
        (me, "who", {"who": ["All"]}),
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"title": "", "need": "No title yet"}, {"title": "", "need": "No title yet"}),
        ({"title": "T" * 5_000, "need": ""}, {"title": "T" * 5_000, "need": ""}),
        ({"title": "a\0b", "need": "c\0"}, {"title": "ab", "need": "c"}),
        (
            {"title": "</textarea><script>x</script>", "need": '</textarea>"<b>'},
            {"title": "</textarea><script>x</script>", "need": '</textarea>"<b>'},
        ),
        ({"title": "ž\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "need": ""},
         {"title": "ž😀", "need": ""}),
    ],
)  # fmt: skip
def test_what_no_draft_would_take_is_kept_as_it_was_typed(browser, begun, typed, shown) -> None:
    assert types(browser, begun, typed).status_code == 200

    page = opened(browser, begun)

    assert {name: page.value(name) for name in shown} == shown
    assert BROUGHT_BACK in page.text
    assert (page.errors("title"), page.errors("need")) == ("", "")
    assert "<script>x" not in page.source


def test_too_much_is_refused_with_a_sentence_and_what_was_kept_before_stays(browser, begun) -> None:
    types(browser, begun, TYPED)

    answer = Page(types(browser, begun, {"title": "T", "need": "æ" * (LARGEST_BYTES // 2)}))

    assert answer.status == 403
    assert answer.text == "Not saved: This is too long to be saved while you type."
    assert rows_of(begun)[0][2] == {name: [text] for name, text in TYPED.items()}


def test_files_and_the_token_are_not_kept(browser, begun) -> None:
    file = SimpleUploadedFile("plan.pdf", b"%PDF-1.4")
    fields = {"official_url": "x", "files": file, "csrfmiddlewaretoken": "secret"}
    types(browser, begun, fields, "documents")

    assert rows_of(begun)[0][2] == {"official_url": ["x"]}


def test_strangers_learn_nothing_and_readers_are_refused(
    begun, as_user, stranger, buyer_of_jarvikunta, reader_of_havneby, client
) -> None:
    place = f"{page_of(begun)}typed/"
    for who in (stranger, buyer_of_jarvikunta):
        answers = [as_user(who).post(path, TYPED) for path in (place, place.replace("light", "x"))]
        assert [answer.status_code for answer in answers] == [404, 404]
    refused = Page(as_user(reader_of_havneby).post(place, TYPED))
    signed_out = client.post(place, TYPED)

    assert (refused.status, refused.text) == (403, f"Not saved: {REFUSED}")
    assert signed_out.status_code == 302
    assert "/account/login/" in signed_out["Location"]
    assert "kept" not in client.session
    assert rows_of(begun) == []


def test_a_page_that_is_not_asked_has_no_place_for_typing(browser, begun) -> None:
    for name in ("no-such", "correction"):
        assert browser.post(f"{page_of(begun, name)}typed/", TYPED).status_code == 404
        assert browser.post(f"{page_of(begun, name)}discard/").status_code == 404


def test_what_is_sent_or_public_takes_no_more_typing(
    browser, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    sent = submitted(havneby, buyer_of_havneby)
    public = published(havneby, buyer_of_havneby, moderator_of_denmark)

    answers = [Page(browser.post(f"{page_of(one)}typed/", TYPED)) for one in (sent, public)]

    assert [(answer.status, answer.text) for answer in answers] == [
        (403, "Not saved: It is «with the moderators» and cannot be changed now."),
        (403, "Not saved: It is «published» and cannot be changed now."),
    ]
    with pytest.raises(Refused, match="cannot be changed now"):
        services.keep_typed(public, "problem", {"need": ["x"]}, seen="", by=buyer_of_havneby)
    assert rows_of(sent) == rows_of(public) == []


def test_a_page_left_open_over_a_new_sign_in_gets_a_fresh_token(begun, buyer_of_havneby) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
    browser.force_login(buyer_of_havneby, backend="django.contrib.auth.backends.ModelBackend")
    place = f"{page_of(begun)}typed/"
    stale = browser.post(place, TYPED, headers={"x-csrftoken": "a" * 64})

    fresh = Page(browser.get(place)).value("csrfmiddlewaretoken")
    answer = browser.post(place, TYPED, headers={"x-csrftoken": fresh})

    assert (stale.status_code, answer.status_code) == (403, 200)
    assert "kept" not in browser.session


# Brought back ------------------------------------------------------------------------------------


def test_it_comes_back_to_the_one_who_typed_it_and_to_nobody_else(
    browser, begun, as_user, colleague
) -> None:
    types(browser, begun, TYPED)

    mine, hers = opened(browser, begun), opened(as_user(colleague), begun)

    assert mine.value("need") == "It is dark wh"
    assert BROUGHT_BACK in mine.text
    assert (hers.value("need"), BROUGHT_BACK in hers.text) == ("", False)


def test_what_is_typed_as_it_is_kept_already_is_not_brought_back(
    browser, havneby, buyer_of_havneby
) -> None:
    whole = draft(havneby, buyer_of_havneby, need="First line\r\nsecond line", deadline=None)
    services.replace_parts(
        whole, Lot, [{"number": 2, "title": "Quay", "value": 40_000}], by=buyer_of_havneby
    )
    same = {
        "problem": {"title": whole.title, "need": "First line\nsecond line", "language": "en"},
        "value": {"value": "90,000.00", "currency": "EUR", "contract": "supplies"},
        "new": {"strategic": ["inn-pur"], "novelty": ""},
        "subject": {"cpv": whole.cpv, "nuts": whole.nuts, "cpv_search": ""},
        "time": {
            "deadline_0": "", "deadline_1": "", "takes_questions": "on", "is_electronic": "on",
        },
        "lots": {
            "lots-3-number": "2", "lots-3-title": "Quay", "lots-3-value": "40 000".replace(" ", ""),
            "lots-7-number": "3", "lots-7-title": " ",
        },
        "documents": {"official_url": ""},
    }  # fmt: skip

    for page, fields in same.items():
        types(browser, whole, fields, page)
        assert BROUGHT_BACK not in opened(browser, whole, page).text, page
    assert len(rows_of(whole)) == len(same)


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("value", {"value": "ninety", "currency": "EUR", "contract": "supplies"}),
        ("subject", {"cpv": ["34928510"], "nuts": ["DK050"]}),
        ("subject", {"cpv": ["34928510", "34993000"], "nuts": ["DK050"], "cpv_search": "bus"}),
        ("lots", {"lots-0-number": "1", "lots-0-title": "Harbour"}),
        ("criteria", {"award-0-kind": "price", "award-0-name": "Price"}),
        ("documents", {"official_url": "https://tenders.example"}),
        ("others", {"accepted_languages": ["da"], "eu_programme": "Horizon Europe"}),
    ],
)
def test_every_kind_of_page_brings_back_what_was_typed(
    browser, havneby, buyer_of_havneby, page, fields
) -> None:
    whole = draft(havneby, buyer_of_havneby)
    types(browser, whole, fields, page)

    again = opened(browser, whole, page)

    assert BROUGHT_BACK in again.text
    for name, values in fields.items():
        for value in [values] if isinstance(values, str) else values:
            assert again.tree.xpath(
                "boolean(//*[@name=$name][@value=$value][not(@type='checkbox') or @checked]"
                " | //select[@name=$name]/option[@selected][@value=$value])",
                name=name, value=value,
            ), (name, value)  # fmt: skip


def test_a_saved_page_has_nothing_to_bring_back(browser, begun) -> None:
    types(browser, begun, TYPED)
    types(browser, begun, {"who": "All"}, "who")

    browser.post(page_of(begun), {"title": "Light", "need": "It is dark."})

    assert [(page, values) for _who, page, values in rows_of(begun)] == [("who", {"who": ["All"]})]
    assert BROUGHT_BACK not in opened(browser, begun).text


def test_what_was_sent_and_could_not_be_saved_comes_back_without_a_script_too(
    browser, begun
) -> None:
    refused = Page(browser.post(page_of(begun), {"title": "", "need": "Dark."}))
    looked_up = browser.post(page_of(begun, "subject"), {"cpv_search": "bus", "find": "cpv"})

    again, subject = opened(browser, begun), opened(browser, begun, "subject")

    assert "required" in refused.errors("title")
    assert looked_up.status_code == 200
    assert (again.value("need"), again.errors("title")) == ("Dark.", "")
    assert subject.value("cpv_search") == "bus"


def test_it_is_let_go_by_a_button(browser, begun, as_user, colleague) -> None:
    types(browser, begun, TYPED)
    types(as_user(colleague), begun, {"title": "Hers", "need": ""})

    answer = browser.post(f"{page_of(begun)}discard/", follow=True)

    assert "What you had typed is discarded." in Page(answer).text
    assert Page(answer).value("need") == ""
    assert rows_of(begun) == [("Inga", "problem", {"title": ["Hers"], "need": [""]})]


def test_the_last_page_names_what_was_typed_and_not_saved(browser, begun) -> None:
    check = f"{ROOM}{begun.slug}/check/"
    before = Page(browser.get(check))
    types(browser, begun, TYPED)

    after = Page(browser.get(check))

    assert "Typed, and not saved" not in before.text
    assert "Typed, and not saved" in after.text
    assert after.tree.xpath("//*[contains(., 'not part of what is sent')]/ul/li/a/text()") == [
        "The problem"
    ]


def test_a_correction_keeps_what_is_typed_like_any_draft(
    browser, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    public = published(havneby, buyer_of_havneby, moderator_of_denmark)
    correction = services.start_correction(public, by=buyer_of_havneby)
    types(browser, correction, {"correction_reason": "The dead"}, "correction")

    assert opened(browser, correction, "correction").value("correction_reason") == "The dead"
    services.discard_correction(correction, by=buyer_of_havneby)
    assert not Typed.objects.everywhere("all of it is gone").exists()


# Let go by time and publication ------------------------------------------------------------------


def test_publication_lets_go_of_it(
    browser, havneby, buyer_of_havneby, moderator_of_denmark
) -> None:
    opportunity, other = draft(havneby, buyer_of_havneby), draft(havneby, buyer_of_havneby)
    for one in (opportunity, other):
        types(browser, one, TYPED)
    services.submit(opportunity, by=buyer_of_havneby)
    assert len(rows_of(opportunity)) == 1

    moderation.publish(submission_of(opportunity), by=moderator_of_denmark)

    assert (rows_of(opportunity), len(rows_of(other))) == ([], 1)


def test_what_nobody_came_back_to_for_thirty_days_is_swept(browser, begun) -> None:
    types(browser, begun, TYPED)
    types(browser, begun, {"who": "All"}, "who")
    ago = timezone.now() - timedelta(days=30, seconds=5)
    Typed.objects.of(begun).filter(page="problem").update(at=ago)
    Typed.objects.of(begun).filter(page="who").update(at=ago + timedelta(minutes=1))

    tasks.forget_old_typing()

    assert [page for _who, page, _values in rows_of(begun)] == ["who"]
