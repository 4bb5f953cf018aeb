"""Typer's own headings and sentences, in Chinese.

Typer offers no translation: headings are constants of its module, and sentences about wrong usage are put together
in English where they arise. So the constants are set here, and the sentences replaced by the table below.
"""

from __future__ import annotations

import re
from typing import Any, Final

from typer import rich_utils

from cli.terminal import output

HELP: Final = "显示帮助并退出。"

SENTENCES: Final = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"Missing argument '?([^'.]+)'?\.", r"缺少参数 \1。"),
        (r"Missing option '?([^'.]+)'?\.", r"缺少选项 \1。"),
        (r"Missing command\.", "没有给出命令。"),
        (r"No such command '(.+?)'", r"没有命令“\1”"),
        (r"”\.$", "”。"),
        (r"No such option: (\S+)", r"没有选项 \1"),
        (r"\.? Did you mean (.+)\?", r"，是不是 \1？"),
        (r" ?\(Possible options: (.+)\)", r"，是不是 \1？"),
        (r"Got unexpected extra argument\(s\) \((.*)\)", r"多出了参数：\1"),
        (r"Option '?(\S+?)'? requires an argument\.?", r"选项 \1 后面要有值。"),
        (r"Option '?(\S+?)'? does not take a value\.?", r"选项 \1 后面不能有值。"),
        (r"Invalid value for '?([^':]+)'?: ", r"\1 的值不对："),
        (r"Invalid value: ", "值不对："),
        (r"Value error, ", ""),
        (r"'(.*)' is not one of (.+?)\.?$", r"没有“\1”，可以是 \2"),
        (r"Input should be a valid integer\b.*", "要填整数"),
        (r"'(.*)' is not a valid int(?:eger)?\.?", r"“\1”不是整数"),
        (r"Choose from:\s*", "可以是："),
    )
)


def chinese(sentence: str) -> str:
    """A sentence of typer's; what the table doesn't know stays as it is."""
    for pattern, said in SENTENCES:
        sentence = pattern.sub(said, sentence)
    return sentence


def complain(self: Any) -> None:
    """Say what was wrong with the usage, how it should be, and where to read on (stderr)."""
    if type(self).__name__ == "NoArgsIsHelpError":
        return  # the help page was the answer
    context = getattr(self, "ctx", None)
    output.complain(f"用法错误：{chinese(self.format_message())}")
    if context is not None:
        output.note(f"用法：{context.get_usage().removeprefix('Usage: ')}")
        output.note(f"详见：{context.command_path} --help")


def explain_help(command: Any, context: Any) -> None:
    """Word the ``--help`` and the line of usage of a command and of all commands below it."""
    option = command.get_help_option(context)
    if option is not None:
        option.help = HELP
    command.options_metavar = "[选项]"
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = "命令 …"
    for one in getattr(command, "commands", {}).values():
        explain_help(one, context)


def install() -> None:
    """Have typer say it so."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"
    rich_utils.DEFAULT_STRING = "[默认：{}]"
    rich_utils.ABORTED_TEXT = "已中止。"
    rich_utils.rich_format_error = complain
    rich_utils.get_traceback = lambda error, *_: output.traced(error)
