"""Services of an account as their pages are made of them, and pages as a reader takes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from chalicelib import newsroom
from chalicelib.application.service_pages import Directory
from chalicelib.catalogue import Operation, Service
from chalicelib.catalogue.files import read
from chalicelib.h5.document import Look

NOW: Final = datetime(2026, 11, 30, 2, tzinfo=UTC)
THEME: Final = newsroom.choose({}).theme
LOOK: Final = Look("云岭税务", THEME)
DEMO: Final = Path(__file__).parents[3] / "demo/province/services.csv"
ROW: Final[dict[str, Any]] = {
    "id": "deed-tax",
    "name": "契税申报缴纳",
    "aliases": ("房屋契税",),
    "category": "我要报税",
    "audience": ("个人", "企业"),
    "owner": "财产和行为税处",
    "basis": ("契税法",),
    "summary": "买房办证之前申报缴纳契税。",
    "steps": ("上传合同", "核对税率"),
    "materials": ("购房合同", "身份证件"),
    "fees": "不收费",
    "duration": "即时办结",
    "hours": "工作日 9:00—17:00",
    "web": "https://etax.example/qs",
    "appid": "wx1234567890",
    "path": "pages/qs",
    "menu": "DEED",
    "hall": "各办税服务厅",
    "phone": "0871-12366（工作日）",
}


def service(**fields: Any) -> Service:
    return Service(**{**ROW, **fields})


def directory(*services: Service, operations: Mapping[str, Operation] | None = None) -> Directory:
    return Directory("云岭税务", THEME, services, operations)


def demo() -> Directory:
    """The demo's 95 services."""
    return Directory("云岭税务", THEME, tuple(read(DEMO.name, DEMO.read_bytes()).services))


class Read(HTMLParser):
    """A page: its elements with the names of their attributes, its links, its words without style and script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, ...]] = []
        self.links: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    @property
    def words(self) -> str:
        """One line a text."""
        return "\n".join(one for text in self._words if (one := " ".join(text.split())))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, *(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        if tag not in ("meta", "link", "input"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.shape.append((f"/{tag}",))
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        kept: Iterable[str] = {"script": "scripts", "style": "styles"}.get(self._open[-1], "")
        (getattr(self, str(kept)) if kept else self._words).append(data)
