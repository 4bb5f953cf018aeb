"""``python -m benchmarks.message_units``: how many write units a message costs, and how many of them one alone.

The demo's rules, entries and questions are decided as the callback decides; each item is measured as DynamoDB bills it:
names and values in UTF-8, bytes as they are, numbers by two digits a byte. ``--entries`` and ``--questions`` name files of
one JSON object a line (``question``, ``answer``; ``text``) to be measured instead: an account's own.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from benchmarks import corpus
from benchmarks.item_size import billed
from chalicelib.accounts import DeskView
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import table
from chalicelib.conversation import (
    AccountContext,
    BookFile,
    OpenKnowledge,
    Rung,
    decide,
    open_book,
    rules_file,
    to_bytes,
)
from chalicelib.conversation.inbox import store
from chalicelib.followers import FollowerState
from chalicelib.shapes import NEWEST
from chalicelib.wechat.parse import typed

DEMO: Final = Path(__file__).parents[1] / "demo/province"
UNIT: Final = 1024
_OPENID: Final = "o6_bmjrPTlm6_2sgVt7hMZOPfL2M"
"""As long as WeChat's are."""


def measure(entries: Sequence[Any], questions: Sequence[str]) -> dict[str, Any]:
    """Units and bytes of the items that these questions become."""
    from chalicelib.knowledge import CompiledKnowledge, Knowledge, compiled

    now = datetime.now(SHANGHAI)
    read = rules_file.read("rules.yaml", (DEMO / "rules.yaml").read_bytes())
    book = open_book(to_bytes(BookFile(version=1, rules=read.rules, knowledge="bench")))
    built = CompiledKnowledge(compiled.build(Knowledge(entries=tuple(entries))))
    knowledge = OpenKnowledge(built, now)
    account = AccountContext(desk=DeskView(agents=5, on_duty=5), knowledge=knowledge)
    sizes, defaults = [], 0
    for number, text in enumerate(questions):
        wire = {
            "ToUserName": "gh_0123456789ab",
            "FromUserName": _OPENID,
            "CreateTime": int(time.time()),
            "MsgType": "text",
            "Content": text,
            "MsgId": str(23_000_000_000_000_000 + number),
        }
        push = typed(wire)
        decision = decide(push, book, FollowerState(), now, account=account)
        defaults += decision.rung is Rung.DEFAULT
        item = store.item_of("province", push, wire, decision, int(now.timestamp()), 180)
        sizes.append(billed(table.encode(item)))
    sizes.sort()
    return {
        "messages": len(sizes),
        "one_unit_percent": round(100 * sum(size <= UNIT for size in sizes) / len(sizes), 1),
        "units_a_message": round(sum(-(-size // UNIT) for size in sizes) / len(sizes), 3),
        "bytes_median": sizes[len(sizes) // 2],
        "bytes_p95": sizes[len(sizes) * 95 // 100],
        "default_replies_percent": round(100 * defaults / len(sizes), 1),
    }


def demo_entries() -> list[Any]:
    """The questions and answers of the demo's province."""
    from chalicelib import knowledge

    return list(knowledge.files.read_faq("faq.yaml", (DEMO / "faq.yaml").read_bytes()).kept)


def _entries(file: Path) -> list[Any]:
    from chalicelib.knowledge import FaqEntry

    return [
        FaqEntry(id=f"e-{number}", question=one["question"], answer=one["answer"])
        for number, one in enumerate(_lines(file))
        if one["answer"].strip()
    ]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in file.read_text("utf-8").splitlines())


def main() -> None:
    os.environ["RONGMEI_WRITES"] = str(NEWEST)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=Path, help="questions with answers of the account")
    parser.add_argument("--questions", type=Path, help="what its followers asked")
    given = parser.parse_args()
    entries = demo_entries() + (_entries(given.entries) if given.entries else [])
    asked = (
        [str(one["text"]) for one in _lines(given.questions)]
        if given.questions
        else [
            *corpus.QUESTIONS,
            *itertools.islice(corpus.questions(), 0, 20_000, 10),
            *(variant for one in entries for variant in (one.question, *one.variants)),
        ]
    )
    print(json.dumps(measure(entries, asked), indent=1))


if __name__ == "__main__":
    main()
