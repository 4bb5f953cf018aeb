"""``make package`` and ``make deploy``: to AWS, saying first what will happen."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chalicelib.shapes import NEWEST
from dev.bundle import STAGES, Bundle, package
from dev.places import AWS, ROOT
from dev.problem import Problem, run
from dev.progress import step

# Settings that `make deploy` passes on; one that is not given keeps the value it has in the stack.
_SETTINGS = {
    "FIXED_EGRESS": "FixedEgress",
    "DENSE_LAYER_ARN": "DenseLayerArn",
    "SNAP_START": "SnapStart",
    "ALARM_EMAIL": "AlarmEmail",
    "SIGN_IN": "SignIn",
    "OIDC_ISSUER": "OidcIssuer",
    "OIDC_DISCOVERY_URL": "OidcDiscoveryUrl",
    "OIDC_CLIENT_ID": "OidcClientId",
    "OIDC_SCOPE": "OidcScope",
    "OIDC_CLAIM": "OidcClaim",
    "OIDC_SECOND_FACTOR": "OidcSecondFactor",
    "CONSOLE_URL": "ConsoleUrl",
    "H5_URL": "H5Url",
    "CONSOLE_DOMAIN_PREFIX": "ConsoleDomainPrefix",
    "WECHAT_API_URL": "WechatApiUrl",
    "WECHAT_OPEN_URL": "WechatOpenUrl",
    "LOG_LEVEL": "LogLevel",
    "LOG_RETENTION_DAYS": "LogRetentionDays",
    "ANCHOR_RETENTION_DAYS": "AnchorRetentionDays",
    "AUDIT_HASH": "AuditHash",
    "RELEASE": "Version",
    "WRITES": "Writes",
}

_FIRST_WITH_SNAPSHOTS = (3, 12)
"""The first Python that Lambda takes snapshots of (AWS's statement)."""
_MARK = "SnapStartMark"


@dataclass(frozen=True)
class Target:
    """Where a stage is deployed."""

    stage: str
    account: str
    region: str
    partition: str
    """``aws``, or ``aws-cn`` in China."""

    @property
    def stack(self) -> str:
        return f"rongmei-{self.stage}"

    @property
    def artifacts(self) -> str:
        return f"rongmei-artifacts-{self.account}-{self.region}"


def main() -> None:
    command, stage = sys.argv[1:3]
    if stage not in STAGES or (stage == "local" and command == "deploy"):
        raise Problem(f"STAGE={stage} cannot be deployed to AWS: choose {' or '.join(STAGES[1:])}.")
    if command == "package":
        _package(stage, _region() or "us-east-1")
    else:
        _deploy(_target(stage))


def _package(stage: str, region: str) -> Bundle:
    home = ROOT / ".local/build" / stage
    print(f"Packages the app for stage {stage} into {home}/out. Nothing leaves this machine.")
    with step("chalice package") as current:
        made = package(stage, home, region)
        current.result = f"{made.unzipped_mb:.1f} MB unzipped"
    print(f"  template {made.template}\n  code     {made.code}")
    return made


def _deploy(target: Target) -> None:
    is_new = _status(target) is None
    has_bucket = _aws("s3api", "head-bucket", "--bucket", target.artifacts).returncode == 0
    print(f"""
make deploy, stage {target.stage}
  AWS account  {target.account}
  region       {target.region}
  stack        {target.stack} ({"new" if is_new else "exists"})
  settings     {", ".join(overrides(target, is_new)[1:]) or "as they are in the stack"}

First the bundle is packaged, uploaded to the bucket {target.artifacts}{"" if has_bucket else " (made now)"}
and compared with the stack. The stack itself changes only after you have seen how.
""")
    if not has_bucket:
        _agree(f"Make the private bucket {target.artifacts}?")
        _make_bucket(target)
    settings = {
        **_parameters(target),
        **dict(one.split("=", 1) for one in overrides(target, is_new)),
    }
    check_snap_start(target, settings, sys.version_info[:2])
    made = _package(target.stage, target.region)
    packaged = _upload(target, made)
    change_set = _compare(target, packaged, [*overrides(target, is_new), *mark(made, settings)])
    if change_set is None:
        print("✓ Nothing to change: the stack is just what this checkout says.")
    else:
        _show(target, change_set)
        _agree_or_forget(target, change_set, is_new)
        _execute(target, change_set, is_new)
    _say_outputs(target)


def _target(stage: str) -> Target:
    region = _region()
    if not region:
        raise Problem(
            "No AWS region is set: export AWS_REGION=… (for example cn-north-1 or ap-southeast-1)."
        )
    asked = _aws("sts", "get-caller-identity")
    if asked.returncode:
        said = [line for line in asked.stderr.splitlines() if line.strip()][-1:] or [""]
        raise Problem(
            f"No AWS account can be reached with the credentials here ({said[0].strip()})."
        )
    caller = json.loads(asked.stdout)
    return Target(stage, caller["Account"], region, partition=caller["Arn"].split(":")[1])


def _region() -> str:
    named = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return named or _aws("configure", "get", "region").stdout.strip()


def overrides(target: Target, is_new: bool) -> list[str]:
    """Parameters of the stack that are said. A new one writes the newest shapes; another goes on with its own."""
    given = {name: os.environ[key] for key, name in _SETTINGS.items() if os.environ.get(key)}
    newest = {"Writes": str(NEWEST)} if is_new else {}
    return [f"{name}={value}" for name, value in ({"Stage": target.stage} | newest | given).items()]


def check_snap_start(target: Target, settings: Mapping[str, str], python: tuple[int, int]) -> None:
    """Whether snapshots can be had, where ``settings`` want them. Raises ``Problem``."""
    if settings.get("SnapStart") != "yes":
        return
    if python < _FIRST_WITH_SNAPSHOTS:
        raise Problem(
            "SNAP_START=yes wants functions of Python 3.12 or later, and this Python is"
            f" {python[0]}.{python[1]}: `rm -r .venv && make env PYTHON=python3.12` makes the environment anew, or SNAP_START=no."
        )
    if target.partition == "aws-cn":
        raise Problem("SNAP_START=yes is not offered in China's regions here: SNAP_START=no.")


def mark(made: Bundle, settings: Mapping[str, str]) -> list[str]:
    """What makes Lambda take a new snapshot: it changes with the code, the template and the settings, and never else."""
    if settings.get("SnapStart") != "yes":
        return []
    digest = hashlib.sha256(made.template.read_bytes() + made.code.read_bytes())
    said = {name: value for name, value in settings.items() if name != _MARK}
    digest.update(json.dumps(said, sort_keys=True).encode())
    return [f"{_MARK}={digest.hexdigest()[:16]}"]


def _parameters(target: Target) -> dict[str, str]:
    """The settings that the stack has now."""
    asked = _aws("cloudformation", "describe-stacks", "--stack-name", target.stack)
    if asked.returncode:
        return {}
    found = json.loads(asked.stdout)["Stacks"][0].get("Parameters", [])
    return {one["ParameterKey"]: one["ParameterValue"] for one in found}


def _make_bucket(target: Target) -> None:
    _must("s3", "mb", f"s3://{target.artifacts}")
    closed = "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true"
    _must("s3api", "put-public-access-block", "--bucket", target.artifacts,
          "--public-access-block-configuration", closed)  # fmt: skip
    _must("s3api", "put-bucket-policy", "--bucket", target.artifacts,
          "--policy", over_tls_only(target))  # fmt: skip


def over_tls_only(target: Target) -> str:
    """The policy of the artifacts' bucket, as JSON: what the template says of the stack's own."""
    bucket = f"arn:{target.partition}:s3:::{target.artifacts}"
    statement = {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket, f"{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _upload(target: Target, made: Bundle) -> str:
    packaged = str(made.template.parent / "packaged.json")
    with step(f"Uploading to {target.artifacts}"):
        _must("cloudformation", "package", "--template-file", str(made.template), "--use-json",
              "--s3-bucket", target.artifacts, "--output-template-file", packaged)  # fmt: skip
    return packaged


def _compare(target: Target, packaged: str, settings: Sequence[str]) -> str | None:
    """Make a change set; returns its ARN, or None where nothing would change."""
    with step("Comparing with the stack"):
        said = _must("cloudformation", "deploy", "--template-file", packaged, "--stack-name", target.stack,
                     "--s3-bucket", target.artifacts, "--capabilities", "CAPABILITY_IAM",
                     "--no-execute-changeset", "--no-fail-on-empty-changeset",
                     "--tags", "project=rongmei", f"stage={target.stage}",
                     "--parameter-overrides", *settings)  # fmt: skip
    named = [
        word
        for word in said.split()
        if word.startswith("arn:") and ":changeSet/" in word.replace("changeset", "changeSet")
    ]
    return named[-1] if named else None


def _show(target: Target, change_set: str) -> None:
    shown = _must("cloudformation", "describe-change-set", "--change-set-name", change_set)
    changes: list[dict[str, Any]] = [c["ResourceChange"] for c in json.loads(shown)["Changes"]]
    print(f"\nWhat would change in {target.stack}: {len(changes)} resources")
    for change in sorted(changes, key=lambda c: (c["Action"], c["LogicalResourceId"])):
        # A replaced table or bucket is a new, empty one; the old one is kept aside.
        replaced = "  REPLACED" if change.get("Replacement") == "True" else ""
        print(
            f"  {change['Action']:7} {change['LogicalResourceId']:32} {change['ResourceType']}{replaced}"
        )


def _agree(question: str) -> None:
    if os.environ.get("YES") == "1":
        return
    try:
        answer = input(f"{question} [y/N] ")
    except EOFError:
        answer = ""
    if answer.strip().lower() not in ("y", "yes"):
        raise Problem("Nothing was changed.")


def _agree_or_forget(target: Target, change_set: str, is_new: bool) -> None:
    try:
        _agree(f"\nChange the stack {target.stack} in account {target.account}?")
    except Problem:
        _aws("cloudformation", "delete-change-set", "--change-set-name", change_set)
        if is_new:  # CloudFormation made an empty stack to hold the change set
            _aws("cloudformation", "delete-stack", "--stack-name", target.stack)
        raise


def _execute(target: Target, change_set: str, is_new: bool) -> None:
    with step(f"Changing {target.stack}") as current:
        _must("cloudformation", "execute-change-set", "--change-set-name", change_set)
        end = time.monotonic() + 3600
        while time.monotonic() < end:
            status = _status(target) or "unknown"
            current.detail = current.result = status
            if not status.endswith("_IN_PROGRESS"):
                break
            time.sleep(2)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        print(_failures(target))
        again = f"aws cloudformation delete-stack --stack-name {target.stack}"
        raise Problem(
            f"The stack is {status}: AWS undid the change, for the reasons above."
            + (f" Delete the remains before the next try: {again}" if is_new else "")
        )


def _failures(target: Target) -> str:
    asked = _aws("cloudformation", "describe-stack-events", "--stack-name", target.stack)
    events: list[dict[str, Any]] = json.loads(asked.stdout or '{"StackEvents": []}')["StackEvents"]
    return "\n".join(
        f"  {event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("FAILED")
    )


def _say_outputs(target: Target) -> None:
    stacks = json.loads(_must("cloudformation", "describe-stacks", "--stack-name", target.stack))[
        "Stacks"
    ]
    found = {output["OutputKey"]: output["OutputValue"] for output in stacks[0].get("Outputs", [])}
    print(f"\n✓ {target.stack} stands.\n  callback   {found['CallbackURL']}")
    if "EgressIP" in found:
        print(f"  egress IP  {found['EgressIP']}  (enter it in WeChat's IP allowlist)")
    if int(found["Writes"]) < NEWEST:
        print(f"  writes     shapes up to {found['Writes']} of {NEWEST}: the version before can still be deployed again."
              f"\n             Once it needn't: make deploy STAGE={target.stage} WRITES={NEWEST}   (docs/operate.md, 7)")  # fmt: skip
    print(f"\nNext: ./rongmei --stage {target.stage} account add …   (docs/operate.md)")


def _status(target: Target) -> str | None:
    asked = _aws("cloudformation", "describe-stacks", "--stack-name", target.stack)
    if asked.returncode:
        return None
    status = str(json.loads(asked.stdout)["Stacks"][0]["StackStatus"])
    return None if status in ("REVIEW_IN_PROGRESS", "DELETE_COMPLETE") else status


def _aws(*command: str) -> subprocess.CompletedProcess[str]:
    call = [str(AWS), "--output", "json", *command]
    env = os.environ | (
        {"AWS_DEFAULT_REGION": os.environ["AWS_REGION"]} if os.environ.get("AWS_REGION") else {}
    )
    return subprocess.run(call, env=env, capture_output=True, text=True, check=False)


def _must(*command: str) -> str:
    done = _aws(*command)
    if done.returncode:
        said = " ".join(line.strip() for line in done.stderr.splitlines() if line.strip())
        raise Problem(f"aws {' '.join(command[:2])} failed: {said}")
    return done.stdout


if __name__ == "__main__":
    run(main)
