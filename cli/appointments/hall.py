"""``./rongmei hall``: halls (办税厅), their hours and services, and the days on which one is closed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib import appointments
from chalicelib.application import hall_setup
from chalicelib.appointments import Hall
from chalicelib.clock import shown, utc_now
from cli.appointments.shared import Day, HallId, WholeDay, hours_told, the_day
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting
from cli.terminal.options import Unit

app = typer.Typer(help="办税厅：时间、业务、预约规则，停办一天。", no_args_is_help=True)
_RULE_NAMES = {
    "opens_days": "提前几天放号",
    "change_until": "可改可退到开始前（分钟）",
    "per_person": "每人最多几个",
    "per_day": "每人每天最多几个",
    "waiting": "每个时段候补名额",
    "early": "可提前签到（分钟）",
    "late": "可迟到（分钟）",
}


@app.command("list", epilog="例：./rongmei hall list --unit province")
def list_(unit: Unit, by: By = None, json: output.Json = False) -> None:
    """列出一个单位和它下级的办税厅。"""
    found = hall_setup.halls_of(unit, by=acting(by))
    if json:
        output.as_json([_plain(one) for one in found])
        return
    output.table(
        "办税厅",
        ["编号", "单位", "名称", "地址", "业务", "预约"],
        [
            (
                one.id,
                one.unit,
                one.name,
                one.place,
                "、".join(service.name for service in one.services if service.offered),
                "暂停" if one.paused else f"提前 {one.opens_days} 天 {one.opens_at:%H:%M} 放号",
            )
            for one in found
        ],
        whole=["编号"],
        empty="还没有办税厅。写一个 YAML 文件，用 `./rongmei hall import 文件` 导入。",
    )


@app.command("show", epilog="例：./rongmei hall show zhupu-hall")
def show(hall: HallId, by: By = None, json: output.Json = False) -> None:
    """一个办税厅的全部设置。"""
    found = hall_setup.hall_for(hall, by=acting(by), now=utc_now())
    if json:
        output.as_json({**_plain(found.hall), "unknown_year": found.unknown_year or None})
        return
    one = found.hall
    output.facts(
        one.name,
        [
            ("编号", one.id),
            ("单位", f"{found.unit_name}（{one.unit}）"),
            ("地址", one.place),
            ("电话", one.phone),
            ("说明", one.note),
            *hours_told(one),
            ("国家节假日和调休", "照办" if one.holidays else "不管"),
            *((str(day), f"停办：{why}") for day, why in sorted(one.closed.items())),
            *((name, getattr(one, field)) for field, name in _RULE_NAMES.items()),
            ("放号时刻", f"{one.opens_at:%H:%M}"),
            ("爽约规则", _no_show(one)),
            (
                "实名信息",
                "、".join(appointments.labels.ASKED[asked] for asked in one.asks) or "不要",
            ),
            ("前一天提醒", f"{one.remind_at:%H:%M}" if one.remind_at else "不提醒"),
            ("版本", one.version),
        ],
    )
    output.table(
        "业务",
        ["编号", "名称", "每个时段（分钟）", "名额", ""],
        [
            (
                service.id,
                service.name,
                service.minutes,
                service.capacity,
                "" if service.offered else "已停",
            )
            for service in one.services
        ],
        whole=["编号"],
    )
    if found.unknown_year:
        output.warn(
            f"{found.unknown_year} 年的放假安排还不知道；公布并更新系统后，再保存一次这个办税厅。"
        )


@app.command("import", epilog="例：./rongmei hall import 办税厅.yaml --dry-run")
def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=".yaml 或 .json，一个或几个办税厅。")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不保存。")] = False,
    by: By = None,
    json: output.Json = False,
) -> None:
    """新建或修改办税厅；已有的预约都不变，名额减少后只是不再约满为止。"""
    done = hall_setup.import_halls(
        file.name, file_io.read(file), dry_run=dry_run, by=acting(by), now=utc_now()
    )
    if json:
        output.as_json(
            {"halls": [_plain(one) for one in done.halls], "new": done.new, "changed": done.changed}
        )
        return
    what = "检查完毕，没有保存" if dry_run else "已保存"
    output.done(
        f"{what}：{len(done.halls)} 个办税厅，新建 {len(done.new)}，修改 {len(done.changed)}。"
    )


@app.command("export", epilog="例：./rongmei hall export zhupu-hall 办税厅.yaml")
def export(
    hall: HallId,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="要写的 .yaml 或 .json。")],
    by: By = None,
    yes: file_io.Overwrite = False,
) -> None:
    """把一个办税厅的设置写成文件，可以修改后再导入。"""
    found = hall_setup.hall_for(hall, by=acting(by), now=utc_now())
    file_io.save(file, appointments.hall_file.written(file.name, [found.hall]), overwrite=yes)


@app.command("history", epilog="例：./rongmei hall history zhupu-hall")
def history(hall: HallId, by: By = None, json: output.Json = False) -> None:
    """一个办税厅设置的各个版本。"""
    found = hall_setup.versions_of(hall, by=acting(by))
    if json:
        output.as_json(
            [
                {
                    "version": one.hall.version,
                    "by": one.by,
                    "at": shown(one.at),
                    "hall": _plain(one.hall),
                }
                for one in found
            ]
        )
        return
    output.table(
        "各个版本",
        ["版本", "时间", "经办"],
        [(one.hall.version, shown(one.at), one.by) for one in found],
    )


@app.command("times", epilog="例：./rongmei hall times zhupu-hall fapiao --day 2026-12-02")
def times(
    hall: HallId,
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="业务的编号，见 hall show。")],
    day: Day = None,
    by: By = None,
    json: output.Json = False,
) -> None:
    """一项业务哪些日子能约；加 --day 看那一天的各个时段。"""
    found = hall_setup.hall_for(hall, by=acting(by), now=utc_now()).hall
    if day is not None:
        slots = appointments.times(found, service, the_day(day), utc_now())
        if json:
            output.as_json(
                [
                    {**one._asdict(), "start": f"{one.start:%H:%M}", "end": f"{one.end:%H:%M}"}
                    for one in slots
                ]
            )
            return
        output.table(
            f"{day} 的时段",
            ["时间", "名额", "还有", "候补"],
            [
                (f"{one.start:%H:%M}–{one.end:%H:%M}", one.capacity, one.free, one.waiting)
                for one in slots
            ],
            empty="这一天没有能约的时段。",
        )
        return
    days = appointments.days(found, service, utc_now())
    if json:
        output.as_json(
            [
                {**one._asdict(), "day": str(one.day), "opens_at": one.opens_at.isoformat()}
                for one in days
            ]
        )
        return
    output.table(
        "能约的日子",
        ["日期", "", "还有", ""],
        [
            (
                one.day,
                appointments.labels.WEEKDAYS[one.day.weekday()],
                one.free,
                "" if one.open else f"{shown(one.opens_at)} 放号",
            )
            for one in days
        ],
        empty="没有能约的日子。",
    )


@app.command(
    "close", epilog="例：./rongmei hall close zhupu-hall --day 2026-12-07 --reason 系统升级"
)
def close(
    hall: HallId,
    day: WholeDay,
    reason: Annotated[str, typer.Option("--reason", help="原因，会告知预约的人。")],
    by: By = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问。")] = False,
    json: output.Json = False,
) -> None:
    """停办一天：这一天的预约都取消，每个人告知一次。"""
    if not yes and not output.confirmed(f"{day} 的预约会全部取消并告知，确定停办吗？"):
        raise typer.Exit(1)
    done = hall_setup.close_day(hall, the_day(day), reason, by=acting(by), now=utc_now())
    if json:
        output.as_json({"hall": hall, "day": day, "told": len(done.told)})
        return
    output.done(f"{day} 停办，取消了 {len(done.told)} 个预约，将逐一告知。")


@app.command("reopen", epilog="例：./rongmei hall reopen zhupu-hall --day 2026-12-07")
def reopen(hall: HallId, day: WholeDay, by: By = None, json: output.Json = False) -> None:
    """恢复停办的一天；取消了的预约不会自己回来。"""
    done = hall_setup.reopen_day(hall, the_day(day), by=acting(by), now=utc_now())
    if json:
        output.as_json(_plain(done))
        return
    output.done(f"{day} 恢复办理，可以重新预约。")


def _plain(hall: Hall) -> dict[str, object]:
    return {**appointments.hall_file.typed_of(hall), "version": hall.version}


def _no_show(hall: Hall) -> str:
    rule = hall.no_show
    if not rule.times:
        return "没有"
    return f"{rule.within_days} 天内爽约 {rule.times} 次，{rule.blocked_days} 天不能预约"
