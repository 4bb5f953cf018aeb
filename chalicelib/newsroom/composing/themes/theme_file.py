"""A theme as a person writes it: YAML, derived from another theme. Read and written at the command line only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from chalicelib.errors import Field, remedy
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_files.yaml_text import check_yaml
from chalicelib.newsroom.composing.themes.built_in import DEFAULT, THEMES
from chalicelib.newsroom.composing.themes.legibility import measured
from chalicelib.newsroom.composing.themes.theme import (
    NAME,
    Align,
    Divider,
    Foot,
    Heading,
    Marker,
    Numbers,
    Quote,
    TableHead,
    Theme,
)
from chalicelib.newsroom.errors import BadTheme

MOST_VALUES: Final = 200
_NUMBER: Final = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*(?:px|em|%|像素|％|倍)?", re.IGNORECASE)
_COLOUR: Final = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_YES: Final = {"是": True, "否": False, "true": True, "false": False, "yes": True, "no": False}


class Token(NamedTuple):
    """One line of a theme file."""

    attribute: str
    kind: type[StrEnum] | str
    """An enum of words, or ``colour``, ``number``, ``yes``."""
    unit: str = ""


TOKENS: Final[dict[str, dict[str, Token]]] = {
    "颜色": {
        "主色": Token("main", "colour"),
        "点缀色": Token("accent", "colour"),
        "正文": Token("text", "colour"),
        "次要文字": Token("quiet", "colour"),
        "主色上的字": Token("on_main", "colour"),
        "浅底": Token("tint", "number", "%"),
        "边线": Token("line", "number", "%"),
    },
    "文字": {
        "字号": Token("size", "number", "px"),
        "字距": Token("spacing", "number", "px"),
        "行距": Token("leading", "number"),
        "段距": Token("paragraph", "number", "em"),
        "左右留白": Token("margin", "number", "px"),
        "两端对齐": Token("justified", "yes"),
        "加粗用主色": Token("strong_in_main", "yes"),
    },
    "小标题": {
        "样式": Token("heading", Heading),
        "位置": Token("heading_at", Align),
        "编号": Token("numbers", Numbers),
    },
    "引用": {"样式": Token("quote", Quote)},
    "列表": {"记号": Token("marker", Marker), "记号用主色": Token("marker_in_main", "yes")},
    "表格": {"表头": Token("table_head", TableHead), "隔行底色": Token("striped", "yes")},
    "分隔线": {"样式": Token("divider", Divider)},
    "文末": {"样式": Token("foot", Foot)},
}
"""Groups of a theme file, and what may stand in each."""


class Read(NamedTuple):
    """A theme file that holds, and what its author should look at."""

    theme: Theme
    remarks: tuple[str, ...]


def read_theme(text: str, known: Mapping[str, Theme] = THEMES) -> Read:
    """A theme as a person writes it; it may be derived from any of ``known``. Raises ``BadTheme`` with all reasons."""
    parsed = _parsed(text)
    wrong: list[Field] = []
    base = str(parsed.get("基于", DEFAULT.name)).strip()
    if base not in known:
        wrong.append(Field("基于", f"没有主题“{base[:40]}”；可用：{'、'.join(known)}"))
    values: dict[str, Any] = known.get(base, DEFAULT).model_dump()
    values["name"] = str(parsed.get("名称", "")).strip()
    if not NAME.fullmatch(values["name"]):
        wrong.append(Field("名称", "要填写，1–20 个字，不含空格和标点"))
    if "说明" in parsed:
        values["about"] = str(parsed["说明"])[:60]
    for place, token, written in _written(parsed, wrong):
        value = _value(token, written)
        if isinstance(value, Field):
            wrong.append(Field(place, value.problem))
        else:
            values[token.attribute] = value
    theme = _checked(values, wrong)
    if theme is None:
        raise _refused(wrong)
    pairs = measured(theme)
    wrong += [Field(f"颜色 {one.token}", str(one)) for one in pairs if one.refused]
    if wrong:
        raise _refused(wrong)
    return Read(theme, tuple(str(one) for one in pairs if one.weak))


def write_theme(theme: Theme) -> str:
    """A theme as a file that ``read_theme`` takes: every token, with the words or the range that it may have."""
    lines = [f"名称: {theme.name}", f"说明: {theme.about}" if theme.about else ""]
    for group, tokens in TOKENS.items():
        lines.append(f"{group}:")
        for name, token in tokens.items():
            value = _as_written(token, getattr(theme, token.attribute))
            choices = _choices(token)
            lines.append(f"  {name}: {value}" + (f"   # {choices}" if choices else ""))
    return "\n".join(line for line in lines if line) + "\n"


def _parsed(text: str) -> dict[str, Any]:
    import yaml

    try:
        check_yaml(text, most=MOST_VALUES)
        # BaseLoader: every scalar stays the text its author typed.
        parsed: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds strings only
    except FileRefused as refused:
        raise BadTheme(f"读不了主题文件：{refused}。") from refused
    except yaml.MarkedYAMLError as error:
        line = f"第 {error.problem_mark.line + 1} 行附近" if error.problem_mark else "有一处"
        raise BadTheme(
            f"主题文件{line}写法不对：每行应是“名称: 内容”，冒号用半角、后面空一格；"
            "颜色以 # 开头，要加引号。"
        ) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise BadTheme("主题文件不是正确的 YAML。") from error
    if not isinstance(parsed, dict):
        raise BadTheme("主题文件应是“名称: 内容”，每行一个；`基于: 税务蓝` 表示其余照税务蓝。")
    return {str(name).strip(): value for name, value in parsed.items()}


def _written(parsed: Mapping[str, Any], wrong: list[Field]) -> Iterator[tuple[str, Token, str]]:
    for group, content in parsed.items():
        if group in ("名称", "基于", "说明"):
            continue
        tokens = TOKENS.get(group)
        if tokens is None:
            wrong.append(Field(group, f"没有这一项；可用：名称、基于、说明、{'、'.join(TOKENS)}"))
        elif not isinstance(content, dict):
            wrong.append(Field(group, f"下面应另起一行、缩进写：{'、'.join(tokens)}"))
        else:
            for name, value in content.items():
                place = f"{group} {str(name).strip()}"
                token = tokens.get(str(name).strip())
                if token is None:
                    wrong.append(Field(place, f"没有这一项；可用：{'、'.join(tokens)}"))
                elif not isinstance(value, str) or not value.strip():
                    hint = "没有填写" + (
                        "；颜色以 # 开头，要加引号" if token.kind == "colour" else ""
                    )
                    wrong.append(Field(place, hint))
                else:
                    yield place, token, value.strip()


def _value(token: Token, written: str) -> Any:
    """The value of a token; a ``Field`` says what is wrong."""
    if isinstance(token.kind, str):
        return _READERS[token.kind](token, written)
    try:
        return token.kind(written)
    except ValueError:
        return Field("", f"没有“{written[:20]}”；可用：{_choices(token)}")


def _colour(_: Token, written: str) -> str | Field:
    found = _COLOUR.fullmatch(written)
    if found is None:
        return Field("", f'“{written[:20]}”不是颜色；应写成 "#0b5cad" 的样子')
    figures = found.group(1).lower()
    return "#" + (figures if len(figures) == 6 else "".join(one * 2 for one in figures))


def _number(token: Token, written: str) -> float | int | Field:
    number = _NUMBER.fullmatch(written)
    if number is None:
        return Field("", f"“{written[:20]}”不是数；应为 {_choices(token)}")
    value = float(number.group(1))
    return int(value) if value.is_integer() else value


def _yes(_: Token, written: str) -> bool | Field:
    return _YES.get(written.lower(), Field("", f"“{written[:20]}”应写成 是 或 否"))


_READERS: Final = {"colour": _colour, "number": _number, "yes": _yes}


def _checked(values: Mapping[str, Any], wrong: list[Field]) -> Theme | None:
    names = {
        token.attribute: (f"{group} {name}", token)
        for group, tokens in TOKENS.items()
        for name, token in tokens.items()
    }
    try:
        return Theme.model_validate(values)
    except ValidationError as error:
        for one in error.errors():
            attribute = str(one["loc"][0])
            if attribute in names:
                place, token = names[attribute]
                wrong.append(Field(place, f"{values[attribute]} 超出范围；应为 {_choices(token)}"))
            elif attribute != "name":
                wrong.append(Field(attribute, "写得不对"))
        return None


def _choices(token: Token) -> str:
    """The words or the range of a token."""
    if token.kind == "number":
        limits = {type(one).__name__: one for one in Theme.model_fields[token.attribute].metadata}
        least, most = limits["Ge"].ge, limits["Le"].le
        return f"{least}–{most}{' ' + token.unit if token.unit else ''}"
    if token.kind == "yes":
        return "是 或 否"
    return " ".join(token.kind) if not isinstance(token.kind, str) else ""


def _as_written(token: Token, value: Any) -> str:
    if token.kind == "colour":
        return f'"{value}"'
    if token.kind == "yes":
        return "是" if value else "否"
    if isinstance(value, StrEnum):
        return f'"{value.value}"' if value.value.isascii() else value.value
    return f"{value:g}{token.unit}"


def _refused(wrong: list[Field]) -> BadTheme:
    lines = "\n".join(f"  {field.name}：{field.problem}" for field in wrong)
    return BadTheme(
        f"主题文件有 {len(wrong)} 处要改：\n{lines}\n",
        fields=wrong,
        remedies=[remedy("article.theme_show", "查看一份完整的主题文件")],
    )
