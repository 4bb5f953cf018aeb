"""The command line: every group of commands, the stage, and the one handler of errors.

A new group is one import and one ``add_typer`` below; its module offers ``app``, a ``typer.Typer``. Errors of
the domain need no handling in a command: listed in ``DOMAIN_ERRORS`` they become one red sentence, with the commands
that help, and exit code 1. Typer reports wrong usage, worded by ``usage``, and exits with 2.
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from chalicelib.cloud.errors import CloudError
from chalicelib.cloud.explain import explain
from chalicelib.errors import DomainError
from chalicelib.inspection_notices import PaperKind
from chalicelib.wechat.errors import WeChatError
from cli.accounts import account, person, token, unit
from cli.appointments import hall, tellings
from cli.audit import log as audit_log
from cli.columns import column, series
from cli.contributions import contribution
from cli.desk import hotline, session
from cli.followers import blacklist, follower, qr, roll, tag
from cli.inspection import inspect
from cli.inspection_notices import paper
from cli.knowledge import assistant, faq, policy
from cli.materials import material
from cli.matrix import matrix
from cli.menus import menu
from cli.newsroom import article, article_file, review
from cli.notices import notice
from cli.numbers import numbers, report
from cli.orders import order
from cli.products import live, product, quiz
from cli.publishing import calendar, issue, offer, push
from cli.relays import relay
from cli.replies import answer, import_from_wechat, question, rule, rule_check, topic
from cli.services import release, running, service
from cli.takedown import takedown
from cli.terminal import output, remedies, usage
from cli.terminal.stage import StageError, enter
from cli.topics import inquiry, production

DOMAIN_ERRORS: tuple[type[Exception], ...] = (
    CloudError,
    DomainError,
    StageError,
    WeChatError,
)


usage.install()


class Rongmei(TyperGroup):
    """Commands whose errors are sentences, and whose help is in Chinese throughout."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A group of commands."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            usage.explain_help(command, ctx)
        return command

    def get_help_option(self, ctx: Any) -> Any:
        """``--help`` of the whole."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = usage.HELP
        return option

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an error of the domain ends it with exit code 1."""
        try:
            return super().invoke(ctx)
        except DOMAIN_ERRORS as error:
            output.complain(remedies.told(error))
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
        "例：\n"
        "./rongmei unit add province --name 省税务局 --level province\n"
        "./rongmei account list --json\n"
        "./rongmei --stage prod account check province"
    ),
    no_args_is_help=True,
    add_completion=False,
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
    pretty_exceptions_show_locals=False,  # a traceback must not show secrets
    context_settings={"help_option_names": ["--help", "-h"]},
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
            help="在哪个环境上操作：local、test、prod；默认取 RONGMEI_STAGE 的值，再默认 local。",
        ),
    ] = None,
) -> None:
    """Settle which stage the command works on, before it runs."""
    if stage is not None:
        enter(stage)


app.add_typer(account.app, name="account", rich_help_panel="单位与公众号")
app.add_typer(unit.app, name="unit", rich_help_panel="单位与公众号")
rule.app.command("lint", epilog=rule_check.LINT_EPILOG)(rule_check.lint)
rule.app.command("dry-run", epilog=rule_check.DRY_RUN_EPILOG)(rule_check.dry_run)
app.add_typer(rule.app, name="rule", rich_help_panel="回复")
app.add_typer(answer.app, name="answer", rich_help_panel="回复")
app.add_typer(question.app, name="question", rich_help_panel="回复")
app.add_typer(topic.app, name="topic", rich_help_panel="回复")
app.add_typer(faq.app, name="faq", rich_help_panel="回复")
app.add_typer(policy.app, name="policy", rich_help_panel="回复")
service.app.registered_commands += release.app.registered_commands + running.app.registered_commands
app.add_typer(service.app, name="service", rich_help_panel="回复")
app.add_typer(menu.app, name="menu", rich_help_panel="回复")
app.add_typer(notice.app, name="notice", rich_help_panel="回复")
app.add_typer(session.app, name="desk", rich_help_panel="回复")
app.add_typer(hall.app, name="hall", rich_help_panel="预约办税")
app.add_typer(tellings.app, name="appointment", rich_help_panel="预约办税")
app.add_typer(follower.app, name="follower", rich_help_panel="粉丝")
app.add_typer(roll.app, name="followers", rich_help_panel="粉丝")
app.add_typer(tag.app, name="tag", rich_help_panel="粉丝")
app.add_typer(qr.app, name="qr", rich_help_panel="粉丝")
app.add_typer(blacklist.app, name="blacklist", rich_help_panel="粉丝")
app.add_typer(person.app, name="person", rich_help_panel="单位与公众号")
app.add_typer(person.app, name="staff", hidden=True, help="同 person；请改用 person。")
app.add_typer(token.app, name="token", rich_help_panel="单位与公众号")
app.add_typer(matrix.app, name="matrix", rich_help_panel="管控")
app.add_typer(order.app, name="order", rich_help_panel="管控")
inspect.app.add_typer(paper.app_of(PaperKind.NOTICE), name="notice")
inspect.app.add_typer(paper.app_of(PaperKind.SELF_CHECK), name="self-check")
app.add_typer(inspect.app, name="inspect", rich_help_panel="管控")
app.add_typer(takedown.app, name="takedown", rich_help_panel="管控")
app.add_typer(audit_log.app, name="audit", rich_help_panel="单位与公众号")
article.app.registered_commands += article_file.app.registered_commands
app.add_typer(article.app, name="article", rich_help_panel="采编与审核")
app.add_typer(review.app, name="review", rich_help_panel="采编与审核")
product.app.registered_commands += live.app.registered_commands
app.add_typer(product.app, name="product", rich_help_panel="采编与审核")
app.add_typer(quiz.app, name="quiz", rich_help_panel="采编与审核")
app.add_typer(column.app, name="column", rich_help_panel="采编与审核")
app.add_typer(series.app, name="series", rich_help_panel="采编与审核")
app.add_typer(contribution.app, name="contribution", rich_help_panel="采编与审核")
app.add_typer(inquiry.app, name="board", rich_help_panel="采编与审核")
app.add_typer(production.app, name="production", rich_help_panel="采编与审核")
app.add_typer(material.app, name="material", rich_help_panel="采编与审核")
app.command(
    "calendar",
    rich_help_panel="发布",
    epilog="例：\n./rongmei calendar --account province --days 7\n"
    "./rongmei calendar --unit province --ics 排期.ics",
)(calendar.calendar)
app.add_typer(issue.app, name="issue", rich_help_panel="发布")
app.add_typer(push.app, name="push", rich_help_panel="发布")
app.add_typer(offer.app, name="offer", rich_help_panel="发布")
app.add_typer(relay.app, name="relay", rich_help_panel="发布")
app.add_typer(numbers.app, name="numbers", rich_help_panel="发布")
app.add_typer(report.app, name="report", rich_help_panel="发布")
app.add_typer(hotline.app, name="hotline", rich_help_panel="回复")
app.add_typer(assistant.app, name="assistant", rich_help_panel="回复")
app.command(
    "import-from-wechat",
    epilog=import_from_wechat.EPILOG,
    rich_help_panel="回复",
    options_metavar="[选项]",
)(import_from_wechat.import_from_wechat)
