"""An account's templates, as WeChat tells them, and those that it may choose from (sheet §2.10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from chalicelib import accounts
from chalicelib.cloud import table
from chalicelib.notices import setup_store
from chalicelib.notices.fields import read_fields
from chalicelib.notices.models import Template, TemplateKind

_LONG_TERM: Final = 3
"""WeChat's number of a long-term template; 2 is one-time [M]."""
_PAGE: Final = 30
_MOST_TITLES: Final = 300


class TitleOffered(NamedTuple):
    """A public title that an account may make a template of."""

    tid: str
    title: str
    kind: TemplateKind


class KeywordOffered(NamedTuple):
    """A line that a template of a title may have."""

    kid: int
    name: str
    rule: str
    example: str


def fetch(account_id: str, now: datetime) -> list[Template]:
    """Ask WeChat for the account's templates and keep them; those that it no longer lists are marked as gone.

    Twice is once. Raises ``WeChatError``.
    """
    answer = accounts.wechat_client(account_id).notices.get_templates()
    listed = {one.id: one for one in (_template(row, now) for row in _rows(answer))}
    for known in setup_store.templates(account_id):
        if known.id not in listed:
            listed[known.id] = known.model_copy(update={"gone": True})
    actions = [setup_store.template_action(account_id, one) for one in listed.values()]
    for begin in range(0, len(actions), 50):
        table.transact(actions[begin : begin + 50])
    return setup_store.templates(account_id)


def titles(account_id: str) -> list[TitleOffered]:
    """The titles of the account's categories. Raises ``WeChatError``."""
    client = accounts.wechat_client(account_id).notices
    ids = [str(row["id"]) for row in _rows(client.get_categories()) if "id" in row]
    found: list[TitleOffered] = []
    while ids and len(found) < _MOST_TITLES:
        page = _rows(client.get_titles(ids, start=len(found), limit=_PAGE))
        found += [TitleOffered(str(row["tid"]), str(row.get("title", "")), _kind(row)) for row in page if "tid" in row]  # fmt: skip
        if len(page) < _PAGE:
            break
    return found


def keywords(account_id: str, tid: str) -> list[KeywordOffered]:
    """What a template of a title may hold. Raises ``WeChatError``."""
    rows = _rows(accounts.wechat_client(account_id).notices.get_keywords(tid))
    return [
        KeywordOffered(
            int(row["kid"]),
            str(row.get("name", "")),
            str(row.get("rule", "")),
            str(row.get("example", "")),
        )
        for row in rows
        if str(row.get("kid", "")).isdigit()
    ]


def add(account_id: str, tid: str, kids: Iterable[int], scene: str) -> str:
    """Make a template of a title; returns its id. Raises ``WeChatError``; twice makes two."""
    answer = accounts.wechat_client(account_id).notices.add_template(tid, list(kids), scene)
    return str(answer.get("priTmplId", ""))


def delete(account_id: str, template_id: str) -> None:
    """Delete a template at WeChat. Raises ``WeChatError``."""
    accounts.wechat_client(account_id).notices.delete_template(template_id)


def _template(row: Mapping[str, Any], now: datetime) -> Template:
    content = str(row.get("content", ""))
    return Template(
        id=str(row["priTmplId"]),
        title=str(row.get("title", "")) or "（无标题）",
        kind=_kind(row),
        fields=read_fields(content),
        content=content,
        example=str(row.get("example", "")),
        fetched_at=now,
    )


def _kind(row: Mapping[str, Any]) -> TemplateKind:
    return TemplateKind.LONG_TERM if str(row.get("type", "")) == str(_LONG_TERM) else TemplateKind.ONE_TIME  # fmt: skip


def _rows(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = answer.get("data")
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
