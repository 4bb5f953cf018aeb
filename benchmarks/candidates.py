"""How many entries have to be looked at closely, and what happens to answers among ever more entries.

    python -m benchmarks.candidates --size 30000

reads labelled questions where a folder of them lies beside the source or is named by ``--data``: the entries, other ways
to ask for them, and messages with the entry that is right. The other entries are questions that nobody labelled; many mean
what a labelled entry means, so among many entries the shares compare ways of searching and say little of answers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.topics.questions import DATA
from chalicelib import knowledge
from chalicelib.knowledge.retrieval import features

DEPTHS: Final = (20, 50, 100)


def shares(folder: Path, size: int) -> Iterator[tuple[int, list[float]]]:
    """For each number of entries looked at closely: the shares of messages whose entry is first, and among the first
    three, after the fitted order; and the share whose entry is among those looked at."""
    entries = list(_rows(folder, "faq_kb"))
    number = {row["faq_id"]: at for at, row in enumerate(entries)}
    ways = [*entries, *_rows(folder, "faq_similar")]
    texts = [(number[row["faq_id"]], row["question"]) for row in ways]
    asked = [(row["query"], number[row["faq_id"]]) for row in _rows(folder, "faq_dev")]
    known = {knowledge.retrieval.normalise(text) for text in (*dict(asked), *(t for _, t in texts))}
    others = (row["text"] for row in _rows(folder, "questions_30k"))
    more = [text for text in others if knowledge.retrieval.normalise(text) not in known]
    more = more[: max(size - len(entries), 0)]
    index = knowledge.retrieval.build(
        [*texts, *((len(entries) + at, text) for at, text in enumerate(more))]
    )
    kept = features.CONSIDERED
    for depth in DEPTHS:
        features.CONSIDERED = depth  # type: ignore[misc]
        places = np.array([_place(index, text, entry, depth) for text, entry in asked])
        yield depth, [float((places <= most).mean()) for most in (1, 3, depth)]
    features.CONSIDERED = kept  # type: ignore[misc]


def _place(index: knowledge.retrieval.Index, text: str, entry: int, depth: int) -> float:
    judged = knowledge.retrieval.judge(index, text, knowledge.retrieval.DEFAULT_CONFIDENCE, k=depth)
    found: Sequence[int] = [one.entry for one in judged.found]
    return found.index(entry) + 1 if entry in found else np.inf


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def main() -> None:
    """One line for each number of entries looked at."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.candidates", description=__doc__)
    parser.add_argument("--size", type=int, default=30_000, help="entries")
    parser.add_argument("--data", type=Path, default=DATA, help=f"folder of questions ({DATA})")
    options = parser.parse_args()
    for depth, (first, three, among) in shares(options.data, options.size):
        print(f"{depth} looked at: R@1 {first:.1%}, R@3 {three:.1%}, among them {among:.1%}")


if __name__ == "__main__":
    main()
