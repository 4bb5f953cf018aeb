"""Compiled knowledge: opened by key, asked by message, expired by the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import knowledge
from chalicelib.cloud import objects
from chalicelib.knowledge import FaqEntry, Knowledge, Link, PolicyDocument, PolicyStatus, Zone
from chalicelib.knowledge.compiled import build, opened
from chalicelib.knowledge.compiled.reader import MAGIC
from chalicelib.knowledge.errors import NothingCompiled
from chalicelib.knowledge.models import Standing
from chalicelib.knowledge.retrieval import Confidence
from chalicelib.knowledge.retrieval.confidence import LEAD, Stage
from chalicelib.knowledge.retrieval.features import LEXICAL
from chalicelib.knowledge.versions import store

NOW = datetime(2026, 11, 23, tzinfo=UTC)
DAY = timedelta(days=1)

# As sure as the questions are alike: enough to test with, and of the shape that is fitted.
ALIKE = tuple(float(name == "cosine") for name in LEXICAL)
CONFIDENCE = Confidence(
    lexical=Stage(
        features=LEXICAL,
        rank=ALIKE,
        belief=(*(10 * one for one in ALIKE), *(0.0 for _ in LEAD)),
        bias=-6.0,
        sure=0.9,
        unsure=0.1,
    )
).model_dump_json()

INVOICE = FaqEntry(
    id="q-1",
    question="怎么开数电发票",
    variants=("电子发票在哪里开",),
    answer='登录<a href="https://etax.example/">电子税务局</a>',
    owner="征管处",
    basis=(Link(title="云税发〔2026〕5号"),),
)
INSURANCE = FaqEntry(id="q-2", question="城乡居民医保怎么缴费", answer="手机上缴")
NOTICE = PolicyDocument(
    id="p-1", number="云税发〔2026〕5号", title="关于推广数电发票的通知", topics=("数电发票",)
)
GONE = PolicyDocument(
    id="p-2",
    number="云税发〔2025〕5号",
    title="关于试点数电发票的通知",
    status=PolicyStatus.REPEALED,
)


def compiled(*entries: FaqEntry, policies: tuple[PolicyDocument, ...] = ()) -> str:
    known = Knowledge(entries=entries, policies=policies, confidence=CONFIDENCE)
    return store.keep_compiled("city", build(known))


def test_a_message_finds_the_entry_it_means() -> None:
    key = compiled(INVOICE, INSURANCE)
    found = knowledge.consult(key, "电子发票在哪里开", NOW)
    assert (found.zone, found.candidates[0].id) == (Zone.SURE, "q-1")
    assert found.candidates[0].question == "怎么开数电发票"
    assert knowledge.consult(key, "今天天气不错", NOW).zone is Zone.NONE
    assert knowledge.consult(key, "  ", NOW) == knowledge.Consultation()


def test_what_is_hardly_meant_is_not_offered() -> None:
    # One question near, one that shares a single character: sigmoid(4) against about sigmoid(-6).
    far = FaqEntry(id="q-9", question="票据丢失登报声明", answer="…")
    found = knowledge.consult(compiled(INVOICE, far), "怎么开数电发票", NOW)
    assert [one.id for one in found.candidates] == ["q-1"]


def test_an_entry_is_read_with_what_its_answer_needs() -> None:
    key = compiled(INVOICE)
    found = knowledge.entry(key, "q-1", NOW)
    assert found is not None
    assert (found.answer, found.owner, found.basis) == (INVOICE.answer, "征管处", INVOICE.basis)
    assert knowledge.entry(key, "nosuch", NOW) is None


def test_what_has_expired_is_passed_over_for_the_next_best() -> None:
    old = INVOICE.model_copy(update={"valid_until": NOW})
    new = INVOICE.model_copy(update={"id": "q-3", "valid_from": NOW})
    key = compiled(old, new)
    assert [one.id for one in knowledge.consult(key, "怎么开数电发票", NOW).candidates] == ["q-3"]
    before = knowledge.consult(key, "怎么开数电发票", NOW - DAY)
    assert (before.zone, [one.id for one in before.candidates]) == (Zone.SURE, ["q-1"])


def test_drafts_and_retired_entries_are_not_in_it() -> None:
    key = compiled(
        INVOICE.model_copy(update={"standing": Standing.RETIRED}),
        INSURANCE.model_copy(update={"standing": Standing.DRAFT}),
    )
    assert opened(key).ids == []
    assert knowledge.consult(key, "怎么开数电发票", NOW).candidates == ()


def test_documents_are_found_by_number_by_title_and_by_what_they_are_about() -> None:
    key = compiled(policies=(GONE, NOTICE))

    def ids(text: str) -> list[str]:
        return [one.id for one in knowledge.consult(key, text, NOW).documents]

    assert ids("请问云税发[2025]5号还有效吗") == ["p-2"]
    assert ids("《关于推广数电发票的通知》在哪看") == ["p-1"]
    assert ids("有没有数电发票的文件")[0] == "p-1"
    assert ids("数电发票") == []
    assert knowledge.policy(key, "p-2") == GONE
    assert knowledge.policy(key, "nosuch") is None


def test_the_same_knowledge_makes_the_same_object() -> None:
    assert compiled(INVOICE, policies=(NOTICE,)) == compiled(INVOICE, policies=(NOTICE,))
    assert compiled(INVOICE) != compiled(INSURANCE)


def test_one_object_an_account_is_held_the_last_one_asked_for() -> None:
    first, second = compiled(INVOICE), compiled(INSURANCE)
    held = opened(first)
    assert opened(first) is held
    assert opened(second) is not held
    assert opened(first) is not held


def test_an_empty_knowledge_knows_nothing() -> None:
    assert knowledge.consult(compiled(), "怎么开发票", NOW) == knowledge.Consultation()


def test_what_is_not_there_or_damaged_says_to_release_again() -> None:
    with pytest.raises(NothingCompiled, match="重新发布"):
        knowledge.consult("reply-books/city/knowledge/none", "x", NOW)
    for body in (b"x" * 100, b"", MAGIC, objects.read(compiled(INVOICE))[:60]):
        objects.write("reply-books/city/knowledge/bad", body, "application/octet-stream")
        with pytest.raises(NothingCompiled, match="已损坏"):
            knowledge.entry("reply-books/city/knowledge/bad", "q-1", NOW)


def test_traditional_characters_find_entry_and_document() -> None:
    key = compiled(INVOICE, INSURANCE, policies=(NOTICE,))
    found = knowledge.consult(key, "電子發票在哪裡開", NOW)
    assert (found.zone, found.candidates[0].id) == (Zone.SURE, "q-1")
    assert [one.id for one in knowledge.consult(key, "雲稅發〔2026〕5號", NOW).documents] == ["p-1"]


def test_documents_compiled_in_traditional_characters_are_still_found() -> None:
    body = build(Knowledge(entries=(INVOICE,), policies=(NOTICE,)))
    old = body.replace("云税发".encode(), "雲稅發".encode())
    key = store.keep_compiled("city", old)
    for number in ("云税发〔2026〕5号", "雲稅發〔2026〕5號"):
        assert [one.id for one in knowledge.consult(key, number, NOW).documents] == ["p-1"]
