"""Versions of the catalogue: drafts, two persons, restore, and people who meet."""

from __future__ import annotations

import pytest

from chalicelib import audit, catalogue
from chalicelib.application.service_spread import release_catalogue
from chalicelib.application.service_versions import compare_for, standing_for
from chalicelib.catalogue import Catalogue, VersionState, store, versions
from chalicelib.catalogue.errors import BadService, NoSuchVersion, NotReleasable, VersionConflict
from tests.cloud.catalogue.made import (
    COLLEAGUE,
    EDITOR,
    HOUSE,
    NOW,
    drafted,
    handed_in,
    released,
    service,
    told,
)


def test_a_draft_reaches_no_follower() -> None:
    made = drafted(service())
    assert (made.version, made.state) == (1, VersionState.DRAFT)
    assert told("province", "deed-tax") == ""


def test_two_persons_release_a_version() -> None:
    number = handed_in(service())
    with pytest.raises(NotReleasable, match="不能自己发布"):
        release_catalogue("province", number, by=EDITOR, now=NOW)
    release_catalogue("province", number, by=COLLEAGUE, now=NOW)
    assert "契税申报缴纳" in told("province", "deed-tax")


def test_who_made_an_earlier_draft_of_the_same_release_may_not_release_it() -> None:
    made = catalogue.versions.edit(
        "province",
        lambda _: Catalogue(services=(service(),)),
        by=COLLEAGUE,
        now=NOW,
        source="",
    )
    assert made is not None
    number = handed_in(service(), HOUSE)
    with pytest.raises(NotReleasable, match="老李"):
        release_catalogue("province", number, by=COLLEAGUE, now=NOW)


def test_only_the_newest_draft_is_handed_in_and_only_what_is_in_review_is_released() -> None:
    first = drafted(service())
    drafted(service(), HOUSE)
    with pytest.raises(NotReleasable, match="最新的草稿"):
        versions.submit("province", first.version, by=EDITOR, now=NOW)
    with pytest.raises(NotReleasable, match="先提交审核"):
        versions.release("province", 2, by=COLLEAGUE, now=NOW)


def test_a_change_after_it_was_handed_in_is_not_released_unseen() -> None:
    number = handed_in(service())
    drafted(service(), HOUSE)
    with pytest.raises(NotReleasable, match="之后又有修改"):
        versions.release("province", number, by=COLLEAGUE, now=NOW)


def test_a_version_goes_back_with_a_reason_and_comes_again() -> None:
    number = handed_in(service())
    with pytest.raises(BadService, match="原因"):
        versions.send_back("province", number, by=COLLEAGUE, now=NOW, reason=" ")
    back = versions.send_back("province", number, by=COLLEAGUE, now=NOW, reason="网址不对")
    assert (back.state, back.remark) == (VersionState.DRAFT, "老李：网址不对")
    versions.submit("province", number, by=EDITOR, now=NOW)
    assert versions.release("province", number, by=COLLEAGUE, now=NOW).version == number


def test_a_release_run_again_changes_nothing() -> None:
    made = released(service())
    before = store.head("province")
    assert release_catalogue("province", made.version, by=COLLEAGUE, now=NOW) == made
    assert store.head("province") == before


def test_an_older_version_comes_back_as_a_draft() -> None:
    released(service())
    released(service(), HOUSE)
    made = versions.restore("province", 1, by=EDITOR, now=NOW)
    assert made is not None
    assert (made.version, made.restored_from, made.state) == (3, 1, VersionState.DRAFT)
    assert versions.working("province").catalogue == versions.edition("province", 1).catalogue
    assert told("province", "house")


def test_two_editors_at_one_moment_lose_nothing() -> None:
    def meanwhile(known: Catalogue) -> Catalogue:
        if not known.services:
            drafted(HOUSE)
        return Catalogue(services=(*known.services, service()))

    with pytest.raises(VersionConflict):
        versions.edit("province", meanwhile, by=COLLEAGUE, now=NOW, source="")
    assert versions.working("province").catalogue.services == (HOUSE,)


def test_two_services_may_not_be_called_alike() -> None:
    with pytest.raises(BadService, match="不能同名"):
        drafted(HOUSE, service(aliases=("存量房交易",)))


def test_the_difference_names_fields_as_the_sheet_does() -> None:
    released(service())
    drafted(service(fees="不收费", steps=("预约", "缴款")), HOUSE)
    found = compare_for("province", None, None, by=EDITOR)
    assert found.in_all == (1, 1, 0)
    [changed] = [one for one in found.services if one.kind == "changed"]
    assert [(one.label, one.before, one.after) for one in changed.fields] == [
        ("办理步骤", "", "预约\n缴款"),
        ("费用", "", "不收费"),
    ]


def test_each_step_stands_in_the_log() -> None:
    released(service())
    actions = {one.action for one in audit.of_unit("province")}
    assert {
        "catalogue:service:edit",
        "catalogue:version:submit",
        "catalogue:version:release",
    } <= actions


def test_what_a_person_may_do_with_a_version_is_told_with_it() -> None:
    handed_in(service())
    own = {one.name: one for one in standing_for("province", by=EDITOR).versions[0].deeds}
    theirs = {one.name: one for one in standing_for("province", by=COLLEAGUE).versions[0].deeds}
    assert (own["release"].allowed, theirs["release"].allowed) == (False, True)
    assert "不能自己发布" in own["release"].why


def test_a_version_that_is_not_there_is_named() -> None:
    with pytest.raises(NoSuchVersion, match="版本 7"):
        versions.submit("province", 7, by=EDITOR, now=NOW)
