"""The demo's authorities: a province, one of its cities and a county of that, all made up."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from chalicelib.accounts import AccountKind, CallbackMode
from chalicelib.units import UnitLevel

HERE: Final = Path(__file__).parent


class Past(NamedTuple):
    """The history that the simulator makes for an account (simulator/README.md)."""

    followers: int
    articles: int
    """Of a working day."""
    readers: int
    """Of an ordinary article."""
    seed: int
    days: int = 40


class Demo(NamedTuple):
    """One authority with its account; rules and menu lie in the folder of that id."""

    id: str
    name: str
    level: UnitLevel
    parent: str | None
    appid: str
    original_id: str
    kind: AccountKind
    mode: CallbackMode
    pushes_a_day: int
    description: str
    avatar: str
    """What the phone draws in the account's round."""
    past: Past

    @property
    def rules(self) -> Path:
        return HERE / self.id / "rules.yaml"

    @property
    def faq(self) -> Path:
        return HERE / self.id / "faq.yaml"

    @property
    def policies(self) -> Path:
        return HERE / self.id / "policies.yaml"

    @property
    def services(self) -> Path:
        return HERE / self.id / "services.csv"

    @property
    def menu(self) -> Path:
        return HERE / self.id / "menu.yaml"


PROVINCE: Final = Demo(
    id="province",
    name="云岭省税务局",
    level=UnitLevel.PROVINCE,
    parent=None,
    appid="wx00yunling0province",
    original_id="gh_yunling00prov",
    kind=AccountKind.SUBSCRIPTION,
    mode=CallbackMode.SAFE,
    pushes_a_day=6,
    description="办税缴费，一问就会。（演示账号，单位为虚构）",
    avatar="云岭",
    past=Past(followers=1_200_000, articles=2, readers=24_000, seed=1),
)
CITY: Final = Demo(
    id="city",
    name="云岭省青溪市税务局",
    level=UnitLevel.CITY,
    parent="province",
    appid="wx00yunling00qingxi0",
    original_id="gh_yunling00qing",
    kind=AccountKind.SUBSCRIPTION,
    mode=CallbackMode.COMPATIBLE,
    pushes_a_day=1,
    description="青溪本地的办税服务。（演示账号，单位为虚构）",
    avatar="青溪",
    past=Past(followers=160_000, articles=1, readers=4000, seed=2),
)
COUNTY: Final = Demo(
    id="county",
    name="青溪市竹浦县税务局",
    level=UnitLevel.COUNTY,
    parent="city",
    appid="wx00yunling00zhupu00",
    original_id="gh_yunling00zhup",
    kind=AccountKind.SUBSCRIPTION,
    mode=CallbackMode.SAFE,
    pushes_a_day=1,
    description="竹浦县的办税服务。（演示账号，单位为虚构）",
    avatar="竹浦",
    past=Past(followers=21_000, articles=1, readers=700, seed=3),
)
ALL: Final = (PROVINCE, CITY, COUNTY)
