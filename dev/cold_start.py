"""Makes a packaged bundle start faster on Lambda, whose disk is read-only: bytecode goes in, dead weight goes out.

Without bytecode, every cold start compiles every module that it imports: four times the time of the start itself.
The room for it comes from botocore's descriptions of some four hundred services that the bundle never calls, from the
parts of numpy and of other libraries that no function imports, and from numpy's sources.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from dev.problem import Problem
from dev.tables import descriptions

SERVICES = ("apigatewaymanagementapi", "athena", "cloudwatch", "dynamodb", "s3", "sqs", "ssm")
"""What ``chalicelib/cloud/clients.py`` offers to functions."""

_UNUSED = (
    *(
        f"numpy/{part}"
        for part in "_core/include _core/lib _pyinstaller distutils f2py fft ma polynomial random testing".split()
    ),
    *("numpy/**/tests", "numpy/**/*_tests.*.so", "numpy/_core/_simd.*.so", "numpy/**/*.p[yx][id]"),
    # The compiled half of cffi is all that cryptography calls.
    *("cffi", "pycparser"),
    "pydantic/v1",
    # 企业微信 is another platform than the accounts' one.
    "wechatpy/work",
    # The description of the API is for who writes against it, and is read from the repository.
    "chalicelib/console/openapi.json",
    # Lists of what was installed, most of which is gone by now; and time zones that Python has itself.
    "*.dist-info/RECORD",
    "dateutil/zoneinfo/*.tar.gz",
    # A page of the API that the console does not show: it has its own.
    *(f"aws_lambda_powertools/event_handler/openapi/swagger_ui/*.{kind}" for kind in ("js", "css")),
    *(
        f"aws_lambda_powertools/utilities/{part}"
        for part in (
            "auth_alpha batch circuit_breaker data_masking feature_flags idempotency kafka parameters parser streaming"
            " validation"
        ).split()
    ),
)
"""What is of use to who builds, types or tests with numpy (fitting needs ``numpy.random``, and is done elsewhere), and what no
function imports of other libraries."""

_BYTECODE_ALONE = ("numpy",)
"""Libraries whose modules stand there as bytecode without their source, which nobody reads on Lambda."""

_LEVEL = 3
"""Half the time of zlib's own choice, for a twentieth more bytes on their way to AWS."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The same files make the same bytes, so that a deployment of nothing new is one."""


def prepare(code: Path) -> None:
    """Rewrite the zip ``code`` in place."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        with zipfile.ZipFile(code) as packed:
            packed.extractall(home)
        _drop_descriptions(home / "botocore/data")
        _drop_unused(home)
        compile_all(home)
        for library in _BYTECODE_ALONE:
            _drop_sources(home / library)
        pack(home, code)


def compile_all(home: Path) -> None:
    """Put bytecode beside every module below ``home``. Raises ``Problem``."""
    # Unchecked: nobody edits a deployed zip, so nobody has to compare times that a zip doesn't keep. In a process
    # of its own: what this one has in memory would leave its traces in the bytecode.
    options = ("-q", "--invalidation-mode", "unchecked-hash", "-s", str(home))
    done = subprocess.run(
        [sys.executable, "-m", "compileall", *options, str(home)],
        env=os.environ | {"PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Problem(f"a module of the bundle does not compile: {done.stdout.strip()}")


def _drop_descriptions(data: Path) -> None:
    for service in data.iterdir():
        if service.is_dir() and service.name not in SERVICES:
            shutil.rmtree(service)
    for service in descriptions.OPERATIONS:
        # The functions have a shorter one of their own (chalicelib/cloud/described).
        for described in (data / service).glob("service-2.json*"):
            described.unlink()
    known = data / "endpoints.json"
    if known.is_file():
        endpoints = descriptions.with_endpoints_of(
            json.loads(known.read_text("utf-8")), descriptions.ENDPOINTS
        )
        known.write_text(json.dumps(endpoints, separators=(",", ":")), "utf-8")


def _drop_sources(library: Path) -> None:
    """Bytecode in the place of the modules' sources: Python finds it there."""
    for compiled in sorted(library.rglob("__pycache__/*.pyc")):
        name = compiled.name.partition(".")[0]
        source = compiled.parents[1] / f"{name}.py"
        compiled.rename(source.with_suffix(".pyc"))
        source.unlink()
    for left in sorted(library.rglob("__pycache__")):
        left.rmdir()


def _drop_unused(home: Path) -> None:
    for pattern in _UNUSED:
        for found in sorted(home.glob(pattern)):
            if found.is_dir():
                shutil.rmtree(found)
            else:
                found.unlink()


def pack(home: Path, code: Path) -> None:
    """Write all files below ``home`` into the zip ``code``, the same files always as the same bytes."""
    with zipfile.ZipFile(code, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(path for path in home.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(str(file.relative_to(home)), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Lambda runs as another user: everybody may read.
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, file.read_bytes(), compresslevel=_LEVEL)
