"""WeChat's XML: rendered for pushes, parsed from replies."""

from typing import Any
from xml.parsers import expat


class MalformedXmlError(ValueError):
    """Not a flat WeChat document, or one with a DOCTYPE in it."""


def render(fields: dict[str, Any]) -> str:
    """`<xml>…</xml>` as WeChat writes it: numbers bare, text in CDATA, lists as <item>s.

    WeChat does not escape `]]>`, nor leave out what XML does not have: a follower can break a push.
    """
    return f"<xml>{_children(fields)}</xml>"


def _children(fields: dict[str, Any]) -> str:
    return "".join(_element(name, value) for name, value in fields.items())


class Repeated(list[Any]):
    """A list whose element is repeated under its own name, instead of standing in <item>s."""


def _element(name: str, value: Any) -> str:
    if isinstance(value, Repeated):
        return "".join(_element(name, item) for item in value)
    if isinstance(value, dict):
        inner = _children(value)
    elif isinstance(value, list):
        inner = "".join(_element("item", item) for item in value)
    elif isinstance(value, int):
        inner = str(value)
    else:
        inner = f"<![CDATA[{value}]]>"
    return f"<{name}>{inner}</{name}>"


def parse(text: str) -> dict[str, Any]:
    """The fields inside the root element; a repeated name becomes a list.

    Raises:
        MalformedXmlError: not well-formed, no <xml> root, or a DOCTYPE (which nobody needs here).
    """
    stack: list[tuple[str, dict[str, Any], list[str]]] = [("", {}, [])]

    def start(name: str, _: dict[str, str]) -> None:
        stack.append((name, {}, []))

    def end(_: str) -> None:
        name, children, texts = stack.pop()
        _put(stack[-1][1], name, children or "".join(texts).strip())

    def text_of(data: str) -> None:
        stack[-1][2].append(data)

    def refuse(*_: Any) -> None:
        raise MalformedXmlError("a DOCTYPE is not allowed")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text_of
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise MalformedXmlError(str(error)) from error
    root = stack[0][1].get("xml")
    if not isinstance(root, dict):
        raise MalformedXmlError("the root element is not <xml>")
    return root


def _put(target: dict[str, Any], name: str, value: Any) -> None:
    if name not in target:
        target[name] = value
    elif isinstance(target[name], list):
        target[name].append(value)
    else:
        target[name] = [target[name], value]
