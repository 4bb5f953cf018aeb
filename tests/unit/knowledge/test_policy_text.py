"""What a follower is told of a policy document."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.knowledge import Link, PolicyDocument, PolicyStatus, policies_text, policy_text

DOCUMENT = PolicyDocument(
    id="p-1",
    number="云税发〔2026〕3号",
    title="关于做好服务工作的通知",
    issuer="云岭省税务局",
    issued=date(2026, 1, 15),
    link="https://tax.yunling.example/3.html?a=1&b=2",
    interpretations=(Link(title="一图读懂", url="https://tax.yunling.example/j3.html"),),
)


def test_document_status_and_interpretation_come_as_text_links() -> None:
    assert policy_text(DOCUMENT) == (
        '<a href="https://tax.yunling.example/3.html?a=1&amp;b=2">《关于做好服务工作的通知》</a>\n'
        "云税发〔2026〕3号　云岭省税务局　2026-01-15　状态：有效\n"
        '解读：<a href="https://tax.yunling.example/j3.html">一图读懂</a>'
    )


def test_a_withdrawn_document_says_so_first() -> None:
    gone = DOCUMENT.model_copy(
        update={"status": PolicyStatus.REPEALED, "replaced_by": "云税发〔2027〕1号"}
    )
    assert policy_text(gone).startswith("【注意】这份文件已废止，请以云税发〔2027〕1号为准。\n")
    lapsed = DOCUMENT.model_copy(update={"status": PolicyStatus.LAPSED})
    assert policy_text(lapsed).startswith("【注意】这份文件已失效。\n")


def test_a_document_of_which_a_part_holds_says_so() -> None:
    partly = DOCUMENT.model_copy(update={"status": PolicyStatus.PARTLY_LAPSED})
    said = policy_text(partly)
    assert said.startswith("【注意】这份文件有部分条款已失效，其余条款仍然有效。\n")
    assert "状态：部分失效" in said
    amended = {"status": PolicyStatus.PARTLY_REPEALED, "replaced_by": "云税发〔2027〕1号"}
    assert policy_text(DOCUMENT.model_copy(update=amended)).startswith(
        "【注意】这份文件有部分条款已废止，这些条款请以云税发〔2027〕1号为准，其余条款仍然有效。\n"
    )


def test_several_documents_are_a_list_to_tap() -> None:
    other = DOCUMENT.model_copy(update={"id": "p-2", "status": PolicyStatus.LAPSED})
    said = policies_text([DOCUMENT, other]).split("\n")
    assert said[0] == "您是不是在找："
    assert "msgmenuid=doc:p-1" in said[1]
    assert "%E4%BA%91%E7%A8%8E%E5%8F%91" in said[1]
    assert said[2].endswith("（失效）")
    assert policies_text([DOCUMENT]) == policy_text(DOCUMENT)


links = st.builds(
    Link,
    title=st.text(min_size=1, max_size=300),
    url=st.just("") | st.text("ab/&", max_size=900).map("https://x.example/".__add__),
)
documents = st.builds(
    PolicyDocument,
    id=st.just("p-1"),
    number=st.text(max_size=60),
    title=st.text(min_size=1, max_size=300),
    replaced_by=st.text(max_size=300),
    status=st.sampled_from(PolicyStatus),
    link=st.text("ab/&", max_size=1000).map("https://x.example/".__add__),
    interpretations=st.lists(links, max_size=12).map(tuple),
)


@given(st.lists(documents, min_size=1, max_size=7))
def test_no_document_is_longer_than_wechat_takes(found: list[PolicyDocument]) -> None:
    for said in (policy_text(found[0]), policies_text(found)):
        assert 0 < len(said.encode()) <= 2048
        assert said.count("<a ") == said.count("</a>")
