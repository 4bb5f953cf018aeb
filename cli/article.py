"""``./rongmei article``: articles from a file to a reviewed text. What happens lives in ``chalicelib.newsroom``."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib import newsroom
from chalicelib.newsroom import ArticleState, StoredArticle, diff, review, reviewing
from chalicelib.newsroom.audit import unbroken
from chalicelib.newsroom.comments import comments
from chalicelib.newsroom.preview import page
from chalicelib.newsroom.preview import preview as preview_on_phone
from chalicelib.newsroom.reading import reading
from chalicelib.newsroom.refusals import clock
from chalicelib.newsroom.shelf import revision as revision_of
from chalicelib.newsroom.staff import person_for
from cli import output

app = typer.Typer(help="稿件：新建、修改、比较、锁定、送审、预览。", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="稿件编号，见 article list。")]
By = Annotated[
    str | None, typer.Option("--by", metavar="PERSON", help="经办人的编号；默认取当前系统用户。")
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="稿件文件。")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="说明，记入操作记录。")]
Force = Annotated[
    bool, typer.Option("--force", help="强制解除别人的锁定；须角色更高，并留下记录。")
]


STEPS = (
    review.Action.REVISE,
    review.Action.SUBMIT,
    review.Action.APPROVE,
    review.Action.RETURN,
    review.Action.WITHDRAW,
    review.Action.EMERGENCY,
)
"""What an article's page offers."""


def _state_named(word: str) -> ArticleState:
    """A state by the name that people see, or by the one that programs do."""
    named = {name: state for state, name in review.STATE_NAMES.items()}
    try:
        return named.get(word) or ArticleState(word)
    except ValueError:
        raise typer.BadParameter(f"没有“{word}”这种状态，可以用：{'、'.join(named)}") from None


@app.command("new", epilog="例：./rongmei article new 稿件.md --unit province --by li")
def new(
    file: File,
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="稿件属于哪个单位。")],
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """检查一个文件，存为单位的新稿件；同样的内容再存一次，得到的还是原来那篇。"""
    now = _now()
    composed = newsroom.read_file(file)
    made = newsroom.create(composed, unit=unit, by=_by(by), now=now, source=file.name, note=note)
    if json:
        output.as_json(made)
        return
    output.line(made.id)
    if made.created_at != now:
        output.note(
            f"这份内容 {made.created_by} 在 {clock(made.created_at)} 已存为稿件 {made.id}"
            f"（现为第 {made.revision} 版，{review.STATE_NAMES[made.state]}），没有另建。"
        )
        return
    output.done(
        f"已新建稿件 {made.id}《{made.title}》。写好后用 `./rongmei article submit {made.id}` 送审。"
    )


@app.command("list")
def list_(
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="哪个单位的稿件。")],
    state: Annotated[
        ArticleState | None,
        typer.Option(
            "--state",
            metavar="状态",
            parser=_state_named,
            help=f"只看这种状态：{' '.join(review.STATE_NAMES.values())}",
        ),
    ] = None,
    json: output.Json = False,
) -> None:
    """列出一个单位的稿件，最近新建的在前。"""
    found = list(newsroom.list_articles(unit, [state] if state else []))
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”的稿件",
        ["编号", "标题", "版", "状态", "最近修改（北京）"],
        [
            (
                one.id,
                one.title,
                one.revision,
                _standing(one),
                f"{clock(one.updated_at)} {one.updated_by}",
            )
            for one in found
        ],
        whole=["编号"],
        empty="没有这种状态的稿件。"
        if state
        else "还没有稿件。用 `./rongmei article new 文件` 新建。",
    )


