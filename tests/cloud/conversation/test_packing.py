"""A message and its decision in one write unit: read back as they were, by table, stream and WeChat's next try."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cloud import table
from chalicelib.conversation.inbox import packing, store
from chalicelib.conversation.models import Decision, Rung
from chalicelib.settings import settings
from chalicelib.wechat.parse import typed
from chalicelib.wechat.replies import TextReply

LONG = "您是不是想问：" + "小规模纳税人减免增值税政策如何享受？" * 20
WIRE: dict[str, Any] = {
    "ToUserName": "gh_0123456789ab",
    "FromUserName": "oFollower",
    "CreateTime": 1796030408,
    "MsgType": "text",
    "Content": "小规模纳税人的增值税怎么算",
    "MsgId": "23000000000000000",
}


def record(text: str) -> store.RecordResult:
    decision = Decision(rung=Rung.FAQ, reply=TextReply(content=text))
    return store.record("province", typed(WIRE), WIRE, decision, 1796030410, 180)


def item() -> table.Item:
    found = table.get("FOLLOWER#province#oFollower", "IN#M#23000000000000000")
    assert found is not None
    return found


def units(kept: table.Item) -> int:
    size = 0
    for name, value in table.encode(kept).items():
        [(kind, raw)] = value.items()
        size += len(name) + (len(raw) if kind == "B" else len(str(raw).encode()))
    return -(-size // 1024)


@pytest.mark.parametrize("text", ["好的。", LONG])
@pytest.mark.usefixtures("cloud")
def test_a_message_is_read_as_it_was_written_and_costs_one_unit(text: str) -> None:
    record(text)
    kept = item()
    assert units(kept) == 1
    assert ("packed" in kept) is (text == LONG)
    found = store.recorded(kept)
    assert found is not None
    assert found.push == typed(WIRE)
    assert found.decision.reply == TextReply(content=text)


@pytest.mark.usefixtures("cloud")
def test_a_stage_that_may_go_back_packs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_WRITES", "0")
    settings.cache_clear()
    record(LONG)
    assert "packed" not in item()
    assert json.loads(str(item()["push"])) == WIRE


@pytest.mark.usefixtures("cloud")
def test_the_second_try_gets_the_first_ones_packed_reply() -> None:
    assert record(LONG).first
    again = record("另一个回答")
    assert (again.first, again.decision.reply) == (False, TextReply(content=LONG))


@pytest.mark.usefixtures("cloud")
def test_the_stream_tells_bytes_as_text() -> None:
    record(LONG)
    told = table.encode(item())
    told["packed"] = {"B": base64.b64encode(told["packed"]["B"]).decode()}
    found = store.recorded(table.decode(told))
    assert found is not None
    assert found.decision.reply == TextReply(content=LONG)


@pytest.mark.usefixtures("cloud")
def test_who_cannot_read_packed_items_stumbles_and_passes_nothing_over() -> None:
    record(LONG)
    with pytest.raises(json.JSONDecodeError):
        json.loads(str(item()["push"]))


@given(st.text(), st.text())
def test_whatever_was_packed_comes_back(push: str, decision: str) -> None:
    push, decision = json.dumps(push), json.dumps(decision, ensure_ascii=False)
    push, decision = (t.encode("utf-8", "replace").decode() for t in (push, decision))
    assert packing.unpacked(packing.packed(push, decision)) == (push, decision)


def test_what_a_later_version_packed_is_told_apart() -> None:
    with pytest.raises(ValueError, match="later version"):
        packing.unpacked(b"\x02" + packing.packed("{}", "{}")[1:])


def test_the_words_of_packed_items_never_change() -> None:
    # Written with the first words; an item of 180 days ago has to be read.
    old = base64.b64decode(OLD)
    assert packing.unpacked(old) == ('{"MsgType":"text"}', '{"rung":"faq"}')


OLD = "AatGT3S1DCjxWAsA"
