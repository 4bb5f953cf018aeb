"""Questions to group: real ones where a folder holds them, else made up; and the day-to-day variation of either.

The folder holds JSON lines: ``faq_kb``, ``faq_similar`` and ``faq_dev`` label questions with what they mean (those of the
base whose ``faq_id`` begins with F), ``questions_30k`` and the rest are questions without a label. Nothing of it is part
of the product.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks import large_corpus
from chalicelib import knowledge

DATA: Final = Path(__file__).parents[3] / "shared/data"
_MADE_UP: Final = 3000
_OPENINGS: Final = (
    "请问",
    "你好，",
    "您好，",
    "我想问一下",
    "请问一下",
    "麻烦问下",
    "咨询一下，",
    "想问问",
    "那",
    "亲，",
)
_ENDS: Final = ("，谢谢", "呢", "啊", "？", "呀", "，急", "，谢谢了", "，在线等", "哦", "。")
_OTHER_WORDS: Final = (
    ("怎么", "如何"),
    ("如何", "怎么"),
    ("怎样", "怎么"),
    ("什么时候", "何时"),
    ("为什么", "为啥"),
    ("可以", "能"),
    ("能", "可以"),
    ("吗", "么"),
    ("多久", "几天"),
    ("没有", "没"),
    ("我的", "我"),
    ("是不是", "是否"),
    ("不能", "没法"),
    ("哪里", "哪儿"),
    ("多少", "几"),
)
_SHORT: Final = 5
"""Characters of a question from which none is left out."""


class Question(NamedTuple):
    """A question, and what it means where that is known."""

    text: str
    meaning: str = ""


class Questions(NamedTuple):
    """Different questions."""

    real: bool
    labelled: tuple[Question, ...]
    others: tuple[Question, ...]
    more: tuple[Question, ...] = ()
    """Of other kinds: used where ``others`` are too few."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.labelled) + len(self.others) + len(self.more)

    def mixed(self, size: int, seed: int = 1) -> list[Question]:
        """So many different questions, all labelled ones among them, in an order that means nothing.

        Where there are not so many, they are followed by variations (``varied``) of them, without a label.
        """
        chance = random.Random(seed)
        others = chance.sample(self.others, len(self.others))
        found = [*self.labelled, *others, *self.more][: max(size, len(self.labelled))]
        texts = [one.text for one in found]
        seen = {knowledge.retrieval.normalise(text) for text in texts}
        while len(found) < size:
            text = varied(chance.choice(texts), chance)
            if (normal := knowledge.retrieval.normalise(text)) and normal not in seen:
                seen.add(normal)
                found.append(Question(text))
        chance.shuffle(found)
        return found


def load(folder: Path = DATA) -> Questions:
    """The questions of a folder; made-up ones where it holds none."""
    if not (folder / "faq_kb.jsonl").is_file():
        return _made_up()
    base = list(_rows(folder, "faq_kb"))
    labelled = [
        *(Question(row["question"], row["faq_id"]) for row in base if row["faq_id"][0] == "F"),
        *(Question(row["question"], row["faq_id"]) for row in _rows(folder, "faq_similar")),
        *(Question(row["query"], row["faq_id"]) for row in _rows(folder, "faq_dev")),
    ]
    thirty_thousand = [Question(row["text"]) for row in _rows(folder, "questions_30k")]
    more = [
        *(Question(row["query"]) for name in ("ood_dev", "gov_dev") for row in _rows(folder, name)),
        *(Question(row["text"]) for row in _rows(folder, "tax_questions")),
        *(Question(row["question"]) for row in base if row["faq_id"][0] != "F"),
    ]
    seen: set[str] = set()
    return Questions(
        real=True,
        labelled=tuple(_different(labelled, seen)),
        others=tuple(_different(thirty_thousand, seen)),
        more=tuple(_different(more, seen)),
    )


def varied(text: str, chance: random.Random) -> str:
    """A question as somebody else asks it: another opening, end or word, or a character lost; one or two of these."""
    for _ in range(1 + (chance.random() < 0.6)):
        how = chance.randrange(4)
        fitting = [pair for pair in _OTHER_WORDS if pair[0] in text]
        if how == 0 or (how == 1 and not fitting):
            text = chance.choice(_OPENINGS) + text
        elif how == 1:
            text = text.replace(*chance.choice(fitting), 1)
        elif how == 2 and len(text) > _SHORT:
            lost = chance.randrange(len(text))
            text = text[:lost] + text[lost + 1 :]
        else:
            text = text.rstrip("?？。") + chance.choice(_ENDS)
    return text


def _made_up() -> Questions:
    entries = large_corpus.entries(_MADE_UP)
    seen: set[str] = set()
    labelled = [
        Question(text, entry.id)
        for entry in entries[: _MADE_UP // 10]
        for text in (entry.question, *entry.variants)
    ]
    others = [Question(entry.question) for entry in entries[_MADE_UP // 10 :]]
    return Questions(
        real=False,
        labelled=tuple(_different(labelled, seen)),
        others=tuple(_different(others, seen)),
    )


def _different(questions: Iterable[Question], seen: set[str]) -> Iterator[Question]:
    for one in questions:
        normal = knowledge.retrieval.normalise(one.text)
        if normal and normal not in seen:
            seen.add(normal)
            yield one


def _rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)
