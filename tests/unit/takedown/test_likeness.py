"""How much of one text stands in another: values in, a figure and a passage out."""

from __future__ import annotations

import pytest

from chalicelib.takedown.addresses import addresses_in, same_address
from chalicelib.takedown.likeness import compare, sample
from chalicelib.takedown.models import USUAL_THRESHOLD

ARTICLE = (
    "自2026年1月1日至2026年12月31日，小规模纳税人月销售额不超过15万元的，免征增值税。"
    "适用3%征收率的应税销售收入，减按1%征收率征收增值税；适用3%预征率的预缴增值税项目，减按1%预征率预缴增值税。"
    "纳税人可以在电子税务局填写申报表，系统自动计算减免税额，不需要另外报送资料。"
)
ANOTHER = (
    "自2026年1月1日起，增值税一般纳税人取得的数电发票，应当在规定期限内勾选确认用途。"
    "纳税人登录电子税务局，进入税务数字账户，选择发票勾选确认即可办理，无需另外报送资料。"
)


def score(clue: str, text: str) -> int:
    found = compare(sample(clue), text)
    return found.score if found else 0


def test_a_text_is_wholly_itself_whatever_its_marks_and_widths_are() -> None:
    assert score(ARTICLE, ARTICLE) == 100
    other = ARTICLE.replace("，", ", ").replace("。", "\n").replace("1%", "１％")
    assert score(ARTICLE, f"编者按\n{other}\n来源：省局") == 100


def test_a_copy_with_a_header_and_a_changed_sentence_is_above_the_threshold() -> None:
    copy = (
        "【云岭税务】"
        + ARTICLE.replace("不需要另外报送资料", "无需报送任何材料")
        + "关注我们，了解更多。"
    )
    assert USUAL_THRESHOLD <= score(ARTICLE, copy) < 100


def test_a_reply_that_quotes_two_sentences_is_found_by_the_article() -> None:
    quote = ARTICLE.split("。")[1] + "。" + ARTICLE.split("。")[2] + "。"
    assert score(ARTICLE, quote) == 100


def test_a_mere_phrase_is_no_quote() -> None:
    assert score(ARTICLE, "请登录电子税务局填写申报表。") < USUAL_THRESHOLD


def test_another_text_of_the_same_trade_is_far_below() -> None:
    assert score(ARTICLE, ANOTHER) < 30


@pytest.mark.parametrize("text", ["", "。，！", "x"])
def test_nothing_stands_in_nothing(text: str) -> None:
    assert compare(sample(ARTICLE), text) is None


def test_a_short_clue_stands_there_literally_or_not_at_all() -> None:
    assert score("税率 16%", "（税率16％）") == 100
    assert score("税率 16%", "税率是13%或16%") == 0


def test_the_passage_is_what_stands_there() -> None:
    found = compare(sample("减按1%征收率征收增值税"), f"前言。{ARTICLE}")
    assert found is not None
    assert found.passage == "减按1%征收率征收增值税"


def test_addresses_that_lead_to_one_page_are_alike() -> None:
    short = "http://mp.weixin.qq.com/s/AbC_1?from=timeline&scene=2#wechat_redirect"
    assert same_address(short) == same_address("https://mp.weixin.qq.com/s/AbC_1/")
    long = "https://mp.weixin.qq.com/s?__biz=MzA&mid=22&idx=1&sn=9f&chksm=88&scene=27"
    assert same_address(long) == same_address(
        "https://MP.weixin.qq.com:443/s?sn=9f&idx=1&mid=22&__biz=MzA"
    )
    assert same_address(long) != same_address(long.replace("idx=1", "idx=2"))
    assert same_address("https://tax.example/a?id=1&utm_source=x") == "tax.example/a?id=1"


@pytest.mark.parametrize("text", ["", "tel:12366", "mailto:a@b.c", "不是网址"])
def test_what_is_no_web_address_is_none(text: str) -> None:
    assert same_address(text) == ""


def test_addresses_are_read_out_of_texts_and_html() -> None:
    text = '见<a href="https://tax.example/a?x=1&amp;y=2">这里</a>，或https://tax.example/b。'
    assert list(addresses_in(text)) == ["tax.example/a?x=1&y=2", "tax.example/b"]
