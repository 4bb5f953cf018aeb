"""A stage with units, a bucket under Object Lock, and the table's stream played by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import units
from chalicelib.cloud import clients
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from tests.cloud.audit.stream import Stream

ANCHORS = "rongmei-anchors"


@pytest.fixture
def stage(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    clients.s3().create_bucket(Bucket=ANCHORS, ObjectLockEnabledForBucket=True)
    clients.s3().put_object_lock_configuration(
        Bucket=ANCHORS,
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 180}},
        },
    )
    queue = clients.sqs().create_queue(QueueName="rongmei-control")
    monkeypatch.setenv("RONGMEI_CONTROL_QUEUE_URL", queue["QueueUrl"])
    monkeypatch.setenv("RONGMEI_ANCHORS", ANCHORS)
    settings.cache_clear()
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    yield
    settings.cache_clear()


@pytest.fixture
def stream(stage: None) -> Stream:
    """The stream of the stage's table, read from here on."""
    return Stream()
