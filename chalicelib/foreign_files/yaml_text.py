"""YAML measured before it is read: a few lines of it can stand for more than there is memory."""

from __future__ import annotations

from typing import Any, Final

from chalicelib.foreign_files.refusal import FileRefused

DEEPEST: Final = 20
MOST_CHARACTERS: Final = 10_000_000


def check_yaml(text: str, *, most: int) -> None:
    """Refuse YAML with more than ``most`` values, nested too deep, or with references (``*name``).

    What is no YAML at all is left to the reader, which knows how to say where. Raises ``FileRefused``.
    """
    import yaml

    if len(text) > MOST_CHARACTERS:
        raise FileRefused(f"超过 {MOST_CHARACTERS:,} 个字符；请分成几个文件")
    # libyaml's parser, where it is built in, is ten times as fast.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    depth = found = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            found += isinstance(event, yaml.ScalarEvent)
            if found > most:
                raise FileRefused(f"超过 {most:,} 项；请分成几个文件")
            if isinstance(event, yaml.AliasEvent):
                raise FileRefused(
                    f"第 {_line(event)} 行用了 YAML 的引用（*{event.anchor}）；请把内容写出来，不要引用"
                )
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise FileRefused(f"第 {_line(event)} 行嵌套超过 {DEEPEST} 层；请检查括号和缩进")
    except (yaml.YAMLError, RecursionError):
        return


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
