"""What texts lead to is read too: attached files, and articles that were mass-sent on WeChat's own page."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib import inspection
from chalicelib.application import inspection_attachments, inspection_night, inspection_texts
from chalicelib.inspection import FindingState
from tests.cloud.inspection.test_night import CLEAN, LEAK, NUMBER, Hand, found, hand, simulator
from tests.office_files import document, workbook

__all__ = ["hand", "simulator"]

ADDRESS = "https://www.example.com/files/%E5%90%8D%E5%8D%95.docx"
LINK = f'<p>名单见<a href="{ADDRESS}">附件</a></p>'


def test_a_number_in_an_attached_file_is_found_and_stored_masked(hand: Hand) -> None:
    hand.files[ADDRESS] = document(["张三 身份证号", NUMBER])
    hand.publish(LINK)
    hand.night(0)
    (leak,) = found("privacy-attached")
    assert leak.place.label == "名单.docx（见《第 1 篇》）"
    assert leak.place.url == ADDRESS
    assert NUMBER not in leak.model_dump_json()


def test_a_file_is_fetched_once_and_every_night_while_something_is_to_be_put_right(
    hand: Hand,
) -> None:
    hand.files[ADDRESS] = document([CLEAN])
    hand.publish(LINK)
    hand.night(0)
    hand.night()
    assert hand.fetched == [ADDRESS]
    other = ADDRESS.replace("docx", "xlsx")
    hand.files[other] = workbook(["姓名", "身份证号"], ["张三", NUMBER])
    hand.publish(LINK.replace("docx", "xlsx"))
    hand.night()
    assert [one.state for one in found("privacy-attached")] == [FindingState.OPEN]
    hand.files[other] = workbook(["姓名", "身份证号"], ["张三", "110105********002X"])
    hand.night()
    assert [one.state for one in found("privacy-attached")] == [FindingState.GONE]
    assert hand.fetched == [ADDRESS, other, other]


def test_a_file_that_no_text_leads_to_any_more_is_gone(hand: Hand) -> None:
    hand.files[ADDRESS] = document([NUMBER])
    article = hand.publish(LINK, CLEAN)
    hand.night(0)
    hand.change(article, idx=1, deleted=True)
    hand.night()
    assert [one.state for one in found("privacy-attached")] == [FindingState.GONE]


def test_files_that_cannot_be_read_are_named_with_the_reason(hand: Hand) -> None:
    hand.files[ADDRESS] = b"%PDF-1.7"
    hand.publish(LINK + LINK.replace("files", "elsewhere"))
    done = hand.night(0)
    (said,) = [one for one in done.unread if "附件" in one]
    assert said.startswith("2 个附件没有读：")
    assert "PDF 没有读" in said
    assert "连接不上" in said


def test_a_night_fetches_so_many_files_and_goes_on_the_next(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inspection_attachments, "MOST_FILES", 2)
    addresses = [f"https://www.example.com/{n}.docx" for n in range(3)]
    hand.files |= dict.fromkeys(addresses, document([NUMBER]))
    hand.publish("".join(f'<p><a href="{one}">附件</a></p>' for one in addresses))
    first = hand.night(0)
    assert "1 个附件还没有读，以后几天继续" in first.unread
    hand.night()
    assert len(found("privacy-attached")) == 3


def test_an_article_mass_sent_by_hand_is_read_at_its_address(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://mp.weixin.qq.com/s?__biz=a&mid=9&idx=1"
    place = inspection.article_place("s9", 1, "手工群发的文章", address)
    elsewhere = [inspection.Text(place, ("手工群发的文章",))]

    def titles(*_: Any) -> list[inspection.Text]:
        return elsewhere

    monkeypatch.setattr(inspection_texts, "titles_elsewhere", titles)
    body = f'<html><div class="rich" id="js_content" style="">{LEAK}</div><script>x</script>'
    done = hand.night(0)
    assert any("只看了标题" in one for one in done.unread)
    hand.files[address] = body.encode()
    hand.night()
    (leak,) = found("privacy")
    assert leak.place.label == "手工群发的文章"
    hand.night()
    assert hand.fetched == [address, address]
    assert list(inspection_night.read_index("xian").by_hand) == [place.id]
    assert found("privacy")[0].state is FindingState.OPEN