@app.command("show", epilog="例：./rongmei article show a-20261123-7f3k --text")
def show(
    article_id: Id,
    text: Annotated[bool, typer.Option("--text", help="只看正文文字，每段一行。")] = False,
    revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", help="配合 --text：看第几版。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一篇稿件的状态、审核进展、各版和批注；--text 看正文。"""
    article = newsroom.stored(article_id)
    if text:
        content = newsroom.article(revision_of(article_id, revision or article.revision).key)
        output.line("\n".join(filter(None, (content.title, content.digest, reading(content.html)))))
        return
    revisions = list(newsroom.revisions(article_id))
    remarks = comments(article_id, open_only=True)
    if json:
        output.as_json({**article.model_dump(mode="json"), "revisions": _plain(revisions)})
        return
    output.facts(f"稿件 {article.id}", _facts(article, by))
    output.table(
        "各版",
        ["版", "时间（北京）", "作者", "标题", "说明"],
        [
            (
                one.number,
                clock(one.at),
                one.by,
                one.title,
                f"恢复自第 {one.restored_from} 版" if one.restored_from else one.note or one.source,
            )
            for one in revisions
        ],
        whole=["版", "时间（北京）"],
    )
    if remarks:
        output.note(
            f"有 {len(remarks)} 条批注未处理，用 `./rongmei review comments {article.id}` 查看。"
        )


@app.command("edit", epilog="例：./rongmei article edit a-20261123-7f3k 稿件.md --note 更正时间")
def edit(
    article_id: Id,
    file: File,
    base: Annotated[
        int | None,
        typer.Option("--from", metavar="N", help="在第几版上改的；别人已有新版时拒绝保存。"),
    ] = None,
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """用文件作为稿件的新一版；已送审或已通过的稿件改后须重新送审。"""
    before = newsroom.stored(article_id)
    after = newsroom.revise(
        article_id,
        newsroom.read_file(file),
        by=_by(by),
        now=_now(),
        note=note,
        source=file.name,
        base=base,
    )
    _told_revision(before, after, json)


@app.command("restore", epilog="例：./rongmei article restore a-20261123-7f3k 1")
def restore(
    article_id: Id,
    number: Annotated[int, typer.Argument(metavar="N", help="要恢复的版号。")],
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """恢复旧的一版（作为新的一版），用来撤销修改。"""
    before = newsroom.stored(article_id)
    after = newsroom.restore(article_id, number, by=_by(by), now=_now(), note=note)
    _told_revision(before, after, json)


@app.command("diff", epilog="例：./rongmei article diff a-20261123-7f3k --from 1 --to 3")
def diff_(
    article_id: Id,
    older: Annotated[
        int | None, typer.Option("--from", metavar="N", help="旧的一版；默认是前一版。")
    ] = None,
    newer: Annotated[
        int | None, typer.Option("--to", metavar="N", help="新的一版；默认是最新版。")
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="没有改动的段落也全部显示。")] = False,
    json: output.Json = False,
) -> None:
    """逐字比较两版：删去的是 [-…-]，新增的是 {+…+}；终端有颜色时用红色删除线和绿色下划线。"""
    article = newsroom.stored(article_id)
    last = article.revision if newer is None else newer
    first = max(1, last - 1) if older is None else older
    old, new = revision_of(article_id, first), revision_of(article_id, last)
    found = diff.difference(newsroom.article(old.key), newsroom.article(new.key))
    if json:
        output.as_json({"article": article_id, "from": first, "to": last, **_plain(found)})
        return
    output.line(
        f"第 {first} 版（{old.by}，{clock(old.at)}）→ 第 {last} 版（{new.by}，{clock(new.at)}）"
    )
    for change in found.fields:
        output.marked([("same", f"{change.label}："), *_parts(change.parts)])
    _body(found.body, whole)
    if found.layout_only:
        output.note("文字没有改动，但版式（样式）不同。")
    if found.empty:
        output.note("两版内容相同。")


@app.command("log", epilog="例：./rongmei article log a-20261123-7f3k")
def log(article_id: Id, json: output.Json = False) -> None:
    """一篇稿件的全部操作记录，从头到尾。"""
    newsroom.stored(article_id)
    entries = list(newsroom.log_of(article_id))
    if json:
        output.as_json(entries)
        return
    print_log(f"稿件 {article_id} 的操作记录", entries, with_article=False)
    if not unbroken(entries):
        output.warn("记录前后对不上：有记录被改动或删去，请联系运维核查。")


@app.command("lock", epilog="例：./rongmei article lock a-20261123-7f3k --minutes 60")
def lock(
    article_id: Id,
    minutes: Annotated[
        int, typer.Option("--minutes", metavar="N", help="锁多久；每次修改后重新计时。")
    ] = 30,
    force: Force = False,
    by: By = None,
) -> None:
    """锁定稿件，期间别人不能修改。"""
    locked = newsroom.lock(article_id, by=_by(by), now=_now(), minutes=minutes, force=force)
    until = clock(locked.lock.until) if locked.lock else ""
    output.done(f"已锁定稿件 {article_id}，到 {until}（北京时间）为止只有您能修改。")


@app.command("unlock")
def unlock(article_id: Id, force: Force = False, by: By = None) -> None:
    """解除锁定。"""
    newsroom.unlock(article_id, by=_by(by), now=_now(), force=force)
    output.done(f"稿件 {article_id} 没有锁定，大家都可以修改。")


@app.command("submit", epilog="例：./rongmei article submit a-20261123-7f3k --by li")
def submit(article_id: Id, note: Note = "", by: By = None, json: output.Json = False) -> None:
    """送审。退回后修改过的稿件从退回的那一审继续。"""
    article = reviewing.submit(article_id, by=_by(by), now=_now(), note=note)
    if json:
        output.as_json(article)
        return
    output.done(f"已送审稿件 {article.id}《{article.title}》第 {article.revision} 版。")
    say_next(article)


@app.command(
    "preview",
    epilog="例：./rongmei article preview a-20261123-7f3k --account province --wechat-id liming",
)
def preview(
    article_id: Id,
    account: Annotated[
        str | None, typer.Option("--account", metavar="ID", help="用哪个公众号发预览。")
    ] = None,
    wechat_id: Annotated[
        str | None, typer.Option("--wechat-id", metavar="NAME", help="发给这个微信号。")
    ] = None,
    openid: Annotated[
        str | None,
        typer.Option("--openid", metavar="OPENID", help="发给公众号的这个粉丝（openid）。"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="不发手机，存为网页在电脑上看。"),
    ] = None,
    revision: Annotated[
        int | None, typer.Option("--revision", metavar="N", help="第几版；默认最新版。")
    ] = None,
    json: output.Json = False,
) -> None:
    """把稿件发到一部手机上预览（每个公众号每天最多 100 次），或存为本地网页。"""
    if out is not None:
        _write_page(article_id, revision, out)
        return
    to = wechat_id or openid
    if not to or (wechat_id and openid) or not account:
        raise typer.BadParameter("要给出 --account 和 --wechat-id（或 --openid），或者 --out 文件")
    sent = preview_on_phone(article_id, account, to, now=_now(), revision=revision)
    if json:
        output.as_json(asdict(sent))
        return
    output.done(f"已把稿件 {article_id} 第 {sent.revision} 版发给 {to} 预览。")
    for left in sent.left_behind:
        output.warn(f"预览用的{left}没有删掉，不影响群发；请在微信公众平台删除。")


def say_next(article: StoredArticle) -> None:
    """Who has to do what now."""
    stage = article.stage
    if article.state is ArticleState.APPROVED:
        output.note("审核已完成，可以排期发布。")
    elif article.state is ArticleState.IN_REVIEW and stage is not None:
        able = reviewing.reviewers(article)
        if able:
            output.note(f"下一步：{stage.name}，可以审核的人：{'、'.join(able)}。")
        else:
            output.warn(
                f"下一步：{stage.name}，但没有人可以审核（作者和已审过的人不算）。"
                f"用 `./rongmei staff add 人员 --unit {article.unit} --role …` 登记。"
            )


def print_log(title: str, entries: Iterable[newsroom.Entry], *, with_article: bool) -> None:
    """Entries of the log as a table."""
    columns = ["时间（北京）", "经手", "操作", "版", "说明"]
    rows = []
    for one in entries:
        did = review.ACTION_NAMES.get(_action(one.action)) or _UNIT_ACTIONS.get(
            one.action, one.action
        )
        did = f"{did}（{one.stage}）" if one.stage else did
        row = [clock(one.at), one.by, did, one.revision, one.note]
        if with_article:
            row.insert(1, one.article)
        rows.append(row)
    if with_article:
        columns.insert(1, "稿件")
    output.table(title, columns, rows, whole=["时间（北京）", "稿件"], empty="没有记录。")


_UNIT_ACTIONS = {
    "staff_add": "登记人员",
    "staff_remove": "取消登记",
    "workflow_set": "设定审核流程",
    "workflow_unset": "取消审核流程",
}


def _action(name: str) -> Any:
    return review.Action(name) if name in set(review.Action) else None


def _write_page(article_id: str, revision: int | None, out: Path) -> None:
    if out.exists() and not typer.confirm(f"{out} 已存在，要覆盖吗？"):
        raise typer.Exit(1)
    try:
        out.write_text(page(article_id, revision), encoding="utf-8")
    except OSError as error:
        output.complain(f"无法写入 {out}：{error.strerror}。")
        raise typer.Exit(1) from error
    output.done(f"已写入 {out}，用浏览器打开即可。")


def _told_revision(before: StoredArticle, after: StoredArticle, json: bool) -> None:
    if json:
        output.as_json(after)
        return
    if after.revision == before.revision:
        output.note(f"内容与现在的第 {after.revision} 版相同，没有新的一版。")
        return
    output.done(f"已保存为稿件 {after.id} 的第 {after.revision} 版。")
    if before.state in (ArticleState.IN_REVIEW, ArticleState.APPROVED):
        was = review.STATE_NAMES[before.state]
        output.warn(
            f"稿件原来的状态是“{was}”，修改后须重新审核：`./rongmei article submit {after.id}`。"
        )
    elif before.state is ArticleState.RETURNED:
        output.note(f"改好后用 `./rongmei article submit {after.id}` 再次送审。")


def _facts(article: StoredArticle, by: str | None) -> Sequence[tuple[str, object]]:
    pairs: list[tuple[str, object]] = [
        ("标题", article.title),
        ("单位", article.unit),
        ("状态", _standing(article)),
        ("最新版", f"第 {article.revision} 版，{article.updated_by}，{clock(article.updated_at)}"),
        ("写过它的人", "、".join(article.contributors)),
        ("已通过", "\n".join(_approvals(article))),
    ]
    if article.returned is not None:
        back = article.returned
        pairs.append((f"{back.stage}退回", f"{back.by}：{'；'.join(back.reasons)}"))
    if article.lock is not None and article.lock.until > _now():
        pairs.append(("锁定", f"{article.lock.by}，到 {clock(article.lock.until)}"))
    waits = reviewing.reviewers(article)
    if waits:
        pairs.append(("等待审核", "、".join(waits)))
    can = review.open_to(article, person_for(_by(by), article.unit))
    names = [review.ACTION_NAMES[action] for action in STEPS if action in can]
    pairs.append((f"{_by(by)} 可以", "、".join(names)))
    return pairs


def _approvals(article: StoredArticle) -> Iterable[str]:
    stages = article.workflow.stages if article.workflow else ()
    for yes in sorted(article.approvals, key=lambda one: one.stage):
        yield f"{stages[yes.stage].name}：{yes.by}，{clock(yes.at)}，第 {yes.revision} 版"
    for yes in article.emergency_approvals:
        yield f"应急签发：{yes.by}，{clock(yes.at)}，第 {yes.revision} 版"


def _standing(article: StoredArticle) -> str:
    name = review.STATE_NAMES[article.state]
    if article.state is ArticleState.IN_REVIEW and article.stage is not None:
        name = f"{name}：等待{article.stage.name}"
    return f"{name}【应急】" if article.emergency else name


def _body(lines: Sequence[diff.Line], whole: bool) -> None:
    near = {at for n, one in enumerate(lines) if one.changed or whole for at in (n - 1, n, n + 1)}
    skipped = False
    for n, one in enumerate(lines):
        if n not in near:
            skipped = True
            continue
        if skipped:
            output.line("  ⋯")
            skipped = False
        output.marked(_parts(one.parts), indent="± " if one.changed else "  ")


def _parts(parts: Iterable[diff.Part]) -> list[tuple[str, str]]:
    return [(part.mark.value, part.text) for part in parts]


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.model_dump(mode="json")


def _by(by: str | None) -> str:
    return by or getpass.getuser()


def _now() -> datetime:
    return datetime.now(UTC)
