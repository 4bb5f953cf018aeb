"""An article that holds a material is told where it may not, and does not go on so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chalicelib import materials, newsroom
from chalicelib.application import material_files, material_uses
from chalicelib.materials import (
    Licence,
    LicenceKind,
    MaterialNotUsable,
    MaterialReach,
    MaterialScope,
)
from tests.cloud.materials.conftest import LI, NOW, QIN, TODAY, Library, picture, written


def until(day: date) -> Licence:
    return Licence(kind=LicenceKind.BOUGHT, by="云岭图片社", until=day)


def said(library: Library, one: materials.Material, unit: str = "sheng") -> list[str]:
    found = newsroom.examine(unit, written(one), by=LI if unit == "sheng" else QIN, now=library.now)
    return [remark.what for remark in found.remarks if remark.check == "materials"]


def test_an_article_with_a_good_material_hears_nothing_and_is_submitted(library: Library) -> None:
    one = library.add(licence=until(TODAY))
    assert said(library, one) == []
    article = library.article(one)
    newsroom.submit(article.id, by=LI, now=library.now)


def test_an_expired_material_is_said_at_its_place_with_the_way_out(library: Library) -> None:
    one = library.add(licence=until(TODAY))
    library.now = NOW + timedelta(days=1)
    text = written(one)
    file = one.latest.file
    assert file is not None
    # Body and cover are the same file here: it is said where it is met first.
    found = newsroom.examine("sheng", text, by=LI, now=library.now)
    [remark] = [each for each in found.remarks if each.check == "materials"]
    assert "授权已到期（2026-11-30 到期）" in remark.what
    assert remark.path == f"/materials/{one.id}"
    assert remark.field == "cover"
    assert not found.refused


def test_an_article_with_an_expired_material_is_saved_and_not_submitted(library: Library) -> None:
    one = library.add(licence=until(TODAY))
    library.now = NOW + timedelta(days=1)
    article = library.article(one)
    with pytest.raises(MaterialNotUsable) as refused:
        newsroom.submit(article.id, by=LI, now=library.now)
    assert refused.value.remedies[0].action == "material.show"
    longer = one.text.model_copy(update={"licence": until(TODAY + timedelta(days=30))})
    materials.edit(one.id, longer, by=LI, now=library.now)
    newsroom.submit(article.id, by=LI, now=library.now)


def test_a_city_may_not_use_what_the_province_keeps_to_itself(library: Library) -> None:
    one = library.add(scope=MaterialScope(reach=MaterialReach.OWN))
    assert "没有给本单位使用" in said(library, one, "qing")[0]


def test_a_picture_that_the_unit_may_use_by_another_right_is_good(library: Library) -> None:
    one = library.add(scope=MaterialScope(reach=MaterialReach.OWN))
    library.add("青溪自己的", unit="qing", by=QIN)
    assert said(library, one, "qing") == []


def test_a_picture_of_no_library_is_nobodys_material(library: Library) -> None:
    key = newsroom.store_picture(picture("#abcdef")).key
    text = newsroom.Written(fields={"title": "题", "cover": key}, body="正文。")
    found = newsroom.examine("sheng", text, by=LI, now=NOW)
    assert [one for one in found.remarks if one.check == "materials"] == []


def test_uses_are_found_by_content_now_and_before(library: Library) -> None:
    one = library.add()
    article = library.article(one)
    [use] = material_uses.uses_of(one, by=LI)
    assert (use.article, use.current, use.version) == (article.id, True, 1)
    plain = newsroom.store_picture(picture("#0f0f0f")).key
    text = newsroom.Written(fields={"title": "征期提示", "cover": plain}, body="请提前预约。")
    newsroom.revise_from(article.id, text, base=1, by=LI, now=NOW)
    [use] = material_uses.uses_of(one, by=LI)
    assert not use.current


def test_an_editor_takes_a_material_for_body_and_cover(library: Library) -> None:
    one = library.add(body=picture(size=(3000, 2000)))
    body = material_files.put_into(one.id, "qing", by=QIN, now=NOW)
    cover = material_files.put_into(one.id, "qing", cover=True, by=QIN, now=NOW)
    assert body.key.startswith("articles/pictures/")
    assert {body.key, cover.key} == set(one.latest.file.articles)  # type: ignore[union-attr]


def test_an_article_that_may_not_be_handed_in_at_once_is_a_draft(library: Library) -> None:
    one = library.add(licence=until(TODAY))
    library.now = NOW + timedelta(days=1)
    draft = library.article(one)
    content = newsroom.read_content(draft.key)
    copy = newsroom.create(
        newsroom.Composed(content, {}),
        unit="sheng",
        by=LI,
        now=library.now,
        known_as="copy",
        hand_in=True,
    )
    assert copy.state is newsroom.ArticleState.DRAFT
    assert newsroom.get_article(copy.id) == copy
    with pytest.raises(MaterialNotUsable):
        newsroom.submit(copy.id, by=LI, now=library.now, known=copy)
