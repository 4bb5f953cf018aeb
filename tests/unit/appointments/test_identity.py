"""What a hall asks for is checked, and shown masked."""

from __future__ import annotations

import pytest

from chalicelib.appointments import Asked, errors, identity

ALL = (Asked.NAME, Asked.ID_NUMBER, Asked.PHONE)
GOOD = {
    Asked.NAME: " 欧阳示例 ",
    Asked.ID_NUMBER: "11010519491231002x",
    Asked.PHONE: "13800138000",
}


def test_a_number_is_kept_with_its_check_character_in_capitals() -> None:
    assert identity.checked(ALL, GOOD) == {
        Asked.NAME: "欧阳示例",
        Asked.ID_NUMBER: "11010519491231002X",
        Asked.PHONE: "13800138000",
    }


@pytest.mark.parametrize(
    "number",
    [
        "110105194912310021",  # another check character
        "110105194913310022",  # no such month
        "110105194902300020",  # no such day
        "11010519491231002",  # too short
        "01010519491231002X",
        "１１０１０５１９４９１２３１００２X",
        "",
    ],
)
def test_what_is_no_identity_number_is_refused(number: str) -> None:
    with pytest.raises(errors.IdentityMissing):
        identity.checked((Asked.ID_NUMBER,), {Asked.ID_NUMBER: number})


@pytest.mark.parametrize("digit", range(17))
def test_a_mistyped_digit_never_passes(digit: int) -> None:
    good = "11010519491231002X"
    for other in set("0123456789") - {good[digit]}:
        assert not identity.is_id_number(good[:digit] + other + good[digit + 1 :])


def test_what_is_masked_shows_no_more_than_who_stands_there_needs() -> None:
    shown = dict(identity.masked(identity.checked(ALL, GOOD)))
    assert shown == {
        Asked.NAME: "欧***",
        Asked.ID_NUMBER: "110***********002X",
        Asked.PHONE: "138****8000",
    }


def test_what_is_not_asked_is_left_out() -> None:
    assert identity.checked((), GOOD) == {}
