"""``make deploy``: what it makes beside the stack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chalicelib.shapes import NEWEST
from dev.aws import Target, check_snap_start, mark, over_tls_only, overrides
from dev.bundle import Bundle, of_one_python
from dev.places import ROOT
from dev.problem import Problem


def test_the_artifacts_bucket_takes_nothing_without_tls_in_china_too() -> None:
    target = Target("prod", "123456789012", "cn-north-1", partition="aws-cn")
    [statement] = json.loads(over_tls_only(target))["Statement"]
    bucket = "arn:aws-cn:s3:::rongmei-artifacts-123456789012-cn-north-1"
    assert statement["Resource"] == [bucket, f"{bucket}/*"]
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_a_new_stage_writes_the_newest_shapes_and_an_upgrade_goes_on_with_the_old_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("WRITES", raising=False)
    target = Target("prod", "123456789012", "cn-north-1", partition="aws-cn")
    assert f"Writes={NEWEST}" in overrides(target, is_new=True)
    assert not [one for one in overrides(target, is_new=False) if one.startswith("Writes")]
    monkeypatch.setenv("WRITES", "1")
    assert "Writes=1" in overrides(target, is_new=False)


AT_HOME = Target("prod", "123456789012", "ap-southeast-1", partition="aws")


def _bundle(home: Path, code: bytes = b"code") -> Bundle:
    (home / "deployment.zip").write_bytes(code)
    (home / "sam.json").write_text("{}")
    return Bundle(home / "sam.json")


def test_snapshots_want_a_python_that_lambda_takes_them_of() -> None:
    check_snap_start(AT_HOME, {"SnapStart": "no"}, (3, 11))
    check_snap_start(AT_HOME, {"SnapStart": "yes"}, (3, 12))
    with pytest.raises(Problem, match=r"3\.12"):
        check_snap_start(AT_HOME, {"SnapStart": "yes"}, (3, 11))


def test_snapshots_are_not_offered_in_china() -> None:
    target = Target("prod", "123456789012", "cn-north-1", partition="aws-cn")
    with pytest.raises(Problem, match="China"):
        check_snap_start(target, {"SnapStart": "yes"}, (3, 13))


def test_a_new_snapshot_is_taken_for_new_code_and_for_new_settings(tmp_path: Path) -> None:
    settings = {"SnapStart": "yes", "LogLevel": "INFO"}
    first = mark(_bundle(tmp_path), settings)
    assert mark(_bundle(tmp_path), settings | {"SnapStartMark": "0123456789abcdef"}) == first
    assert mark(_bundle(tmp_path), settings | {"LogLevel": "DEBUG"}) != first
    assert mark(_bundle(tmp_path, b"other code"), settings) != first
    assert mark(_bundle(tmp_path), settings | {"SnapStart": "no"}) == []


def test_every_function_and_layer_runs_on_the_python_that_packaged_them() -> None:
    # The bundle's compiled code is of one Python: a function on another could not import it.
    template = json.loads((ROOT / ".chalice/resources.json").read_text())["Resources"]
    ours = {
        name: one
        for name, one in template.items()
        if "Runtime" in one["Properties"] or "Layer" in one.get("Type", "")
    }
    assert len(ours) > 6
    api = {"Type": "AWS::Serverless::Function", "Properties": {"Runtime": "python3.13"}}
    made = of_one_python({"Resources": ours | {"APIHandler": api}})["Resources"]
    said = [
        one["Properties"].get("Runtime") or one["Properties"]["CompatibleRuntimes"]
        for one in made.values()
    ]
    assert {str(one) for one in said} == {"python3.13", "['python3.13']"}
