"""Who may use a material on which day; what a file is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.materials import (
    BadMaterial,
    BadMaterialFile,
    Consent,
    Licence,
    LicenceKind,
    Material,
    MaterialKind,
    MaterialNotReady,
    MaterialProblem,
    MaterialReach,
    MaterialScope,
    MaterialText,
    MaterialVersion,
    content_of,
    rules,
)

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 30)
CITY = ["qing", "sheng"]
"""A city, and the province above it."""


def material(unit: str = "sheng", **text: object) -> Material:
    return Material(
        id="m-20261130-7f3k2a",
        unit=unit,
        kind=MaterialKind.TEXT,
        text=MaterialText.model_validate({"title": "办税提示", **text}),
        versions=(MaterialVersion(number=1, text="请预约。", by="li", at=NOW),),
        made_by="li",
        made_at=NOW,
        updated_by="li",
        updated_at=NOW,
    )


def problems(one: Material, day: date = TODAY, account: str = "") -> tuple[MaterialProblem, ...]:
    return rules.problems(one, CITY, day, account)


def test_what_a_unit_above_shares_downwards_may_be_used() -> None:
    assert problems(material()) == ()


@pytest.mark.parametrize(
    ("unit", "reach", "seen"),
    [
        ("sheng", MaterialReach.OWN, False),
        ("sheng", MaterialReach.BELOW, True),
        ("qing", MaterialReach.OWN, True),
        ("bai", MaterialReach.BELOW, False),
        ("bai", MaterialReach.ALL, True),
    ],
)
def test_reach_says_which_units_see_it(unit: str, reach: MaterialReach, seen: bool) -> None:
    one = material(unit, scope=MaterialScope(reach=reach))
    assert rules.seen_by(one, CITY) is seen
    assert (MaterialProblem.OUT_OF_REACH in problems(one)) is not seen


def test_the_last_day_itself_is_still_good() -> None:
    one = material(licence=Licence(kind=LicenceKind.BOUGHT, by="图片社", until=TODAY))
    assert problems(one) == ()
    assert problems(one, TODAY + timedelta(days=1)) == (MaterialProblem.EXPIRED,)


def test_the_earlier_of_right_and_use_ends_it() -> None:
    one = material(
        licence=Licence(kind=LicenceKind.PERMITTED, by="晚报", until=date(2026, 12, 31)),
        valid_until=date(2026, 12, 10),
    )
    assert one.text.ends == date(2026, 12, 10)
    assert rules.expiring(one, TODAY)


def test_only_named_accounts_may_use_it() -> None:
    one = material(scope=MaterialScope(accounts=("sheng-hao",)))
    assert problems(one, account="sheng-hao") == ()
    assert problems(one, account="qing-hao") == (MaterialProblem.OTHER_ACCOUNT,)
    assert problems(one) == ()


def test_people_who_did_not_agree_are_not_shown() -> None:
    assert problems(material(consent=Consent.NO)) == (MaterialProblem.NO_CONSENT,)


def test_before_its_first_day_it_may_not_be_used() -> None:
    one = material(valid_from=TODAY + timedelta(days=1))
    assert problems(one) == (MaterialProblem.NOT_YET,)


@given(st.integers(-40, 40))
def test_it_is_expiring_or_expired_or_neither_but_never_both(days: int) -> None:
    one = material(valid_until=TODAY + timedelta(days=days))
    assert not (rules.expired(one, TODAY) and rules.expiring(one, TODAY))
    assert rules.expired(one, TODAY) is (days < 0)
    assert rules.expiring(one, TODAY) is (0 <= days <= 14)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"licence": Licence(kind=LicenceKind.PERMITTED)}, "licence.by"),
        ({"licence": Licence(kind=LicenceKind.BOUGHT, by="图片社")}, "licence.until"),
        ({"valid_from": TODAY, "valid_until": TODAY - timedelta(days=1)}, "valid_until"),
    ],
)
def test_a_right_without_its_owner_or_end_is_refused(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(BadMaterial) as refused:
        rules.checked(MaterialText.model_validate({"title": "图", **wrong}))
    assert [one.name for one in refused.value.fields] == [field]


def test_a_retired_material_is_neither_edited_nor_retired_again() -> None:
    gone = rules.retired(material(), "li", NOW, "合同终止")
    assert problems(gone) == (MaterialProblem.RETIRED,)
    for step in (
        lambda: rules.retired(gone, "li", NOW, "再来"),
        lambda: rules.edited(gone, gone.text, "li", NOW),
        lambda: rules.replaced(gone, None, "新", "li", NOW, ""),
    ):
        with pytest.raises(MaterialNotReady):
            step()
    assert problems(rules.restored(gone, "li", NOW)) == ()


def test_history_keeps_the_last_versions() -> None:
    one = material()
    for number in range(30):
        one = rules.replaced(one, None, f"第{number}", "li", NOW, "")
    assert one.latest.number == 31
    assert len(one.versions) == 20


@pytest.mark.parametrize(
    ("body", "name", "kind", "ending"),
    [
        (b"\x89PNG\r\n\x1a\n...", "a.jpg", MaterialKind.PICTURE, "png"),
        (b"\0\0\0\x18ftypmp42", "a.bin", MaterialKind.VIDEO, "mp4"),
        (b"\0\0\0\x18ftypM4A ", "a.m4a", MaterialKind.AUDIO, "m4a"),
        (b"ID3\x03", "a.mp3", MaterialKind.AUDIO, "mp3"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.png", MaterialKind.PICTURE, "webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "a.png", MaterialKind.AUDIO, "wav"),
        (b"%PDF-1.7", "a.png", MaterialKind.FILE, "pdf"),
        (b"PK\x03\x04..", "表.xlsx", MaterialKind.FILE, "xlsx"),
    ],
)
def test_a_file_is_what_its_bytes_say(
    body: bytes, name: str, kind: MaterialKind, ending: str
) -> None:
    found = content_of(body, name)
    assert (found.kind, found.ending) == (kind, ending)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"", "a.png"),
        (b"<html>", "a.png"),
        (b"MZ\x90", "a.jpg"),
        (b"PK\x03\x04", "a.exe"),
        (b"%PDF-" + b"x" * (20 * 1024 * 1024), "a.pdf"),
    ],
)
def test_what_is_no_material_or_too_large_is_refused(body: bytes, name: str) -> None:
    with pytest.raises(BadMaterialFile):
        content_of(body, name)
