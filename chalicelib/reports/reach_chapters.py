"""Chapters on what an account reached: overall, followers, articles. Pure."""

from __future__ import annotations

from typing import Final

from chalicelib.reports import headline as figures
from chalicelib.reports.material import Material
from chalicelib.reports.models import (
    Block,
    Chart,
    ChartLook,
    Figure,
    Figures,
    Section,
    Series,
    Table,
    Words,
)
from chalicelib.reports.sums import (
    FOLLOWERS,
    READERS,
    along,
    followers,
    followers_at_end,
    heard_at,
    readers,
    sources_of,
)
from chalicelib.reports.top_articles import hundred_thousand_and_more, top_articles
from chalicelib.reports.wording import compared, day_labels, noun, number

MOST_ROWS: Final = 10
"""Rows of a ranking."""


def overall(material: Material) -> Section:
    """一、总体情况."""
    told = figures.headline(material)
    return Section(
        heading="总体情况",
        public=True,
        blocks=(
            Words(text=summary(material)),
            Figures(caption="主要数据", figures=told, public=True),
        ),
    )


def summary(material: Material) -> str:
    """The most important, in sentences."""
    period = material.period
    this = f"本{noun(period)}"
    total, read = figures.total(material), figures.read(material)
    messages = figures.counted(material, "messages")
    said = [
        f"{this}{_moved(material)}。",
        f"{_end(total)}累计粉丝 {number(total.now)} 人。" if total.now is not None else "",
        f"全部图文共有 {number(read.now)} 人次阅读{compared(read, period)}。"
        if read.now is not None
        else "微信还没有给出阅读数据。",
        f"收到粉丝消息 {number(messages.now)} 条{compared(messages, period)}。",
    ]
    return "".join(said)


def _moved(material: Material) -> str:
    came, left, net = (one(material) for one in (figures.came, figures.left, figures.net))
    if came.now is None:
        return "微信还没有给出粉丝增减"
    grew = "净增" if (net.now or 0) >= 0 else "净减"
    return (
        f"新增粉丝 {number(came.now)} 人{compared(came, material.period)}；"
        f"取消关注 {number(left.now)} 人，{grew} {number(abs(net.now or 0))} 人"
    )


def _end(total: Figure) -> str:
    return "截至期末，" if not total.missing else "按已知的最近一天，"


def of_followers(material: Material) -> Section:
    """二、粉丝."""
    accounts, period = material.accounts, material.period
    heard = heard_at(accounts, followers, period)
    blocks: list[Block] = [
        Words(text=f"本{noun(period)}{_moved(material)}。"),
        Chart(
            caption="每日新增与取消关注",
            look=ChartLook.LINE,
            unit="人",
            labels=day_labels(period.days),
            series=(
                Series(name="新增", values=along(accounts, followers, "came", period)),
                Series(name="取消", values=along(accounts, followers, "left", period)),
            ),
            source=FOLLOWERS,
            as_of=heard,
        ),
    ]
    if sources := sources_of(accounts, period):
        whole = sum(n for _, n in sources)
        name, most = sources[0]
        blocks += [
            Words(text=f"新增粉丝来自{name}的最多，占 {most / whole * 100:.1f}%。"),
            Chart(
                caption="新增粉丝的来源",
                look=ChartLook.BAR,
                unit="人",
                labels=tuple(name for name, _ in sources[:MOST_ROWS]),
                series=(Series(name="新增", values=tuple(n for _, n in sources[:MOST_ROWS])),),
                source=FOLLOWERS,
                as_of=heard,
            ),
        ]
    if len(accounts) > 1:
        blocks.append(_by_account(material))
    return Section(heading="粉丝", public=True, blocks=tuple(blocks))


def _by_account(material: Material) -> Table:
    """Each account with its own figures."""
    rows = []
    for one in material.accounts:
        alone = material.model_copy(update={"accounts": (one,)})
        of = [figures.total, figures.came, figures.left, figures.net, figures.read]
        total = followers_at_end((one,), material.period).value
        rows.append((total or 0, (one.name, one.unit, *(make(alone).now for make in of))))
    ordered = sorted(rows, key=lambda row: (-row[0], row[1][0]))
    return Table(
        caption="各公众号情况",
        heads=("公众号", "单位", "累计粉丝", "新增", "取消", "净增", "阅读人数"),
        rows=tuple(row for _, row in ordered),
        source=f"{FOLLOWERS}；{READERS}",
        as_of=heard_at(material.accounts, followers, material.period),
        note="缺少数据的日子没有计入，见附件。",
    )


def of_articles(material: Material) -> Section:
    """三、推送与图文."""
    accounts, period = material.accounts, material.period
    published, read = figures.articles(material), figures.read(material)
    pushes = figures.counted(material, "pushes")
    failed = figures.counted(material, "failed_pushes")
    popular = hundred_thousand_and_more(material)
    said = f"本{noun(period)}推送 {number(pushes.now)} 次{compared(pushes, period)}"
    said += f"，另有 {number(failed.now)} 次失败" if failed.now else ""
    said += f"；发布图文 {number(published.now)} 篇{compared(published, period)}。"
    said += (
        f"阅读人数达到 10 万的有 {popular} 篇。" if popular else "没有阅读人数达到 10 万的图文。"
    )
    blocks: list[Block] = [Words(text=said)]
    if read.now is not None:
        blocks.append(
            Chart(
                caption="每日阅读与分享人数",
                look=ChartLook.LINE,
                unit="人",
                labels=day_labels(period.days),
                series=(
                    Series(name="阅读", values=along(accounts, readers, "read", period)),
                    Series(name="分享", values=along(accounts, readers, "share", period)),
                ),
                source=READERS,
                as_of=heard_at(accounts, readers, period),
            )
        )
    blocks += top_articles(material)
    return Section(heading="推送与图文", public=True, blocks=tuple(blocks))
