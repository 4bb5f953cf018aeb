"""No way round a review: whatever people do in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.newsroom.articles.models import ArticleAction as Action
from chalicelib.newsroom.articles.models import ArticleId, ArticleState, StoredArticle
from chalicelib.newsroom.articles.workflow import AfterReturn, Stage, Workflow
from chalicelib.newsroom.errors import ActionNotPermitted, ActionNotPossible
from chalicelib.newsroom.models import ArticleKind
from chalicelib.newsroom.review import rules as review_rules
from chalicelib.people import Person, Role

NOW = datetime(2026, 11, 23, tzinfo=UTC)
_ROLES = [
    [Role.EDITOR],
    [Role.EDITOR, Role.REVIEWER1, Role.REVIEWER2],
    [Role.REVIEWER1, Role.REVIEWER3],
    [Role.REVIEWER1],
    [Role.REVIEWER2],
    [Role.REVIEWER2, Role.REVIEWER3],
    [Role.REVIEWER3, Role.CHIEF],
    [Role.CHIEF],
    [Role.CHIEF],
    [*Role],
    [],
]
PEOPLE = [Person(id=f"p{n}", roles=frozenset(roles)) for n, roles in enumerate(_ROLES)]
WRITERS = st.sampled_from(PEOPLE[:3])
"""Few: who wrote cannot review, and a walk where all have written goes nowhere."""
WORKFLOWS = st.builds(
    lambda roles, after_return, after_edit, emergency: Workflow(
        stages=tuple(Stage(name=f"第{n}审", roles=(role,)) for n, role in enumerate(roles)),
        after_return=after_return,
        after_edit=min(after_edit, len(roles)),
        emergency=emergency,
    ),
    st.lists(st.sampled_from([*[*Role][1:4], Role.CHIEF]), min_size=1, max_size=5),
    st.sampled_from(AfterReturn),
    st.integers(1, 5),
    st.booleans(),
)
SOMEBODY = st.sampled_from(PEOPLE)


class Newsroom(RuleBasedStateMachine):
    """One article, eight people, and a record of its own of who did what."""

    article: StoredArticle
    workflow: Workflow

    @initialize(author=WRITERS, workflow=WORKFLOWS)
    def begin(self, author: Person, workflow: Workflow) -> None:
        self.workflow = workflow
        self.writers = {author.id}
        self.yes: dict[int, tuple[Stage, str, int]] = {}
        """Who said yes to which revision at which stage, and nothing took it back."""
        self.pressing: list[tuple[str, int]] = []
        self.just_edited = False
        self.ever_pressing = False
        self.article = StoredArticle(
            id=ArticleId("a-1"),
            unit="u",
            title="t",
            kind=ArticleKind.NEWS,
            key="k1",
            created_at=NOW,
            created_by=author.id,
            updated_at=NOW,
            updated_by=author.id,
            contributors=(author.id,),
        )

    def does(self, step: Callable[[], StoredArticle]) -> bool:
        try:
            self.article = step()
        except (ActionNotPermitted, ActionNotPossible):
            return False
        self.just_edited = False
        return True

    @rule(who=WRITERS)
    def edit(self, who: Person) -> None:
        number = self.article.revision + 1
        before = self.article
        if self.does(lambda: review_rules.revised(before, who, Action.REVISE, revision=number)):
            self.writers.add(who.id)
            self.just_edited = True
            self.yes = {n: yes for n, yes in self.yes.items() if yes[1] != who.id}
            if before.state in (ArticleState.IN_REVIEW, ArticleState.APPROVED) and before.workflow:
                start = before.workflow.after_edit - 1
                self.yes = {n: yes for n, yes in self.yes.items() if n < start}

    @precondition(lambda self: self.article.approvals)
    @rule(choose=st.randoms(use_true_random=False))
    def somebody_who_approved_edits(self, choose: Random) -> None:
        names = {yes.by for yes in self.article.approvals}
        self.edit(choose.choice([one for one in PEOPLE if one.id in names]))

    @rule(who=SOMEBODY)
    def submit(self, who: Person) -> None:
        before = self.article
        if self.does(lambda: review_rules.submit(before, who, self.workflow, NOW)):
            again = before.state is ArticleState.RETURNED
            if before.workflow != self.workflow or (
                again and self.workflow.after_return is AfterReturn.RESTART
            ):
                self.yes = {}

    @rule(who=SOMEBODY)
    def approve(self, who: Person) -> None:
        stage = self.article.stage_number
        if self.does(lambda: review_rules.approve(self.article, who, NOW)):
            assert stage is not None
            assert self.article.workflow is not None
            asked = self.article.workflow.stages[stage]
            assert who.roles & set(asked.roles)
            self.yes[stage] = (asked, who.id, self.article.revision)

    @rule(choose=st.randoms(use_true_random=False), steps=st.integers(1, 6))
    def goes_on(self, choose: Random, steps: int) -> None:
        """The step that would come next; else few walks would get to the end of a review."""
        for _ in range(steps):
            if self.article.state is not ArticleState.IN_REVIEW:
                self.submit(PEOPLE[0])
                continue
            able = [
                one
                for one in PEOPLE
                if Action.APPROVE in review_rules.possible_actions(self.article, one)
            ]
            if able:
                self.approve(choose.choice(able))

    @precondition(lambda self: self.article.state is ArticleState.IN_REVIEW)
    @rule(choose=st.randoms(use_true_random=False))
    def somebody_sends_back(self, choose: Random) -> None:
        able = [
            one
            for one in PEOPLE
            if Action.RETURN in review_rules.possible_actions(self.article, one)
        ]
        if able:
            self.send_back(choose.choice(able))

    @rule(who=SOMEBODY)
    def send_back(self, who: Person) -> None:
        before = self.article
        back = self.does(lambda: review_rules.send_back(before, who, NOW, ("改",)))
        if back and before.state is ArticleState.APPROVED and before.workflow:
            self.yes.pop(len(before.workflow.stages) - 1, None)

    @rule(who=SOMEBODY)
    def withdraw(self, who: Person) -> None:
        if self.does(lambda: review_rules.withdraw(self.article, who)):
            self.yes = {}

    @rule(who=SOMEBODY)
    def press(self, who: Person) -> None:
        if self.does(lambda: review_rules.emergency(self.article, who, NOW, self.workflow)):
            assert Role.CHIEF in who.roles
            self.pressing.append((who.id, self.article.revision))
            self.ever_pressing |= self.article.emergency

    @rule(workflow=WORKFLOWS)
    def set_workflow(self, workflow: Workflow) -> None:
        self.workflow = workflow

    @invariant()
    def released_means_read_by_enough_others(self) -> None:
        if not hasattr(self, "article") or self.article.state is not ArticleState.APPROVED:
            return
        assert self.article.approved_revision == self.article.revision
        latest = self.article.revision
        agreed = {who for who, revision in self.pressing if revision == latest}
        if self.article.emergency and len(agreed) >= 2:
            assert not agreed & self.writers
            return
        workflow = self.article.workflow
        assert workflow is not None
        # Its own record, not the article's: every stage of this workflow said yes, and nothing took it back.
        assert {n: yes[0] for n, yes in self.yes.items()} == dict(enumerate(workflow.stages))
        people = [who for _, who, _ in self.yes.values()]
        assert len(set(people)) == len(people)
        assert not set(people) & self.writers
        assert latest in {revision for _, _, revision in self.yes.values()}

    @invariant()
    def an_edit_revokes_the_release(self) -> None:
        if hasattr(self, "article") and self.just_edited:
            assert self.article.state is not ArticleState.APPROVED
            assert self.article.approved_revision is None

    @invariant()
    def the_mark_of_an_emergency_stays(self) -> None:
        if hasattr(self, "article"):
            assert self.article.emergency == self.ever_pressing


TestNewsroom = Newsroom.TestCase
TestNewsroom.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
