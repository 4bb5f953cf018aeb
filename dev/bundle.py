"""Package the app: ``chalice package --merge-template`` on a clean copy, the same for every stage.

A copy, because Chalice packs whatever lies in ``chalicelib/``, a developer's ``__pycache__`` included, and
because two commands may package at the same time.
"""

from __future__ import annotations

import copy
import gzip
import hashlib
import json
import os
import platform
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dev import china, cold_start, layers, page
from dev.alone import alone
from dev.hashes import hash_of
from dev.places import CHALICE, ROOT
from dev.problem import Problem

STAGES = ("local", "test", "prod")
_SOURCES = ("app.py", "chalicelib", ".chalice", "requirements.txt")
_CODE = ROOT / ".local/build/code"
"""The code of all stages as it was packed last."""
_DEPLOYMENTS = _CODE / "deployments"
_STORING = """
import sys, zipfile
from chalice.cli import main
from chalice.utils import OSUtils
OSUtils.ZIP_DEFLATED = zipfile.ZIP_STORED
sys.exit(main())
"""
"""The command ``chalice``, whose zip is not deflated: what comes of it is packed once, by ``dev.cold_start``."""
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "deployments", "deployed", "venv")


@dataclass(frozen=True)
class Bundle:
    """What ``chalice package`` made: the template and, beside it, the code."""

    template: Path

    @property
    def code(self) -> Path:
        return self.template.parent / "deployment.zip"

    @property
    def layers(self) -> list[Path]:
        """The layers that are deployed with it."""
        return [self.layer(name) for name in layers.LAYERS]

    def layer(self, name: str) -> Path:
        """One layer, as ``dev.layers`` calls it."""
        return self.template.parent / f"{name}.zip"

    @property
    def unzipped_mb(self) -> float:
        """Size of the unpacked code in megabytes (10⁶ bytes), the number Lambda limits."""
        with zipfile.ZipFile(self.code) as code:
            return sum(entry.file_size for entry in code.infolist()) / 1e6


def package(stage: str, home: Path, region: str) -> Bundle:
    """Package for ``stage`` under ``home``. Nothing is packed again that did not change; one process packs at a time.

    Stages and regions differ in their template alone: the code is packed once for all of them.
    """
    with alone(_CODE / "lock"):
        return _packaged(stage, home, region)


def _packaged(stage: str, home: Path, region: str) -> Bundle:
    project, out = home / "project", home / "out"
    made = out / ".made-from"
    built = page.build()
    packed = [layers.build(name, for_this_machine=stage == "local") for name in layers.LAYERS]
    wanted = fingerprint() + hash_of(built) + "".join(map(hash_of, packed)) + region
    bundle = Bundle(out / "sam.json")
    if made.is_file() and made.read_text() == wanted and bundle.code.is_file():
        return bundle
    shutil.rmtree(home, ignore_errors=True)
    project.mkdir(parents=True)
    for name in _SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, project / name, ignore=_LEFT_OUT)
        else:
            shutil.copy2(source, project / name)
    shutil.copytree(built, project / "chalicelib/console/page", ignore=_LEFT_OUT)
    _pack(project / "chalicelib/console/page")
    if stage == "local":
        _build_for_this_machine(project / ".chalice/config.json")
    _given(project)
    _chalice(project, out, stage, region)
    _kept(project)
    bundle.template.write_text(
        json.dumps(of_one_python(json.loads(bundle.template.read_text())), indent=2)
    )
    china.adapt(bundle.template, region)
    _quickened(bundle.code)
    for one in packed:
        shutil.copy2(one, out)
    made.write_text(wanted)
    return bundle


def _given(project: Path) -> None:
    """Give Chalice its last code, which it takes where neither libraries nor app have changed."""
    if _DEPLOYMENTS.is_dir():
        shutil.copytree(_DEPLOYMENTS, project / ".chalice/deployments")


def _kept(project: Path) -> None:
    """Keep the code that Chalice has made or taken, the newest alone."""
    made = max(
        (project / ".chalice/deployments").glob("*.zip"), key=lambda one: one.stat().st_mtime
    )
    if not (_DEPLOYMENTS / made.name).is_file():
        shutil.rmtree(_DEPLOYMENTS, ignore_errors=True)
        _DEPLOYMENTS.mkdir(parents=True)
        shutil.copy2(made, _DEPLOYMENTS)


def _quickened(code: Path) -> None:
    """Do to Chalice's code what ``dev.cold_start`` does, or take what came of it before."""
    made, mark = _CODE / "quickened.zip", _CODE / ".made-from"
    shortened = (ROOT / name for name in ("dev/cold_start.py", "dev/tables/descriptions.py"))
    wanted = hash_of(code) + "".join(map(hash_of, shortened)) + platform.python_version()
    if not (made.is_file() and mark.is_file() and mark.read_text() == wanted):
        cold_start.prepare(code)
        shutil.copy2(code, made)
        mark.write_text(wanted)
    else:
        shutil.copy2(made, code)


def of_one_python(template: dict[str, Any]) -> dict[str, Any]:
    """The template with every function and layer on the Python that packaged them, as Chalice names it for its own functions.

    All of them run the same compiled code.
    """
    made = copy.deepcopy(template)
    runtime = made["Resources"]["APIHandler"]["Properties"]["Runtime"]
    for resource in made["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["Runtime"] = runtime
        elif resource["Type"] == "AWS::Serverless::LayerVersion":
            resource["Properties"]["CompatibleRuntimes"] = [runtime]
    return made


def fingerprint() -> str:
    """One hash of all that a bundle is made from."""
    digest = hashlib.sha256(platform.machine().encode() + platform.python_version().encode())
    for name in (*_SOURCES, "dev/cold_start.py", "dev/tables/descriptions.py"):
        digest.update(hash_of(ROOT / name).encode())
    return digest.hexdigest()


def _build_for_this_machine(config: Path) -> None:
    """The local cloud runs functions on this machine's processor, AWS on the one the config names."""
    if platform.machine() in ("aarch64", "arm64"):
        settings = json.loads(config.read_text())
        settings["stages"]["local"]["lambda_architecture"] = "arm64"
        config.write_text(json.dumps(settings))


def _chalice(project: Path, out: Path, stage: str, region: str) -> None:
    command = [
        str(CHALICE.with_name("python")),
        "-c",
        _STORING,
        "package",
        "--stage",
        stage,
        "--merge-template",
        ".chalice/resources.json",
        str(out),
    ]
    # Packaging asks AWS nothing: it takes a region, and stumbles over a profile or a proxy that is not there.
    env = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    env |= {"AWS_DEFAULT_REGION": region, "AWS_CONFIG_FILE": os.devnull}
    env |= {"AWS_EC2_METADATA_DISABLED": "true"}
    done = subprocess.run(
        command,
        cwd=project,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    log = project.parent / "package.log"
    log.write_text(done.stdout + done.stderr)
    # Chalice leaves out a package that it cannot build for Lambda, and exits 0.
    if done.returncode or "Could not install dependencies" in done.stdout:
        said = [line for line in done.stderr.splitlines() if line.strip()][-1:] or [
            "no word of why"
        ]
        raise Problem(f"chalice package failed: {said[0].strip()} (log: {log})")


def _pack(page: Path) -> None:
    """Keep the page's texts packed, as ``console/page.py`` reads them; the same bytes each time."""
    for file in page.rglob("*"):
        if file.suffix in {".js", ".css", ".html", ".json", ".svg"}:
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
            file.unlink()
