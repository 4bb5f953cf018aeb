"""Keywords: words that several people used, and that tell one topic from the others."""

from __future__ import annotations

from chalicelib.insight.topics.keywords import keywords


def test_keywords_tell_a_topic_from_the_others() -> None:
    found = keywords(
        {
            "t1": [(f"a{n}", "电子发票怎么开具") for n in range(4)],
            "t2": [(f"b{n}", "契税怎么缴纳，请问") for n in range(4)],
        }
    )
    assert "发票" in found["t1"]
    assert "契税" in found["t2"]
    assert not {"怎么", "请问"} & {*found["t1"], *found["t2"]}


def test_a_word_of_two_people_is_no_keyword() -> None:
    asked = [("a", "张三丰的发票"), ("b", "张三丰的发票"), ("c", "我的发票")]
    assert keywords({"t1": asked})["t1"] == ("发票",)


def test_a_number_is_no_keyword() -> None:
    asked = [(who, "发票代码4400221130") for who in "abcd"]
    assert all(not any(map(str.isdigit, word)) for word in keywords({"t1": asked})["t1"])
