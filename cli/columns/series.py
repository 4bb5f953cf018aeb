"""``./rongmei series``: series (系列) with their articles in order, and collections (合集)."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import columns
from chalicelib.application import column_steps, series_page
from chalicelib.clock import shown, utc_now
from chalicelib.columns import CollectionText, Series, SeriesText
from cli.columns.column import File, read_settings
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(help="系列和合集：期号、顺序、文末的链接和公开页面。", no_args_is_help=True)
SeriesId = Annotated[str, typer.Argument(metavar="系列", help="系列编号，如 s-20261129-7f3k2a。")]
Article = Annotated[str, typer.Argument(metavar="稿件", help="稿件编号，如 a-20261123-7f3k。")]
Renumber = Annotated[bool, typer.Option("--renumber", help="已发布的文章期号会变时，也照样做。")]


@app.command(
    "new",
    epilog="例：./rongmei series new --unit province --account province --name 发票六课 --by li",
)
def new(
    unit: Unit,
    name: Annotated[str, typer.Option("--name", help="名称，稿件的“系列”就填它。")],
    account: Annotated[str, typer.Option("--account", help="公开页面在哪个公众号名下。")] = "",
    column: Annotated[str, typer.Option("--column", help="所属栏目的编号。")] = "",
    about: Annotated[str, typer.Option("--about", help="简介。")] = "",
    first: Annotated[int, typer.Option("--first", help="起始期号。")] = 1,
    form: Annotated[str, typer.Option("--form", help="期号写法，{n} 处是数字。")] = "第{n}期",
    by: By = None,
    json: output.Json = False,
) -> None:
    """新建系列。"""
    given = {
        "name": name,
        "account": account,
        "column": column,
        "about": about,
        "first": first,
        "form": form,
    }
    text = columns.text_of(SeriesText, given)
    _told(column_steps.new_series(unit, text, by=acting(by), now=utc_now()), json)


@app.command("show", epilog="例：./rongmei series show s-20261129-7f3k2a")
def show(series: SeriesId, by: By = None, json: output.Json = False) -> None:
    """一个系列：各期的状态，和文末链接指向哪里。"""
    seen = series_page.series_seen(series, by=acting(by), now=utc_now())
    if json:
        output.as_json(seen)
        return
    output.note(f"{seen.name}（{seen.state_name}），公开页面：{seen.page or '无'}")
    output.table(
        "各期",
        ["期号", "稿件", "标题", "状态", "时间", "上一期"],
        [
            (
                one.label,
                one.article,
                one.title,
                one.state_name,
                shown(one.at) if one.at else "",
                one.before,
            )
            for one in seen.entries
        ],
        whole=["期号", "稿件"],
        empty="还没有稿件，用 `./rongmei series join` 加入。",
    )


@app.command("join", epilog="例：./rongmei series join s-20261129-7f3k2a a-20261123-7f3k --by li")
def join(series: SeriesId, article: Article, by: By = None, json: output.Json = False) -> None:
    """把一篇稿件加到系列末尾；已在其中的不动。"""
    _told(column_steps.join(series, article, by=acting(by), now=utc_now()), json)


@app.command("leave", epilog="例：./rongmei series leave s-20261129-7f3k2a a-20261123-7f3k --by li")
def leave(
    series: SeriesId,
    article: Article,
    renumber: Renumber = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """把一篇稿件移出系列。"""
    actor = acting(by)
    base = columns.one_for(series, Series, by=actor).version
    after = column_steps.leave(
        series, article, base=base, by=actor, now=utc_now(), renumber=renumber
    )
    _told(after, json)


@app.command(
    "order",
    epilog="例：./rongmei series order s-20261129-7f3k2a a-20261123-7f3k a-20261124-2k9d --by li",
)
def order(
    series: SeriesId,
    articles: Annotated[list[str], typer.Argument(metavar="稿件…", help="全部稿件，按新的顺序。")],
    renumber: Renumber = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """调整顺序。"""
    actor = acting(by)
    base = columns.one_for(series, Series, by=actor).version
    after = column_steps.reorder(
        series, articles, base=base, by=actor, now=utc_now(), renumber=renumber
    )
    _told(after, json)


@app.command("write", epilog="例：./rongmei series write s-20261129-7f3k2a --by li")
def write(series: SeriesId, by: By = None, json: output.Json = False) -> None:
    """写下一期：起一份草稿，在控制台里接着写；存成稿件后自动加入。"""
    draft = column_steps.begin_in_series(series, by=acting(by), now=utc_now())
    if json:
        output.as_json({"draft": draft})
        return
    output.done(f"草稿 {draft} 已建，在控制台“稿件”里接着写。")


@app.command("retire", epilog="例：./rongmei series retire s-20261129-7f3k2a --by li")
def retire(series: SeriesId, by: By = None, json: output.Json = False) -> None:
    """停用一个系列；公开页面不变。"""
    _told(columns.retire(series, Series, by=acting(by), now=utc_now()), json)


@app.command("restore", epilog="例：./rongmei series restore s-20261129-7f3k2a --by li")
def restore(series: SeriesId, by: By = None, json: output.Json = False) -> None:
    """恢复使用一个系列。"""
    _told(columns.restore(series, Series, by=acting(by), now=utc_now()), json)


@app.command("collect", epilog="例：./rongmei series collect 买房.json --unit province --by li")
def collect(file: File, unit: Unit, by: By = None, json: output.Json = False) -> None:
    """按一个文件新建合集：name、about、account、cover、rule（columns、tags）。"""
    text = columns.text_of(CollectionText, read_settings(file))
    made = column_steps.new_collection(unit, text, by=acting(by), now=utc_now())
    if json:
        output.as_json(made)
        return
    output.done(f"合集 {made.id}“{made.name}”已建。")


@app.command("collection", epilog="例：./rongmei series collection k-20261129-7f3k2a --json")
def collection(
    wanted: Annotated[str, typer.Argument(metavar="合集", help="合集编号，如 k-20261129-7f3k2a。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个合集和它收录的文章。"""
    seen = series_page.collection_seen(wanted, by=acting(by), now=utc_now())
    if json:
        output.as_json(seen)
        return
    output.note(f"{seen.name}（{seen.state_name}），公开页面：{seen.page or '无'}")
    output.table(
        "收录的文章",
        ["稿件", "标题", "状态", "来由"],
        [
            (one.article, one.title, one.state_name, "手选" if one.picked else "自动")
            for one in seen.entries
        ],
        whole=["稿件"],
        empty="还没有文章。",
    )


@app.command("pick", epilog="例：./rongmei series pick k-20261129-7f3k2a a-20261123-7f3k --by li")
def pick(
    wanted: Annotated[str, typer.Argument(metavar="合集", help="合集编号。")],
    articles: Annotated[list[str], typer.Argument(metavar="稿件…", help="手选的稿件，按顺序。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """选定合集里手选的稿件。"""
    actor = acting(by)
    base = columns.one_for(wanted, columns.Collection, by=actor).version
    made = column_steps.pick(wanted, articles, base=base, by=actor, now=utc_now())
    if json:
        output.as_json(made)
        return
    output.done(f"合集“{made.name}”手选 {len(made.picked)} 篇。")


def _told(series: Series, json: bool) -> None:
    if json:
        output.as_json(series)
        return
    state = columns.labels.STANDINGS[series.state]
    output.done(f"系列 {series.id}“{series.name}”{state}，{len(series.entries)} 篇。")
