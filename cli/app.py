"""The door: every group of commands, the stage, and the one handler of errors.

A new group is one import and one ``add_typer`` below; its module offers ``app``, a ``typer.Typer``. Errors of
the domain need no handling in a command: listed in ``DOMAIN_ERRORS`` they become one red sentence and exit
code 1. Wrong usage is typer's business and exits with 2.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer import rich_utils
from typer.core import TyperGroup

from chalicelib.accounts import AccountError
from chalicelib.cloud.errors import CloudError
from chalicelib.cloud.trouble import explain
from chalicelib.conversation.errors import ConversationError
from chalicelib.newsroom import NewsroomError
from chalicelib.publishing import PublishingError
from chalicelib.wechat.errors import WeChatError
from cli import account, output, push, rule, unit
from cli.stage import StageError, enter

DOMAIN_ERRORS: tuple[type[Exception], ...] = (
    AccountError,
    CloudError,
    ConversationError,
    NewsroomError,
    PublishingError,
    StageError,
    WeChatError,
)


# Typer's headings of help pages; it offers no other way to have them in Chinese.
rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
rich_utils.OPTIONS_PANEL_TITLE = "选项"
rich_utils.COMMANDS_PANEL_TITLE = "命令"
rich_utils.ERRORS_PANEL_TITLE = "用法错误"
rich_utils.REQUIRED_LONG_STRING = "[必填]"


class Rongmei(TyperGroup):
    """Commands whose errors are sentences."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error of the domain ends it with exit code 1."""
        try:
            return super().invoke(ctx)
        except DOMAIN_ERRORS as error:
            output.complain(str(error))
            raise typer.Exit(1) from error
        except Exception as error:
            sentence = explain(error)
            if sentence is None:
                raise
            output.complain(sentence)
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=Rongmei,
    help="融媒 Rongmei：运行政务微信公众号的无服务器平台。",
    epilog=(
        "例：./rongmei unit add province --name 省税务局 --level province · "
        "./rongmei account list --json · ./rongmei --stage prod account check province"
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a traceback must not show secrets
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def choose_stage(
    stage: Annotated[
        str | None,
        typer.Option(
            "--stage",
            metavar="STAGE",
            envvar="RONGMEI_STAGE",
            show_envvar=False,
            help="在哪个环境上操作：local、test、prod；默认取环境变量 RONGMEI_STAGE，再默认 local。",
        ),
    ] = None,
) -> None:
    """Settle which stage the command works on, before it runs."""
    if stage is not None:
        enter(stage)


app.add_typer(account.app, name="account", rich_help_panel="单位与公众号")
app.add_typer(unit.app, name="unit", rich_help_panel="单位与公众号")
app.add_typer(rule.app, name="rule", rich_help_panel="回复")
app.add_typer(push.app, name="push", rich_help_panel="发布")
