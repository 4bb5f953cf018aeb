"""Article bodies as WeChat keeps them: no scripts, no foreign pictures (sheet §2.3, §2.4)."""

import html
from html.parser import HTMLParser

DROPPED_WITH_CONTENT = {"script", "style", "iframe", "object", "embed", "form", "title", "head"}
VOID = {"br", "hr", "img", "wbr"}
TEXT_TAGS = """
a abbr b blockquote code del div em figcaption figure h1 h2 h3 h4 h5 h6 i ins li ol p pre s section
small span strong sub sup table tbody td tfoot th thead tr u ul
"""
ALLOWED = VOID | set(TEXT_TAGS.split())
ATTRIBUTES = {"style", "href", "src", "alt", "title", "colspan", "rowspan", "align", "start"}
SCHEMES = ("http://", "https://", "weixin://", "tel:", "mailto:", "#", "/")


class _Cleaner(HTMLParser):
    def __init__(self, own: str) -> None:
        super().__init__(convert_charrefs=True)
        self.own = own
        self.parts: list[str] = []
        self.texts: list[str] = []
        self._dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED_WITH_CONTENT:
            self._dropping.append(tag)
        if self._dropping or tag not in ALLOWED:
            return
        kept = {k: v or "" for k, v in attrs if k in ATTRIBUTES and self._harmless(k, v or "")}
        if tag == "img" and not kept.get("src", "").startswith(self.own):
            return
        written = "".join(f' {k}="{html.escape(v)}"' for k, v in kept.items())
        self.parts.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
            return
        if tag in ALLOWED and tag not in VOID:
            self.parts.append(f"</{tag}>")
        if tag in ("p", "div", "section", "li", "tr") or tag.startswith("h"):
            self.texts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.parts.append(html.escape(data, quote=False))
            self.texts.append(data)

    @staticmethod
    def _harmless(name: str, value: str) -> bool:
        value = value.strip().lower()
        if name in ("href", "src"):
            return value.startswith(SCHEMES)
        return not (name == "style" and any(w in value for w in ("url(", "expression", "@import")))


def clean(content: str, base_url: str) -> str:
    """The body without scripts, handlers and pictures that were not uploaded to the platform."""
    cleaner = _Cleaner(f"{base_url}/mmbiz/")
    cleaner.feed(content)
    cleaner.close()
    return "".join(cleaner.parts)


def plain_text(content: str) -> str:
    """The text of the body on one line."""
    cleaner = _Cleaner("")
    cleaner.feed(content)
    cleaner.close()
    return " ".join("".join(cleaner.texts).split())
