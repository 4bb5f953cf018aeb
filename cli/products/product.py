"""``./rongmei product``: e-books, mind maps, posters, quizzes, live entries; made, reviewed, published, taken down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib import newsroom, products
from chalicelib.application import product_edit, product_files, product_page
from chalicelib.application.product_page import ProductFilter
from chalicelib.clock import shown, utc_now
from chalicelib.newsroom import ArticleAction, ArticleState
from chalicelib.products import Form, Product
from cli.newsroom.shared import print_difference
from cli.products.content_file import content_of
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(
    help="产品：电子书、思维导图、海报、答题、直播；制作、审核、上线、下线。", no_args_is_help=True
)
Id = Annotated[str, typer.Argument(metavar="产品", help="产品的编号。")]
Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位的短名。")]
File = Annotated[
    Path | None,
    typer.Option(
        "--file", metavar="FILE", help="内容，YAML 或 JSON；字段同 show --json 的 content。"
    ),
]
Note = Annotated[str, typer.Option("--note", help="说明。")]


@app.command("list", epilog="例：./rongmei product list --unit province --form ebook")
def list_(
    unit: Unit,
    form: Annotated[Form | None, typer.Option("--form", help="只看这种形式。")] = None,
    state: Annotated[ArticleState | None, typer.Option("--state", help="只看这个状态。")] = None,
    person: Annotated[str, typer.Option("--person", help="只看这个人参与制作的。")] = "",
    published: Annotated[bool, typer.Option("--published", help="只看已经上线的。")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="多少个。")] = 20,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位的产品，新的在前。"""
    wanted = ProductFilter(form=form, state=state, person=person, published=published)
    found = product_page.product_list(acting(by), unit, wanted=wanted, limit=limit).products
    if json:
        output.as_json(list(found))
        return
    output.table(
        f"单位“{unit}”的产品",
        ["编号", "形式", "标题", "公众号", "状态", "版本", "上线"],
        [
            (
                one.id,
                one.form_name,
                one.title,
                one.account,
                one.stage or one.state_name,
                one.revision,
                f"第 {one.published_revision} 版" if one.published_revision else "",
            )
            for one in found
        ],
        whole=["编号"],
        empty="还没有产品。用 `./rongmei product new` 新建。",
    )


