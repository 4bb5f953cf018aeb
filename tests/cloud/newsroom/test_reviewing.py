"""Reviews as they are kept: one winner, one log, nothing half done."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from chalicelib import audit, newsroom, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.cloud import table
from chalicelib.newsroom import ArticleState, NotReleased, StoredArticle
from chalicelib.newsroom.articles import store as article_store
from chalicelib.newsroom.articles.log import unbroken
from chalicelib.newsroom.articles.workflow import DEFAULT, Stage, Workflow
from chalicelib.newsroom.comments import add_comment, list_comments, resolve_comment
from chalicelib.newsroom.errors import (
    ActionNotPermitted,
    ActionNotPossible,
    BadWorkflow,
    DecidedMeanwhile,
    Incomplete,
    Locked,
    NewsroomError,
    PassageMissing,
    WorkflowChanged,
)
from chalicelib.newsroom.review import service as review_service
from chalicelib.newsroom.review import unit_workflows
from chalicelib.newsroom.review.workflow_file import read_workflow
from chalicelib.people import PermissionDenied, Role
from tests.cloud.newsroom.people import (
    NOW,
    add_unit,
    an_article,
    approved_article,
    composed,
    newsroom_of,
)

pytestmark = pytest.mark.usefixtures("cloud")

LI, CHU, FU, ZONG = local("li"), local("chu"), local("fu"), local("zongbian")
ONE_STAGE = Workflow(stages=(Stage(name="一审", roles=(Role.REVIEWER1,)),))


@pytest.fixture(autouse=True)
def _people(cloud: None) -> None:
    newsroom_of()


def submitted() -> StoredArticle:
    return review_service.submit(an_article().id, by=local("li"), now=NOW)


def actions(article_id: str) -> list[str]:
    return [entry.action for entry in newsroom.log_of(article_id)]


def test_every_step_is_in_the_log_with_who_when_and_which_revision() -> None:
    made = submitted()
    review_service.approve(made.id, by=local("chu"), now=NOW)
    review_service.send_back(made.id, by=local("fu"), now=NOW, reasons=["日期写错", "缺依据"])
    newsroom.revise(made.id, composed(body="八点半开门。"), by=local("li"), now=NOW, note="改")
    entries = list(newsroom.log_of(made.id))
    assert [(one.action, one.by, one.revision) for one in entries] == [
        ("create", "li", 1),
        ("submit", "li", 1),
        ("approve", "chu", 1),
        ("return", "fu", 1),
        ("revise", "li", 2),
    ]
    assert (entries[2].stage, entries[3].note) == ("初审", "日期写错；缺依据")
    assert unbroken(entries)


def test_the_log_has_how_the_person_was_known_and_the_request() -> None:
    actor = Actor(
        person="chu", known_by=KnownBy.SIGN_IN, identity="sub-1", on_behalf=True, request="r-1"
    )
    made = submitted()
    review_service.approve(made.id, by=actor, now=NOW)
    entry = list(newsroom.log_of(made.id))[-1]
    assert (entry.unit, entry.article, entry.by) == ("province", made.id, "chu")
    assert (entry.known_by, entry.identity) == (KnownBy.SIGN_IN, "sub-1")
    assert (entry.on_behalf, entry.request) == (True, "r-1")


def test_of_two_new_workflows_at_once_one_is_told_of_the_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write = table.transact

    def after_another(actions: Sequence[table.Action]) -> None:
        monkeypatch.setattr(table, "transact", write)
        unit_workflows.set_workflow("province", ONE_STAGE, by=local("ops"), now=NOW)
        write(actions)

    monkeypatch.setattr(table, "transact", after_another)
    with pytest.raises(WorkflowChanged):
        unit_workflows.set_workflow("province", DEFAULT, by=local("ops"), now=NOW)
    assert unit_workflows.workflow_for("province")[0] == ONE_STAGE


def test_a_new_workflow_is_logged_with_the_one_before() -> None:
    unit_workflows.set_workflow("province", ONE_STAGE, by=local("ops"), now=NOW)
    later = NOW + timedelta(minutes=1)
    unit_workflows.unset_workflow("province", by=local("ops"), now=later)
    told = [one for one in audit.of_unit("province") if one.object == "workflow:province"]
    stages = [one for entry in told for one in entry.changes if one.field == "stages"]
    assert [(one.before, one.after) for one in stages] == [
        ("初审（初审） → 复审（复审） → 终审（终审、总编）", "一审（初审）"),
        ("一审（初审）", ""),
    ]


@pytest.mark.parametrize(
    "step", ["revise", "submit", "approve", "return", "withdraw", "comment", "lock"]
)
def test_a_person_without_a_role_changes_nothing(step: str) -> None:
    nobody = Actor(person="nobody", known_by=KnownBy.SIGN_IN)
    made = an_article() if step == "submit" else submitted()
    before = (newsroom.get_article(made.id), actions(made.id))
    with pytest.raises(PermissionDenied) as refused:
        STEPS[step](made.id, nobody)
    assert [one.action for one in refused.value.remedies] == ["staff.add"]
    assert (newsroom.get_article(made.id), actions(made.id)) == before


def test_a_person_whom_the_workflow_names_needs_no_role() -> None:
    by_name = Workflow(stages=(Stage(name="一审", people=("guest",)),))
    unit_workflows.set_workflow("province", by_name, by=local("ops"), now=NOW)
    made = submitted()
    guest = Actor(person="guest", known_by=KnownBy.SIGN_IN)
    assert review_service.approve(made.id, by=guest, now=NOW).state is ArticleState.APPROVED


def test_what_a_person_may_do_is_a_question_to_the_newsroom() -> None:
    made = submitted()
    assert newsroom.actions_for(made, "chu") == ["revise", "approve", "return"]
    assert newsroom.actions_for(made, "li") == ["revise", "withdraw"]
    assert newsroom.actions_for(made, "nobody") == []


def test_a_changed_entry_is_noticed() -> None:
    entries = list(newsroom.log_of(submitted().id))
    forged = entries[0].model_copy(update={"by": "wang"})
    assert not unbroken([forged, *entries[1:]])
    assert not unbroken(entries[1:])


def test_a_units_log_has_its_articles_people_and_workflow_since_a_day() -> None:
    unit_workflows.set_workflow("province", DEFAULT, by=local("ops"), now=NOW - timedelta(days=2))
    made = newsroom.create(
        composed(), unit="province", by=local("li"), now=NOW + timedelta(hours=1)
    )
    everything = list(audit.of_unit("province"))
    assert {"staff_add", "workflow_set", "create"} == {entry.action for entry in everything}
    [late] = audit.of_unit("province", NOW + timedelta(minutes=1))
    assert (late.action, late.article) == ("create", made.id)


def test_of_two_who_decide_the_same_stage_at_once_one_wins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people.add_staff("chu2", "province", [Role.REVIEWER1, Role.REVIEWER2], by=local("ops"), now=NOW)
    made = submitted()
    transact = table.transact

    def overtaken(actions: Sequence[table.Action]) -> None:
        monkeypatch.setattr(table, "transact", transact)
        review_service.approve(made.id, by=local("chu"), now=NOW)
        transact(actions)

    monkeypatch.setattr(table, "transact", overtaken)
    # chu2 could approve the second stage as well, but decided on the first: it must not count for what came after.
    with pytest.raises(DecidedMeanwhile, match="chu 刚刚通过了它"):
        review_service.approve(made.id, by=local("chu2"), now=NOW)
    after = newsroom.get_article(made.id)
    assert [yes.by for yes in after.approvals] == ["chu"]
    assert actions(made.id).count("approve") == 1


def test_of_many_threads_one_approves(monkeypatch: pytest.MonkeyPatch) -> None:
    reviewers = [f"chu{n}" for n in range(6)]
    for one in reviewers:
        people.add_staff(one, "province", [Role.REVIEWER1], by=local("ops"), now=NOW)
    made = submitted()
    transact, one_at_a_time = table.transact, threading.Lock()
    barrier = threading.Barrier(len(reviewers))

    def atomic(actions: Sequence[table.Action]) -> None:
        # What DynamoDB promises, and its stand-in does not.
        with one_at_a_time:
            transact(actions)

    monkeypatch.setattr(table, "transact", atomic)
    won: list[str] = []

    def decide(one: str) -> None:
        barrier.wait()
        try:
            review_service.approve(made.id, by=local(one), now=NOW)
            won.append(one)
        except NewsroomError:
            pass

    threads = [threading.Thread(target=decide, args=(one,)) for one in reviewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = newsroom.get_article(made.id)
    assert [yes.by for yes in after.approvals] == won
    assert len(won) == 1
    assert actions(made.id) == ["create", "submit", "approve"]


def test_an_approval_never_counts_for_a_text_that_was_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = submitted()
    transact = table.transact

    def overtaken(actions: Sequence[table.Action]) -> None:
        monkeypatch.setattr(table, "transact", transact)
        newsroom.revise(made.id, composed(body="八点半开门。"), by=local("wang"), now=NOW)
        review_service.submit(made.id, by=local("wang"), now=NOW)
        transact(actions)

    monkeypatch.setattr(table, "transact", overtaken)
    with pytest.raises(DecidedMeanwhile, match=r"wang .* 改到第 2 版，您看的是第 1 版"):
        review_service.approve(made.id, by=local("chu"), now=NOW)
    assert newsroom.get_article(made.id).approvals == ()
    with pytest.raises(DecidedMeanwhile):
        review_service.approve(made.id, by=local("chu"), now=NOW, revision=1)


def test_a_comment_in_between_does_not_stop_an_approval(monkeypatch: pytest.MonkeyPatch) -> None:
    made = submitted()
    transact = table.transact

    def overtaken(actions: Sequence[table.Action]) -> None:
        monkeypatch.setattr(table, "transact", transact)
        add_comment(made.id, "好", by=local("fu"), now=NOW)
        transact(actions)

    monkeypatch.setattr(table, "transact", overtaken)
    after = review_service.approve(made.id, by=local("chu"), now=NOW)
    assert (len(after.approvals), after.comments) == (1, 1)
    assert unbroken(list(newsroom.log_of(made.id)))


class Died(Exception):
    """The process ended here."""


STEPS: dict[str, Any] = {
    "create": lambda _, by=None: an_article(body="另一篇。"),
    "revise": lambda a, by=LI: newsroom.revise(a, composed(body="八点半开门。"), by=by, now=NOW),
    "submit": lambda a, by=LI: review_service.submit(a, by=by, now=NOW),
    "approve": lambda a, by=CHU: review_service.approve(a, by=by, now=NOW),
    "return": lambda a, by=CHU: review_service.send_back(a, by=by, now=NOW, reasons=["改"]),
    "withdraw": lambda a, by=LI: review_service.withdraw(a, by=by, now=NOW),
    "emergency": lambda a, by=ZONG: review_service.emergency(a, by=by, now=NOW, reason="台风"),
    "comment": lambda a, by=FU: add_comment(a, "好", by=by, now=NOW),
    "lock": lambda a, by=LI: newsroom.lock(a, by=by, now=NOW),
}


@pytest.mark.parametrize("written", [False, True], ids=["before the write", "after the write"])
@pytest.mark.parametrize("step", STEPS)
def test_a_command_that_dies_did_all_or_nothing_and_may_be_run_again(
    step: str, written: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = an_article() if step == "submit" else submitted()
    before = (newsroom.get_article(made.id), actions(made.id))
    transact = table.transact

    def dies(actions: Sequence[table.Action]) -> None:
        if written:
            transact(actions)
        raise Died

    monkeypatch.setattr(table, "transact", dies)
    with pytest.raises(Died):
        STEPS[step](made.id)
    monkeypatch.setattr(table, "transact", transact)
    after = newsroom.get_article(made.id)
    others = [one.id for one in newsroom.list_articles("province") if one.id != made.id]
    if step == "create":
        assert len(others) == written
    elif written:
        assert (after.version, actions(made.id)[-1]) == (before[0].version + 1, step)
    else:
        assert (after, actions(made.id)) == before
    assert unbroken(list(newsroom.log_of(made.id)))
    assert after.revision == len(list(newsroom.revisions(made.id)))
    try:
        STEPS[step](made.id)
    except (ActionNotPermitted, ActionNotPossible):
        assert written  # what was done already is said to be so
    again = newsroom.get_article(made.id)
    assert again.revision == len(list(newsroom.revisions(made.id)))
    assert len(again.approvals) == (step == "approve")
    assert len(list(article_store.comments(made.id))) == again.comments == (step == "comment")
    assert len(list(newsroom.list_articles("province"))) == (2 if step == "create" else 1)
    assert unbroken(list(newsroom.log_of(made.id)))


def test_nobody_submits_while_somebody_else_writes() -> None:
    made = an_article()
    newsroom.lock(made.id, by=local("wang"), now=NOW)
    with pytest.raises(Locked):
        review_service.submit(made.id, by=local("li"), now=NOW)


def test_who_is_asked_sees_it_waiting_and_nobody_else() -> None:
    made = submitted()
    assert [one.article.id for one in newsroom.waiting_for("chu")] == [made.id]
    assert newsroom.waiting_for("fu") == []
    review_service.approve(made.id, by=local("chu"), now=NOW)
    assert newsroom.waiting_for("chu") == []
    assert [(one.article.id, one.stage) for one in newsroom.waiting_for("fu")] == [
        (made.id, "复审")
    ]
    review_service.send_back(made.id, by=local("fu"), now=NOW, reasons=["改"])
    assert newsroom.waiting_for() == []


def test_roles_reach_down_the_tree_but_not_up() -> None:
    add_unit("city", parent="province")
    people.add_staff("cheng", "city", [Role.EDITOR, Role.REVIEWER1], by=local("ops"), now=NOW)
    below = newsroom.create(composed(), unit="city", by=local("cheng"), now=NOW)
    review_service.submit(below.id, by=local("cheng"), now=NOW)
    assert review_service.approve(below.id, by=local("chu"), now=NOW).approvals[0].by == "chu"
    above = submitted()
    with pytest.raises(PermissionDenied):
        review_service.approve(above.id, by=local("cheng"), now=NOW)


def test_a_unit_without_a_workflow_has_the_nearest_above() -> None:
    add_unit("city", parent="province")
    assert unit_workflows.workflow_for("city") == (DEFAULT, None)
    unit_workflows.set_workflow("province", ONE_STAGE, by=local("ops"), now=NOW)
    assert unit_workflows.workflow_for("city") == (ONE_STAGE, "province")
    unit_workflows.set_workflow("city", DEFAULT, by=local("ops"), now=NOW)
    assert unit_workflows.workflow_for("city") == (DEFAULT, "city")
    unit_workflows.unset_workflow("city", by=local("ops"), now=NOW)
    assert unit_workflows.workflow_for("city") == (ONE_STAGE, "province")


def test_a_review_that_has_begun_ends_by_its_own_workflow() -> None:
    made = submitted()
    unit_workflows.set_workflow("province", ONE_STAGE, by=local("ops"), now=NOW)
    assert review_service.approve(made.id, by=local("chu"), now=NOW).state is ArticleState.IN_REVIEW


def test_an_emergency_is_seen_for_ever() -> None:
    made = an_article()
    review_service.emergency(made.id, by=local("zongbian"), now=NOW, reason="台风")
    assert [one.stage for one in newsroom.waiting_for("fuzong")] == ["应急签发"]
    with pytest.raises(NotReleased):
        newsroom.released(made.id)
    review_service.emergency(made.id, by=local("fuzong"), now=NOW, reason="台风")
    assert newsroom.released(made.id).emergency
    assert [entry.emergency for entry in newsroom.log_of(made.id)][-2:] == [False, True]
    newsroom.revise(made.id, composed(body="八点半开门。"), by=local("li"), now=NOW)
    review_service.submit(made.id, by=local("li"), now=NOW)
    for one in ("chu", "fu", "zhong"):
        review_service.approve(made.id, by=local(one), now=NOW)
    assert newsroom.released(made.id).emergency


def test_a_transaction_elsewhere_holds_only_while_the_article_is_released() -> None:
    made = approved_article()
    released = newsroom.released(made.id)
    mark = table.put_action({"pk": "X", "sk": "1"})
    table.transact([newsroom.released_condition(released), mark])
    newsroom.revise(made.id, composed(body="八点半开门。"), by=local("li"), now=NOW)
    with pytest.raises(table.ConditionFailed):
        table.transact([newsroom.released_condition(released), mark])


def test_a_comment_is_outdated_when_its_passage_is_gone() -> None:
    made = an_article()
    add_comment(made.id, "应为八点半", by=local("fu"), now=NOW, quote="九点开门")
    add_comment(made.id, "几点关门？", by=local("fu"), now=NOW, quote="十七点")
    newsroom.revise(
        made.id, composed(body="工作日八点半开门，十七点关门。"), by=local("li"), now=NOW
    )
    assert [one.outdated for one in list_comments(made.id)] == [True, False]
    resolve_comment(made.id, 1, by=local("li"), now=NOW)
    resolve_comment(made.id, 1, by=local("wang"), now=NOW)
    assert [one.comment.number for one in list_comments(made.id, open_only=True)] == [2]
    assert actions(made.id).count("resolve") == 1


def test_a_comment_on_words_that_are_not_there_is_refused() -> None:
    made = an_article()
    with pytest.raises(PassageMissing, match="没有出现"):
        add_comment(made.id, "?", by=local("fu"), now=NOW, quote="十点")
    with pytest.raises(PassageMissing, match="只出现了 1 次"):
        add_comment(made.id, "?", by=local("fu"), now=NOW, quote="九点", nth=2)


def test_a_return_and_an_emergency_say_why() -> None:
    made = submitted()
    with pytest.raises(Incomplete, match="写明原因"):
        review_service.send_back(made.id, by=local("chu"), now=NOW, reasons=[" "])
    with pytest.raises(Incomplete, match="写明原因"):
        review_service.emergency(made.id, by=local("zongbian"), now=NOW, reason=" ")


def test_shelf_and_list_agree() -> None:
    made = approved_article()
    assert list(newsroom.list_articles("province", [ArticleState.APPROVED])) == [made]
    assert list(newsroom.list_articles("province", [ArticleState.DRAFT])) == []
    assert list(article_store.waiting()) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("stages: [", "YAML"),
        ("stages: []", "要有一到五审"),
        ("stages:\n- {name: 初审, roles: [boss]}", "没有这个词；角色有 editor"),
        ("stages:\n- {name: 初审}", "每一审都要写明 roles 或 people"),
        ("stages:\n- {name: a, people: [x]}\n- {name: a, people: [y]}", "各审的名称不能相同"),
        ("stages:\n- {name: a, people: [x]}\nafter_edit: 2", "after_edit 超过了审核的级数"),
        ("stages:\n- {name: a, people: [x]}\nfoo: 1", "foo：没有这个字段"),
        ("just words", "应写成"),
    ],
)
def test_a_workflow_that_cannot_be_is_refused_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(BadWorkflow, match=sentence):
        read_workflow(text)
