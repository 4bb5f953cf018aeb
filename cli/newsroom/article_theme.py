"""``./rongmei article theme``: the looks of articles — seen, made, put in force. See ``docs/articles.md``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib import newsroom
from chalicelib.clock import utc_now
from chalicelib.newsroom import Theme
from cli.newsroom import specimen
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting

app = typer.Typer(help="稿件的主题（版式）：查看、检查、预览、采用、自定。", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="主题", help="主题的名称，见 article theme list。")]
File = Annotated[Path, typer.Argument(metavar="FILE.yaml", help="主题文件，写法见 theme show。")]
OfUnit = Annotated[str | None, typer.Option("--unit", metavar="ID", help="单位的短名。")]
OfAccount = Annotated[str | None, typer.Option("--account", metavar="ID", help="公众号的短名。")]


@app.command("list", epilog="例：./rongmei article theme list --account province")
def list_(unit: OfUnit = None, account: OfAccount = None, json: output.Json = False) -> None:
    """列出可用的主题；给出单位或公众号时，一并列出它自己的和上级的，并标出在用的。"""
    houses = _houses(unit, account)
    known = newsroom.themes_of(houses)
    used = newsroom.choose({}, houses).theme.name
    columns: dict[str, list[str]] = {}
    for house in houses:
        for column, name in house.columns.items():
            if newsroom.choose({"column": column}, houses).theme.name == name:
                columns.setdefault(name, []).append(column)
    if json:
        output.as_json(
            [
                {
                    **theme.model_dump(mode="json"),
                    "used": name == used,
                    "columns": columns.get(name, []),
                }
                for name, theme in known.items()
            ]
        )
        return
    output.table(
        "主题",
        ["主题", "用于", "主色", "在用"],
        [
            (
                name,
                theme.about,
                theme.main,
                "、".join((["默认"] if name == used else []) + sorted(set(columns.get(name, [])))),
            )
            for name, theme in known.items()
        ],
        whole=["主题"],
    )


@app.command("show", epilog="例：./rongmei article theme show 税务蓝 > 云岭蓝.yaml")
def show(name: Name, unit: OfUnit = None, account: OfAccount = None) -> None:
    """把一个主题打印成主题文件，存下来就可以改。"""
    output.document(newsroom.write_theme(_named(name, unit, account)))


@app.command("check", epilog="例：./rongmei article theme check 云岭蓝.yaml")
def check(
    file: File, unit: OfUnit = None, account: OfAccount = None, json: output.Json = False
) -> None:
    """检查一个主题文件，列出文字在各种底色上的对比度；看不清的颜色不能用。"""
    found = newsroom.read_theme(file_io.text(file), newsroom.themes_of(_houses(unit, account)))
    pairs = newsroom.measured(found.theme)
    if json:
        output.as_json({"theme": found.theme, "contrast": [one._asdict() for one in pairs]})
        return
    output.table(
        f"主题“{found.theme.name}”的对比度",
        ["文字", "底色", "浅色模式", "微信深色模式"],
        [(one.token, one.ground, f"{one.light:.1f}", f"{one.dark:.1f}") for one in pairs],
    )
    for remark in found.remarks:
        output.warn(f"提醒：{remark}")
    output.done(f"主题“{found.theme.name}”可以用。")


@app.command("preview", epilog="例：./rongmei article theme preview 云岭蓝.yaml -o 样张.html")
def preview(
    name: Annotated[str, typer.Argument(metavar="主题或FILE.yaml", help="主题的名称或主题文件。")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="写到哪个文件。")],
    on: Annotated[
        Path | None,
        typer.Option("--on", metavar="FILE", help="用这篇稿件看；默认用一篇各种元素齐全的样稿。"),
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="显示微信深色模式下的样子。")] = False,
    unit: OfUnit = None,
    account: OfAccount = None,
    yes: file_io.Overwrite = False,
) -> None:
    """用样稿（或一篇稿件）看一个主题的样子，存为一个本地网页。"""
    houses = _houses(unit, account)
    if name.endswith((".yaml", ".yml")):
        found = newsroom.read_theme(file_io.text(Path(name)), newsroom.themes_of(houses))
        theme = found.theme
        for remark in found.remarks:
            output.warn(f"提醒：{remark}")
    else:
        theme = _named(name, unit, account)
    settings = newsroom.house_of().model_copy(
        update={"themes": (newsroom.HouseThemes(own=(theme,)), *houses)}
    )
    if on is not None:
        made = newsroom.attempt_file(on, settings, {"theme": theme.name})
        page = newsroom.proof_page(made, dark=dark)
    else:
        composed = newsroom.compose(specimen.text(theme.name), specimen.picture, settings)
        page = newsroom.phone_page(composed.article, composed.files.__getitem__, dark=dark)
    file_io.save(out, page.encode(), overwrite=yes)


@app.command(
    "use",
    epilog="例：\n./rongmei article theme use 党建红 --account province --column 党建\n"
    "./rongmei article theme use --none --unit city",
)
def use(
    name: Annotated[str, typer.Argument(metavar="主题", help="主题的名称。")] = "",
    none: Annotated[bool, typer.Option("--none", help="取消设定，沿用上级的。")] = False,
    column: Annotated[
        str, typer.Option("--column", metavar="栏目", help="只用于这个栏目的稿件。")
    ] = "",
    unit: OfUnit = None,
    account: OfAccount = None,
    by: By = None,
) -> None:
    """设定一个公众号，或一个单位（及其下级）今后的稿件用什么主题；已存的稿件不变。"""
    if none == bool(name):
        raise typer.BadParameter("主题的名称和 --none 要给出其中一个")
    newsroom.use_theme(_owner(unit, account), name, by=acting(by), now=utc_now(), column=column)
    whose = f"{_whose(unit, account)}{f'栏目“{column}”的' if column else '的'}稿件"
    output.done(f"{whose}今后用主题“{name}”。" if name else f"{whose}不再设定主题，沿用上级的。")


@app.command("save", epilog="例：./rongmei article theme save 云岭蓝.yaml --unit province")
def save(file: File, unit: OfUnit = None, account: OfAccount = None, by: By = None) -> None:
    """存下一个自定的主题，供单位（及其下级）或公众号使用；同名的会被替换。"""
    known = newsroom.themes_of(_houses(unit, account))
    found = newsroom.read_theme(file_io.text(file), known)
    newsroom.save_theme(_owner(unit, account), found.theme, by=acting(by), now=utc_now())
    for remark in found.remarks:
        output.warn(f"提醒：{remark}")
    output.done(
        f"已存下{_whose(unit, account)}的主题“{found.theme.name}”。"
        f"稿件里写 `主题: {found.theme.name}`，或用 `./rongmei article theme use` 设定。"
    )


@app.command("remove", epilog="例：./rongmei article theme remove 云岭蓝 --unit province")
def remove(name: Name, unit: OfUnit = None, account: OfAccount = None, by: By = None) -> None:
    """删除一个自定的主题；还在用的不能删。"""
    newsroom.remove_theme(_owner(unit, account), name, by=acting(by), now=utc_now())
    output.done(f"已删除{_whose(unit, account)}的主题“{name}”。")


def _houses(unit: str | None, account: str | None) -> tuple[newsroom.HouseThemes, ...]:
    if not unit and not account:
        return ()
    return newsroom.themes_for(unit=unit, account=account)


def _named(name: str, unit: str | None, account: str | None) -> Theme:
    known = newsroom.themes_of(_houses(unit, account))
    if name not in known:
        raise newsroom.UnknownTheme(name, known)
    return known[name]


def _owner(unit: str | None, account: str | None) -> newsroom.Owner:
    if bool(unit) == bool(account):
        raise typer.BadParameter("--unit 和 --account 要给出其中一个")
    return newsroom.owner_of(unit=unit, account=account)


def _whose(unit: str | None, account: str | None) -> str:
    return f"公众号“{account}”" if account else f"单位“{unit}”"
