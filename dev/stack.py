"""The whole system on this machine: local cloud, simulator, and the bundle deployed between them.

``make up`` and the stack tests call the same functions, with another ``Place`` each.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.session import Session

from chalicelib.shapes import NEWEST
from dev import bundle
from dev.hashes import hash_of
from dev.places import AWS, CLOUD_PYTHON, PYTHON, ROOT, SIMULATOR, Place
from dev.problem import Problem
from dev.processes import DIRECT, Service, start

REGION = "us-east-1"
STACK = "rongmei-local"
_PLAIN = re.compile(r"[\w@%+=:,./{}-]*", re.ASCII)
_ARTIFACTS = "rongmei-artifacts"
# What the caller's shell says of AWS profiles and proxies must not reach the local system.
CLEAN = {k: os.environ[k] for k in ("PATH", "HOME", "LANG", "TMPDIR") if k in os.environ}


def credentials(place: Place) -> dict[str, str]:
    """What any AWS client needs to reach the local cloud."""
    return {
        "AWS_ENDPOINT_URL": place.cloud_url,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
    }


def cloud(place: Place, extra: Mapping[str, str] | None = None) -> Service:
    """MiniStack on loopback, its state under ``place.local``."""
    home = place.local / "cloud"
    env = CLEAN | {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(place.cloud_port),
        "PERSIST_STATE": "1",
        "STATE_DIR": str(home / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(home / "s3"),
        "TMPDIR": str(home / "tmp"),
        # Keep warm processes for a day: starting one takes seconds here.
        "LAMBDA_WARM_TTL_SECONDS": "86400",
        # Else it listens for devices, and on every address of this machine.
        "IOT_MTLS_ENABLED": "0",
    }
    launcher = ROOT / "dev/local_cloud.py"
    return Service(
        name="cloud",
        command=(str(CLOUD_PYTHON), str(launcher)),
        env=env | dict(extra or {}),
        cwd=home,
        home=place.local,
        port=place.cloud_port,
        health=f"{place.cloud_url}/_ministack/health",
        port_setting="RONGMEI_CLOUD_PORT",
        version="".join(map(hash_of, sorted(launcher.parent.glob("local_*.py"))))
        + hash_of(ROOT / "requirements-cloud.txt"),
    )


def simulator(place: Place, *, keep: bool = True) -> Service:
    """The simulated WeChat, its state in one file under ``place.local``, or nowhere: saving holds up its answers."""
    state = ("--state", str(place.local / "simulator.json")) if keep else ()
    address = ("--host", "127.0.0.1", "--port", str(place.simulator_port))
    return Service(
        name="simulator",
        command=(
            str(PYTHON),
            "-m",
            "wechat_simulator",
            "serve",
            *address,
            *state,
        ),
        env=CLEAN | {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(SIMULATOR)},
        cwd=ROOT,
        home=place.local,
        port=place.simulator_port,
        health=f"{place.simulator_url}/_sim/health",
        port_setting="RONGMEI_SIMULATOR_PORT",
        version=hash_of(SIMULATOR / "wechat_simulator"),
    )


def start_cloud(place: Place, extra: Mapping[str, str] | None = None) -> bool:
    """Start the local cloud unless it runs."""
    service = cloud(place, extra)
    for name in ("state", "s3", "tmp"):
        (service.cwd / name).mkdir(parents=True, exist_ok=True)
    return start(service)


def start_simulator(place: Place, *, keep: bool = True) -> bool:
    """Start the simulator unless it runs."""
    return start(simulator(place, keep=keep))


def deploy(place: Place, made: bundle.Bundle, wechat_api_url: str, *, writes: int = NEWEST) -> bool:
    """Deploy the bundle; returns False where the stack is already just that."""
    mark = place.local / "deployed.json"
    wanted = {
        "code": hash_of(made.template) + hash_of(made.code) + "".join(map(hash_of, made.layers)),
        "wechat_api_url": wechat_api_url,
        "writes": writes,
        "sign_in": "cognito",
    }
    if mark.is_file() and json.loads(mark.read_text()) == wanted and outputs(place):
        return False
    log = place.local / "deploy.log"
    log.unlink(missing_ok=True)
    mark.unlink(missing_ok=True)
    packaged = made.template.parent / "packaged.json"
    # In the region of the first days a bucket of one's own is made again without an error.
    _client(place, "s3").create_bucket(Bucket=_ARTIFACTS)
    into = ("--s3-bucket", _ARTIFACTS)
    _must(place, log, "cloudformation", "package", "--template-file", str(made.template), *into,
          "--use-json", "--output-template-file", str(packaged))  # fmt: skip
    _must(place, log, "cloudformation", "deploy", "--template-file", str(packaged), *into,
          "--stack-name", STACK, "--capabilities", "CAPABILITY_IAM", "--no-fail-on-empty-changeset",
          "--parameter-overrides", "Stage=local", f"WechatApiUrl={wechat_api_url}",
          f"WechatOpenUrl={wechat_api_url}",
          f"Writes={writes}", "SignIn=cognito", "ConsoleDomainPrefix=rongmei-local", f"LocalCloudUrl={place.cloud_url}")  # fmt: skip
    _lock_anchors(place)
    mark.write_text(json.dumps(wanted))
    return True


def _lock_anchors(place: Place) -> None:
    """Put the anchors' bucket under Object Lock, which the local cloud does not take from a template."""
    _client(place, "s3").put_object_lock_configuration(
        Bucket=outputs(place)["AnchorsName"],
        ObjectLockConfiguration={
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 180}},
        },
    )


