"""``./rongmei takedown``: find where something stands, take it down everywhere, prove it (一键撤稿)."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Annotated, Literal

import typer

from chalicelib.application import takedown_page, takedown_proof, takedown_values, takedowns
from chalicelib.clock import shown, utc_now
from chalicelib.takedown import Clue, ClueKind, PlaceState, SpotKind
from cli.terminal import output
from cli.terminal.acting import By, acting

app = typer.Typer(
    help="一键撤稿：按文字、图片、链接或稿件找到所有位置，两人批准后全部撤下。",
    no_args_is_help=True,
)
Id = Annotated[str, typer.Argument(metavar="撤稿", help="撤稿编号。")]
Reason = Annotated[str, typer.Option("--reason", metavar="原因", help="为什么。")]
Places = Annotated[
    list[str] | None, typer.Option("--place", metavar="位置", help="位置编号，可多次。")
]
_WHOLE = 2000


@app.command(
    "begin",
    epilog="例：./rongmei takedown begin --unit province --article a-20261123-7f3k --reason 政策有误 --by zong1",
)
def begin(
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="在哪个单位及其下级里找。")],
    reason: Reason,
    article: Annotated[
        list[str] | None, typer.Option("--article", metavar="稿件", help="稿件编号，可多次。")
    ] = None,
    text: Annotated[
        list[str] | None, typer.Option("--text", metavar="文字", help="一段文字，可多次。")
    ] = None,
    link: Annotated[
        list[str] | None, typer.Option("--link", metavar="网址", help="一个网址，可多次。")
    ] = None,
    picture: Annotated[
        list[str] | None,
        typer.Option(
            "--picture", metavar="图片", help="图片文件、它的 SHA-256 或素材编号，可多次。"
        ),
    ] = None,
    order: Annotated[str, typer.Option("--order", metavar="指令", help="依据的指令编号。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """开始查找；待发的推送先冻结。"""
    clues = [
        *(Clue(kind=ClueKind.ARTICLE, value=one) for one in article or ()),
        *(Clue(kind=ClueKind.TEXT, value=one) for one in text or ()),
        *(Clue(kind=ClueKind.LINK, value=one) for one in link or ()),
        *(Clue(kind=ClueKind.PICTURE, value=_picture(one)) for one in picture or ()),
    ]
    made = takedowns.begin(
        clues, unit=unit, reason=reason, order=order, by=acting(by), now=utc_now()
    )
    if json:
        output.as_json(made)
        return
    output.done(f"已开始撤稿 {made.id}：在 {made.accounts} 个公众号里查找“{made.title}”。")
    output.note(f"用 `./rongmei takedown show {made.id}` 查看找到的位置。")


@app.command("list", epilog="例：./rongmei takedown list --unit province")
def list_(
    unit: Annotated[str, typer.Option("--unit", metavar="ID", help="发起的单位。")],
    by: By = None,
    json: output.Json = False,
) -> None:
    """列出一个单位的撤稿。"""
    found = takedown_page.takedowns(acting(by), unit, after="", limit=50).takedowns
    if json:
        output.as_json(found)
        return
    output.table(
        f"单位“{unit}”的撤稿",
        ["编号", "内容", "状态", "位置", "发起", "批准"],
        [
            (
                one.id,
                f"{one.title}\n{one.reason}",
                one.state_name,
                "\n".join(f"{c.name} {c.number}" for c in one.counts),
                f"{one.by}\n{shown(one.at)}",
                f"{one.approved_by}\n{shown(one.approved_at)}" if one.approved_at else "",
            )
            for one in found
        ],
        whole=["编号", "状态"],
        empty="还没有撤稿。",
    )


@app.command("show", epilog="例：./rongmei takedown show t-20261130-7f3k2a --kind mass")
def show(
    takedown_id: Id,
    kind: Annotated[
        SpotKind | None, typer.Option("--kind", metavar="类型", help="只看一类位置。")
    ] = None,
    state: Annotated[
        PlaceState | None, typer.Option("--state", metavar="状态", help="只看一种状态。")
    ] = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一次撤稿：位置、相似度、进度，以及收不回的。"""
    actor = acting(by)
    detail = takedown_page.takedown_detail(actor, takedown_id)
    wanted = takedown_values.PlaceFilter(kind=kind, state=state)
    page = takedown_page.takedown_places(actor, takedown_id, wanted, after="", limit=_WHOLE)
    if json:
        output.as_json({**detail.model_dump(mode="json"), "places": [one.model_dump(mode="json") for one in page.places]})  # fmt: skip
        return
    one = detail.takedown
    output.table(
        f"{one.id} {one.title}（{one.state_name}，相似度界线 {one.threshold}%，已查 {one.searched}%）",
        ["位置", "公众号", "类型与标题", "相似度与依据", "处理", "结果"],
        [
            (
                place.id,
                place.account_name or place.unit_name,
                f"{place.kind_name}\n{place.title}",
                f"{place.score}% {place.match_name}\n{place.passage}",
                place.action if place.goes else f"保留{place.why and '：' + place.why}",
                "\n".join(
                    filter(None, (place.state_name, place.said, place.verified, place.problem))
                ),
            )
            for place in page.places
        ],
        whole=["位置"],
        empty="没有找到位置。" if one.searched == 100 else "还在查找。",
    )
    for remains in detail.remains:
        output.note(f"收不回：{remains.text}（{remains.places} 处）")
    for missing in detail.looked.missing:
        output.note(f"没有看全：{missing.account_name} {missing.problem}")


