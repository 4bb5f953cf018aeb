"""A session of botocore, with as much of it as this process can use (docs/decisions/0362)."""

from __future__ import annotations

import os
from typing import Final

from botocore.credentials import CredentialResolver, EnvProvider
from botocore.handlers import BUILTIN_HANDLERS, REGISTER_FIRST, REGISTER_LAST
from botocore.session import Session

from chalicelib.cloud.descriptions import Descriptions

_SERVICES: Final = frozenset({"cloudwatch", "dynamodb", "s3", "sqs", "ssm", "*"})
"""The services with handlers of their own that functions call, by botocore's names."""
_KEY: Final = "AWS_ACCESS_KEY_ID"


def session() -> Session:
    """A new session. In a function it knows the function's services and nobody's documentation."""
    function = in_function()
    made = Session(include_builtin_handlers=not function)
    made.register_component("data_loader", Descriptions(short=function))
    if function:
        _register_handlers(made)
        if _KEY in os.environ:
            # Lambda hands them over so, and starts a new process for new ones; to find nothing elsewhere takes a millisecond.
            made.register_component("credential_provider", CredentialResolver([EnvProvider()]))
    return made


def in_function() -> bool:
    """Whether this process is one of Lambda's, or stands for one."""
    return "_HANDLER" in os.environ or "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def _register_handlers(made: Session) -> None:
    """What botocore registers by itself, but for documentation and for the services of others."""
    events = made.get_component("event_emitter")
    ways = {REGISTER_FIRST: events.register_first, REGISTER_LAST: events.register_last}
    for event, handler, *when in BUILTIN_HANDLERS:
        kind, _, of = event.partition(".")
        if kind != "docs" and (not of or of.partition(".")[0] in _SERVICES):
            register = ways[when[0]] if when else events.register
            register(event, handler)
