"""A session of botocore, with as much of it as this process can use (docs/decisions/0362)."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Final

from botocore.credentials import CredentialResolver, EnvProvider
from botocore.handlers import BUILTIN_HANDLERS, REGISTER_FIRST, REGISTER_LAST
from botocore.httpsession import URLLib3Session
from botocore.session import Session

from chalicelib.cloud.descriptions import Descriptions

_SERVICES: Final = frozenset({"cloudwatch", "dynamodb", "s3", "sqs", "ssm", "*"})
"""The services with handlers of their own that functions call, by botocore's names."""
_KEY: Final = "AWS_ACCESS_KEY_ID"
_ADDRESS: Final = "AWS_CONTAINER_CREDENTIALS_FULL_URI"


def session() -> Session:
    """A new session. In a function it knows the function's services and nobody's documentation."""
    function = in_function()
    made = Session(include_builtin_handlers=not function)
    made.register_component("data_loader", Descriptions(short=function))
    if function:
        _register_handlers(made)
        credentials = _handed_over()
        if credentials is not None:
            made.register_component("credential_provider", credentials)
    return made


def _handed_over() -> CredentialResolver | None:
    """Where Lambda puts this function's credentials; to find nothing in other places takes a millisecond."""
    if _KEY in os.environ:  # and Lambda starts a new process for new ones
        return CredentialResolver([EnvProvider()])
    if (
        _ADDRESS in os.environ
    ):  # a snapshot is older than its credentials: they are asked for, and again in time
        from botocore.credentials import ContainerProvider
        from botocore.utils import ContainerMetadataFetcher

        fetcher = ContainerMetadataFetcher(session=connections())
        return CredentialResolver([ContainerProvider(fetcher=fetcher)])  # type: ignore[arg-type]
    return None


@lru_cache(maxsize=1)
def connections() -> URLLib3Session:
    """What credentials are asked for over."""
    return URLLib3Session(timeout=2)


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
