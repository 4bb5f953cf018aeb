"""A notice made from live findings: by a job, once, kept as it was, taken, removed."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from docx import Document

from chalicelib import accounts, audit, inspection, inspection_notices, people, units
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.application import inspection_notices as use
from chalicelib.application import inspection_orders, inspection_overview, job_kinds
from chalicelib.errors import Invalid
from chalicelib.inspection import Ended, FindingAction, Inspected, Place, PlaceKind
from chalicelib.inspection_notices import CheckMethod, PaperKind, Span, TextTaken, UnknownNotice
from chalicelib.jobs import JobState, Silent
from chalicelib.orders import OrderKind
from chalicelib.people import PermissionDenied, Role
from chalicelib.units import UnitLevel
from tests.cloud.accounts.made import SECRETS, account

NOW = datetime(2026, 8, 20, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)
GUAN, ZONG, LI = (Actor(person=one, known_by=KnownBy.SIGN_IN) for one in ("guan", "zong", "li"))
ACCOUNTS = {"sheng-a": "sheng", "shi-a": "shi", "shi-b": "shi", "xian-a": "xian"}


@pytest.fixture
def province(cloud: None) -> None:
    """Four accounts: one silent and without deductions, one with a dead link, two without a fault."""
    for unit, name, level, parent in (
        ("sheng", "省局", UnitLevel.PROVINCE, None),
        ("shi", "甲市局", UnitLevel.CITY, "sheng"),
        ("xian", "乙县局", UnitLevel.COUNTY, "shi"),
    ):
        units.add_unit(unit, name=name, level=level, parent=parent)
    for person, unit, role in (
        ("guan", "sheng", Role.CONTROLLER),
        ("zong", "sheng", Role.CHIEF),
        ("li", "xian", Role.EDITOR),
    ):
        people.add_staff(person, unit, [role], by=local("ops"), now=NOW, name=f"名{person}")
    for number, (one, unit) in enumerate(ACCOUNTS.items()):
        accounts.add_account(
            account(id=one, name=f"{one}号", unit=unit, appid=f"wx{number}1234567"),
            SECRETS,
            by=SYSTEM,
            now=NOW,
        )
    for one, unit in ACCOUNTS.items():
        inspection.finish(_inspected(one, unit), NOW)
    _found("xian-a", "silent", "8月1日后没有更新")
    _found("shi-b", "dead-link", "《办税指南》里的链接打不开")


def _inspected(one: str, unit: str) -> Inspected:
    return Inspected.model_validate(
        {
            "run": "r-20260820-night",
            "account": one,
            "unit": unit,
            "at": NOW,
            "rules": "0",
            "ended": Ended.WHOLE,
            "calls": 3,
            "places": 9,
            "links": 4,
            "new": 0,
            "again": 0,
            "gone": 0,
            "veto": 0,
            "deduction": 0,
            "points": 100,
            "passed": True,
            "originals": 6,
            "publications": 10,
        }
    )


def _found(one: str, indicator: str, said: str) -> str:
    return inspection.add_finding(
        one,
        indicator,
        Place(kind=PlaceKind.ACCOUNT),
        said,
        by=GUAN,
        now=NOW,
        evidence=["截图见附件"],
    ).id


def _wanted(
    kind: PaperKind = PaperKind.NOTICE, unit: str = "sheng", share: float = 100
) -> use.Wanted:
    method = CheckMethod.ALL if share == 100 else CheckMethod.SAMPLE
    return use.wanted_of(kind, unit, "2026-Q3", method, share, "x", now=LATER)


def _run(job_id: str, person: str = "guan") -> str:
    done = job_kinds.run(f"{job_id} {person}")
    assert done is not None
    assert done.state is JobState.DONE, done
    return done.page


def test_a_notice_tells_what_was_found_at_whom(province: None) -> None:
    job = use.start_notice(_wanted(), by=GUAN, now=LATER)
    assert _run(job.id).startswith("/inspection/notices?unit=sheng&notice=2026-07-01_2026-09-30.")
    [made] = use.notices_of("sheng", by=GUAN).notices
    assert (made.checked, made.passed, made.vetoed, made.findings) == (4, 3, 1, 2)
    assert made.failed_units == ("xian",)
    _, body = use.file_for("sheng", made.id, "docx", by=GUAN, now=LATER)
    words = "\n".join(one.text for one in Document(io.BytesIO(body)).paragraphs)
    assert "检查2026年第三季度在册的全部 4 个公众号" in words
    assert "合格 3 个，合格率 75%" in words
    assert "检查日前两周内没有更新 1 个" in words
    _, table = use.file_for("sheng", made.id, "xlsx", by=GUAN, now=LATER)
    book = openpyxl.load_workbook(io.BytesIO(table))
    assert {"概况", "各单位排名", "检查的公众号", "问题明细"} <= set(book.sheetnames)
    ranks = list(book["各单位排名"].iter_rows(min_row=2, max_col=4, values_only=True))
    assert ranks[:2] == [(1, "省局", 1, "100%"), (2, "甲市局", 3, "66.67%")]


def test_the_job_run_twice_keeps_one_paper_and_one_entry(province: None) -> None:
    job = use.start_notice(_wanted(), by=GUAN, now=LATER)
    _run(job.id)
    assert job_kinds.run(f"{job.id} guan") is None
    made, entry = use.make_notice(_wanted(), by=GUAN, now=LATER, key=job.id)
    assert made == use.notices_of("sheng", by=GUAN).notices[0]
    assert entry.object == f"inspection-notice:{made.id}"
    logged = [one for one in audit.of_unit("sheng") if one.action == use.MAKE]
    assert len(logged) == 1


def test_a_run_that_dies_before_its_last_write_leaves_no_paper_and_is_made_whole_the_next_time(
    province: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.cloud import table

    def dies(*_: object, **__: object) -> None:
        raise RuntimeError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(table, "put", dies)
        with pytest.raises(RuntimeError):
            use.make_notice(_wanted(), by=GUAN, now=LATER, key="k")
    assert use.notices_of("sheng", by=GUAN).notices == []
    made, _ = use.make_notice(_wanted(), by=GUAN, now=LATER, key="k")
    assert use.notices_of("sheng", by=GUAN).notices == [made]


def test_a_paper_stays_as_it_was_made(province: None) -> None:
    made = use.make_now(_wanted(), by=GUAN, now=LATER, told=Silent())
    _found("shi-a", "dead-link", "又一处")
    _, kept = use.notice_for("sheng", made.id, by=GUAN)
    assert len([f for one in kept.material.accounts for f in one.findings]) == 2
    again = use.make_now(_wanted(), by=GUAN, now=LATER + timedelta(minutes=1), told=Silent())
    assert again.findings == 3
    assert [one.id for one in use.notices_of("sheng", by=GUAN).notices] == [again.id, made.id]


def test_what_was_revoked_is_no_fault(province: None) -> None:
    [finding] = list(inspection.findings("xian"))
    inspection.act(
        finding.id, FindingAction.APPEAL, "有公告停更", by=ZONG, now=NOW, proofs=["公告"]
    )
    inspection.act(finding.id, FindingAction.UPHOLD, "属实", by=GUAN, now=NOW)
    made = use.make_now(_wanted(), by=GUAN, now=LATER, told=Silent())
    assert (made.passed, made.vetoed, made.findings) == (4, 0, 1)


def test_the_next_quarter_shows_the_trend_from_the_paper_before(province: None) -> None:
    use.make_now(_wanted(), by=GUAN, now=LATER, told=Silent())
    wanted = _wanted()._replace(span=Span(since=date(2026, 10, 1), until=date(2026, 12, 31)))
    body = use.preview(wanted, by=GUAN, now=LATER)
    captions = [one.caption for one in body.tables]
    # No run of that quarter has reached any account: there is nothing to compare.
    assert "各期检查结果" not in captions
    assert "能够检查的公众号" in body.summary
    for one, unit in ACCOUNTS.items():
        seen = _inspected(one, unit).model_copy(update={"at": LATER, "run": "r-20261012-night"})
        inspection.finish(seen, LATER)
    body = use.preview(wanted, by=GUAN, now=LATER)
    table = next(one for one in body.tables if one.caption == "各期检查结果")
    assert [row[0] for row in table.rows] == ["2026年第三季度", "2026年第四季度"]


def test_a_sample_is_recorded_and_can_be_drawn_again(province: None) -> None:
    first = use.preview(_wanted(share=50), by=GUAN, now=LATER)
    assert use.preview(_wanted(share=50), by=GUAN, now=LATER) == first
    facts = {one.name: one.value for one in first.facts}
    assert (facts["method"], facts["existing"], facts["chosen"], facts["seed"]) == (
        "抽查",
        "4",
        "2",
        "x",
    )


def test_a_self_check_is_of_the_unit_s_own_accounts(province: None) -> None:
    made = use.make_now(_wanted(PaperKind.SELF_CHECK, "shi"), by=GUAN, now=LATER, told=Silent())
    assert (made.existing, made.findings) == (2, 1)
    _, kept = use.notice_for("shi", made.id, by=GUAN)
    usable = kept.body.sections[1].parts[0]
    assert usable.heading == "可用性"
    assert any(
        "《办税指南》里的链接打不开" in str(row)
        for block in usable.blocks
        if block.block == "table"
        for row in block.rows
    )


def test_words_are_kept_for_the_next_paper_and_who_comes_second_hears_of_it(
    province: None,
) -> None:
    words, version = use.texts_for("sheng", PaperKind.NOTICE, by=GUAN)
    new = words.model_copy(update={"report_to": "省局办公室", "alarms": 25})
    assert use.set_texts("sheng", PaperKind.NOTICE, new, version, by=GUAN, now=NOW) == 1
    other = new.model_copy(update={"to": "各市局"})
    with pytest.raises(TextTaken):
        use.set_texts("sheng", PaperKind.NOTICE, other, version, by=ZONG, now=NOW)
    body = use.preview(_wanted(), by=GUAN, now=LATER)
    assert "报送省局办公室" in body.sections[-1].parts[0].blocks[-1].text  # type: ignore[union-attr]
    assert {one.name: one.value for one in body.facts}["alarms"] == "25"


def test_a_notice_becomes_the_draft_of_an_order_to_the_units_that_failed(province: None) -> None:
    made = use.make_now(_wanted(), by=GUAN, now=LATER, told=Silent())
    order = inspection_orders.draft_order("sheng", made.id, by=GUAN, now=LATER)
    assert order.draft.kind is OrderKind.RECTIFICATION
    assert order.draft.address.units == ("xian",)
    assert "xian-a号（乙县局）：检查日前两周内没有更新" in order.draft.text
    own = use.make_now(_wanted(unit="xian"), by=GUAN, now=LATER, told=Silent())
    with pytest.raises(Invalid):
        inspection_orders.draft_order("xian", own.id, by=GUAN, now=LATER)


def test_a_paper_is_removed_with_its_files_and_a_reason(province: None) -> None:
    made = use.make_now(_wanted(), by=GUAN, now=LATER, told=Silent())
    with pytest.raises(PermissionDenied):
        use.remove_notice("sheng", made.id, "重做", by=LI, now=LATER)
    use.remove_notice("sheng", made.id, "重做", by=GUAN, now=LATER)
    with pytest.raises(UnknownNotice):
        use.notice_for("sheng", made.id, by=GUAN)
    with pytest.raises(UnknownNotice):
        inspection_notices.kept(made)
    assert any("重做" in one.note for one in audit.of_unit("sheng"))


def test_who_may_not_make_is_refused_and_who_may_not_read_too(province: None) -> None:
    with pytest.raises(PermissionDenied):
        use.start_notice(_wanted(unit="xian"), by=LI, now=LATER)
    with pytest.raises(PermissionDenied):
        use.notices_of("sheng", by=LI)
    assert use.notices_of("xian", by=LI).notices == []


def test_the_overview_counts_levels_units_and_weeks(province: None) -> None:
    seen = inspection_overview.overview("sheng", by=GUAN, now=NOW)
    assert (seen.accounts, seen.passed, seen.failed, seen.veto, seen.deduction) == (4, 3, 1, 1, 1)
    assert [(one.name, one.accounts, one.vetoed) for one in seen.levels] == [
        ("省", 1, 0),
        ("市", 2, 0),
        ("县", 1, 1),
    ]
    assert [(one.name, one.rank, one.open) for one in seen.units] == [("甲市局", 1, 2)]
    assert (seen.weeks[-1].veto, seen.weeks[-1].deduction) == (1, 1)
    assert {one.indicator: one.open for one in seen.indicators} == {"silent": 1, "dead-link": 1}
