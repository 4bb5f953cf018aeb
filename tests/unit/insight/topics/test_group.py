"""Questions into groups: what means the same is together, what is known stays what it was."""

from __future__ import annotations

from chalicelib.insight.topics.group import grouped

REFUND = ["个税退税多久到账", "个税退税什么时候到账", "退税多久能到账", "个人所得税退税几天到账"]
INVOICE = ["发票丢了怎么办", "发票丢失怎么处理", "我的发票丢了怎么办呢", "增值税发票丢了怎么办"]
HOURS = ["办税大厅几点上班", "办税大厅周末上班吗", "办税大厅上班时间"]
OTHERS = ["社保卡在哪里激活", "车船税怎么交", "契税能不能减免"]


def together(texts: list[str], known: list[list[str]] | None = None) -> list[tuple[int, set[str]]]:
    found = grouped(texts, known or [])
    assert sorted(n for one in found for n in one.texts) == list(range(len(texts)))
    return [(one.known, {texts[n] for n in one.texts}) for one in found]


def test_what_means_the_same_is_one_group() -> None:
    groups = [group for _, group in together([*REFUND, *INVOICE, *HOURS, *OTHERS])]
    assert set(INVOICE) in groups
    assert all(len(group & set(OTHERS)) <= 1 for group in groups)
    assert not any(group & set(REFUND) and group & set(INVOICE) for group in groups)


def test_a_question_goes_to_what_is_known_before_it_founds_anything() -> None:
    found = together([REFUND[1], INVOICE[1], OTHERS[0]], [REFUND[:1], INVOICE[:1]])
    assert (0, {REFUND[1]}) in found
    assert (1, {INVOICE[1]}) in found
    assert (-1, {OTHERS[0]}) in found


def test_two_known_groups_stay_two_however_alike_they_are() -> None:
    found = together([INVOICE[2]], [INVOICE[:1], INVOICE[1:2]])
    assert found == [(0, {INVOICE[2]})]
    again = together([INVOICE[0], INVOICE[1]], [INVOICE[:1], INVOICE[1:2]])
    assert sorted(again) == [(0, {INVOICE[0]}), (1, {INVOICE[1]})]


def test_the_most_central_question_stands_first() -> None:
    texts = [*INVOICE, *HOURS, *OTHERS, *REFUND]
    groups = [[texts[nth] for nth in one.texts] for one in grouped(texts)]
    [group] = [group for group in groups if set(group) == set(INVOICE)]
    assert group[0] in (INVOICE[0], INVOICE[2])


def test_nothing_asked_makes_no_group() -> None:
    assert grouped([]) == []
    assert together(["？"]) == [(-1, {"？"})]
