"""Errcodes and what they ask of the caller (sheet §3)."""

from __future__ import annotations

import pytest

from chalicelib.wechat import error_codes
from chalicelib.wechat.error_codes import TOKEN_API, TREATMENTS, Retry, repeatable, treatment
from chalicelib.wechat.errors import (
    AlreadySent,
    ApiNotPermitted,
    ApiRefused,
    Busy,
    IpNotAllowed,
    QuotaUsedUp,
    TokenRejected,
    UserUnreachable,
    WrongCredentials,
    refusal,
)

SHEET = {
    Retry.TRANSIENT: [-1, 45011, 45066, 61450, 61503],
    Retry.TOKEN: [40001, 40014, 42001],
    Retry.QUOTA: [45009, 45028],
    Retry.IDEMPOTENT: [45065, 9410000],
    Retry.USER: [40003, 46004, 43004, 50005, 43019, 48002, 43101, 45015, 45047],
    Retry.PERMANENT: [
        *[41001, 41004, 40013, 40125, 40243, 40164, 89503, 61004, 40007],
        *[*range(40004, 40013), 40137, 40033, 47001, 40035, 44002, 44003, 44004, 40059],
        *[*range(45001, 45009), 45067, *range(45056, 45060), *range(45157, 45160), 45083, 45084],
        *[48001, 48003, 48004, 48005, 48006, 48007, 48008, 50002],
        *[*range(61451, 61458), *range(65400, 65418), 61500, 61501, *range(65301, 65318)],
        *[76021, 76022, 87009, *range(88000, 88011), 9001001, 9001036],
    ],
}


@pytest.mark.parametrize(
    ("retry", "code"), [(retry, code) for retry, codes in SHEET.items() for code in codes]
)
def test_every_code_of_the_sheet_has_its_class(retry: Retry, code: int) -> None:
    assert TREATMENTS[code].retry is retry


SPANS = [
    *[(40004, 40006), (40008, 40012), (44002, 44004), (45005, 45007), (45056, 45059)],
    *[
        (45157, 45159),
        (53503, 53505),
        (61451, 61459),
        (65400, 65417),
        (65308, 65315),
        (65317, 65317),
    ],
    *[(88000, 88010), (9001001, 9001036)],
]
"""Codes in a row that say the same, from the first to the last."""


@pytest.mark.parametrize(("first", "last"), SPANS)
def test_a_row_of_codes_ends_where_the_sheet_ends_it(first: int, last: int) -> None:
    [row] = {
        id(TREATMENTS.get(code)): TREATMENTS.get(code) for code in range(first, last + 1)
    }.values()
    assert row is not None
    assert treatment(first - 1) is not row or first == 40008
    assert treatment(last + 1) is not row or last == 40006


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("AppID", [41002, 40013]),
        ("管理员未同意", [89501, 89506, 89507]),
        ("素材类型", [40007, 40137]),
        ("文本过长", [45002]),
        ("标题过长", [45003]),
        ("摘要过长", [45004]),
        ("篇数过多", [45008]),
        ("超出大小", [45001, 45005]),
        ("正在输入", [45072, 45080, 45081]),
        ("草稿内容", [45106, 45166]),
        ("不属于此公众号", [49003]),
        ("不可用", [48003, 48007]),
        ("封禁", [48004]),
        ("自动回复", [48005]),
        ("清零", [48006]),
        ("发送权限", [48008]),
        ("未收录", [40000, 48009, 49004]),
    ],
)
def test_a_code_says_what_wechat_means(word: str, codes: list[int]) -> None:
    assert [code for code in codes if word not in treatment(code).meaning] == []


def test_only_what_passes_by_itself_has_a_time_to_wait() -> None:
    waits = {code: row.wait_seconds for code, row in TREATMENTS.items() if row.wait_seconds}
    assert waits == {-1: 5, 45011: 60, 45066: 60, 61450: 5, 61503: 3600}
    assert {code for code, row in TREATMENTS.items() if not row.proves_nothing_done} == {-1}
    assert set(waits) == set(SHEET[Retry.TRANSIENT])


