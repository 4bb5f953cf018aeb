"""自动回复: rules, special replies and services; one by one, by a file, checked and tried."""

from __future__ import annotations

import base64
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel

from chalicelib import conversation
from chalicelib.application import reply_rules as rules_
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.choice import Choice
from chalicelib.console.cursors import Cursor, Limit
from chalicelib.console.download import File
from chalicelib.console.once import once
from chalicelib.console.routes.reply_views import ReplySeen, reply_seen
from chalicelib.console.versions import expected, tagged
from chalicelib.conversation import RuleText, Service, Trigger
from chalicelib.transitions import Deed
from chalicelib.wechat.messages import TYPE_NAMES

router = Router()
Kind = Annotated[Trigger, Query()]
Name = Annotated[str, Query(max_length=128)]


class RuleSeen(BaseModel):
    """One rule, special reply or service."""

    kind: str
    kind_name: str
    name: str
    text: RuleText
    replies: list[ReplySeen]
    mark: str
    """The content that an edit starts from (``If-Match``)."""


class RulePage(BaseModel):
    """One page of the rules in force."""

    rules: list[RuleSeen]
    next: str
    found: int
    version: int
    kinds: dict[str, int]
    kind_names: list[Choice]
    reply_types: list[Choice]
    message_types: list[Choice]
    actions: list[Deed]


class RuleTyped(BaseModel):
    """A rule as it stands in a form; ``name`` is that of the one it takes the place of, null for a new one."""

    name: str | None = None
    text: RuleText


class RuleSaved(BaseModel):
    """What a change made."""

    before: int
    """The version that was in force; restoring it undoes the change."""
    version: int


@router.get("/rules/<account>", tags=["rules"], summary="自动回复")
def rules(
    account: str,
    kind: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    cursor: Cursor = "",
    limit: Limit = cursors.LIMIT,
) -> RulePage:
    """The rules in force: those of a kind, in whose name, keywords or replies the words stand."""
    found = rules_.rules_for(account, by=actor())
    rows = [one for one in found.rows if kind in ("", one.kind.value) and _holds(one, q)]
    if cursor:
        last = cursors.after(cursor)
        places = [_place(one) for one in rows]
        rows_left = rows[places.index(last) + 1 :] if last in places else []
    else:
        rows_left = rows
    shown, following = cursors.page(rows_left, limit, _place)
    return RulePage(
        rules=[_seen(one) for one in shown],
        next=following,
        found=len(rows),
        version=found.version,
        kinds={one.value: sum(row.kind is one for row in found.rows) for one in Trigger},
        kind_names=[
            Choice(value=one.value, label=conversation.rules_file.kind_name(one)) for one in Trigger
        ],
        reply_types=[
            Choice(value=one, label=conversation.rules_file.type_name(one)) for one in _TYPES
        ],
        message_types=[
            Choice(value=one, label=name) for one, name in TYPE_NAMES.items() if one != "text"
        ],
        actions=list(found.deeds),
    )


@router.get("/rules/<account>/one", tags=["rules"], summary="一条规则")
def rule(account: str, kind: Kind, name: Name = "") -> Response[RuleSeen]:
    """One rule, special reply or service."""
    found = rules_.rule_for(account, kind, name, by=actor())
    return tagged(_seen(found), found.mark)


@router.post("/rules/<account>", tags=["rules"], summary="新增规则")
def add(account: str, typed: RuleTyped) -> RuleSaved:
    """One more rule, in force at once."""

    def make() -> RuleSaved:
        done = rules_.save_rule(account, typed.text, name=None, seen=0, by=actor(), now=utc_now())
        return RuleSaved(before=done.before, version=done.version)

    return once(RuleSaved, make)


@router.put("/rules/<account>", tags=["rules"], summary="修改规则")
def save(account: str, typed: RuleTyped) -> RuleSaved:
    """A rule as it was typed, in force at once; ``If-Match`` is the content that it was typed over."""
    name = typed.text.name if typed.name is None else typed.name
    done = rules_.save_rule(
        account, typed.text, name=name, seen=expected(), by=actor(), now=utc_now()
    )
    return RuleSaved(before=done.before, version=done.version)


@router.delete("/rules/<account>", tags=["rules"], summary="删除规则")
def remove(account: str, kind: Kind, name: Name = "") -> RuleSaved:
    """Take a rule out, at once."""
    done = rules_.remove_rule(account, kind, name, seen=expected(), by=actor(), now=utc_now())
    return RuleSaved(before=done.before, version=done.version)


@router.get("/rules/<account>/file", tags=["rules"], summary="导出规则或模板")
def file(account: str, template: Annotated[bool, Query()] = False) -> File:
    """The rules in force as a workbook that can be imported again, or an empty one."""
    found = rules_.rules_for(account, by=actor())
    in_force = conversation.rules_in_force(account) if found.version else conversation.ReplyRules()
    body = (
        conversation.rules_file.template()
        if template
        else conversation.rules_file.write("规则.xlsx", in_force)
    )
    return File(
        name="规则模板.xlsx" if template else f"规则-{account}-{found.version}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        base64=base64.b64encode(body).decode(),
    )


_TYPES = ("text", "news", "image", "voice", "video", "music", "transfer_customer_service")


def _place(row: rules_.Row) -> str:
    return f"{row.kind}/{row.name}"


def _holds(row: rules_.Row, words: str) -> bool:
    text = conversation.rules_file.text_of(row.kind, row.name, row.said)
    said = "\n".join(value for one in text.replies for value in one.model_dump().values())
    searched = "\n".join((row.name, *text.exact, *text.contains, said)).casefold()
    return all(word in searched for word in words.casefold().split())


def _seen(row: rules_.Row) -> RuleSeen:
    said = row.said
    return RuleSeen(
        kind=row.kind,
        kind_name=conversation.rules_file.kind_name(row.kind),
        name=row.name,
        text=conversation.rules_file.text_of(row.kind, row.name, said),
        replies=[] if isinstance(said, Service) else [reply_seen(one) for one in said.replies],
        mark=f'"{row.mark}"',
    )