def outputs(place: Place) -> dict[str, str]:
    """The stack's outputs by name; empty where there is no finished stack."""
    try:
        stack = _client(place, "cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    except ClientError:
        return {}
    if not str(stack["StackStatus"]).endswith("_COMPLETE") or "ROLLBACK" in stack["StackStatus"]:
        return {}
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def environment(place: Place, wechat_api_url: str) -> dict[str, str]:
    """What ``.local/env`` says: all that another client of this system needs."""
    found = outputs(place)
    return credentials(place) | {
        "RONGMEI_STAGE": "local",
        "RONGMEI_TABLE": found["TableName"],
        "RONGMEI_BUCKET": found["BucketName"],
        "RONGMEI_ANCHORS": found["AnchorsName"],
        "RONGMEI_AUDIT_HASH": found["AuditHash"],
        "RONGMEI_WRITES": found["Writes"],
        "RONGMEI_DELIVERY_QUEUE_URL": found["DeliveryQueueURL"],
        "RONGMEI_OUTGOING_QUEUE_URL": found["OutgoingQueueURL"],
        "RONGMEI_DISTRIBUTION_QUEUE_URL": found["DistributionQueueURL"],
        "RONGMEI_JOBS_QUEUE_URL": found["JobsQueueURL"],
        "RONGMEI_WEBHOOKS_QUEUE_URL": found["WebhooksQueueURL"],
        "RONGMEI_NUMBERS_QUEUE_URL": found["NumbersQueueURL"],
        "RONGMEI_FOLLOWERS_QUEUE_URL": found["FollowersQueueURL"],
        "RONGMEI_CONTROL_QUEUE_URL": found["ControlQueueURL"],
        "RONGMEI_TOPICS_QUEUE_URL": found["TopicsQueueURL"],
        "RONGMEI_ARCHIVE_QUEUE_URL": found["ArchiveQueueURL"],
        "RONGMEI_ATHENA_DATABASE": found["ArchiveDatabase"],
        "RONGMEI_ATHENA_WORKGROUP": found["ArchiveWorkGroup"],
        "RONGMEI_CALLBACK_URL": found["CallbackURL"],
        "RONGMEI_CONSOLE_URL": found["ConsoleURL"],
        "RONGMEI_H5_URL": found["H5URL"],
        "RONGMEI_CONSOLE_USER_POOL": found["ConsoleUserPool"],
        "RONGMEI_DEMO_PEOPLE": str(place.local / "people.json"),
        "RONGMEI_WECHAT_API_URL": wechat_api_url,
        "RONGMEI_WECHAT_OPEN_URL": wechat_api_url,
        "RONGMEI_SIMULATOR_URL": place.simulator_url,
    }


def write_environment(place: Place, env: Mapping[str, str]) -> None:
    """Write ``.local/env``, readable by its owner only. Raises ``Problem`` for a value that can't stand there."""
    place.env_file.write_text("".join(f"{name}={_quoted(env[name])}\n" for name in env))
    place.env_file.chmod(0o600)


def _quoted(value: str) -> str:
    """``value`` as a shell and a dotenv reader both understand it: in single quotes, where it needs any."""
    if _PLAIN.fullmatch(value):
        return value
    if set(value) & set("'\\\n"):
        raise Problem(f"Settings hold no quote, backslash or line break: {value!r}")
    return f"'{value}'"


def warm(env: Mapping[str, str], processes: int) -> None:
    """Wake as many processes of the callback as there may be, and one of the console and of followers' pages, so that nobody waits for one later."""
    # The callback answers an unknown account with 404 after having loaded all it needs, the console's API who is not
    # signed in with 401.
    callback = env["RONGMEI_CALLBACK_URL"].replace("{account}", "nobody")
    asked = [f"{callback}?signature=0&timestamp=0&nonce=0&echostr=0"] * processes
    asked.append(f"{env['RONGMEI_CONSOLE_URL']}api/v1/me")
    asked.append(f"{env['RONGMEI_H5_URL']}nobody/")

    def ask(url: str) -> int:
        try:
            with DIRECT.open(url, timeout=60) as response:
                return int(response.status)
        except HTTPError as answer:
            with answer:
                return int(answer.code)

    with ThreadPoolExecutor(len(asked)) as crowd:
        answers = list(zip(asked, crowd.map(ask, asked), strict=True))
    for url, status in answers:
        if status >= 500:
            raise Problem(
                f"{url.split('?', 1)[0]} answers {status}; the functions' errors stand in the cloud's log."
            )


def _client(place: Place, service: str) -> Any:
    """A client of the local cloud in this process, where a call by the command line takes half a second.

    What the caller's shell says of profiles and proxies does not count.
    """
    given, nothing = credentials(place), (None, None, None, None)
    session = Session({"profile": nothing, "config_file": nothing, "credentials_file": nothing})
    return session.create_client(
        service,
        region_name=REGION,
        endpoint_url=place.cloud_url,
        aws_access_key_id=given["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=given["AWS_SECRET_ACCESS_KEY"],
        config=Config(proxies={}, connect_timeout=5),
    )


def _aws(place: Place, *command: str) -> subprocess.CompletedProcess[str]:
    call = [str(AWS), "--output", "json", *command]
    config = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    env = CLEAN | credentials(place) | config
    return subprocess.run(call, env=env, capture_output=True, text=True, check=False)


def _must(place: Place, log: Path, *command: str) -> None:
    done = _aws(place, *command)
    with log.open("a") as kept:
        kept.write(f"$ aws {' '.join(command)}\n{done.stdout}{done.stderr}\n")
    if done.returncode:
        reasons = _aws(place, "cloudformation", "describe-stack-events", "--stack-name", STACK, "--query",
                       "StackEvents[?ends_with(ResourceStatus,'FAILED')].[LogicalResourceId,ResourceStatusReason]")  # fmt: skip
        with log.open("a") as kept:
            kept.write(reasons.stdout)
        last = [line for line in done.stderr.splitlines() if line.strip()][-1:] or [
            "no word of why"
        ]
        raise Problem(f"Deploying to the local cloud failed ({last[0].strip()}); the log: {log}")