def test_a_lost_material_has_its_number() -> None:
    assert error_codes.NO_SUCH_MEDIA == 40007


def test_each_says_what_it_means_and_what_to_do() -> None:
    assert all(row.meaning and row.advice for row in TREATMENTS.values())


def test_an_unlisted_code_needs_a_person() -> None:
    assert treatment(123456).retry is Retry.PERMANENT


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (40001, TokenRejected),
        (-1, Busy),
        (45011, Busy),
        (45009, QuotaUsedUp),
        (45028, QuotaUsedUp),
        (45015, UserUnreachable),
        (45065, AlreadySent),
        (40164, IpNotAllowed),
        (89503, IpNotAllowed),
        (40125, WrongCredentials),
        (48001, ApiNotPermitted),
        (45004, ApiRefused),
    ],
)
def test_an_errcode_becomes_its_error(code: int, kind: type[ApiRefused]) -> None:
    assert type(refusal(code, "x", appid="wx1", api="/cgi-bin/draft/add")) is kind


def test_40001_for_the_token_itself_is_a_wrong_secret() -> None:
    error = refusal(40001, "invalid credential", appid="wx1", api=TOKEN_API)
    assert isinstance(error, WrongCredentials)
    assert error.retry is Retry.PERMANENT


def test_a_refused_ip_is_shown_in_wechats_own_words() -> None:
    words = "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 66b0-1a2b"
    error = refusal(40164, words, appid="wx1", api=TOKEN_API)
    assert isinstance(error, IpNotAllowed)
    assert error.ip == "203.0.113.7"
    assert error.rid == "66b0-1a2b"
    assert words in str(error)
    assert "白名单" in str(error)


@pytest.mark.parametrize(
    ("answer", "msg_id"), [({"msg_id": 7}, 7), ({"msgid": "8"}, 8), ({}, None)]
)
def test_45065_brings_the_old_msg_id(answer: dict[str, object], msg_id: int | None) -> None:
    error = refusal(
        45065, "clientmsgid exist", appid="wx1", api="/cgi-bin/message/mass/sendall", answer=answer
    )
    assert isinstance(error, AlreadySent)
    assert error.msg_id == msg_id


@pytest.mark.parametrize(
    ("code", "api", "seconds"),
    [
        (-1, "/cgi-bin/message/custom/send", None),
        (-1, "/cgi-bin/freepublish/submit", None),
        (-1, "/cgi-bin/draft/add", None),
        (-1, "/cgi-bin/message/mass/sendall", 5),
        (-1, "/cgi-bin/message/mass/get", 5),
        (45011, "/cgi-bin/message/custom/send", 60),
        (45066, "/cgi-bin/message/mass/sendall", 60),
        (45009, "/cgi-bin/draft/add", None),
        (40001, "/cgi-bin/draft/add", None),
    ],
)
def test_busy_may_be_repeated_only_where_twice_is_once(
    code: int, api: str, seconds: int | None
) -> None:
    assert refusal(code, "x", appid="wx1", api=api).repeat_after == seconds


def test_an_unknown_write_may_not_be_repeated() -> None:
    assert repeatable("GET", "/cgi-bin/anything")
    assert not repeatable("POST", "/cgi-bin/anything")


def test_every_code_with_a_name_has_a_treatment() -> None:
    named = [value for name, value in vars(error_codes).items() if name.isupper()]
    codes = {code for code in named if isinstance(code, int)} | set(error_codes.NO_SUCH_QUOTA)
    assert codes
    assert codes <= set(TREATMENTS)


def test_a_wrong_secret_says_how_to_enter_it() -> None:
    refused = refusal(40125, "invalid appsecret", appid="wx1", api=TOKEN_API)
    assert [one.action for one in refused.remedies] == ["account.rotate_key", "account.check"]
