"""Cases, courses, library pages and events: what editors and buyers have written."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cases import services as case_services
from courses import services as course_services
from ppi.demo.loading import World
from ppi.library import services as library_services
from ppi.network import services as event_services


def in_original(row: dict, *names: str) -> dict[str, Any]:
    """The texts as columns of their own language, and of the others that the files carry.

    `title` of a Danish row becomes `title_da`; `title_de` beside it stays as it is.
    """
    language, facts = row["language"], {}
    for name in names:
        for key, text in row.items():
            if key == name:
                facts[f"{name}_{language}"] = text.strip()
            elif key.startswith(f"{name}_") and len(key) == len(name) + 3:
                facts[key] = text.strip()
    return facts


def cases(world: World) -> int:
    rows = list(world.read("cases.toml", "cases"))
    for number, row in enumerate(rows):
        moderator = world.moderators[row["portal"]]
        facts = in_original(row, "title", "summary", "story") | _case_facts(world, row)
        case = case_services.keep_case(
            row["key"], portal=world.portals[row["portal"]], by=moderator, **facts
        )
        if not case.is_public:
            case.published_at = world.day(-20 - 9 * number)
            case.save(update_fields=["published_at"])
        case_services.publish(case, by=moderator)
    return len(rows)


def _case_facts(world: World, row: dict) -> dict[str, Any]:
    language, years = row["language"], row["years"].split("–")
    return {
        "organisation": world.organisations[row["organisation"]],
        "is_shared": row["shared"],
        "language": language,
        f"before_{language}": row["before"]["figure"],
        f"before_note_{language}": row["before"]["text"],
        f"after_{language}": row["after"]["figure"],
        f"after_note_{language}": row["after"]["text"],
        f"lessons_{language}": "\n".join(row["lessons"]),
        "price": Decimal(row["price"]),
        "currency": row["currency"],
        "first_year": int(years[0]),
        "last_year": int(years[-1]),
        "procedure": row.get("procedure", ""),
        "country": row["country"],
        "nuts": [row["nuts"]],
        "cpv": row["cpv"],
        "themes": row["themes"],
        "documents_on_request": row["documents"],
    }


def courses(world: World) -> int:
    files = list(world.files("courses"))
    for number, row in enumerate(files):
        moderator = world.moderators[row["portal"]]
        lessons = [_lesson(row, lesson) for lesson in row["lessons"]]
        questions = [_question(row, q) for lesson in row["lessons"] for q in lesson["questions"]]
        course = course_services.keep_course(
            row["key"],
            portal=world.portals[row["portal"]],
            by=moderator,
            lessons=lessons,
            questions=questions,
            is_shared=row["shared"],
            language=row["language"],
            published_at=world.day(-50 - number),
            **in_original(row, "title", "summary", "for_whom"),
        )
        course_services.publish(course, by=moderator)
    return len(files)


def _lesson(course: dict, lesson: dict) -> dict[str, Any]:
    texts = in_original(lesson | {"language": course["language"]}, "title", "body")
    sources = [{**source, "date": str(source["date"])} for source in lesson["sources"]]
    return texts | {"slug": lesson["key"], "minutes": lesson["minutes"], "sources": sources}


def _question(course: dict, question: dict) -> dict[str, Any]:
    language = {"language": course["language"]}
    options = [
        in_original(option | language, "text", "why") | {"is_correct": option["correct"]}
        for option in question["options"]
    ]
    return in_original(question | language, "text") | {"options": options}


def library(world: World) -> int:
    rows = list(world.read("library.toml", "library"))
    for number, row in enumerate(rows):
        moderator = world.moderators[row["portal"]]
        page = library_services.keep_page(
            row["key"],
            portal=world.portals[row["portal"]],
            by=moderator,
            is_shared=row["shared"],
            kind=row["kind"],
            language=row["language"],
            sources=[{**source, "date": str(source["date"])} for source in row["sources"]],
            checked_on=date.fromisoformat(str(row["checked"])),
            published_at=world.day(-60 - number),
            **in_original(row, "title", "summary", "body"),
        )
        library_services.publish(page, by=moderator)
    return len(rows)


TEXTS = ("language", "title", "summary", "description", "place", "kind")


def events(world: World) -> int:
    rows = list(world.read("events.toml", "events"))
    for number, row in enumerate(rows):
        moderator = world.moderators[row["portal"]]
        starts = world.day(row["starts"], row["time"])
        event = event_services.keep_event(
            row["key"],
            portal=world.portals[row["portal"]],
            by=moderator,
            organisation=world.organisations[row["organisation"]],
            is_shared=row["shared"],
            starts_at=starts,
            ends_at=starts + timedelta(minutes=row["duration_minutes"]),
            is_online=row["online"],
            published_at=world.day(-10 - number),
            **{name: row.get(name, "").strip() for name in TEXTS},
        )
        event_services.publish(event, by=moderator)
    return len(rows)
