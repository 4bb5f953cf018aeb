"""Two revisions of a product, and what a reviewer is shown of them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from chalicelib import products
from chalicelib.actor import Actor
from chalicelib.errors import NotFound, NotPermitted
from chalicelib.products import Product
from chalicelib.settings import settings
from cli.app import app
from tests.cloud.products.conftest import (
    CHU,
    FU,
    LI,
    NOW,
    OUTLINE,
    QIN,
    ZHONG,
    ZONG,
    approved,
    decide,
    made,
)

pytestmark = pytest.mark.usefixtures("house")
LATER = {**OUTLINE, "branches": [OUTLINE["branches"][0], {"text": "在哪里办理"}]}


def edited(product: Product) -> Product:
    base = products.get(product.id).revision
    return products.edit(product.id, "减免一图", LATER, base=base, by=LI, now=NOW)


def base(product: Product, by: Actor = CHU) -> tuple[int, str]:
    found = products.base_for(products.get(product.id), by=by)
    return found.revision, found.why


def test_two_revisions_are_compared_word_by_word() -> None:
    product = edited(made("减免导图"))
    older, newer, found = products.compare_for(product.id, by=LI)
    assert (older.number, newer.number) == (1, 2)
    [title] = found.fields
    assert (title.label, [part.text for part in title.parts]) == (
        "产品标题",
        ["减免", "导", "一", "图"],
    )
    [line] = [one for one in found.body if one.changed]
    assert [(part.mark.value, part.text) for part in line.parts] == [
        ("same", "· "),
        ("removed", "怎么"),
        ("added", "在哪里"),
        ("same", "办理"),
    ]
    assert products.compare_for(product.id, 2, 2, by=LI).difference.empty


def test_a_reviewer_compares_with_what_they_saw_last() -> None:
    product = made()
    decide(product, "submit", LI)
    assert base(product) == (0, "new")
    products.mark_seen(product.id, 1, by=CHU, now=NOW)
    assert base(product) == (0, "new")
    decide(product, "return", CHU, "写全")
    edited(product)
    decide(product, "submit", LI)
    assert base(product) == (1, "seen")
    products.mark_seen(product.id, 2, by=CHU, now=NOW)
    assert base(product) == (1, "seen")
    # An older one that is told late takes nothing back.
    products.mark_seen(product.id, 1, by=CHU, now=NOW)
    assert base(product) == (1, "seen")
    assert base(product, FU) == (0, "new")


def test_who_saw_none_compares_with_what_was_approved_or_else_with_what_followers_see() -> None:
    product = made()
    decide(product, "submit", LI)
    decide(product, "approve", CHU)
    decide(product, "return", FU, "写全")
    edited(product)
    assert base(product, ZHONG) == (1, "approved")

    product = approved()
    products.publish(product.id, by=ZONG, now=NOW)
    assert base(product) == (0, "new")
    edited(product)
    assert base(product) == (1, "published")
    products.take_down(product.id, reason="数字有误", by=ZONG, now=NOW)
    assert base(product) == (0, "new")


def test_only_who_may_read_it_compares_and_only_revisions_that_there_are() -> None:
    product = edited(made())
    with pytest.raises(NotPermitted):
        products.compare_for(product.id, 1, 2, by=QIN)
    with pytest.raises(NotPermitted):
        products.mark_seen(product.id, 1, by=QIN, now=NOW)
    with pytest.raises(NotFound, match="没有第 3 版"):
        products.compare_for(product.id, 1, 3, by=LI)
    with pytest.raises(NotFound):
        products.mark_seen(product.id, 3, by=CHU, now=NOW)


def test_the_command_shows_what_was_added_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_STAGE", "local")
    settings.cache_clear()
    product = edited(made())
    command = ["product", "diff", product.id, "--by", "li"]
    said = CliRunner().invoke(app, command)
    assert said.exit_code == 0, said.output
    assert "[-怎么-]{+在哪里+}" in said.output
    told = json.loads(CliRunner().invoke(app, [*command, "--from", "1", "--json"]).output)
    assert (told["product"], told["from"], told["to"]) == (product.id, 1, 2)
