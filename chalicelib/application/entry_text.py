"""An entry of the knowledge base as a form holds it: texts, lists and links, times as people write them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from chalicelib import knowledge
from chalicelib.knowledge import FaqEntry, Link, Standing
from chalicelib.sheets.cells import join
from chalicelib.values import LateValue


class EntryLink(LateValue):
    """A document that an answer rests on."""

    title: str = Field(max_length=300)
    url: str = Field(default="", max_length=1024)


class EntryText(LateValue):
    """What a person fills in."""

    question: str = Field(max_length=300)
    variants: tuple[str, ...] = Field(default=(), max_length=200)
    answer: str = Field(default="", max_length=25_000)
    owner: str = Field(default="", max_length=100)
    basis: tuple[EntryLink, ...] = Field(default=(), max_length=50)
    valid_from: str = Field(default="", max_length=40)
    """A day or a moment, Asia/Shanghai."""
    valid_until: str = Field(default="", max_length=40)
    """The last day that counts, or the moment from which it no longer holds."""
    audience: str = Field(default="", max_length=100)
    region: str = Field(default="", max_length=100)
    standing: Literal["live", "draft", "retired"] = "live"
    """In use, being written, or 停用."""

    def cells(self) -> dict[str, str]:
        """As the cells of a sheet, which are read and refused in one place."""
        plain = ("answer", "owner", "valid_from", "valid_until", "audience", "region")
        return {
            **{name: getattr(self, name) for name in plain},
            "question": self.question,
            "variants": join(line for one in self.variants if (line := " ".join(one.split()))),
            "basis": "\n".join(
                " ".join(f"{one.title} {one.url}".split())
                for one in self.basis
                if one.title or one.url
            ),
            "standing": knowledge.labels.STANDING_NAMES[Standing(self.standing)],
        }


def text_of(entry: FaqEntry) -> EntryText:
    """A stored entry as the form shows it."""
    shown = {column.field: column.shown for column in knowledge.columns.FAQ}
    return EntryText(
        question=entry.question,
        variants=entry.variants,
        answer=entry.answer,
        owner=entry.owner,
        basis=tuple(_link(one) for one in entry.basis),
        valid_from=shown["valid_from"](entry.valid_from),
        valid_until=shown["valid_until"](entry.valid_until),
        audience=entry.audience,
        region=entry.region,
        standing=entry.standing.value,
    )


def _link(link: Link) -> EntryLink:
    return EntryLink(title=link.title, url=link.url)
