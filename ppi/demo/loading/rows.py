"""A row of the opportunities' files, read as the columns and parts of the models."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from ppi.demo.loading import World
from tenders.choices import KINDS, KINDS_OF_CRITERION
from tenders.models import Lot, Opportunity

TEXTS = ("title", "need", "who", "outcome", "known", "partners_wanted", "urgency_reason")
PLAIN = ("kind", "language", "novelty", "contract", "procedure", "value", "cpv", "nuts",
         "innovation", "strategic", "accepted_languages", "open_to_foreign", "months",
         "is_urgent", "technique", "is_for_small_firms", "is_eu_funded",
         "eu_programme")  # fmt: skip
# A row that tells of one contract may do so in columns of its own.
SINGLE_AWARD = {"winner": "winner", "awarded_value": "value", "tenders_received": "tenders",
                "result_note": "reason"}  # fmt: skip

# Contracts begin on the first of a month.
NEXT_MONTH = relativedelta(months=1, day=1)


def found(key: str) -> Opportunity | None:
    """The key of a row is the address of what was made of it."""
    rows = Opportunity.objects.everywhere("the demonstration's own")
    return rows.select_related("purchase", "organisation__portal").filter(slug=key).first()


def as_of(row: dict, corrections: int) -> dict:
    """The row as it stood after so many corrections; the files hold what it says in the end."""
    earlier = dict(row)
    for correction in reversed(row.get("corrections", [])[corrections:]):
        earlier |= correction["before"]
    return earlier


def facts(world: World, row: dict) -> dict:
    """The columns of the model; moments that have passed are put off."""
    written = {name: row[name].strip() for name in TEXTS if name in row}
    written |= {name: row[name] for name in PLAIN if name in row}
    written |= {"is_shared": row["shared"], "currency": row.get("currency", "EUR")}
    return written | days(world, row) | moments(world, row, put_off=True)


def days(world: World, row: dict) -> dict[str, date]:
    columns = {"runs_until": "runs_until", "standstill_until": "standstill"}
    written = {name: world.day(row[key]).date() for name, key in columns.items() if key in row}
    if "starts" in row:
        written["starts_on"] = world.day(row["starts"]).date() + NEXT_MONTH
    return written


def moments(world: World, row: dict, *, put_off: bool) -> dict[str, datetime]:
    """Deadline and end of questions. Only what lies ahead can be submitted: the rest waits."""
    if not KINDS[row["kind"]].has_deadline:
        return {}
    at = row.get("deadline_time", "12:00")
    names = [name for name in ("deadline", "questions_until") if name in row]
    told = {name: world.day(row[name], at, portal=row["portal"]) for name in names}
    earliest = world.today + timedelta(days=2)
    return {name: max(moment, earliest) if put_off else moment for name, moment in told.items()}


def lots(row: dict) -> list[dict]:
    return [{"number": number} | lot for number, lot in enumerate(row.get("lots", []), 1)]


def criteria(row: dict) -> list[dict]:
    roles = {kind: role for role, kinds in KINDS_OF_CRITERION.items() for kind in kinds}
    return [
        {"position": position, "role": roles[criterion["kind"]]} | criterion
        for position, criterion in enumerate(row.get("criteria", []))
    ]


def awards(world: World, row: dict, draft: Opportunity) -> list[dict]:
    """One a lot, or one for all."""
    single = {short: row[name] for name, short in SINGLE_AWARD.items() if name in row}
    told = row.get("awards", [single] if single else [])
    numbered = {lot.number: lot for lot in Lot.objects.of(draft)}
    return [
        _award(world, award)
        | {
            "position": position,
            "lot": numbered.get(award.get("lot")),
            "currency": row.get("currency", "EUR"),
        }
        for position, award in enumerate(told)
    ]


def _award(world: World, award: dict) -> dict:
    winner = world.organisations[award["winner"]]
    return {
        "winner_name": winner.name,
        "winner_country": winner.country,
        "value": award["value"],
        "tenders_received": award["tenders"],
        "reason": award["reason"],
    }
