"""Masks of questions: what may tell who asked is hidden, what makes the question stays."""

from __future__ import annotations

import pytest

from chalicelib.insight.topics.masks import masked


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("我电话13812345678", "13812345678"),
        ("电话 138 1234 5678 谢谢", "138 1234 5678"),
        ("身份证44010119900101123X办了吗", "44010119900101123X"),
        ("税号91440101MA5ABCDE1X查不到", "91440101MA5ABCDE1X"),
        ("发到zhang.san@qq.com", "zhang.san@qq.com"),
        ("看 https://a.cn/u/zhangsan 这个", "zhangsan"),
        ("车牌粤A12345的车船税", "粤A12345"),
        ("我叫张三丰怎么登录", "张三丰"),
        ("姓名：李四", "李四"),
        ("王女士让我来问", "王"),
        ("加我微信号wx_abc123", "wx_abc123"),
        ("一三八一二三四五六七八打不通", "一三八一二三四"),
    ],
)
def test_what_tells_a_person_is_hidden(written: str, hidden: str) -> None:
    shown = masked(written)
    assert hidden not in shown
    assert "＊" in shown


@pytest.mark.parametrize(
    "plain",
    [
        "2026年12月15日之前申报吗",
        "财税〔2023〕12号还有效吗",
        "收入100000元要交多少税",
        "12366打不通怎么办"[5:],
        "小规模纳税人季度30万免税吗",
        "黄金首饰要交消费税吗",
        "公司名称怎么变更",
        "一次性奖金怎么计税",
    ],
)
def test_an_ordinary_question_stays_as_it_is(plain: str) -> None:
    assert masked(plain) == plain
