"""What a cold start is spared, and that nothing is lost by it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

from chalicelib.cloud.descriptions import Descriptions
from chalicelib.settings import Settings, read

_ROOT = Path(__file__).parents[2]
_LATE = (
    "aws_lambda_powertools",
    "boto3",
    "openpyxl",
    "pydantic_settings",
    "requests",
    "wechatpy",
    "yaml",
)


@pytest.mark.parametrize(
    "service", ["cloudwatch", "dynamodb", "s3", "sqs", "ssm", "sts", "cloudformation"]
)
@pytest.mark.parametrize("kind", ["service-2", "endpoint-rule-set-1"])
def test_a_service_is_described_as_botocore_describes_it(service, kind):
    assert Descriptions().load_service_model(service, kind) == Loader().load_service_model(
        service, kind
    )


def test_a_service_that_does_not_exist_is_told_as_botocore_tells_it():
    with pytest.raises(UnknownServiceError):
        Descriptions().load_service_model("dynamo", "service-2")


def test_settings_are_the_environment_s_with_defaults_for_the_rest():
    assert read({"RONGMEI_TABLE": "State", "TABLE": "other"}) == Settings(table="State")
    assert read({"RONGMEI_WRITES": "1"}).writes == 1


def test_a_good_reply_imports_nothing_that_it_does_not_need():
    code = f"import sys, app; print([name for name in {_LATE!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=_ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


def _in_a_function(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=_ROOT,
        env=os.environ | {"_HANDLER": "app.app", "AWS_DEFAULT_REGION": "cn-north-1"},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def test_a_function_starts_without_what_libraries_import_for_others():
    late = ("zipfile", "html.parser", "botocore.docs.bcdoc.restdoc", "chalicelib.wechat.messages")
    code = f"import sys, app; print([name for name in {late!r} if name in sys.modules])"
    assert _in_a_function(code) == "[]"


def test_who_asks_a_stand_in_for_more_gets_the_module_itself():
    code = (
        "import app, importlib.metadata as m; from importlib.metadata import PackageNotFoundError as e;"
        "import importlib.metadata as real; from botocore.docs.docstring import LazyLoadedDocstring as l;"
        "from importlib.metadata import version;"
        "print(m.version('pydantic') == version('pydantic'), issubclass(e, Exception), l.__module__, hasattr(real, 'Distribution'))"
    )
    assert _in_a_function(code) == "True True botocore.docs.docstring True"


def test_a_followers_page_and_a_reply_wait_for_nothing_of_each_other():
    late = (*_LATE, "chalice", "app")
    code = f"import sys, chalicelib.h5.handler; print([name for name in {late!r} if name in sys.modules])"
    also = "import sys, app; print([name for name in sys.modules if name.startswith(('chalicelib.h5', 'chalicelib.newsroom', 'chalicelib.appointments', 'chalicelib.application.appointment'))])"
    for one in (code, also):
        done = subprocess.run(
            [sys.executable, "-c", one], cwd=_ROOT, check=True, capture_output=True, text=True
        )
        assert done.stdout.strip() == "[]"


def test_the_bundle_starts_where_there_is_no_zone_database():
    # A function's machine may have none, and the bundle carries none.
    code = (
        "import app; from chalicelib import clock, publishing; from chalicelib.conversation import rules_file;"
        "print(clock.SHANGHAI.utcoffset(None), rules_file.SHANGHAI.utcoffset(None))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=_ROOT,
        env=os.environ | {"PYTHONTZPATH": ""},
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["8:00:00", "8:00:00"]


def test_the_collector_works_again_after_the_import():
    code = "import app, gc; print(gc.isenabled(), gc.get_freeze_count() > 0)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=_ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "True True"


def test_topics_are_grouped_without_the_parts_of_numpy_that_the_bundle_lacks():
    """``numpy.random`` and others are left out of the bundle, and numpy opens them when they are first asked for."""
    script = """
import sys
left_out = ("_pyinstaller", "distutils", "f2py", "fft", "ma", "polynomial", "random", "testing")
sys.modules.update({f"numpy.{part}": None for part in left_out})
from chalicelib.insight.topics.group import grouped
found = grouped(["个税怎么申报", "个人所得税怎么申报", "个税如何申报", "发票怎么开", "怎么开发票"] * 3)
assert found
"""
    subprocess.run([sys.executable, "-c", script], cwd=_ROOT, check=True)
