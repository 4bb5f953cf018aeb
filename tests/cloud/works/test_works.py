"""What followers open of works: published, taken down, never there; and their files."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib import works
from chalicelib.cloud import objects, table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.h5 import works as function
from chalicelib.works import Work, WorkKind
from tests.cloud.conversation.test_callback import account

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n"


__all__ = ["account"]
pytestmark = pytest.mark.usefixtures("account")


def poster(**fields: Any) -> Work:
    plain: dict[str, Any] = {
        "account": "province",
        "kind": WorkKind.POSTER,
        "id": "p-20261201-7f3k2a",
        "title": "小规模纳税人减免一张图",
        "files": {"poster.png": "works/one.png"},
        "published_at": NOW,
    }
    return Work(**plain | fields)


def publish(work: Work, before: int | None = None) -> None:
    table.transact([works.publish_action(work, before)])


def get(path: str, method: str = "GET", body: str = "") -> dict[str, Any]:
    event = {"httpMethod": method, "path": f"/api/h5/works/{path}", "headers": {}, "body": body}
    return function.handler(event, None)


@pytest.mark.parametrize(
    "path",
    [
        "province/poster/p-20261201-000000/",
        "nobody/poster/p-20261201-7f3k2a/",
        "province/painting/p-20261201-7f3k2a/",
        "province/poster/%2e%2e/",
        "province//",
        "",
    ],
)
def test_what_is_not_there_is_told_as_a_page_that_is_not_there(path: str) -> None:
    publish(poster())
    said = get(path)
    assert (said["statusCode"], "没有这个页面" in said["body"]) == (404, True)


def test_a_work_taken_down_says_so_and_shows_nothing_of_it() -> None:
    publish(poster(content={"words": "减免"}))
    table.transact(
        [works.withdraw_action(works.get("province", WorkKind.POSTER, poster().id), NOW)]
    )
    for page in ("", "file/poster.png"):
        said = get(f"province/poster/{poster().id}/{page}")
        assert (said["statusCode"], "已经下线" in said["body"]) == (410, True)
    item = table.get("WORK#province", f"poster#{poster().id}")
    assert item is not None
    assert '减免"' not in str(item["doc"])


def test_of_two_who_publish_at_once_one_is_told() -> None:
    publish(poster(), 0)
    with pytest.raises(ConditionFailed):
        publish(poster(title="另一个"), 0)
    publish(poster(title="第二版"), 1)
    assert works.get("province", WorkKind.POSTER, poster().id).version == 2


def test_a_file_is_sent_as_it_lies_there_and_no_other() -> None:
    objects.write("works/one.png", PNG, "image/png")
    publish(poster())
    said = get(f"province/poster/{poster().id}/file/poster.png")
    assert (said["statusCode"], base64.b64decode(said["body"])) == (200, PNG)
    assert said["multiValueHeaders"]["Content-Type"] == ["image/png"]
    for name in ("other.png", "../one.png", "", "poster.png/x"):
        assert get(f"province/poster/{poster().id}/file/{name}")["statusCode"] == 404


def test_only_a_quiz_takes_forms() -> None:
    publish(poster())
    assert get(f"province/poster/{poster().id}/", "POST", "a=1")["statusCode"] == 405
    assert get(f"province/poster/{poster().id}/", "DELETE")["statusCode"] == 405


def test_an_address_without_its_slash_leads_to_the_one_with_it() -> None:
    publish(poster())
    said = get(f"province/poster/{poster().id}")
    assert said["statusCode"] == 302
    assert said["multiValueHeaders"]["Location"] == [f"{poster().id}/"]
