"""Materials that an article holds and may not use: said to its author, and asked before it goes on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from chalicelib import materials
from chalicelib.clock import SHANGHAI
from chalicelib.errors import remedy
from chalicelib.materials import MaterialNotUsable, NotUsable
from chalicelib.newsroom.articles.content_store import read_content
from chalicelib.newsroom.articles.file_uses import digests_in, digests_of
from chalicelib.newsroom.articles.models import StoredArticle

if TYPE_CHECKING:
    from chalicelib.newsroom.models import Written


def not_usable(keys: Iterable[str], unit: str, day: date, account: str = "") -> list[NotUsable]:
    """The files among these object keys that a unit may not use on a day, at an account where one is known."""
    digests = digests_in(keys)
    return materials.not_usable(digests, materials.lineage(unit), day, account) if digests else []


def said(one: NotUsable) -> str:
    """What is wrong with the use, and what helps, in one sentence."""
    labels = materials.labels
    text = one.material.text
    until = f"（{text.ends:%Y-%m-%d} 到期）" if text.ends else ""
    problems = "、".join(labels.PROBLEMS[problem] for problem in one.problems)
    return f"素材“{text.title}”{problems}{until}：{labels.MENDED[one.problems[0]]}"


def check_materials(
    keys: Iterable[str], unit: str, day: date, *, what: str, account: str = ""
) -> None:
    """Raises ``MaterialNotUsable`` where an article of a unit holds what it may not use on that day."""
    found = not_usable(keys, unit, day, account)
    if found:
        lines = "\n".join(f"  {said(one)}。" for one in found)
        raise MaterialNotUsable(
            f"{what}，有 {len(found)} 份素材不能用：\n{lines}",
            remedies=[
                remedy(
                    "material.show",
                    f"查看素材“{one.material.text.title}”",
                    material=one.material.id,
                )
                for one in found
            ],
        )


def check_submitted(article: StoredArticle, now: datetime) -> None:
    """Raises ``MaterialNotUsable`` where the latest revision of an article holds what it may not use today."""
    content = read_content(article.key)
    keys = [one.key for one in content.files]
    if digests_of(content):
        day = now.astimezone(SHANGHAI).date()
        check_materials(keys, article.unit, day, what=f"稿件“{article.title}”不能送审")


def lines_of(written: Written, digest: str) -> tuple[str, int]:
    """Where a text names a file: the field, empty for the body; the line of the body, 0 where it is not there."""
    names = {digest, *(name for name, key in written.files.items() if digest in key)}
    for field, value in written.fields.items():
        if any(name in value for name in names):
            return field, 0
    for number, line in enumerate(written.body.split("\n"), 1):
        if any(name in line for name in names):
            return "", number
    return "", 0
