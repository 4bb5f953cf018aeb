"""Remedies of errors as commands. A page renders the same remedies as buttons."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from typing import Final

from chalicelib.errors import Remedy

COMMANDS: Final = {
    "account.allowance": "account allowance {account}",
    "account.check": "account check {account}",
    "account.list": "account list",
    "account.remove_all": "account remove {account} --yes",
    "account.rotate_key": "account rotate-key {account}",
    "account.set_mode": "account set {account} --mode {mode}",
    "article.diff": "article diff {article} --from {older}",
    "article.edit": "article edit {article} 文件",
    "article.list": "article list --unit 单位",
    "article.new": "article new",
    "article.preview_page": "article preview {article} --out 预览.html",
    "article.show": "article show {article}",
    "article.text": "article show {article} --text",
    "article.theme_list": "article theme list",
    "article.theme_show": "article theme show 税务蓝",
    "article.unlock": "article unlock {article}",
    "article.unlock_by_force": "article unlock {article} --force",
    "board.list": "board list --unit 单位",
    "desk.agent.add": "desk agent add {agent} --account {account}",
    "desk.agent.hand_back": "desk agent off --by {agent} --hand-back --account {account}",
    "desk.agent.on": "desk agent on --by {agent} --account {account}",
    "desk.agents": "desk agent list --account {account}",
    "desk.canned.import": "desk canned import 文件 --account {account}",
    "desk.sessions": "desk list --account {account}",
    "desk.sessions.of_day": "desk list --day 日期 --account {account}",
    "desk.take": "desk take {session} --account {account}",
    "desk.take.next": "desk take --next --account {account}",
    "desk.team.set": "desk team set {team} --account {account}",
    "desk.watch": "desk watch --account {account}",
    "column.list": "column list --unit 单位",
    "faq.eval": "faq eval",
    "faq.eval.dense": "faq eval --dense --save 把握.json",
    "faq.history": "faq history --account {account}",
    "faq.list": "faq list",
    "faq.release": "faq release {version} --account {account}",
    "faq.release.another": "faq release {version} --account {account} --by 姓名",
    "faq.release.lexical": "faq release 版本 --no-dense",
    "faq.restore": "faq restore {version} --account {account}",
    "faq.submit": "faq submit {version} --account {account}",
    "material.list": "material list --unit 单位",
    "material.show": "material show {material}",
    "matrix.set": "matrix set {account}",
    "hall.list": "hall list --unit 单位",
    "hall.show": "hall show {hall}",
    "followers.sync.start": "followers sync start --account {account}",
    "followers.sync.status": "followers sync status --account {account}",
    "hotline.connect": "hotline connect {account} --base-url 地址",
    "inspect.findings": "inspect findings --unit 单位",
    "inspect.status": "inspect status --unit 单位",
    "issue.add": "issue add {issue} 稿件编号",
    "issue.list": "issue list",
    "issue.move": "issue move {issue} --at …",
    "issue.move_again": "issue move {issue} --at … --again",
    "issue.move_off_slot": "issue move {issue} --at … --off-slot",
    "issue.plan_off_slot": "issue plan --off-slot",
    "issue.publish": "issue schedule {issue} --way publish",
    "issue.schedule_again": "issue schedule {issue} --again",
    "issue.schedule_next": "issue schedule {issue} --next",
    "issue.schedule_off_slot": "issue schedule {issue} --off-slot",
    "issue.swap": "issue swap {first} {second}",
    "issue.unschedule": "issue unschedule {issue}",
    "mark.list": "numbers mark list --account {account}",
    "menu.drift": "menu drift --account {account}",
    "menu.history": "menu history --account {account}",
    "menu.publish_over": "menu publish --overwrite --account {account}",
    "menu.take_over": "menu take-over --reason 原因 --account {account}",
    "notice.fetch": "notice fetch --account {account}",
    "notice.lists": "notice lists --account {account}",
    "notice.use": "notice use {purpose} --template 模板编号 --account {account}",
    "offer.acknowledge": "offer acknowledge {offer} --account {account} --task {task} --note 做了什么",
    "offer.inbox": "offer inbox --account {account}",
    "offer.list": "offer list",
    "offer.overwrite": "offer carry-out {offer} --account {account} --task {task} --overwrite",
    "contribution.calls": "contribution calls --unit 单位",
    "contribution.list": "contribution list --unit 单位",
    "contribution.show": "contribution show {contribution}",
    "order.approve": "order approve {order} --by 另一人",
    "order.inbox": "order inbox --unit {unit}",
    "order.list": "order list --unit 单位",
    "relay.list": "relay list --unit 单位",
    "order.report_why": "order report {order} --unit {unit} --text 说明 --why 原因",
    "order.show": "order show {order}",
    "policy.list": "policy list",
    "product.list": "product list --unit 单位",
    "product.show": "product show {product}",
    "push.cancel": "push cancel {delivery}",
    "push.list": "push list",
    "push.plan_with_reason": "push plan --reason …",
    "push.publish": "push plan --way publish",
    "push.retry": "push retry {delivery}",
    "push.show": "push show {delivery}",
    "qr.list": "qr list --account {account}",
    "question.draft.worded": "question draft {key} --account {account} --question …",
    "question.list": "question list --unanswered --account {account}",
    "question.list.earlier": "question list --unanswered --since 90d --account {account}",
    "review.comments": "review comments {article}",
    "review.withdraw": "review withdraw {article}",
    "review.workflow_example": "review workflow example",
    "rule.history": "rule history --account {account}",
    "rule.restore": "rule restore {version} --account {account}",
    "service.history": "service history --unit {unit}",
    "service.import": "service import 服务.xlsx --unit {unit}",
    "service.list": "service list --unit {unit}",
    "service.release.another": "service release {version} --unit {unit} --by 姓名",
    "service.resume": "service resume {service} --unit {unit}",
    "staff.add": "person add {person} --unit {unit} --role {role}",
    "staff.list": "person list",
    "tag.rules": "tag rules --account {account}",
    "takedown.list": "takedown list --unit 单位",
    "topic.list": "topic list --account {account}",
    "unit.add": "unit add",
    "unit.tree": "unit tree",
    "wechat.import.replace": "import-from-wechat --replace --account {account}",
}
"""Name of a use case → its command; ``{name}`` stands for an argument of the remedy."""


def told(error: BaseException) -> str:
    """An error as the person reads it: the sentence, then the commands that help."""
    return advised(str(error), getattr(error, "remedies", ()))


def advised(sentence: str, remedies: Iterable[Remedy]) -> str:
    """A sentence with the commands that help."""
    ways = "，或".join(f"用 `{command(one)}` {one.label}" for one in remedies)
    return f"{sentence}{ways}。" if ways else sentence


def command(remedy: Remedy) -> str:
    """A remedy as the line to type. An argument that the remedy leaves out stays a placeholder, such as ``单位``."""
    arguments = {name: shlex.quote(value) if value else value for name, value in remedy.arguments}
    return f"./rongmei {COMMANDS[remedy.action].format_map(arguments)}"
