"""The index: what is near, what survives the file, what a file must not be."""

from __future__ import annotations

import io

import numpy as np
import pytest

from chalicelib.knowledge.retrieval import (
    DEFAULT_CONFIDENCE,
    Hit,
    Index,
    UnreadableIndex,
    build,
    judge,
)
from chalicelib.knowledge.retrieval.text import LONGEST, heard, normalise, terms

QUESTIONS = [
    (3, "数电发票怎么开"),
    (3, "开数电票的步骤"),
    (5, "个人所得税汇算清缴什么时候截止"),
    (9, "云岭省税务局周六上班吗"),
    (12, "忘记电子税务局密码怎么办"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return build(QUESTIONS)


def test_a_question_finds_its_own_entry_with_a_cosine_of_one(index: Index) -> None:
    first = index.search("忘记电子税务局密码怎么办", 1)[0]
    assert first.entry == 12
    assert first.score == pytest.approx(1, abs=1e-3)


def test_other_words_for_the_same_find_the_entry(index: Index) -> None:
    assert index.search("电子税务局的密码忘了")[0].entry == 12


def test_an_entry_is_found_once_however_many_variants_are_near(index: Index) -> None:
    entries = [hit.entry for hit in index.search("数电发票怎么开")]
    assert entries[0] == 3
    assert len(entries) == len(set(entries))


def test_what_shares_nothing_is_not_found(index: Index) -> None:
    assert index.search("hello") == []
    assert index.search("") == []
    assert index.search("👍") == []


def test_no_questions_make_an_index_that_finds_nothing() -> None:
    empty = Index.load(build([]).dump())
    assert empty.search("发票") == []


def test_width_case_spaces_and_invisible_characters_make_no_difference() -> None:
    assert normalise("２Ｇ 手机，\u200d\u200d可以　吗？") == "2g手机可以吗"


def test_traditional_characters_find_what_simplified_ones_find(index: Index) -> None:
    for simplified, traditional in (
        ("个人所得税汇算清缴什么时候截止", "個人所得稅匯算清繳什麼時候截止"),
        ("忘记电子税务局密码怎么办", "忘記電子稅務局密碼怎麼辦"),
    ):
        assert index.search(traditional) == index.search(simplified)
    assert clause("我換了公司,請問個稅怎麼申報") == clause("我换了公司,请问个税怎么申报")


def test_an_index_of_before_is_asked_as_it_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:
        before.setattr("chalicelib.knowledge.retrieval.text.comparable", str)
        built = build([(0, "發票丟了怎麼辦"), (1, "车船税怎么交")])
        found = built.search("發票丟了")
    with np.load(io.BytesIO(built.dump())) as kept:
        arrays = dict(kept) | {"format": np.array([1], np.uint8)}
    out = io.BytesIO()
    np.savez(out, **arrays)
    old = Index.load(out.getvalue())
    assert old.search("發票丟了") == found
    assert judge(old, "發票丟了,怎麼辦", DEFAULT_CONFIDENCE).found[0].entry == 0
    assert Index.load(old.dump()).search("發票丟了") == found


def test_a_loaded_index_answers_as_the_one_that_was_dumped(index: Index) -> None:
    loaded = Index.load(index.dump())
    for text in ("发票怎么开", "周六可以去税务局吗", "汇算清缴"):
        assert loaded.search(text) == index.search(text)


def test_the_same_questions_make_the_same_bytes(index: Index) -> None:
    assert build(QUESTIONS).dump() == index.dump()


def test_distances_that_need_more_than_a_byte_survive_the_file() -> None:
    many = [(at, f"第{at}号事项在哪里办理") for at in range(700)]
    many[0] = (0, "猕猴桃种植补贴")
    many[699] = (699, "猕猴桃种植保险")
    loaded = Index.load(build(many).dump())
    assert {hit.entry for hit in loaded.search("猕猴桃", 2)} == {0, 699}
    assert np.array_equal(loaded.postings, build(many).postings)


@pytest.mark.parametrize("body", [b"", b"not an index", b"PK\x03\x04 broken"])
def test_what_is_no_index_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(UnreadableIndex, match="重新发布"):
        Index.load(body)


def test_an_index_of_another_format_says_so(index: Index) -> None:
    with np.load(io.BytesIO(index.dump())) as kept:
        arrays = dict(kept) | {"format": np.array([99], np.uint8)}
    out = io.BytesIO()
    np.savez(out, **arrays)
    with pytest.raises(UnreadableIndex, match="99"):
        Index.load(out.getvalue())


def test_only_the_beginning_of_a_very_long_message_is_looked_at(index: Index) -> None:
    assert len(terms("税" * 4000).text) == LONGEST
    assert index.search("数电发票怎么开" + "谢谢" * 2000)[0] == Hit(3, pytest.approx(0.3, abs=0.3))


def test_a_message_of_several_clauses_has_a_last_one() -> None:
    assert clause("我上个月换了公司,工资也没发。请问个税怎么申报?") == "请问个税怎么申报"
    assert clause("请问个税怎么申报?急!") is None
    assert clause("个税怎么申报?") is None


def clause(text: str) -> str | None:
    """The last clause of a message, normalised."""
    found = heard(text).clause
    return None if found is None else found.text
