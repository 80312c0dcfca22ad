"""The codes that the world uses, beyond the divisions that the platform carries itself."""

from __future__ import annotations

from ppi.demo.loading import World, by_language
from ppi.taxonomy import cpv
from ppi.taxonomy import services as taxonomy
from ppi.taxonomy.models import CpvCode


def facts(world: World) -> int:
    """Divisions, regions, thresholds and time limits: what every installation carries."""
    taxonomy.load_facts()
    return CpvCode.objects.divisions().count()


def codes(world: World) -> int:
    """Codes are made once and never overwritten: a loaded code list knows them better."""
    rows = sorted(world.read("cpv.toml", "cpv"), key=lambda row: row["code"])
    existing = set(CpvCode.objects.values_list("code", flat=True))
    for row in rows:
        if row["code"] not in existing:
            CpvCode.objects.create(
                code=row["code"],
                check_digit=str(row["check_digit"]),
                parent_id=cpv.parent(row["code"], existing),
                **by_language("label", row["labels"]),
            )
            existing.add(row["code"])
    return len(rows)
