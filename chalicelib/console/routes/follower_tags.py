"""标签: tags of followers, rules that give them, and the blacklist."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import AwareDatetime, BaseModel, Field

from chalicelib import followers
from chalicelib.application import follower_tags as page
from chalicelib.clock import utc_now
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.once import once
from chalicelib.console.routes.followers import Openid
from chalicelib.followers import RuleKind
from chalicelib.transitions import Deed

router = Router()
_TAG = "follower-tags"
TagNumber = Annotated[str, Path(pattern=r"^\d{1,9}$")]
RuleId = Annotated[str, Path(pattern=r"^[0-9a-f]{8}$")]
Reason = Annotated[str, Field(max_length=200)]


class TagSeen(BaseModel):
    """A tag as WeChat has it."""

    id: int
    name: str
    count: int
    system: bool


class TagRuleSeen(BaseModel):
    """Whoever does this gets that tag."""

    id: str
    kind: str
    kind_name: str
    value: str
    tag: int
    tag_name: str
    by: str
    made_at: AwareDatetime


class TagsPage(BaseModel):
    """Tags, rules, and who waits."""

    tags: list[TagSeen]
    rules: list[TagRuleSeen]
    waiting: int
    problem: str
    """Why WeChat did not tell the tags."""
    kinds: list[Choice]
    actions: list[Deed]


class TagNamed(BaseModel):
    """A tag's name: at most 30 bytes."""

    name: Annotated[str, Field(min_length=1, max_length=30)]


class TagGone(BaseModel):
    """Why."""

    reason: Reason


class TagRuleTyped(BaseModel):
    """A rule."""

    kind: RuleKind
    value: Annotated[str, Field(min_length=1, max_length=64)]
    tag: int


class BlockTyped(BaseModel):
    """Whom to block, or to let go."""

    openids: Annotated[list[Openid], Field(min_length=1, max_length=20)]
    blocked: bool
    reason: Reason


class BlackPage(BaseModel):
    """Those who are blocked, as WeChat says; openids shortened."""

    total: int
    shown: list[str]
    more: bool


class TagsChanged(BaseModel):
    """It was done."""

    number: int


@router.get("/follower-tags/<account>", tags=[_TAG], summary="标签与规则")
def tags(account: str) -> TagsPage:
    """The account's tags, asked of WeChat, and the rules that give them."""
    return _seen(account)


@router.post("/follower-tags/<account>", tags=[_TAG], summary="新建标签")
def create(account: str, typed: TagNamed) -> TagSeen:
    """Make a tag at WeChat."""

    def make() -> TagSeen:
        made = page.create(account, typed.name, by=actor(), now=utc_now())
        return TagSeen(**made.model_dump(), system=made.system)

    return once(TagSeen, make)


@router.put("/follower-tags/<account>/tags/<tag>", tags=[_TAG], summary="标签改名")
def rename(account: str, tag: TagNumber, typed: TagNamed) -> TagsChanged:
    """Give a tag another name."""
    page.rename(account, int(tag), typed.name, by=actor(), now=utc_now())
    return TagsChanged(number=1)


@router.post("/follower-tags/<account>/tags/<tag>/delete", tags=[_TAG], summary="删除标签")
def delete(account: str, tag: TagNumber, typed: TagGone) -> TagsChanged:
    """Delete a tag, from everybody who has it, with its rules."""
    page.delete(account, int(tag), reason=typed.reason, by=actor(), now=utc_now())
    return TagsChanged(number=1)


@router.post("/follower-tags/<account>/rules", tags=[_TAG], summary="加一条标签规则")
def add_rule(account: str, typed: TagRuleTyped) -> TagRuleSeen:
    """From now on whoever does this gets that tag."""

    def make() -> TagRuleSeen:
        made = page.add_rule(account, typed.kind, typed.value, typed.tag, by=actor(), now=utc_now())
        return _rule(made)

    return once(TagRuleSeen, make)


@router.post("/follower-tags/<account>/rules/<rule>/remove", tags=[_TAG], summary="取消标签规则")
def remove_rule(account: str, rule: RuleId) -> TagsChanged:
    """Give a rule up; who was tagged stays so."""
    page.remove_rule(account, rule, by=actor(), now=utc_now())
    return TagsChanged(number=1)


@router.get("/follower-tags/<account>/blacklist", tags=[_TAG], summary="黑名单")
def blacklist(account: str) -> BlackPage:
    """The first of those who are blocked, asked of WeChat."""
    total, openids, _ = page.blacklist(account, by=actor())
    return BlackPage(
        total=total,
        shown=[followers.shortened(one) for one in openids[:200]],
        more=total > len(openids[:200]),
    )


@router.post("/follower-tags/<account>/blacklist", tags=[_TAG], summary="拉黑或解除")
def block(account: str, typed: BlockTyped) -> TagsChanged:
    """Block up to twenty followers, or let them go."""
    page.block(
        account,
        typed.openids,
        blocked=typed.blocked,
        reason=typed.reason,
        by=actor(),
        now=utc_now(),
    )
    return TagsChanged(number=len(typed.openids))


def _seen(account: str) -> TagsPage:
    found = page.page(account, by=actor())
    return TagsPage(
        tags=[TagSeen(**one.model_dump(), system=one.system) for one in found.tags],
        rules=[_rule(one) for one in found.rules],
        waiting=found.waiting,
        problem=found.problem,
        kinds=[
            Choice(value=kind.value, label=name) for kind, name in followers.tags.KIND_NAMES.items()
        ],
        actions=list(found.actions),
    )


def _rule(one: followers.tags.TagRule) -> TagRuleSeen:
    return TagRuleSeen(
        kind_name=followers.tags.KIND_NAMES[one.kind], **one.model_dump(mode="python")
    )