@app.command(
    "tick",
    epilog="例：./rongmei takedown tick t-20261130-7f3k2a --keep --place 0a1b2c3d4e --reason 另一件事",
)
def tick(
    takedown_id: Id,
    place: Annotated[list[str], typer.Option("--place", metavar="位置", help="位置编号，可多次。")],
    keep: Annotated[bool, typer.Option("--keep", help="保留，不撤（要写原因）。")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="原因", help="为什么。")] = "",
    by: By = None,
) -> None:
    """勾选要撤的位置，或说明保留哪些。"""
    takedowns.tick(takedown_id, place, not keep, reason=reason, by=acting(by), now=utc_now())
    output.done(f"已{'保留' if keep else '勾选'} {len(place)} 处。")


@app.command("threshold")
def threshold(
    takedown_id: Id,
    percent: Annotated[int, typer.Argument(metavar="百分比", min=30, max=100)],
    by: By = None,
) -> None:
    """设定相似度界线：没有勾选过的位置，达到它才撤。"""
    takedowns.set_threshold(takedown_id, percent, by=acting(by), now=utc_now())
    output.done(f"相似度界线现在是 {percent}%。")


@app.command("approve", epilog="例：./rongmei takedown approve t-20261130-7f3k2a --by zong2")
def approve(
    takedown_id: Id,
    note: Annotated[str, typer.Option("--note", help="说明。")] = "",
    by: By = None,
) -> None:
    """批准撤稿（发起和勾选的人不能批准），开始逐处办理。"""
    one = takedowns.approve(takedown_id, by=acting(by), now=utc_now(), note=note)
    output.done(f"已批准 {one.id}，开始逐处撤下。")
    output.note(f"用 `./rongmei takedown show {one.id}` 查看进度。")


@app.command("reject")
def reject(takedown_id: Id, reason: Reason, by: By = None) -> None:
    """不予撤稿；冻结的推送保持为计划，需要时重新排期。"""
    takedowns.reject(takedown_id, reason=reason, by=acting(by), now=utc_now())
    output.done(f"{takedown_id} 不予撤稿。冻结过的推送请重新排期。")


@app.command("retry")
def retry(takedown_id: Id, place: Places = None, by: By = None) -> None:
    """重试未成功的位置（默认全部）。"""
    takedowns.retry(takedown_id, place or (), by=acting(by), now=utc_now())
    output.done("已重新办理未成功的位置。")


@app.command("restore")
def restore(takedown_id: Id, reason: Reason, place: Places = None, by: By = None) -> None:
    """恢复撤下的回复、问答、菜单或服务（默认全部）。"""
    takedowns.restore(takedown_id, place or (), reason=reason, by=acting(by), now=utc_now())
    output.done("正在恢复。")


@app.command("proof", epilog="例：./rongmei takedown proof t-20261130-7f3k2a --out 证明.xlsx")
def proof(
    takedown_id: Id,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=".xlsx 或 .json。")],
    by: By = None,
) -> None:
    """导出证明材料：时间、人员、微信的答复、撤前内容的哈希。"""
    form: Literal["xlsx", "json"] = "json" if out.suffix == ".json" else "xlsx"
    made = takedown_proof.proof(acting(by), takedown_id, form, utc_now())
    out.write_bytes(base64.b64decode(made.base64))
    output.done(f"已写入 {out}。")


def _picture(value: str) -> str:
    path = Path(value)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else value
