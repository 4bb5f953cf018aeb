"""The settings of the bundle, from the environment, read once."""

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

_PREFIX = "RONGMEI_"


class Settings(NamedTuple):
    """Environment variables ``RONGMEI_…``; the template sets them on every function.

    Texts, and numbers as their defaults are. pydantic-settings, or a model of pydantic, would make each cold start longer for
    nothing (docs/decisions/0050).
    """

    stage: str = "local"
    table: str = "rongmei-local"
    """Name of the ``State`` table."""
    bucket: str = "rongmei-local"
    """Name of the private bucket."""
    anchors: str = ""
    """Name of the bucket under Object Lock; known to who anchors and verifies the audit log. Empty: there is none."""
    audit_hash: str = "sha256"
    """What the audit log's chain is hashed with from now on: ``sha256`` or ``sm3``."""
    writes: int = 0
    """The newest shape of stored things that this stage writes (``shapes.py``). Who is not told writes what all can read."""
    delivery_queue_url: str = ""
    outgoing_queue_url: str = ""
    distribution_queue_url: str = ""
    jobs_queue_url: str = ""
    webhooks_queue_url: str = ""
    numbers_queue_url: str = ""
    topics_queue_url: str = ""
    followers_queue_url: str = ""
    control_queue_url: str = ""
    archive_queue_url: str = ""
    """Where facts for the archive go; known to the stream's function."""
    athena_database: str = ""
    athena_workgroup: str = ""
    """Where the archive is asked; known to the console's function. Empty: nowhere."""
    stream_failures_queue_url: str = ""
    sweep_failures_queue_url: str = ""
    """Where the stream's and the sweep's failures end; known to the console's function."""
    callback_url: str = ""
    """The address of the callback, with ``{account}`` in it; known to the command line and the console's function."""
    inner_services: str = ""
    """Networks, ``10.1.0.0/16,fd00::/8``, in which hotlines and language models may stand beside the public internet."""
    console_url: str = ""
    """The console's address, with a slash at its end."""
    h5_url: str = ""
    """Where followers open pages, with a slash at its end; the account's id follows. Known where services are spread and menus made."""
    oidc_issuer: str = ""
    """The OpenID provider, as its tokens name it; empty: nobody can sign in."""
    oidc_discovery_url: str = ""
    """Its discovery document, where that does not lie below the issuer."""
    oidc_client_id: str = ""
    oidc_scope: str = "openid profile"
    oidc_claim: str = "preferred_username"
    """The claim that says, at the first sign-in, which person it is: ``preferred_username``, ``email``, ``phone_number``."""
    oidc_second_factor: str = ""
    """What a sign-in has to show: words of the token's ``amr`` or its ``acr``, with spaces, one of which is enough. Empty: nothing."""
    live_url: str = ""
    """Where pages open their WebSocket; empty: there is none, and pages ask."""
    live_endpoint: str = ""
    """Where messages to open connections are sent."""
    version: str = ""
    """Of the bundle; known to the console's function."""
    wechat_api_url: str = "https://api.weixin.qq.com"
    """The address of WeChat's server API; on a developer's machine that of the simulator."""
    wechat_open_url: str = "https://open.weixin.qq.com"
    """Where WeChat tells pages who opened them (网页授权); on a developer's machine that of the simulator."""


def read(environment: Mapping[str, str]) -> Settings:
    """The settings as ``environment`` has them; what it leaves out has its default."""
    names = {name: _PREFIX + name.upper() for name in Settings._fields}
    given: dict[str, Any] = {
        name: type(Settings._field_defaults[name])(environment[key])
        for name, key in names.items()
        if key in environment
    }
    return Settings(**given)


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return read(os.environ)
