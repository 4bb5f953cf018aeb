"""Two people at once, and a function that dies between two writes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib import materials, newsroom
from chalicelib.materials import (
    MaterialChanged,
    MaterialExists,
    MaterialKind,
    MaterialNotReady,
    MaterialText,
)
from tests.cloud.materials.conftest import CHU, LI, NOW, ZONG, Library, picture, written
from tests.cloud.materials.killing import killed_at
from tests.cloud.racing import one_call_at_a_time


def test_of_two_who_bring_the_same_file_one_is_told_of_the_other(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_call_at_a_time(monkeypatch)
    keys = {by: library.sent(picture(), by=by) for by in (LI, CHU)}

    def bring(by: materials.Material | object) -> str:
        try:
            return materials.add(
                "sheng",
                MaterialKind.PICTURE,
                MaterialText(title="大厅"),
                file=keys[by],  # type: ignore[index]
                by=by,  # type: ignore[arg-type]
                now=NOW,
            ).id
        except MaterialExists as error:
            return f"told {error.material}"

    with ThreadPoolExecutor(2) as pool:
        first, second = sorted(pool.map(bring, (LI, CHU)))
    assert second == f"told {first}"
    assert [one.id for one in materials.of_unit("sheng")] == [first]


def test_of_two_who_change_one_material_none_is_lost_unsaid(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = library.add()
    one_call_at_a_time(monkeypatch)

    def change(number: int) -> bool:
        try:
            if number % 2:
                materials.retire(made.id, f"原因{number}", by=ZONG, now=NOW)
            else:
                text = made.text.model_copy(update={"title": f"标题{number}"})
                materials.edit(made.id, text, base=made.version, by=LI, now=NOW)
        except (MaterialChanged, MaterialNotReady):
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        done = sum(pool.map(change, range(6)))
    assert materials.get(made.id).version == 1 + done


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 9))
def test_killed_at_any_write_a_material_is_whole_or_not_there_and_comes_the_second_time(
    library: Library, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    killed_at(number, before, monkeypatch, lambda: library.add("大厅"))
    there = list(materials.of_unit("sheng"))
    if not there:
        there = [library.add("大厅")]
    [one] = there
    file = one.latest.file
    assert file is not None
    assert [each.id for each in materials.of_file(file.digest)] == [one.id]
    assert materials.same_file("sheng", file.digest) == one.id


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("number", range(1, 8))
def test_killed_while_an_article_is_saved_its_use_is_found_once_it_is_saved_again(
    library: Library, monkeypatch: pytest.MonkeyPatch, number: int, before: bool
) -> None:
    from chalicelib.application import material_uses

    one = library.add()
    killed_at(number, before, monkeypatch, lambda: library.article(one))
    article = newsroom.create_from("sheng", written(one), by=LI, now=NOW)
    assert [use.article for use in material_uses.uses_of(one, by=LI)] == [article.id]
