"""The demo's matrix: a township below the county and a direct unit of the province, and who answers for each account.

One verification has ended and one ends soon, so that the page shows all three colours from what is on file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from chalicelib import accounts, matrix
from chalicelib.accounts import AccountKind, CallbackMode
from chalicelib.actor import SYSTEM
from chalicelib.application import matrix_health, matrix_registration
from chalicelib.application.matrix_registration import RegistrationInput
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.matrix import Responsible
from chalicelib.units import UnitLevel
from demo.accounts import CITY, COUNTY, PROVINCE, Demo, Past

TOWNSHIP: Final = Demo(
    id="township",
    name="竹浦县大塘镇税务所",
    level=UnitLevel.TOWNSHIP,
    parent="county",
    appid="wx00yunling00datang0",
    original_id="gh_yunling00data",
    kind=AccountKind.SUBSCRIPTION,
    mode=CallbackMode.SAFE,
    pushes_a_day=1,
    description="大塘镇的办税服务。（演示账号，单位为虚构）",
    avatar="大塘",
    past=Past(followers=1_800, articles=1, readers=90, seed=4),
)
DIRECT: Final = Demo(
    id="direct",
    name="云岭省税务局纳税服务中心",
    level=UnitLevel.DIRECT,
    parent="province",
    appid="wx00yunling00fuwuzx0",
    original_id="gh_yunling00fuwu",
    kind=AccountKind.SERVICE,
    mode=CallbackMode.SAFE,
    pushes_a_day=1,
    description="全省的纳税服务。（演示账号，单位为虚构）",
    avatar="纳服",
    past=Past(followers=64_000, articles=1, readers=1_500, seed=5),
)
MORE: Final = (TOWNSHIP, DIRECT)
"""Accounts that are led and watched, and answer nobody: they have neither rules nor a menu."""


class Filed(NamedTuple):
    """What is on file of an account."""

    account: str
    purpose: str
    in_charge: str
    stand_in: str
    verified_days: int
    """From today."""


FILED: Final = (
    Filed(PROVINCE.id, "全省政策发布、办税咨询", "zong1", "li", 240),
    Filed(COUNTY.id, "竹浦县办税服务", "zp.li", "qx.li", 180),
    Filed(TOWNSHIP.id, "大塘镇办税服务", "zp.li", "qx.chu", 20),
    Filed(DIRECT.id, "全省纳税服务热线和培训", "yun", "zong2", -3),
)
"""The city's account is on file nowhere: 未备案."""


def fill() -> Iterator[str]:
    """Register what is not yet on file, then look at every account once; says how many are there."""
    now = utc_now()
    today = now.astimezone(SHANGHAI).date()
    for one in FILED:
        if matrix.store.registration(one.account) is None:
            given = RegistrationInput(
                purpose=one.purpose,
                in_charge=Responsible(person=one.in_charge),
                stand_in=Responsible(person=one.stand_in),
                verified_until=today + timedelta(days=one.verified_days),
            )
            matrix_registration.register(
                one.account,
                given,
                running=True,
                on=date(2026, 1, 4),
                filing_number=f"云税媒备〔2026〕{FILED.index(one) + 1}号",
                by=SYSTEM,
                now=now,
            )
    for demo in (PROVINCE, CITY, COUNTY, *MORE):
        matrix_health.refresh(demo.id, now, whole=True)
    yield f"{len(list(accounts.states()))} accounts, {len(FILED)} on file"
