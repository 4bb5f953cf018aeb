"""通报: what was checked and how, who failed and why, who did well, what has to be done. Pure (inspection sheet §2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chalicelib.clock import SHANGHAI
from chalicelib.inspection_notices import tables
from chalicelib.inspection_notices import wording as w
from chalicelib.inspection_notices.body import Annex, Body, Fact, Part, Section
from chalicelib.inspection_notices.models import CheckMethod, Material
from chalicelib.inspection_notices.periods import day_name, name_of
from chalicelib.inspection_notices.verdicts import (
    Counted,
    Verdict,
    by_indicator,
    city_of,
    counted,
    grouped,
    judged,
    ranked,
)
from chalicelib.reports import Block, Words

_GOOD: Final = 5
"""Accounts that are named as good examples."""
_LISTED: Final = 15
"""Rows that stand in the text itself; longer lists stand in an annex."""
_LARGE: Final = 30
"""From so many accounts on a table of units by indicator helps more than the list of accounts."""


def notice_of(material: Material) -> Body:
    """The whole notice of a material."""
    return _Notice(material).body()


class _Notice:
    """One notice as it is written."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.period = name_of(material.span)
        self.verdicts = judged(material)
        self.all = counted(self.verdicts)
        self.indicators = by_indicator(self.verdicts)
        self.cities = grouped(self.verdicts, city_of)
        self.annexes: list[Annex] = []

    def body(self) -> Body:
        """In the order of published notices."""
        material, texts = self.material, self.material.texts
        since, until = day_name(material.span.since), day_name(material.span.until)
        opening = (
            f"根据政务新媒体检查指标和日常监管要求，{material.unit_name}对{since}至{until}"
            f"所属微信公众号的运行情况进行了检查。现将有关情况通报如下。"
        )
        sections = (
            Section(heading="总体情况", parts=tuple(self._overall())),
            Section(heading="存在的问题", parts=tuple(self._problems())),
            Section(heading="各单位情况", parts=tuple(self._units())),
            Section(heading="好的做法", parts=(Part(blocks=tuple(self._good())),)),
            Section(heading="下一步工作要求", parts=(Part(blocks=tuple(self._demands())),)),
        )
        self._lists()
        signed = texts.signed_on or material.at.astimezone(SHANGHAI).date()
        return Body(
            title=f"{material.unit_name}关于{self.period}微信公众号检查情况的通报",
            to=texts.to or "所属各单位",
            opening=(opening, *w.paragraphs(texts.explanation)),
            sections=sections,
            annexes=tuple(self.annexes),
            signed=material.unit_name,
            signed_on=signed,
            facts=tuple(self._facts()),
            summary=self._result(),
        )

    def _overall(self) -> Iterator[Part]:
        yield Part(heading="检查范围和方式", blocks=(Words(text=self._scope()),))
        levels = grouped(self.verdicts, lambda one: (one.level_name, one.level_name))
        table = tables.groups(self.material, "按层级的检查结果", "层级", [*levels, self.all])
        yield Part(heading="检查结果", blocks=(Words(text=self._result()), table))
        yield Part(heading="日常监管", blocks=(Words(text=self._activity()),))

    def _scope(self) -> str:
        material = self.material
        chosen, existing = len(material.accounts), material.existing
        if material.choice.method is CheckMethod.ALL:
            return f"采用全面检查的方式，检查{self.period}在册的全部 {chosen} 个公众号。"
        return (
            f"采用抽查的方式，从{self.period}在册的 {existing} 个公众号中抽取 {chosen} 个，"
            f"抽查比例 {w.share(chosen, existing)}。抽取由编号随机产生，种子为“{material.choice.seed}”，可以复核。"
        )

    def _result(self) -> str:
        one = self.all
        if not one.checked:
            return "本期没有能够检查的公众号。"
        said = (
            f"共检查公众号 {one.checked} 个，合格 {one.passed} 个，合格率 {w.percent(one.rate)}。"
        )
        if one.failed:
            rest = one.failed - one.vetoed
            parts = [f"出现单项否决问题的 {one.vetoed} 个"] if one.vetoed else []
            parts += (
                [f"得分低于 {w.points(self.material.pass_mark)} 分的 {rest} 个"] if rest else []
            )
            said += f"不合格 {one.failed} 个，其中{'、'.join(parts)}。"
        said += (
            f"共发现问题 {one.findings} 处，已整改 {one.closed} 处，逾期未整改 {one.overdue} 处。"
        )
        if one.unlooked:
            said += f"另有 {one.unlooked} 个公众号未能检查，不计入合格率，名单见附件。"
        return said

    def _activity(self) -> str:
        told = self.material.activity
        rows = (("发出预警", told.alarms, "次"), ("提醒更新和整改", told.reminders, "次"), ("编发专报", told.reports, "期"))  # fmt: skip
        known = [f"{name} {many} {unit}" for name, many, unit in rows if many is not None]
        unknown = [name for name, many, _ in rows if many is None]
        said = f"本期共{'，'.join(known)}。" if known else ""
        return said + (f"{'、'.join(unknown)}没有统计数据。" if unknown else "")

    def _problems(self) -> Iterator[Part]:
        vetoed = [one for one in self.verdicts if one.vetoes]
        yield Part(heading="单项否决问题", blocks=tuple(self._vetoes(vetoed)))
        yield Part(heading="扣分问题", blocks=tuple(self._deductions()))
        yield Part(heading="整改情况", blocks=(Words(text=self._rectified()),))

    def _vetoes(self, vetoed: list[Verdict]) -> Iterator[Block]:
        if not vetoed:
            yield Words(text="本期没有发现单项否决问题。")
            return
        kinds = [f"{one.name} {one.accounts} 个" for one in self.indicators if one.veto]
        yield Words(
            text=f"共有 {len(vetoed)} 个公众号出现单项否决问题：{'，'.join(kinds)}。"
            f"分别是：{w.names((one.account.name for one in vetoed), _LISTED)}。"
        )
        table = tables.vetoes(self.material, "单项否决问题清单", vetoed)
        if len(table.rows) <= _LISTED:
            yield table
        else:
            self.annexes.append(Annex(title="单项否决问题清单", blocks=(table,)))

    def _deductions(self) -> Iterator[Block]:
        found = [one for one in self.indicators if not one.veto]
        with_some = [one for one in self.verdicts if one.deductions]
        if not found:
            yield Words(text="本期没有发现扣分问题。")
            return
        kinds = [f"{one.name} {one.accounts} 个公众号 {one.findings} 处" for one in found]
        yield Words(text=f"共有 {len(with_some)} 个公众号被扣分：{'；'.join(kinds)}。")
        yield tables.indicators(self.material, "按指标的扣分问题", found)
        table = tables.deductions(self.material, "扣分公众号清单", with_some)
        if len(table.rows) <= _LISTED:
            yield table
        else:
            self.annexes.append(Annex(title="扣分公众号清单", blocks=(table,)))

    def _rectified(self) -> str:
        one = self.all
        if not one.findings:
            return "本期没有需要整改的问题。"
        left = one.findings - one.closed
        said = f"发现的 {one.findings} 处问题中，已整改 {one.closed} 处，整改率 {w.share(one.closed, one.findings)}"
        if not left:
            return f"{said}，全部完成。"
        late = [v.account.name for v in self.verdicts if any(f.overdue for f in v.account.findings)]
        return f"{said}；正在整改 {left - one.overdue} 处，逾期 {one.overdue} 处" + (
            f"（{w.names(late)}）。" if late else "。"
        )

    def _units(self) -> Iterator[Part]:
        ranks = ranked(self.cities)
        if len(ranks) > 1:
            yield Part(heading="排名", blocks=(tables.ranking(self.material, "各单位排名", ranks),))
        else:
            only = self.cities[0].name if self.cities else self.material.unit_name
            yield Part(heading="排名", blocks=(Words(text=f"本期检查的公众号都属于{only}，不作排名。"),))  # fmt: skip
        yield Part(heading="与以前各期比较", blocks=tuple(self._trend()))

    def _trend(self) -> Iterator[Block]:
        past = self.material.past
        chart = tables.trend(self.material, past, self.period, self.all)
        if chart is None:
            yield Words(text="没有以前各期的通报，不作比较。")
            return
        before, rate = past[-1], self.all.rate or 0
        than = 100 * before.passed / before.checked if before.checked else None
        if than is not None:
            moved = round(rate - than, 2)
            said = (
                "持平"
                if not moved
                else f"{'提高' if moved > 0 else '下降'} {w.percent(abs(moved))[:-1]} 个百分点"
            )
            yield Words(
                text=f"合格率 {w.percent(rate)}，与{before.name}的 {w.percent(than)} 相比{said}。"
            )
        yield chart
        yield tables.quarters(self.material, past, self.period, self.all)

    def _good(self) -> Iterator[Block]:
        good = [one for one in self.verdicts if one.looked and not one.account.findings]
        told = [one for one in good if one.account.publications]
        told.sort(key=lambda one: (-(one.account.publications or 0), one.account.name))
        if not good:
            yield Words(
                text="本期检查的公众号都发现了问题。" if self.all.checked else "没有可列的公众号。"
            )
        elif told:
            said = "；".join(self._praised(one) for one in told[:_GOOD])
            yield Words(text=f"{len(good)} 个公众号没有发现问题，其中发布较多的有：{said}。")
        else:
            yield Words(
                text=f"{len(good)} 个公众号没有发现问题：{w.names(one.account.name for one in good)}。"
            )
        for line in w.paragraphs(self.material.texts.examples):
            yield Words(text=line)

    def _praised(self, one: Verdict) -> str:
        told = one.account
        share = w.original_share(told)
        of_own = f"，原创率 {share}" if share != w.UNTOLD else ""
        return f"{told.name}（{told.unit_name}，发布 {told.publications} 篇{of_own}）"

    def _demands(self) -> Iterator[Block]:
        texts = self.material.texts
        for line in w.paragraphs(texts.demands) or self._usual_demands():
            yield Words(text=line)
        due = f"于{day_name(texts.due)}前" if texts.due else "在整改期限内"
        to = texts.report_to or f"{self.material.unit_name}"
        yield Words(text=f"各单位要{due}将整改情况（含整改前后的截图）报送{to}。")

    def _usual_demands(self) -> Iterator[str]:
        if self.all.vetoed:
            yield "一是立即整改。出现单项否决问题的单位要当日处理、查明原因、落实责任；不再需要的公众号按规定公告后注销。"
        else:
            yield "一是巩固成果。各单位要继续按指标自查，做到问题早发现、早处理。"
        if any(not one.veto for one in self.indicators):
            named = w.names((one.name for one in self.indicators if not one.veto), 3)
            yield f"二是举一反三。围绕{named}等问题，对所属公众号的图文、菜单、自动回复和附件逐一检查。"
        else:
            yield "二是严格审核。落实内容发布的审核制度，发布前检查错字、个人信息和链接。"
        yield "三是长效管理。明确专人负责，按规定办理开设、变更和注销备案，及时回应群众留言。"

    def _lists(self) -> None:
        material = self.material
        cities = [
            (one.name, [v for v in self.verdicts if city_of(v.account)[0] == one.key])
            for one in self.cities
        ]
        if len(cities) > 1:
            table = tables.groups(material, "各单位检查结果", "单位", [*self.cities, self.all])
            blocks: tuple[Block, ...] = (table,)
            if len(material.accounts) >= _LARGE and self.indicators:
                for at in range(0, len(self.indicators), 6):
                    found = self.indicators[at : at + 6]
                    more = f"（续 {at // 6}）" if at else ""
                    caption = f"各单位各指标问题数{more}"
                    blocks += (tables.matrix(material, caption, cities, found),)
            self.annexes.append(Annex(title="各单位检查结果", blocks=blocks))
        listed = tables.accounts(material, "检查的公众号", self.verdicts)
        unlooked = [f"{v.account.name}：{said}" for v in self.verdicts for said in v.account.unlooked]  # fmt: skip
        words = (Words(text=f"未能检查的：{'；'.join(unlooked)}。"),) if unlooked else ()
        self.annexes.append(Annex(title="检查公众号名单", blocks=(listed, *words)))
        if self.all.findings:
            told = tables.findings(material, "问题明细", self.verdicts)
            self.annexes.append(Annex(title="问题明细", blocks=(told,)))
        self.annexes.append(Annex(title="数据来源与口径", blocks=(tables.origins(material),)))

    def _facts(self) -> Iterator[Fact]:
        yield from facts_of(self.material, self.all)


