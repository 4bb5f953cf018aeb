"""``./rongmei article``: articles from a file to a reviewed text. See ``chalicelib.newsroom``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib import newsroom
from chalicelib.clock import shown, utc_now
from chalicelib.newsroom import STATE_NAMES, ArticleState, Composed, StoredArticle
from cli.newsroom import article_file, article_preview, article_read, article_theme
from cli.newsroom.shared import Id, Note, say_next, state_line
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(
    help="稿件：检查、排版、新建、修改、比较、锁定、送审、预览。", no_args_is_help=True
)
for part in (article_file, article_read, article_preview):
    app.add_typer(part.app)
app.add_typer(article_theme.app, name="theme")

File = Annotated[Path, typer.Argument(metavar="FILE", help="稿件文件：.md、.docx 或 .html。")]
Force = Annotated[
    bool, typer.Option("--force", help="强制解除别人的锁定；须角色更高，并留下记录。")
]


def _state_named(word: str) -> ArticleState:
    """A state by the name that people see, or by the one that programs do."""
    named = {name: state for state, name in STATE_NAMES.items()}
    try:
        return named.get(word) or ArticleState(word)
    except ValueError:
        raise typer.BadParameter(f"没有“{word}”这种状态，可以用：{'、'.join(named)}") from None


@app.command("new", epilog="例：./rongmei article new 稿件.md --unit province --by li")
def new(
    file: File,
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="稿件属于哪个单位。")],
    given: article_file.Given = None,
    house: article_file.HouseFile = None,
    words: article_file.WordFiles = None,
    off: article_file.Off = None,
    account: article_file.Account = None,
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """检查一个文件，存为单位的新稿件；同样的内容再存一次，得到的还是原来那篇。"""
    now = utc_now()
    composed = article_file.read(file, given, house, words, off, unit=unit, account=account)
    made = newsroom.create(composed, unit=unit, by=acting(by), now=now, source=file.name, note=note)
    if json:
        output.as_json(_with_warnings(made, composed))
        return
    _remind(composed)
    output.line(made.id)
    if made.created_at != now:
        output.note(
            f"这份内容 {made.created_by} 在 {shown(made.created_at)} 已存为稿件 {made.id}"
            f"（现为第 {made.revision} 版，{STATE_NAMES[made.state]}），没有另建。"
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
            help=f"只看这种状态：{' '.join(STATE_NAMES.values())}",
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
                state_line(one),
                f"{shown(one.updated_at)} {one.updated_by}",
            )
            for one in found
        ],
        whole=["编号"],
        empty="没有这种状态的稿件。"
        if state
        else "还没有稿件。用 `./rongmei article new 文件` 新建。",
    )


@app.command("edit", epilog="例：./rongmei article edit a-20261123-7f3k 稿件.md --note 更正时间")
def edit(
    article_id: Id,
    file: File,
    base: Annotated[
        int | None,
        typer.Option("--from", metavar="N", help="在第几版上改的；别人已有新版时拒绝保存。"),
    ] = None,
    given: article_file.Given = None,
    house: article_file.HouseFile = None,
    words: article_file.WordFiles = None,
    off: article_file.Off = None,
    account: article_file.Account = None,
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """用文件作为稿件的新一版；已送审或已通过的稿件改后须重新送审。"""
    before = newsroom.get_article(article_id)
    composed = article_file.read(file, given, house, words, off, unit=before.unit, account=account)
    after = newsroom.revise(
        article_id,
        composed,
        by=acting(by),
        now=utc_now(),
        note=note,
        source=file.name,
        base=base,
    )
    if json:
        output.as_json(_with_warnings(after, composed))
        return
    _remind(composed)
    _print_revision(before, after)


@app.command("restore", epilog="例：./rongmei article restore a-20261123-7f3k 1")
def restore(
    article_id: Id,
    number: Annotated[int, typer.Argument(metavar="N", help="要恢复的版号。")],
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """恢复旧的一版（作为新的一版），用来撤销修改。"""
    before = newsroom.get_article(article_id)
    after = newsroom.restore(article_id, number, by=acting(by), now=utc_now(), note=note)
    if json:
        output.as_json(after)
        return
    _print_revision(before, after)


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
    locked = newsroom.lock(article_id, by=acting(by), now=utc_now(), minutes=minutes, force=force)
    until = shown(locked.lock.until) if locked.lock else ""
    output.done(f"已锁定稿件 {article_id}，到 {until}（北京时间）为止只有您能修改。")


@app.command("unlock")
def unlock(article_id: Id, force: Force = False, by: By = None) -> None:
    """解除锁定。"""
    newsroom.unlock(article_id, by=acting(by), now=utc_now(), force=force)
    output.done(f"稿件 {article_id} 没有锁定，大家都可以修改。")


@app.command("submit", epilog="例：./rongmei article submit a-20261123-7f3k --by li")
def submit(article_id: Id, note: Note = "", by: By = None, json: output.Json = False) -> None:
    """送审。退回后修改过的稿件从退回的那一审继续。"""
    article = newsroom.submit(article_id, by=acting(by), now=utc_now(), note=note)
    if json:
        output.as_json(article)
        return
    output.done(f"已送审稿件 {article.id}《{article.title}》第 {article.revision} 版。")
    say_next(article)


def _remind(composed: Composed) -> None:
    for finding in composed.warnings:
        output.warn(f"提醒：{finding}")


def _with_warnings(article: StoredArticle, composed: Composed) -> dict[str, Any]:
    warnings = [finding.model_dump(mode="json") for finding in composed.warnings]
    return {**article.model_dump(mode="json"), "warnings": warnings}


def _print_revision(before: StoredArticle, after: StoredArticle) -> None:
    if after.revision == before.revision:
        output.note(f"内容与现在的第 {after.revision} 版相同，没有新的一版。")
        return
    output.done(f"已保存为稿件 {after.id} 的第 {after.revision} 版。")
    if before.state in (ArticleState.IN_REVIEW, ArticleState.APPROVED):
        was = STATE_NAMES[before.state]
        output.warn(
            f"稿件原来的状态是“{was}”，修改后须重新审核：`./rongmei article submit {after.id}`。"
        )
    elif before.state is ArticleState.RETURNED:
        output.note(f"改好后用 `./rongmei article submit {after.id}` 再次送审。")
