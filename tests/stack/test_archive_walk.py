"""What followers do becomes numbers: by the deployed functions, asked as Athena, each with its own permissions."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from chalicelib.clock import SHANGHAI
from demo.accounts import PROVINCE
from tests.stack.conftest import Stack
from tests.stack.test_demo_walk import Phone, until
from tests.stack.test_erasure_walk import client

ASK = """
import json, sys
from datetime import date
from chalicelib import insight
day = date.fromisoformat(sys.argv[1])
found = {}
for query in insight.QUERIES.values():
    given = {"account": sys.argv[2], "since": day, "until": day, "seen": day, "now": int(sys.argv[3])}
    given |= {"day": day, "kind": "message"}
    parameters = query.takes.model_validate(given)
    asked = insight.answer(query, parameters, token="walk")
    found[query.name] = [one.model_dump() for one in asked.rows]
    assert asked.progress.done and asked.progress.dollars > 0
print(json.dumps(found))
"""
NUMBERS = """
import sys
from datetime import date
from chalicelib import insight
day = date.fromisoformat(sys.argv[1])
print("".join(one.model_dump_json() for one in insight.day_numbers(sys.argv[2], day, day)) or "{}")
"""


def of_role(system: Stack, name: str) -> dict[str, str]:
    """The credentials of a function."""
    stack = client(system, "cloudformation").describe_stack_resource(
        StackName="rongmei-local", LogicalResourceId=name
    )
    role = client(system, "iam").get_role(
        RoleName=stack["StackResourceDetail"]["PhysicalResourceId"]
    )
    made = client(system, "sts").assume_role(RoleArn=role["Role"]["Arn"], RoleSessionName="walk")
    return {
        "AWS_ACCESS_KEY_ID": made["Credentials"]["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": made["Credentials"]["SecretAccessKey"],
        "AWS_SESSION_TOKEN": made["Credentials"]["SessionToken"],
    }


def compact(system: Stack) -> None:
    """Have the deployed function compact now, not in five minutes."""
    answer = client(system, "lambda").invoke(FunctionName="rongmei-local-archive", Payload="{}")
    assert "FunctionError" not in answer, answer["Payload"].read()


def test_what_followers_do_becomes_numbers(seeded: Stack) -> None:
    now = datetime.now(SHANGHAI)
    day = now.date().isoformat()
    phone = Phone(seeded, "要数的人")
    phone(PROVINCE, "follow")
    phone.ask(PROVINCE, "月亮上能开票吗")
    phone(PROVINCE, "unfollow")

    def counted() -> dict[str, Any]:
        compact(seeded)
        done = seeded.python("-c", NUMBERS, day, PROVINCE.id)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found if (found.get("followers") or {}).get("went") and found["messages"] else {}

    numbers = until(counted, 60)
    later = str(int((now + timedelta(days=1)).timestamp()))
    arguments = ("-c", ASK, day, PROVINCE.id, later)
    done = seeded.python(*arguments, **of_role(seeded, "ConsoleRole"))
    assert done.returncode == 0, done.stderr
    asked = json.loads(done.stdout)
    # What Athena answers is what the function counted, with its own engine, for the page.
    for name in ("followers_by_hour", "messages_by_type", "messages_by_rung", "session_times"):
        assert asked[name] == numbers[name]
    assert asked["followers_by_day"] == [numbers["followers"]]
    assert asked["messages_by_day"] == [numbers["messages"]]
    assert asked["silent_followers"][0]["followers"] >= 0
    # Who may not ask is told so.
    refused = seeded.python(*arguments, **of_role(seeded, "OutboxRole"))
    assert refused.returncode and "AccessDenied" in refused.stderr
