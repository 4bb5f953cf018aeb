"""Who may put what in force, and what changed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.knowledge import FaqEntry, Knowledge
from chalicelib.knowledge.errors import NotReleasable
from chalicelib.knowledge.files import entry_id
from chalicelib.knowledge.models import FaqStatus, KnowledgeVersion, Standing, VersionState
from chalicelib.knowledge.versions import changes
from chalicelib.knowledge.versions.rules import check_release, check_submit, lineage, status

AT = datetime(2026, 11, 1, tzinfo=UTC)


def version(number: int, base: int, by: str = "小王", **more: object) -> KnowledgeVersion:
    return KnowledgeVersion.model_validate(
        {"version": number, "base": base, "at": AT, "by": by, **more}
    )


def of(*versions: KnowledgeVersion) -> dict[int, KnowledgeVersion]:
    return {one.version: one for one in versions}


def test_lineage_leads_back_to_what_is_in_force() -> None:
    kept = of(version(1, 0), version(2, 1), version(3, 2), version(4, 1))
    assert [one.version for one in lineage(kept, 3, 1) or ()] == [3, 2]
    assert lineage(kept, 4, 2) is None
    assert lineage(kept, 1, 0) == (kept[1],)
    assert lineage(kept, 2, 2) == ()


def test_whoever_had_a_hand_in_it_may_not_release_it() -> None:
    kept = of(
        version(1, 0, "小王"),
        version(2, 1, "小张", state=VersionState.IN_REVIEW, submitted_by="小陈"),
    )
    steps = lineage(kept, 2, 0)
    for by in ("小王", "小张", "小陈", " 小张 "):
        with pytest.raises(NotReleasable, match="不能自己发布"):
            check_release("city", kept[2], steps, by)
    check_release("city", kept[2], steps, "老李")


@pytest.mark.parametrize("by", ["wang", "WANG", " Wang ", "Li", "li\u3000"])
def test_another_spelling_of_a_name_is_no_second_person(by: str) -> None:
    made = version(1, 0, "Wang", state=VersionState.IN_REVIEW, submitted_by=" LI")
    with pytest.raises(NotReleasable, match="不能自己发布"):
        check_release("city", made, (made,), by)


def test_only_what_was_reviewed_is_released_and_only_a_draft_submitted() -> None:
    draft = version(1, 0)
    with pytest.raises(NotReleasable, match="先提交审核"):
        check_release("city", draft, (draft,), "老李")
    reviewed = version(1, 0, state=VersionState.IN_REVIEW)
    with pytest.raises(NotReleasable, match="只有草稿"):
        check_submit("city", reviewed, (reviewed,))


def test_a_version_from_before_the_one_in_force_is_refused() -> None:
    old = version(2, 1, state=VersionState.IN_REVIEW)
    with pytest.raises(NotReleasable, match="不是在现行版本上修改的"):
        check_release("city", old, None, "老李")


def test_the_state_of_an_entry_follows_from_its_version() -> None:
    entry = FaqEntry(id="q-1", question="甲", answer="一")
    old = entry.model_copy(update={"answer": "二"})
    assert status(entry, entry, version(2, 1)) is FaqStatus.RELEASED
    assert status(entry, old, version(2, 1)) is FaqStatus.DRAFT
    assert status(entry, None, version(2, 1, state=VersionState.IN_REVIEW)) is FaqStatus.IN_REVIEW
    retired = entry.model_copy(update={"standing": Standing.RETIRED})
    assert status(retired, entry, version(2, 1)) is FaqStatus.RETIRED


def test_a_file_joins_what_is_there_by_id_and_by_question() -> None:
    kept = Knowledge(entries=(FaqEntry(id="A1", question="怎么开发票？", answer="旧"),))
    again = FaqEntry(id=entry_id("怎么开发票"), question="怎么开发票", answer="新")
    other = FaqEntry(id="B1", question="怎么交社保", answer="缴费")
    joined = changes.with_entries(kept, [again, other], replace=False)
    assert [(one.id, one.answer) for one in joined.entries] == [("A1", "新"), ("B1", "缴费")]
    diff = changes.compare(kept.entries, joined.entries)
    assert [one.id for one in diff.new] == ["B1"]
    assert [(one.id, {name for name, _, _ in one.fields}) for one in diff.changed] == [
        ("A1", {"question", "answer"})
    ]
    alone = changes.with_entries(kept, [other], replace=True)
    assert [one.id for one in changes.compare(kept.entries, alone.entries).removed] == ["A1"]
