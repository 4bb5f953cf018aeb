"""How an article moves through its review."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.newsroom.articles.labels import ACTION_NAMES, STATE_NAMES
from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import ArticleId, ArticleState, StoredArticle
from chalicelib.newsroom.articles.workflow import DEFAULT, AfterReturn, Stage, Workflow
from chalicelib.newsroom.errors import ActionNotPermitted, ActionNotPossible
from chalicelib.newsroom.models import ArticleKind
from chalicelib.newsroom.review import rules as review_rules
from chalicelib.newsroom.review.transitions import TABLE
from chalicelib.people import Person, Role

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def person(name: str, *roles: Role) -> Person:
    return Person(id=name, roles=frozenset(roles))


LI = person("li", Role.EDITOR)
WANG = person("wang", Role.EDITOR)
CHU = person("chu", Role.REVIEWER1)
FU = person("fu", Role.REVIEWER2)
ZHONG = person("zhong", Role.REVIEWER3)
ALL_ROUND = person("all", *Role)
CHIEF = person("chief", Role.CHIEF)
DEPUTY = person("deputy", Role.CHIEF)
STRANGER = person("stranger")


def draft(**fields: Any) -> StoredArticle:
    return StoredArticle(
        **{
            "id": ArticleId("a-20261123-0000"),
            "unit": "province",
            "title": "开放时间",
            "kind": ArticleKind.NEWS,
            "key": "articles/1.json",
            "created_at": NOW,
            "created_by": "li",
            "updated_at": NOW,
            "updated_by": "li",
            "contributors": ("li",),
            **fields,
        }
    )


def edited(article: StoredArticle, by: Person = LI) -> StoredArticle:
    number = article.revision + 1
    return review_rules.revised(
        article, by, Action.REVISE, revision=number, key=f"articles/{number}.json"
    )


def approved(
    article: StoredArticle, *people: Person, workflow: Workflow = DEFAULT
) -> StoredArticle:
    article = review_rules.submit(article, LI, workflow, NOW)
    for one in people or (CHU, FU, ZHONG):
        article = review_rules.approve(article, one, NOW)
    return article


def test_three_stages_in_their_order_approve() -> None:
    article = review_rules.submit(draft(), LI, DEFAULT, NOW)
    for one, stage in ((CHU, "初审"), (FU, "复审"), (ZHONG, "终审")):
        assert article.state is ArticleState.IN_REVIEW
        assert article.stage is not None
        assert article.stage.name == stage
        article = review_rules.approve(article, one, NOW)
    assert article.state is ArticleState.APPROVED
    assert article.approved_revision == 1
    assert not article.emergency


def test_a_stage_is_not_skipped() -> None:
    article = review_rules.submit(draft(), LI, DEFAULT, NOW)
    with pytest.raises(ActionNotPermitted, match="现在等待初审，须由初审审核"):
        review_rules.approve(article, FU, NOW)


def test_nobody_approves_two_stages_whatever_their_roles() -> None:
    article = approved(draft(), ALL_ROUND)
    with pytest.raises(ActionNotPermitted, match="已经通过了初审，复审须由另一人审核"):
        review_rules.approve(article, ALL_ROUND, NOW)


def test_nobody_approves_what_they_wrote_a_part_of() -> None:
    article = review_rules.submit(edited(draft(), CHU), LI, DEFAULT, NOW)
    with pytest.raises(ActionNotPermitted, match="写过这篇稿件的人不能审核它"):
        review_rules.approve(article, CHU, NOW)


def test_a_returned_article_goes_on_where_it_stopped() -> None:
    article = review_rules.send_back(approved(draft(), CHU), FU, NOW, ("日期写错",))
    assert article.state is ArticleState.RETURNED
    assert article.returned is not None
    assert (article.returned.stage, article.returned.reasons) == ("复审", ("日期写错",))
    again = review_rules.submit(edited(article), LI, DEFAULT, NOW)
    assert again.stage is not None
    assert again.stage.name == "复审"
    assert again.returned is None


def test_a_returned_article_needs_a_new_revision() -> None:
    article = review_rules.send_back(approved(draft(), CHU), FU, NOW, ("日期写错",))
    with pytest.raises(ActionNotPossible, match="退回后还没有修改") as refused:
        review_rules.submit(article, LI, DEFAULT, NOW)
    assert refused.value.state == "returned"
    assert "revise" in refused.value.possible
    assert "submit" not in refused.value.possible
    assert [one.action for one in refused.value.remedies] == ["article.edit", "review.withdraw"]


def test_a_workflow_may_start_returned_articles_from_the_first_stage() -> None:
    strict = DEFAULT.model_copy(update={"after_return": AfterReturn.RESTART})
    article = review_rules.send_back(
        approved(draft(), CHU, workflow=strict), FU, NOW, ("日期写错",)
    )
    assert review_rules.submit(edited(article), LI, strict, NOW).stage_number == 0


def test_a_reviewer_who_corrects_a_returned_article_loses_their_approval() -> None:
    article = review_rules.send_back(approved(draft(), CHU), FU, NOW, ("日期写错",))
    again = review_rules.submit(edited(article, CHU), LI, DEFAULT, NOW)
    assert again.stage_number == 0


def test_an_edit_in_review_or_after_takes_every_approval_back() -> None:
    for before in (approved(draft(), CHU), approved(draft())):
        after = edited(before, WANG)
        assert after.state is ArticleState.DRAFT
        assert after.approvals == ()
        assert after.approved_revision is None


def test_a_workflow_may_say_from_which_stage_an_edited_article_starts() -> None:
    mild = DEFAULT.model_copy(update={"after_edit": 3})
    article = review_rules.submit(edited(approved(draft(), workflow=mild)), LI, mild, NOW)
    assert article.stage is not None
    assert article.stage.name == "终审"


def test_a_workflow_that_changed_meanwhile_asks_everybody_again() -> None:
    article = edited(review_rules.send_back(approved(draft(), CHU), FU, NOW, ("改",)))
    other = Workflow(stages=(Stage(name="一审", roles=(Role.REVIEWER1,)),))
    assert review_rules.submit(article, LI, other, NOW).approvals == ()


def test_a_review_ends_by_the_workflow_it_began_with() -> None:
    one_stage = Workflow(stages=(Stage(name="一审", people=("chu",)),))
    article = review_rules.submit(draft(), LI, one_stage, NOW)
    assert review_rules.approve(article, person("chu"), NOW).state is ArticleState.APPROVED


def test_the_last_stage_may_take_an_approval_back() -> None:
    article = review_rules.send_back(
        approved(draft()), person("other", Role.REVIEWER3), NOW, ("有误",)
    )
    assert article.state is ArticleState.RETURNED
    assert article.approved_revision is None
    assert review_rules.submit(edited(article), LI, DEFAULT, NOW).stage_number == 2
    with pytest.raises(ActionNotPermitted, match="只能由终审人员或总编退回"):
        review_rules.send_back(approved(draft()), person("other", Role.REVIEWER1), NOW, ("有误",))


def test_withdrawing_is_for_the_writers_and_starts_all_over() -> None:
    with pytest.raises(ActionNotPermitted, match="只有作者、送审人或总编可以"):
        review_rules.withdraw(approved(draft(), CHU), WANG)
    article = review_rules.withdraw(approved(draft(), CHU), LI)
    assert (article.state, article.approvals) == (ArticleState.DRAFT, ())


def test_two_of_the_highest_role_release_in_an_emergency_marked_for_ever() -> None:
    first = review_rules.emergency(draft(), CHIEF, NOW, DEFAULT)
    assert first.state is ArticleState.DRAFT
    assert not first.emergency
    with pytest.raises(ActionNotPermitted, match="已经同意过"):
        review_rules.emergency(first, CHIEF, NOW, DEFAULT)
    second = review_rules.emergency(first, DEPUTY, NOW, DEFAULT)
    assert (second.state, second.approved_revision) == (ArticleState.APPROVED, 1)
    later = approved(edited(second))
    assert later.emergency


def test_an_edit_takes_the_first_emergency_approval_back() -> None:
    first = review_rules.emergency(draft(), CHIEF, NOW, DEFAULT)
    second = review_rules.emergency(edited(first), DEPUTY, NOW, DEFAULT)
    assert second.state is ArticleState.DRAFT


def test_an_emergency_needs_the_highest_role_and_a_workflow_that_lets() -> None:
    with pytest.raises(ActionNotPermitted, match="须由两名总编分别同意"):
        review_rules.emergency(draft(), ZHONG, NOW, DEFAULT)
    with pytest.raises(ActionNotPossible, match="不允许应急签发"):
        review_rules.emergency(draft(), CHIEF, NOW, DEFAULT.model_copy(update={"emergency": False}))
    with pytest.raises(ActionNotPermitted, match="写过这篇稿件"):
        review_rules.emergency(edited(draft(), CHIEF), CHIEF, NOW, DEFAULT)


def test_who_is_not_on_the_staff_is_told_how_to_get_there() -> None:
    with pytest.raises(ActionNotPermitted, match="没有采编或审核的角色") as refused:
        review_rules.submit(draft(), STRANGER, DEFAULT, NOW)
    [way] = refused.value.remedies
    assert way.action == "staff.add"
    assert dict(way.arguments) == {"person": "stranger", "unit": "province", "role": "editor"}


def test_what_a_person_can_do_now_is_read_from_the_table() -> None:
    article = review_rules.submit(draft(), LI, DEFAULT, NOW)
    assert Action.APPROVE in review_rules.possible_actions(article, CHU)
    assert Action.APPROVE not in review_rules.possible_actions(article, LI)
    assert Action.WITHDRAW in review_rules.possible_actions(article, LI)
    assert review_rules.possible_actions(article, STRANGER) == []


def test_every_action_and_state_has_a_chinese_name() -> None:
    assert set(ACTION_NAMES) == set(Action)
    assert set(STATE_NAMES) == set(ArticleState)
    assert {row.action for row in TABLE.rows} == set(Action) - {Action.CREATE, Action.FORCE_UNLOCK}


@pytest.mark.parametrize(
    "stages",
    [(), tuple(Stage(name=str(n), people=("a",)) for n in range(6))],
)
def test_a_workflow_has_one_to_five_stages(stages: tuple[Stage, ...]) -> None:
    with pytest.raises(ValueError, match="stages"):
        Workflow(stages=stages)


def test_a_stage_needs_somebody() -> None:
    with pytest.raises(ValueError, match="roles 或 people"):
        Stage(name="初审")


def test_an_editor_who_may_not_do_it_is_not_sent_to_be_registered() -> None:
    assert WANG.rank == 0
    with pytest.raises(ActionNotPermitted) as refused:
        review_rules.approve(review_rules.submit(draft(), LI, DEFAULT, NOW), WANG, NOW)
    assert refused.value.remedies == ()
    review_rules.check_staff(WANG, "province")
    with pytest.raises(ActionNotPermitted, match="stranger 不能新建稿件"):
        review_rules.check_staff(STRANGER, "province")


def test_an_approval_that_is_taken_back_is_remembered_until_it_is_given_again() -> None:
    back = review_rules.withdraw(approved(draft()), LI)
    assert back.recanted == (1,)
    assert review_rules.withdraw(approved(draft(), CHU), LI).recanted == ()
    assert approved(back).recanted == ()
    other = back.model_copy(update={"recanted": (1, 3), "revision": 3})
    assert approved(other).recanted == (1,)


def test_a_returned_article_is_said_to_need_a_new_revision_and_no_other_is() -> None:
    returned = review_rules.send_back(
        review_rules.submit(draft(), LI, DEFAULT, NOW), CHU, NOW, ("有误",)
    )
    with pytest.raises(ActionNotPossible, match="退回后还没有修改") as unchanged:
        review_rules.submit(returned, LI, DEFAULT, NOW)
    assert [one.action for one in unchanged.value.remedies] == ["article.edit", "review.withdraw"]
    with pytest.raises(ActionNotPossible, match="不能做“送审”") as twice:
        review_rules.submit(approved(draft()), LI, DEFAULT, NOW)
    assert twice.value.remedies == ()
    with pytest.raises(ActionNotPossible, match="不能做“通过”"):
        review_rules.approve(returned, CHU, NOW)
