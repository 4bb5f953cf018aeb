"""What pages of the console read of the kept stage: every reading route whose places the stage can fill."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from dev.places import ROOT
from dev.upgrade.world import World

API: Final = Path("chalicelib/console/openapi.json")
READERS: Final = ("zong1", "yun", "zuo1", "guan")
"""People of the demo, each of whom may see something that the others may not."""
GIVEN: Final = {
    "unit": "province", "account": "province", "older": "1", "newer": "1", "number": "1", "q": "发票", "parts": "pushes",
    "since": "2026-11-24", "until": "2026-12-02", "first": "2026-11-24", "last": "2026-12-02", "topics": "desk:province",
    "person": "zong1",
}  # fmt: skip
_FOUND: Final = {
    "article_id": "ARTICLES#province", "session": "LIVE#province", "order_id": "ORDERS#province", "finding_id": "FINDINGS#province",
    "issue_id": "ISSUES#province", "delivery_id": "DELIVERIES#province", "run_id": "INSPECTIONS", "hook_id": "HOOKS",
}  # fmt: skip
"""Where in the table stands what a place of a path is filled with: the last sort key of this partition."""

_NAMED: Final = frozenset({"unit", "account"})
"""What is said even where it need not be."""


SOME: Final = 1 if os.environ.get("RONGMEI_PROOF") == "all" else 4
"""Every so many-th route is read; ``RONGMEI_PROOF=all`` reads all of them."""


class Read(NamedTuple):
    path: str
    query: dict[str, str]


def reads(there: World, api: Path = ROOT / API) -> Iterator[Read]:
    """Every reading route of an API that can be asked of this stage."""
    values = GIVEN | {
        name: max(found)
        for name, partition in _FOUND.items()
        if (
            found := [
                one["sk"]["S"]
                for one in there.items
                if one["pk"]["S"] == partition and not one["sk"]["S"].startswith("KEY#")
            ]
        )
    }
    halls = [one["pk"]["S"] for one in there.items if re.fullmatch(r"HALL#[^#]+", one["pk"]["S"])]
    values["hall"] = min(halls).removeprefix("HALL#")
    for path, methods in json.loads(api.read_text("utf-8"))["paths"].items():
        parameters = methods.get("get", {}).get("parameters", [])
        asked = [one for one in parameters if one.get("required") or one["name"] in _NAMED]
        if "get" not in methods or any(one["name"] not in values for one in asked):
            continue
        filled = re.sub(r"\{(\w+)\}", lambda place: values[place[1]], path)
        yield Read(
            filled, {one["name"]: values[one["name"]] for one in asked if one["in"] == "query"}
        )
