"""自查报告 of one unit: 可用性, 信息更新, 互动回应, and what a notice asks besides. Pure (inspection sheet §2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chalicelib.clock import SHANGHAI, shown
from chalicelib.inspection_notices import tables
from chalicelib.inspection_notices import wording as w
from chalicelib.inspection_notices.body import Annex, Body, Part, Section
from chalicelib.inspection_notices.models import AccountChecked, FindingTold, Material
from chalicelib.inspection_notices.notice_text import facts_of
from chalicelib.inspection_notices.periods import day_name, name_of
from chalicelib.inspection_notices.verdicts import counted, judged
from chalicelib.reports import Block, Words

AREAS: Final = ("可用性", "信息更新", "互动回应", "内容安全", "备案和管理")
_AREA_OF: Final = (
    (("互动", "回应", "回复", "留言"), "互动回应"),
    (("更新", "转载", "原创", "发布"), "信息更新"),
    (("备案", "开设", "注销", "变更", "管理"), "备案和管理"),
    (("功能", "链接", "可用", "菜单"), "可用性"),
)
"""Words of a group of indicators → the part of the paper; all others are 内容安全."""


def area_of(group: str) -> str:
    """The part of the paper that a group of indicators belongs to."""
    return next((area for words, area in _AREA_OF if any(w in group for w in words)), "内容安全")


def self_check_of(material: Material) -> Body:
    """The whole report of a material."""
    verdicts, texts = judged(material), material.texts
    every, period = counted(verdicts), name_of(material.span)
    since, until = day_name(material.span.since), day_name(material.span.until)
    found = [(one.account, each) for one in verdicts for each in one.account.findings]
    result = (
        f"共自查公众号 {len(material.accounts)} 个，发现问题 {every.findings} 处，其中单项否决问题 "
        f"{sum(each.veto for _, each in found)} 处；已整改 {every.closed} 处，逾期未整改 {every.overdue} 处。"
    )
    areas = tuple(Part(heading=area, blocks=tuple(_area(area, material, found))) for area in AREAS)
    annexes = [Annex(title="公众号名单", blocks=(tables.accounts(material, "自查的公众号", verdicts),))]  # fmt: skip
    annexes.append(Annex(title="数据来源与口径", blocks=(tables.origins(material),)))
    return Body(
        title=f"{material.unit_name}关于{period}微信公众号自查情况的报告",
        to=texts.to or "上级主管单位",
        opening=(
            f"按照政务新媒体检查指标的要求，{material.unit_name}对{since}至{until}所属微信公众号的运行情况进行了自查。现将有关情况报告如下。",
            *w.paragraphs(texts.explanation),
        ),
        sections=(
            Section(
                heading="基本情况",
                parts=(Part(blocks=(Words(text=_basics(material)), Words(text=result))),),
            ),
            Section(heading="自查情况", parts=areas),
            Section(
                heading="发现的问题和整改情况",
                parts=(Part(blocks=tuple(_rectified(material, found, verdicts))),),
            ),
            Section(heading="下一步工作", parts=(Part(blocks=tuple(_next(material, found))),)),
        ),
        annexes=tuple(annexes),
        signed=material.unit_name,
        signed_on=texts.signed_on or material.at.astimezone(SHANGHAI).date(),
        facts=tuple(facts_of(material, every)),
        summary=result,
    )


def _basics(material: Material) -> str:
    every = material.accounts
    said = f"{material.unit_name}有微信公众号 {material.existing} 个"
    said += f"，本次自查 {len(every)} 个" if len(every) != material.existing else ""
    persons = [one for one in every if one.person]
    if persons:
        said += f"；登记了负责人的 {len(persons)} 个"
    unlooked = [one.name for one in every if not one.looked]
    return f"{said}。" + (f"{w.names(unlooked)}未能检查。" if unlooked else "")


def _area(
    area: str, material: Material, found: list[tuple[AccountChecked, FindingTold]]
) -> Iterator[Block]:
    figures = _FIGURES[area](material.accounts)
    if figures:
        yield Words(text=figures)
    here = [(account, one) for account, one in found if area_of(one.group) == area]
    if not here:
        yield Words(text="没有发现问题。")
        return
    left = sum(not one.closed for _, one in here)
    yield Words(
        text=f"发现问题 {len(here)} 处，" + (f"还有 {left} 处正在整改。" if left else "均已整改。")
    )
    rows = [
        (account.name, one.indicator_name, w.where(one), w.day(one.found_at), one.state_name)
        for account, one in here
    ]
    heads = ("公众号", "指标", "问题", "发现时间", "整改情况")
    yield tables.made(material, f"{area}方面的问题", heads, rows)


def _usable(every: tuple[AccountChecked, ...]) -> str:
    looked = sum(one.looked for one in every)
    return f"{looked} 个公众号的菜单、自动回复、图文链接和服务入口经过检查。" if looked else ""


def _updated(every: tuple[AccountChecked, ...]) -> str:
    known = [one for one in every if one.publications is not None]
    if not known:
        return "发布数量没有统计数据。"
    many = sum(one.publications or 0 for one in known)
    own = [one for one in known if one.originals is not None]
    said = f"共发布 {many} 篇"
    if own and sum(one.publications or 0 for one in own):
        share = w.share(
            sum(one.originals or 0 for one in own), sum(one.publications or 0 for one in own)
        )
        said += f"，原创率 {share}"
    last = [one.last_published for one in every if one.last_published]
    said += f"，最近一次发布是 {shown(max(last))}" if last else ""
    silent = [one.name for one in known if not one.publications]
    return f"{said}。" + (f"{w.names(silent)}在这个时期没有发布。" if silent else "")


def _answered(every: tuple[AccountChecked, ...]) -> str:
    known = [one for one in every if one.questions is not None and one.unanswered is not None]
    if not known:
        return "群众提问的数量没有统计数据。"
    asked = sum(one.questions or 0 for one in known)
    open_ones = sum(one.unanswered or 0 for one in known)
    if not asked:
        return "这个时期没有收到群众提问。"
    return f"收到群众提问 {asked} 次，没有得到回应的 {open_ones} 次，回应率 {w.share(asked - open_ones, asked)}。"


def _safe(every: tuple[AccountChecked, ...]) -> str:
    return "已发布的图文、附件和自动回复按错敏词和个人信息的规则检查。"


def _filed(every: tuple[AccountChecked, ...]) -> str:
    known = [one for one in every if one.filed is not None]
    if not known:
        return ""
    lacking = [one.name for one in known if not one.filed]
    said = f"{len(known) - len(lacking)} 个公众号的备案信息齐全"
    return said + (f"，{w.names(lacking)}的备案信息不全。" if lacking else "。")


_FIGURES: Final = {
    "可用性": _usable,
    "信息更新": _updated,
    "互动回应": _answered,
    "内容安全": _safe,
    "备案和管理": _filed,
}


def _rectified(material: Material, found: list, verdicts: list) -> Iterator[Block]:  # type: ignore[type-arg]
    if not found:
        yield Words(text="自查没有发现问题。")
        return
    closed = sum(one.closed for _, one in found)
    yield Words(
        text=f"共发现问题 {len(found)} 处，已整改 {closed} 处，整改率 {w.share(closed, len(found))}。"
    )
    yield tables.findings(material, "问题和整改清单", verdicts)


def _next(material: Material, found: list[tuple[AccountChecked, FindingTold]]) -> Iterator[Block]:
    lines = w.paragraphs(material.texts.demands)
    if not lines:
        left = [one for _, one in found if not one.closed]
        lines = ["一是按期整改。" + (f"对没有完成的 {len(left)} 处问题逐项落实责任，按期完成。" if left else "巩固整改成果，防止问题反复。")]  # fmt: skip
        lines.append("二是坚持自查。按指标定期检查内容更新、功能可用和互动回应，发现问题当日处理。")
    for line in lines:
        yield Words(text=line)
    for line in w.paragraphs(material.texts.examples):
        yield Words(text=line)
