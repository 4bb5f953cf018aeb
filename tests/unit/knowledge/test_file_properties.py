"""Whatever strangers send: what was written is read the same, and rubbish is a sentence."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.foreign_files import archives
from chalicelib.knowledge import FaqEntry, Link, PolicyDocument, PolicyStatus, files
from chalicelib.knowledge.models import Standing
from tests.unit.knowledge.written import word, xlsx

CHARACTERS = st.sampled_from("甲乙丙发票？ab1=+-@'\"|\\｜,;：、。—<&>😀\u3000 ") | st.characters(
    min_codepoint=0x20, max_codepoint=0x9FFF, exclude_categories=("C", "Z")
)
WORDS = (
    st.text(CHARACTERS, min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and "http" not in text)
)
LINES = st.lists(WORDS, min_size=1, max_size=4).map("\n".join)
URLS = st.text("abc/?&=1-", max_size=20).map("https://x.example/".__add__)
LINKS = st.lists(
    st.builds(
        Link,
        title=WORDS.filter(lambda text: text == text.strip(" |，,：:()（）")),
        url=URLS | st.just(""),
    ),
    max_size=3,
).map(tuple)
MOMENTS = st.none() | st.integers(16_000_000, 63_000_000).map(
    lambda minutes: datetime.fromtimestamp(minutes * 60, UTC)
)
ENTRIES = st.builds(
    FaqEntry,
    id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,10}", fullmatch=True),
    question=WORDS,
    variants=st.lists(WORDS, max_size=4, unique=True).map(tuple),
    answer=LINES,
    owner=WORDS | st.just(""),
    basis=LINKS,
    valid_from=MOMENTS,
    audience=WORDS | st.just(""),
    region=WORDS | st.just(""),
    standing=st.sampled_from(Standing),
)


def _kept(one: FaqEntry) -> FaqEntry:
    """As a reader keeps it: no variant that is the question."""
    variants = tuple(said for said in one.variants if said != one.question)
    until = one.valid_from + timedelta(days=3) if one.valid_from else None
    return one.model_copy(update={"variants": variants, "valid_until": until})


DOCUMENTS = st.builds(
    PolicyDocument,
    id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,10}", fullmatch=True),
    number=st.just("") | WORDS,
    title=WORDS,
    issuer=WORDS | st.just(""),
    issued=st.none() | st.dates(date(2001, 1, 1), date(2090, 1, 1)),
    status=st.sampled_from(PolicyStatus),
    replaced_by=WORDS | st.just(""),
    link=URLS | st.just(""),
    interpretations=LINKS,
    topics=st.lists(WORDS, max_size=3, unique=True).map(tuple),
    questions=st.lists(WORDS, max_size=3, unique=True).map(tuple),
)
SUFFIXES = st.sampled_from([".csv", ".xlsx", ".jsonl"])


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(ENTRIES, min_size=1, max_size=3, unique_by=lambda one: one.id), SUFFIXES)
def test_entries_that_are_written_are_read_the_same(found: list[FaqEntry], suffix: str) -> None:
    kept = tuple(_kept(one) for one in found)
    name = f"问答{suffix}"
    assert files.read_faq(name, files.write_faq(name, kept)).kept == kept


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(st.lists(DOCUMENTS, min_size=1, max_size=3, unique_by=lambda one: one.id), SUFFIXES)
def test_documents_that_are_written_are_read_the_same(
    found: list[PolicyDocument], suffix: str
) -> None:
    name = f"政策{suffix}"
    assert files.read_policies(name, files.write_policies(name, found)).kept == tuple(found)


ANY = st.sampled_from([".xlsx", ".csv", ".jsonl", ".yaml", ".docx", ".html"])
RUBBISH = (
    st.binary(max_size=300)
    | st.text(max_size=200).map(str.encode)
    | st.binary(max_size=80).map(b"PK\x03\x04".__add__)
    | st.text("<>dltrh12p/ a\x00=\"'&;问答：？", max_size=120).map(str.encode)
    | st.text("-:[]{}&*! |>\n 问题答案", max_size=80).map(str.encode)
    | st.text('{}[]",:\n问题答案1nul', max_size=80).map(str.encode)
)


@settings(deadline=None, max_examples=300)
@given(ANY, RUBBISH, st.booleans())
def test_rubbish_is_a_sentence_never_a_traceback(suffix: str, body: bytes, skip_bad: bool) -> None:
    name = f"文件{suffix}"
    with contextlib.suppress(files.KnowledgeFileErrors):
        files.read_faq(name, body, skip_bad=skip_bad)
    if suffix not in (".docx", ".html"):
        with contextlib.suppress(files.KnowledgeFileErrors):
            files.read_policies(name, body, skip_bad=skip_bad)


WHOLE = {
    ".docx": word("问：怎么开发票？", "答：登录。", [["问题", "答案"], ["甲", "一"]]),
    ".xlsx": xlsx(["问题", "答案"], ["甲", "一"]),
}


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_damaged_file_is_a_sentence_too(suffix: str, data: st.DataObject) -> None:
    body = bytearray(WHOLE[suffix])
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(body)))
    for damaged in (bytes(body), bytes(body[:cut])):
        with contextlib.suppress(files.KnowledgeFileErrors):
            files.read_faq(f"文件{suffix}", damaged)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNZIPPED", 1000)
    for suffix, body in WHOLE.items():
        with pytest.raises(files.KnowledgeFileErrors, match="无法打开"):
            files.read_faq(f"文件{suffix}", body)


def test_nesting_and_anchors_do_not_explode() -> None:
    deep = ("<div>" * 5000 + "问：甲？" + "</div>" * 5000).encode()
    with contextlib.suppress(files.KnowledgeFileErrors):
        files.read_faq("a.html", deep)
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    )
    with pytest.raises(files.KnowledgeFileErrors):
        files.read_faq("a.yaml", (laughs + "问答: *i\n").encode())
    with pytest.raises(files.KnowledgeFileErrors):
        files.read_faq("a.yaml", b"[" * 100_000)
    with pytest.raises(files.KnowledgeFileErrors):
        files.read_faq("a.jsonl", b"[" * 100_000)
