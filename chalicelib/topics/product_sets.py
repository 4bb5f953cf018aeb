"""Sets of products (成套产品): what a unit orders at once of a topic; the nearest unit above that has sets counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from chalicelib import audit, people, units
from chalicelib.actor import Actor
from chalicelib.errors import Field
from chalicelib.topics import store
from chalicelib.topics.errors import BadTopic, TopicChanged
from chalicelib.topics.labels import FORMS
from chalicelib.topics.models import ProductForm, ProductSet, ProductSets, SetPart

READ: Final = "topics:topic:read"
SET: Final = "topics:set:edit"
HOUSE: Final = (
    ProductSet(
        name="政策解读全套",
        parts=(
            SetPart(form=ProductForm.ARTICLE, days=2),
            SetPart(form=ProductForm.PICTURE, days=3),
            SetPart(form=ProductForm.ANSWERS, days=3),
            SetPart(form=ProductForm.MINDMAP, days=4),
            SetPart(form=ProductForm.POSTER, days=4),
            SetPart(form=ProductForm.VIDEO, days=6),
        ),
    ),
    ProductSet(
        name="征期提醒",
        parts=(
            SetPart(form=ProductForm.ARTICLE, days=1),
            SetPart(form=ProductForm.POSTER, days=1),
        ),
    ),
    ProductSet(
        name="宣传月互动",
        parts=(
            SetPart(form=ProductForm.QUIZ, days=5),
            SetPart(form=ProductForm.POSTER, days=3),
            SetPart(form=ProductForm.LIVE, days=7),
        ),
    ),
)
"""Offered where no unit has sets of its own."""


def sets_for(unit: str, *, by: Actor) -> ProductSets:
    """The sets that count for a unit: its own, those of the nearest unit above, or those of the house.

    Raises ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, READ, unit)
    for one in units.lineage(unit):
        found = store.sets(one.id)
        if found is not None:
            return found
    return ProductSets(unit=unit, sets=HOUSE)


def set_sets(
    unit: str, sets: Sequence[ProductSet], *, base: int, by: Actor, now: datetime
) -> ProductSets:
    """Write the sets of a unit; ``base`` is the version of its own that the person saw, 0 where it had none.

    Raises ``BadTopic``, ``TopicChanged``, ``PermissionDenied`` or ``UnknownUnit``.
    """
    people.require(by, SET, unit)
    names = [one.name.strip() for one in sets]
    if len(set(names)) < len(names):
        raise BadTopic("两套产品同名。", fields=[Field("sets", "名称重复")])
    before = store.sets(unit)
    there = before.version if before else 0
    if base != there:
        raise TopicChanged("有人刚刚改过成套产品，您的修改没有保存。请对照后再保存。")
    after = ProductSets(unit=unit, sets=tuple(sets), version=there + 1)
    entry = audit.entry_of(
        by,
        SET,
        unit=unit,
        at=now,
        object=f"unit:{unit}",
        changes=audit.changes_between(_facts(before), _facts(after)),
        note="成套产品",
    )
    store.save_sets(there, after, entry)
    return after


def _facts(sets: ProductSets | None) -> dict[str, object]:
    return {
        one.name: "、".join(f"{FORMS[part.form]} {part.days} 天" for part in one.parts)
        for one in (sets.sets if sets else ())
    }