def facts_of(material: Material, one: Counted) -> Iterator[Fact]:
    """The figures of an overview."""
    told = material.activity
    method = "全面检查" if material.choice.method is CheckMethod.ALL else "抽查"
    rows: tuple[tuple[str, str, str], ...] = (
        ("period", "时期", name_of(material.span)),
        ("method", "检查方式", method),
        ("existing", "在册公众号", f"{material.existing}"),
        ("chosen", "检查公众号", f"{len(material.accounts)}"),
        ("share", "占在册的比例", w.share(len(material.accounts), material.existing)),
        ("seed", "抽取种子", material.choice.seed or w.UNTOLD),
        ("passed", "合格", f"{one.passed}"),
        ("rate", "合格率", w.percent(one.rate)),
        ("vetoed", "单项否决", f"{one.vetoed}"),
        ("unlooked", "未能检查", f"{one.unlooked}"),
        ("findings", "发现问题", f"{one.findings}"),
        ("closed", "已整改", f"{one.closed}"),
        ("overdue", "逾期未整改", f"{one.overdue}"),
        ("alarms", "预警", w.UNTOLD if told.alarms is None else f"{told.alarms}"),
        ("reminders", "提醒", w.UNTOLD if told.reminders is None else f"{told.reminders}"),
        ("reports", "专报", w.UNTOLD if told.reports is None else f"{told.reports}"),
    )
    for name, label, value in rows:
        yield Fact(name=name, label=label, value=value)
