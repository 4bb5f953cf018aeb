"""The door: every group of commands, the stage, and the one handler of errors.

A new group is one import and one ``add_typer`` below; its module offers ``app``, a ``typer.Typer``. Errors of
the domain need no handling in a command: listed in ``DOMAIN_ERRORS`` they become one red sentence and exit
code 1. Wrong usage is typer's business and exits with 2.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from chalicelib.accounts import AccountError
from chalicelib.cloud.errors import CloudError
from chalicelib.conversation.errors import ConversationError
from cli import output, rule, unit
from cli.stage import StageError, enter

DOMAIN_ERRORS: tuple[type[Exception], ...] = (
    AccountError,
    CloudError,
    ConversationError,
    StageError,
)


class Rongmei(TyperGroup):
    """Commands whose errors are sentences."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error of the domain ends it with exit code 1."""
        try:
            return super().invoke(ctx)
        except DOMAIN_ERRORS as error:
            output.complain(str(error))
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=Rongmei,
    help="融媒 Rongmei:运行政务微信公众号的无服务器平台。",
    epilog=(
        "例:./rongmei unit add province --name 省税务局 --level province · "
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
            help="在哪个环境上操作:local、test、prod;默认取环境变量 RONGMEI_STAGE,再默认 local。",
        ),
    ] = None,
) -> None:
    """Settle which stage the command works on, before it runs."""
    if stage is not None:
        enter(stage)


app.add_typer(unit.app, name="unit", rich_help_panel="单位与公众号")
app.add_typer(rule.app, name="rule", rich_help_panel="回复")
