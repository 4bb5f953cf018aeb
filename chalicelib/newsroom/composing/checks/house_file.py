"""A unit's settings for checking, from its file and from options that an editor adds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

from chalicelib.errors import Field
from chalicelib.foreign_files.encoding import decoded
from chalicelib.foreign_files.opening import NAMED_BYTES, read_given, read_named
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_files.yaml_text import check_yaml, told_fault
from chalicelib.newsroom.composing.checks import CHECKS
from chalicelib.newsroom.composing.checks.models import House
from chalicelib.newsroom.composing.checks.word_lists import WordList, own_words, word_list
from chalicelib.newsroom.composing.themes import Theme
from chalicelib.newsroom.composing.themes.choice import HouseThemes, themes_of
from chalicelib.newsroom.composing.themes.theme_file import read_theme
from chalicelib.newsroom.errors import UnknownCheck, UnreadableFile

MOST_VALUES: Final = 10_000
_LISTS: Final = ("关闭", "词表", "政策栏目", "主题文件")
_KEYS: Final = (*_LISTS, "主题", "栏目主题")


def house_of(
    file: Path | None = None,
    words: Iterable[Path] = (),
    off: Iterable[str] = (),
    planned: date | None = None,
) -> House:
    """The settings in ``file`` (None: the product's own), with more word lists and fewer checks.

    ``planned`` is the day, in Beijing, on which the article is to go out. Raises ``UnreadableFile`` or
    ``UnknownCheck``.
    """
    house = read_house(file) if file else House(words=own_words())
    switched_off = house.off | frozenset(off)
    unknown = switched_off - set(CHECKS)
    if unknown:
        names = "、".join(sorted(unknown))
        raise UnknownCheck(
            f"没有检查 {names}，可以用：{'、'.join(CHECKS)}", fields=[Field("off", f"没有 {names}")]
        )
    more = tuple(word for path in words for word in read_words(path))
    return house.model_copy(
        update={"off": switched_off, "words": (*house.words, *more), "planned": planned}
    )


def read_words(path: Path) -> WordList:
    """A word list from disk. Raises ``UnreadableFile``."""
    return word_list(_text(path), path.name)


def read_house(path: Path) -> House:
    """``关闭`` (ids of checks), ``词表`` (files beside it, added to the product's own), ``政策栏目`` and themes, all optional.

    Raises ``UnreadableFile``, or ``BadTheme`` for a theme file that it names.
    """
    import yaml

    text = _text(path)
    try:
        check_yaml(text, most=MOST_VALUES)
    except FileRefused as refused:
        raise UnreadableFile(f"读不了 {path}：{refused}。") from refused
    try:
        # BaseLoader builds strings, lists and dicts only.
        parsed: Any = yaml.load(text, Loader=yaml.BaseLoader) or {}  # noqa: S506
    except yaml.YAMLError as error:
        raise UnreadableFile(f"{path} 不是正确的 YAML：{told_fault(error)}。") from error
    if not isinstance(parsed, dict) or not set(parsed) <= set(_KEYS):
        raise UnreadableFile(f"{path} 里只能有这几项：{'、'.join(_KEYS)}。")
    for name, value in parsed.items():
        if name not in _LISTS:
            continue
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise UnreadableFile(f"{path} 的“{name}”应是一列文字，每行一个，以 - 开头。")
    words = own_words()
    for name in parsed.get("词表", []):
        words += _named_words(path.parent, name)
    house = House(off=frozenset(parsed.get("关闭", [])), words=words)
    if "政策栏目" in parsed:
        house = house.model_copy(update={"basis_columns": frozenset(parsed["政策栏目"])})
    themes = _themes(path, parsed)
    return house if themes == HouseThemes() else house.model_copy(update={"themes": (themes,)})


def _themes(path: Path, parsed: dict[str, Any]) -> HouseThemes:
    """``主题`` (a name), ``栏目主题`` (栏目: name) and ``主题文件`` (files beside it)."""
    default, columns = parsed.get("主题", ""), parsed.get("栏目主题", {})
    if not isinstance(default, str):
        raise UnreadableFile(f"{path} 的“主题”应是一个主题的名称。")
    if not isinstance(columns, dict) or not all(isinstance(one, str) for one in columns.values()):
        raise UnreadableFile(f"{path} 的“栏目主题”下面应每行写一个“栏目: 主题”。")
    own = tuple(_named_theme(path.parent, name) for name in parsed.get("主题文件", []))
    themes = HouseThemes(default=default.strip(), columns=columns, own=own)
    known = themes_of([themes])
    for name in filter(None, (themes.default, *columns.values())):
        if name not in known:
            raise UnreadableFile(f"{path} 里的主题“{name}”没有；可用：{'、'.join(known)}。")
    return themes


def _named_theme(folder: Path, name: str) -> Theme:
    """The theme in a file that a settings file names; it lies beside that file."""
    try:
        body = read_named(folder, name)
        if body is None:
            raise UnreadableFile(f"读不到文件 {folder / name}：没有这个文件。")
        return read_theme(decoded(body)).theme
    except FileRefused as refused:
        raise UnreadableFile(f"读不了主题文件 {name}：{refused}。") from refused


def _named_words(folder: Path, name: str) -> WordList:
    """The word list that a settings file names; it lies beside that file."""
    try:
        body = read_named(folder, name)
        if body is None:
            raise UnreadableFile(f"读不到文件 {folder / name}：没有这个文件。")
        return word_list(decoded(body), Path(name).name)
    except FileRefused as refused:
        raise UnreadableFile(f"读不了词表 {name}：{refused}。") from refused


def _text(path: Path) -> str:
    try:
        return decoded(read_given(path, NAMED_BYTES))
    except FileRefused as refused:
        raise UnreadableFile(f"读不了 {path}：{refused}。") from refused
    except OSError as error:
        raise UnreadableFile(f"读不到文件 {path}：{error.strerror}。") from error
