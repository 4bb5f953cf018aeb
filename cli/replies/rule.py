"""``./rongmei rule``: the rules that accounts answer by. Reading, versions and explaining are in ``chalicelib.conversation``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from chalicelib import accounts, conversation
from chalicelib.application.try_answer import try_rules
from chalicelib.clock import shown, utc_now
from chalicelib.conversation import Hours, ReplyRules, Rule, RuleCounts, RulesFileErrors, Rung
from chalicelib.foreign_files.opening import read_given
from chalicelib.foreign_files.refusal import FileRefused
from cli.replies.shared import At, moment, shown_replies
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.file_io import Overwrite
from cli.terminal.options import Account

app = typer.Typer(help="回复规则：导入、查看、试答、恢复。", no_args_is_help=True)

Source = Annotated[Path, typer.Argument(metavar="FILE", help=".xlsx、.csv 或 .yaml 文件。")]


@app.command("import", epilog="例：./rongmei rule import 规则.xlsx --account province --dry-run")
def import_(
    file: Source,
    account: Account,
    sheet: file_io.Sheets = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不导入。")] = False,
    note: Annotated[str, typer.Option("--note", help="这一版的说明。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """导入一个文件，整体替换这个公众号的规则；有任何错误就什么都不导入。"""
    read = read_file(file, json=json, sheets=sheet or ())
    in_force = accounts.state(account, consistent=True).book_version
    if dry_run:
        if json:
            _outcome(False, in_force, read.warnings)
        output.done(f"检查通过：{len(read.rules.rules)} 条关键词规则。没有导入。")
        return
    made = conversation.import_rules(
        account,
        read.rules,
        source=file.name,
        by=acting(by),
        now=utc_now(),
        note=note,
    )
    if json:
        _outcome(made.version != in_force, made.version, read.warnings)
    elif made.version == in_force:
        output.done(f"与现行的版本 {in_force} 相同，没有新建版本。")
    else:
        output.done(f"已导入为版本 {made.version}：{_counted(made.counts)}。最多 10 秒后生效。")


@app.command("list")
def list_(account: Account, json: output.Json = False) -> None:
    """列出现行的规则。"""
    rules = conversation.rules_in_force(account)
    if json:
        output.as_json(rules)
        return
    output.table(
        f"公众号“{account}”的回复规则",
        ["触发", "名称", "关键词", "条件", "回复"],
        [*_special_rows(rules), *(_rule_row(rule) for rule in rules.rules)],
        empty="还没有规则。用 `./rongmei rule template 规则.xlsx` 生成模板，填好后用 `rule import` 导入。",
    )


@app.command(
    "test", epilog='例：./rongmei rule test "怎么开发票" --account province --at "2026-03-01 09:00"'
)
def test(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="粉丝发来的文字。")],
    account: Account,
    at: At = None,
    json: output.Json = False,
) -> None:
    """试答：哪条规则会回答，为什么；还有哪些规则命中，为什么轮不到。"""
    now = moment(at)
    said = try_rules(account, text, now)
    if json:
        output.as_json(said)
        return
    output.facts(
        f"“{text}”",
        [
            ("时间", shown(now)),
            ("比对时写作", said.compared_as),
            ("由谁回答", _speaker(said.called[0].rule if said.called else "", said.rung)),
            ("回复", "\n".join(shown_replies(said.replies, 500)) if said.replies else ""),
        ],
    )
    output.table(
        "命中的规则",
        ["规则", "匹配", "关键词", "优先级", "结果"],
        [
            (
                one.rule,
                conversation.labels.RUNGS[one.rung],
                one.keyword,
                one.priority,
                conversation.labels.WHY[one.why],
            )
            for one in said.called
        ],
        empty="没有关键词规则命中。",
    )


@app.command("history")
def history(account: Account, json: output.Json = False) -> None:
    """列出规则的各个版本，最新的在前。"""
    in_force = accounts.state(account, consistent=True).book_version
    found = list(conversation.rule_versions(account))
    if json:
        output.as_json(
            [{**one.model_dump(mode="json"), "in_force": one.version == in_force} for one in found]
        )
        return
    output.table(
        f"公众号“{account}”的规则版本",
        ["版本", "时间", "经办", "来源", "规则 / 关键词", "说明"],
        [
            (
                f"{one.version}（现行）" if one.version == in_force else one.version,
                shown(one.at),
                one.by,
                one.source,
                f"{one.counts.rules} / {one.counts.keywords}",
                f"恢复自版本 {one.restored_from}" if one.restored_from else one.note,
            )
            for one in found
        ],
        whole=["版本", "时间"],
        empty="还没有导入过规则。",
    )


@app.command("restore", epilog="例：./rongmei rule restore 3 --account province")
def restore(
    version: Annotated[int, typer.Argument(metavar="VERSION", help="要恢复的版本号。")],
    account: Account,
    by: By = None,
) -> None:
    """恢复某个旧版本的内容（作为新的版本）。"""
    in_force = accounts.state(account, consistent=True).book_version
    made = conversation.restore_rules(account, version, by=acting(by), now=utc_now())
    if made.version == in_force:
        output.done(f"版本 {version} 的内容就是现行的版本 {in_force}，没有新建版本。")
    else:
        output.done(f"已恢复版本 {version} 的内容，现为版本 {made.version}。最多 10 秒后生效。")


@app.command("export")
def export(file: Source, account: Account, yes: Overwrite = False) -> None:
    """把现行的规则写成文件，可以修改后再导入。"""
    file_io.save(
        file,
        conversation.rules_file.write(file.name, conversation.rules_in_force(account)),
        overwrite=yes,
    )


@app.command("template", epilog="例：./rongmei rule template 规则.xlsx")
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="要生成的文件。")],
    yes: Overwrite = False,
) -> None:
    """生成一个空的规则表，带下拉选项和填写说明。"""
    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter("模板是 .xlsx 文件", param_hint="FILE.xlsx")
    file_io.save(file, conversation.rules_file.template(), overwrite=yes)


def read_file(
    file: Path, *, json: bool, sheets: Collection[str] = ()
) -> conversation.rules_file.RulesFile:
    """The rules in a file; its problems are shown, and errors end the command."""
    try:
        body = read_given(file, file_io.MOST_BYTES)
    except (OSError, FileRefused) as error:
        reason = f"无法读取 {file}：{getattr(error, 'strerror', error)}。"
        if json:
            unread = conversation.rules_file.Problem(
                conversation.rules_file.Severity.ERROR, file.name, None, None, reason
            )
            _outcome(False, None, [unread])
        output.complain(reason)
        raise typer.Exit(1) from error
    try:
        read = conversation.rules_file.read(file.name, body, sheets=sheets)
    except RulesFileErrors as error:
        if json:
            _outcome(False, None, error.problems)
        else:
            file_io.problems(f"{file.name} 的问题", error.problems)
        output.complain("文件有错误，没有导入任何规则。")
        output.note("填法见模板：用 `./rongmei rule template 规则.xlsx` 生成。")
        raise typer.Exit(1) from error
    file_io.remind(read.warnings)
    return read


def _outcome(
    imported: bool, version: int | None, problems: Iterable[conversation.rules_file.Problem]
) -> None:
    """Print the result of ``import --json``; ``version`` is the one in force, None when unread."""
    listed = [asdict(problem) for problem in problems]
    output.as_json({"imported": imported, "version": version or None, "problems": listed})


def _special_rows(rules: ReplyRules) -> Iterable[tuple[object, ...]]:
    keyed = [("关注", "", rules.follow), ("默认", "", rules.default)]
    for trigger, named in (("扫码", rules.scenes), ("菜单", rules.menu), ("消息类型", rules.types)):
        keyed += [(trigger, key, said) for key, said in named.items()]
    for trigger, key, said in keyed:
        if said is not None:
            yield trigger, key, "", "", "\n".join(shown_replies(said))
    for service in rules.services:
        way = service.link or service.appid or (f"菜单 {service.menu}" if service.menu else "")
        said = " ".join(part for part in (service.text, way) if part)
        yield "服务", service.name, "\n".join(service.aliases), "", said


def _rule_row(rule: Rule) -> tuple[object, ...]:
    return (
        "关键词",
        rule.name,
        "\n".join(_called(rule)),
        "\n".join(_limits(rule)),
        "\n".join(shown_replies(rule)),
    )


def _called(rule: Rule) -> Iterable[str]:
    for match, keywords in (("全", rule.exact), ("半", rule.contains)):
        if keywords:
            more = f"等 {len(keywords)} 个" if len(keywords) > 6 else ""
            yield f"{match}：{'、'.join(keywords[:6])}{more}"


def _limits(rule: Rule) -> Iterable[str]:
    if rule.priority:
        yield f"优先级 {rule.priority}"
    if rule.must_answer:
        yield "必答"
    if rule.hours is not None:
        yield _spelt(rule.hours)


def _spelt(hours: Hours) -> str:
    parts = []
    for word, at in (("起", hours.valid_from), ("止", hours.valid_until)):
        if at is not None:
            parts.append(f"{shown(at)}{word}")
    if hours.daily_from is not None:
        parts.append(f"每日 {hours.daily_from:%H:%M}-{hours.daily_until:%H:%M}")
    return " ".join(parts)


def _speaker(rule: str, rung: Rung) -> str:
    if rung is Rung.DEFAULT:
        return "默认回复（同一粉丝一小时最多一次）"
    return (
        "没有规则回答，也没有默认回复"
        if rung is Rung.SILENT
        else f"规则“{rule}”（{conversation.labels.RUNGS[rung]}）"
    )


def _counted(counts: RuleCounts) -> str:
    return (
        f"{counts.rules} 条规则、{counts.keywords} 个关键词、{counts.scenes} 个场景、"
        f"{counts.menu} 个菜单项"
    )
