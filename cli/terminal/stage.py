"""The stage that a command works on.

Without ``--stage`` the environment names it (``RONGMEI_…``; the launcher loads ``.local/env``). With it, the
outputs of the stack ``rongmei-{stage}`` do, and what ``.local/env`` set is taken back first: a command for
``prod`` must not reach the local cloud, nor take its test credentials along.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from chalicelib.cloud import clients, stacks
from chalicelib.settings import settings

LOCAL_ENV: Final = Path(__file__).parents[2] / ".local" / "env"
OUTPUTS: Final = {
    "RONGMEI_TABLE": "TableName",
    "RONGMEI_BUCKET": "BucketName",
    "RONGMEI_DELIVERY_QUEUE_URL": "DeliveryQueueURL",
    "RONGMEI_OUTGOING_QUEUE_URL": "OutgoingQueueURL",
    "RONGMEI_DISTRIBUTION_QUEUE_URL": "DistributionQueueURL",
    "RONGMEI_WEBHOOKS_QUEUE_URL": "WebhooksQueueURL",
    "RONGMEI_JOBS_QUEUE_URL": "JobsQueueURL",
    "RONGMEI_CALLBACK_URL": "CallbackURL",
}
"""Our setting, and the stack's output that holds it."""
LATER: Final = {
    "RONGMEI_CONSOLE_URL": "ConsoleURL",
    "RONGMEI_ANCHORS": "AnchorsName",
    "RONGMEI_AUDIT_HASH": "AuditHash",
    "RONGMEI_WRITES": "Writes",
    "RONGMEI_H5_URL": "H5URL",
    "RONGMEI_NUMBERS_QUEUE_URL": "NumbersQueueURL",
    "RONGMEI_FOLLOWERS_QUEUE_URL": "FollowersQueueURL",
    "RONGMEI_CONTROL_QUEUE_URL": "ControlQueueURL",
    "RONGMEI_TOPICS_QUEUE_URL": "TopicsQueueURL",
    "RONGMEI_ARCHIVE_QUEUE_URL": "ArchiveQueueURL",
    "RONGMEI_ATHENA_DATABASE": "ArchiveDatabase",
    "RONGMEI_ATHENA_WORKGROUP": "ArchiveWorkGroup",
}
"""The same of what came later: a stack deployed before it has none, and all else works on it."""


class StageError(Exception):
    """The stage cannot be worked on; the sentence gives the reason."""


def enter(stage: str, local_env: Path = LOCAL_ENV) -> None:
    """Work on ``stage`` from here on. Raises ``StageError`` or ``CloudNotFound``."""
    if stage == os.environ.get("RONGMEI_STAGE") and os.environ.get("RONGMEI_TABLE"):
        return
    if local_env.exists():
        for name, value in dotenv_values(local_env).items():
            if os.environ.get(name) == value:
                del os.environ[name]
    _look_anew()
    found = stacks.outputs(f"rongmei-{stage}")
    missing = [output for output in OUTPUTS.values() if output not in found]
    if missing:
        raise StageError(f"环境“{stage}”的栈缺少输出 {'、'.join(missing)}，请重新部署。")
    os.environ.update({name: found[output] for name, output in OUTPUTS.items()})
    for name, output in LATER.items():
        if output in found:
            os.environ[name] = found[output]
        else:
            os.environ.pop(name, None)
    os.environ["RONGMEI_STAGE"] = stage
    _look_anew()


def _look_anew() -> None:
    settings.cache_clear()
    clients.forget()
