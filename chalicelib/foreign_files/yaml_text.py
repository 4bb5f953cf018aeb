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


def yaml_fault(error: Exception) -> tuple[int | None, str]:
    """The line (from 1) on which a reader stopped, and why as a Chinese phrase that says what to do."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    told = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or error}"
    why = next((reason for sign, reason in _FAULTS if sign in told), "请检查缩进、冒号和引号")
    return (int(mark.line) + 1 if mark else None), why


def told_fault(error: Exception) -> str:
    """The fault as part of a sentence: the line where it is known, and what to do."""
    line, why = yaml_fault(error)
    return f"第 {line} 行，{why}" if line else why


_FAULTS: Final = (
    ("mapping values are not allowed", "内容里有英文冒号，要用引号括起来；或缩进不对"),
    ("found character '\\t'", "行首是制表符，请改成空格"),
    ("cannot start any token", "内容以特殊符号开头，请用引号括起来"),
    ("quoted scalar", "引号没有成对"),
    ("flow sequence", "方括号 [ ] 没有成对，或里面少了逗号"),
    ("flow mapping", "花括号 { } 没有成对，或里面少了逗号"),
    ("could not find expected ':'", "这一行没有冒号，应是“名称: 内容”"),
    ("block collection", "缩进不对，列表每项前要有“- ”"),
    ("block mapping", "缩进不对，同一层的各行要左对齐"),
    ("undefined alias", "内容以 * 开头，请用引号括起来"),
    ("special characters are not allowed", "有不可显示的控制字符，请删除"),
    ("unacceptable character", "有不可显示的控制字符，请删除"),
    ("a single document", "中间又有一行 ---，请删去"),
)
"""Words of YAML's reader → what people can do."""
