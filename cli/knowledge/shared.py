"""What the commands on questions and on policy documents share: their options, and what an edit is told as."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from chalicelib.clock import SHANGHAI
from chalicelib.knowledge import Knowledge
from chalicelib.knowledge.models import KnowledgeVersion
from chalicelib.knowledge.policies.text import STATUS_NAMES
from chalicelib.knowledge.versions import changes, service
from cli.terminal import output

Account = Annotated[str, typer.Option("--account", metavar="ID", help="公众号的短名。")]
By = Annotated[str | None, typer.Option("--by", help="经办人；默认取当前系统用户。")]
MOST_SHOWN = 20


def actor(by: str | None) -> str:
    """Who does it: as given, else the system's user."""
    return (by or "").strip() or getpass.getuser()


def keep(
    account: str,
    change: Callable[[Knowledge], Knowledge],
    by: str | None,
    source: str,
    note: str = "",
) -> KnowledgeVersion | None:
    """Make a draft version; None where nothing changes."""
    return service.edit(
        account, change, by=actor(by), source=source, now=datetime.now(UTC), note=note
    )


def said(account: str, made: KnowledgeVersion | None, *, dry_run: bool = False) -> None:
    """Say what came of an edit, and what comes next."""
    if dry_run:
        output.done("检查完毕，没有导入。")
    elif made is None:
        output.done("内容没有变化，没有新建版本。")
    else:
        output.done(
            f"已存为草稿版本 {made.version}，粉丝还看不到。"
            f"用 `./rongmei faq diff --account {account}` 核对，"
            f"用 `./rongmei faq submit {made.version} --account {account}` 提交审核。"
        )


def summary(found: changes.Changes, of: str) -> None:
    """Print what is new, changed and removed."""
    output.line(
        f"{of}：新增 {len(found.new)}，修改 {len(found.changed)}，移除 {len(found.removed)}，"
        f"不变 {found.unchanged}"
    )
    rows = [
        *(("新增", one.id, one.name, "") for one in found.new),
        *(
            ("修改", one.id, one.name, "\n".join(_field(*field) for field in one.fields))
            for one in found.changed
        ),
        *(("移除", one.id, one.name, "") for one in found.removed),
    ]
    if rows:
        output.table(of, ["", "编号", "名称", "改动"], rows[:MOST_SHOWN], whole=["", "编号"])
    if len(rows) > MOST_SHOWN:
        output.note(f"只列出前 {MOST_SHOWN} 处，共 {len(rows)} 处；全部内容请加 --json。")


def days(text: str) -> timedelta:
    """``30d`` or ``30`` as a span."""
    found = re.fullmatch(r"(\d{1,4})\s*(?:d|天)?", text.strip().lower())
    if not found:
        raise typer.BadParameter(f"“{text}”不是天数，应像 30d")
    return timedelta(days=int(found.group(1)))


def moment(at: datetime | None) -> str:
    """A moment in Beijing's time, for people."""
    if at is None:
        return ""
    local = at.astimezone(SHANGHAI)
    return local.strftime("%Y-%m-%d" if not (local.hour or local.minute) else "%Y-%m-%d %H:%M")


def last_day(until: datetime | None) -> str:
    """The end of a validity as people write it: the last day that counts, where it ends with a day."""
    if until is None:
        return ""
    local = until.astimezone(SHANGHAI)
    midnight = not (local.hour or local.minute or local.second)
    return moment(local - timedelta(days=1)) if midnight else moment(local)


def _field(name: str, before: str, after: str) -> str:
    shown = NAMES.get(name, name)
    if name in LISTS:
        changes_of = (("去掉", before), ("增加", after))
        return "；".join(f"{shown}{what}：{_short(text)}" for what, text in changes_of if text)
    old, new = (_spelt(name, text) for text in (before, after))
    alike = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    start = max(alike - 8, 0)
    return f"{shown}：{_short(old, start)} → {_short(new, start)}"


def _spelt(name: str, value: str) -> str:
    """A value as people call it."""
    if name in ("valid_from", "valid_until") and value:
        at = datetime.fromisoformat(value)
        return moment(at) if name == "valid_from" else last_day(at)
    return VALUES.get(value, value) if name in ("standing", "status") else value


def _short(text: str, start: int = 0, most: int = 40) -> str:
    """From where it differs, on one line."""
    flat = " ".join(text[start:].split()) or "（空）"
    cut = flat if len(flat) <= most else f"{flat[:most]}…"
    return f"…{cut}" if start and text[start:] else cut


LISTS = frozenset({"variants", "basis", "interpretations", "topics", "questions"})
VALUES = {
    **{str(status): name for status, name in STATUS_NAMES.items()},
    "live": "启用",
    "draft": "草稿",
    "retired": "停用",
}


NAMES = {
    "question": "问题",
    "variants": "相似问",
    "answer": "答案",
    "owner": "责任部门",
    "basis": "政策依据",
    "valid_from": "生效时间",
    "valid_until": "失效时间",
    "audience": "适用对象",
    "region": "适用地区",
    "standing": "状态",
    "number": "文号",
    "title": "标题",
    "issuer": "发文机关",
    "issued": "发文日期",
    "status": "效力",
    "replaced_by": "替代文件",
    "link": "链接",
    "interpretations": "解读",
    "topics": "主题",
    "questions": "常见问法",
}
"""A field, as people call it."""