@app.command(
    "new",
    epilog="例：./rongmei product new --unit province --form mindmap --title 退税流程 --file 导图.yaml --by li",
)
def new(
    unit: Unit,
    form: Annotated[Form, typer.Option("--form", help="形式。")],
    title: Annotated[str, typer.Option("--title", help="标题。")],
    account: Annotated[
        str, typer.Option("--account", metavar="ID", help="给哪个公众号的粉丝；默认与单位同名。")
    ] = "",
    file: File = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """新建一个产品。"""
    who, now = acting(by), utc_now()
    made = product_edit.new_product(
        unit,
        form,
        title,
        account=account or unit,
        by=who,
        now=now,
        content=content_of(file) if file else None,
    )
    _told(made, json)


@app.command("show", epilog="例：./rongmei product show p-20261130-7f3k2a --json")
def show(product_id: Id, by: By = None, json: output.Json = False) -> None:
    """一个产品：内容、审核到哪一步、文件、上线的版本。"""
    seen = product_page.product_detail(acting(by), product_id)
    if json:
        output.as_json(seen)
        return
    files = "、".join(one.name for one in seen.files)
    output.facts(
        f"{seen.form_name} {seen.title}",
        [
            ("编号", seen.id),
            ("单位", f"{seen.unit_name}（公众号 {seen.account_name}）"),
            ("状态", seen.stage or seen.state_name),
            ("版本", f"第 {seen.revision} 版，{seen.updated_by.name} {shown(seen.updated_at)}"),
            ("还缺", "；".join(one.problem for one in seen.lacks)),
            ("文件", seen.files_problem or files or ("还在制作" if seen.needs_files else "")),
            ("上线", f"第 {seen.published_revision} 版" if seen.published_revision else ""),
            ("网址", seen.address),
        ],
    )
    output.table(
        "经过",
        ["时间", "人员", "做了什么"],
        [(shown(one.at), one.by.name, one.said) for one in seen.history],
        whole=["时间"],
    )


@app.command("diff", epilog="例：./rongmei product diff p-20261130-7f3k2a --from 1 --to 3")
def diff(
    product_id: Id,
    older: Annotated[
        int | None, typer.Option("--from", metavar="N", help="旧的一版；默认是前一版。")
    ] = None,
    newer: Annotated[
        int | None, typer.Option("--to", metavar="N", help="新的一版；默认是最新版。")
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="没有改动的段落也全部显示。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """逐字比较两版。"""
    old, new, found = products.compare_for(product_id, older, newer, by=acting(by))
    if json:
        numbers = {"from": old.number, "to": new.number}
        output.as_json({"product": product_id, **numbers, **found.model_dump(mode="json")})
        return
    output.line(
        f"第 {old.number} 版（{old.by}，{shown(old.at)}）"
        f"→ 第 {new.number} 版（{new.by}，{shown(new.at)}）"
    )
    print_difference(found, whole=whole)


@app.command("edit", epilog="例：./rongmei product edit p-20261130-7f3k2a --file 导图.yaml --by li")
def edit(
    product_id: Id,
    file: File = None,
    title: Annotated[str, typer.Option("--title", help="新的标题。")] = "",
    note: Note = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """修改内容或标题，成为新的一版。"""
    who, now = acting(by), utc_now()
    before = products.product_for(product_id, by=who)
    content: dict[str, Any] = (
        content_of(file) if file else products.content_of(before).model_dump(mode="json")
    )
    after = product_edit.edit_product(
        product_id,
        title or before.title,
        content,
        base=before.revision,
        by=who,
        now=now,
        note=note,
    )
    _told(after, json)


@app.command("files")
def files(product_id: Id, by: By = None, json: output.Json = False) -> None:
    """马上制作最新一版的文件（电子书、图片）。"""
    with output.progress("正在制作"):
        made = product_files.make_now(product_id, by=acting(by), now=utc_now())
    if made.made and made.made.problem:
        output.warn(f"没有做成：{made.made.problem}")
    _told(made, json)


@app.command("submit", epilog="例：./rongmei product submit p-20261130-7f3k2a --by li")
def submit(product_id: Id, note: Note = "", by: By = None, json: output.Json = False) -> None:
    """送审。"""
    _decide(product_id, ArticleAction.SUBMIT, by, note, json)


@app.command("approve", epilog="例：./rongmei product approve p-20261130-7f3k2a --by chu")
def approve(product_id: Id, note: Note = "", by: By = None, json: output.Json = False) -> None:
    """通过最新一版的当前一审。"""
    _decide(product_id, ArticleAction.APPROVE, by, note, json)


@app.command("return")
def send_back(
    product_id: Id,
    reason: Annotated[str, typer.Option("--reason", help="为什么退回。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """退回修改。"""
    _decide(product_id, ArticleAction.RETURN, by, reason, json)


@app.command("withdraw")
def withdraw(product_id: Id, note: Note = "", by: By = None, json: output.Json = False) -> None:
    """撤回送审。"""
    _decide(product_id, ArticleAction.WITHDRAW, by, note, json)


@app.command("emergency")
def emergency(
    product_id: Id,
    reason: Annotated[str, typer.Option("--reason", help="为什么应急签发。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """应急签发；须两位最高角色的人。"""
    _decide(product_id, ArticleAction.EMERGENCY, by, reason, json)


@app.command("publish", epilog="例：./rongmei product publish p-20261130-7f3k2a --by zong1")
def publish(product_id: Id, by: By = None, json: output.Json = False) -> None:
    """上线通过审核的一版。"""
    _told(products.publish(product_id, by=acting(by), now=utc_now()), json)


@app.command("take-down")
def take_down(
    product_id: Id,
    reason: Annotated[str, typer.Option("--reason", help="为什么下线。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """下线；粉丝打开时看到已经下线。"""
    _told(products.take_down(product_id, reason=reason, by=acting(by), now=utc_now()), json)


def _decide(product_id: str, action: ArticleAction, by: str | None, note: str, json: bool) -> None:
    who = acting(by)
    revision = products.product_for(product_id, by=who).revision
    after = products.decide(product_id, action, revision=revision, by=who, now=utc_now(), note=note)
    _told(after, json)


def _told(product: Product, json: bool) -> None:
    if json:
        output.as_json(product)
        return
    state = product_page.stage_of(product) or newsroom.STATE_NAMES[product.state]
    out = f"，第 {product.published_revision} 版已经上线" if product.published_revision else ""
    output.done(f"产品 {product.id}（{product.title}）第 {product.revision} 版：{state}{out}。")
