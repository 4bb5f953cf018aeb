"""The command line: what a person types, sees and can pipe."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from typer.testing import CliRunner, Result

from chalicelib import accounts, assistant, hotline
from chalicelib.actor import local
from chalicelib.clock import utc_now
from chalicelib.cloud.clients import dynamodb, ssm
from chalicelib.settings import settings
from cli.app import app
from tests.cloud.accounts.made import AES_KEY, OTHER_KEY, SECRETS
from tests.cloud.wechat.stub import WeChat

pytestmark = pytest.mark.usefixtures("cloud")

ADD = "account add province --name 省税务局 --unit province --kind subscription --appid wx0123456789abcdef"


def run(command: str, *, typed: str = "", env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(
        app, command.split(), input=typed, env={"COLUMNS": "200", "TERM": "dumb", **(env or {})}
    )


@pytest.fixture
def secrets_file(tmp_path: Path) -> Path:
    file = tmp_path / "secrets.env"
    file.write_text("".join(f"{name}={value}\n" for name, value in SECRETS.items()))
    file.chmod(0o600)
    return file


@pytest.fixture
def added(secrets_file: Path) -> None:
    assert run("unit add province --name 省局 --level province").exit_code == 0
    assert run(f"{ADD} --secrets-file {secrets_file}").exit_code == 0


def plain(result: Result) -> str:
    return click.unstyle(result.output)


def test_help_is_in_chinese_and_grouped() -> None:
    told = plain(run("--help"))
    assert "单位与公众号" in told
    assert "例：" in told
    assert all(group in told for group in ("account", "unit"))


@pytest.mark.parametrize("command", ["add", "list", "show", "set", "check", "rotate-key", "remove"])
def test_every_account_command_explains_itself(command: str) -> None:
    result = run(f"account {command} --help")
    assert result.exit_code == 0
    assert "选项" in plain(result)


def test_the_tree_is_shown_and_can_be_piped() -> None:
    run("unit add province --name 省局 --level province")
    run("unit add city --name 市局 --level city --parent province")
    assert "  city" in run("unit tree").stdout
    piped = json.loads(run("unit tree --json").stdout)
    assert [(unit["id"], unit["depth"]) for unit in piped] == [("province", 0), ("city", 1)]


def test_an_error_is_one_sentence_and_exit_code_1() -> None:
    result = run("account show nobody")
    assert result.exit_code == 1
    assert "没有公众号“nobody”" in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output


def test_wrong_usage_is_exit_code_2() -> None:
    assert run("account show").exit_code == 2
    assert run("unit add x --name y --level village").exit_code == 2


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("account show", "缺少参数 ID。"),
        ("push plan 稿件.md", "缺少选项 --account。"),
        ("account list --bogus", "没有选项 --bogus"),
        ("account shw", "没有命令“shw”，是不是 'show'？"),
        ("accounting", "没有命令“accounting”"),
        ("account list extra", "多出了参数：extra"),
        ("unit add x --name", "选项 --name 后面要有值。"),
        ("unit add x --name y --level village", "--level 的值不对：没有“village”，可以是"),
        ("rule restore three --account city", "VERSION 的值不对：要填整数"),
    ],
)
def test_wrong_usage_is_said_in_chinese(command: str, sentence: str) -> None:
    result = run(command)
    assert result.exit_code == 2
    assert f"用法错误：{sentence}" in result.stderr


@pytest.mark.parametrize("command", ["", "account", "account list", "push plan"])
def test_no_help_page_falls_back_into_english(command: str) -> None:
    told = plain(run(f"{command} --help"))
    assert "显示帮助并退出" in told
    assert not [
        word for word in ("Show this", "[default", "[OPTIONS]", "[required]") if word in told
    ]


def test_a_missing_table_is_explained() -> None:
    dynamodb().delete_table(TableName="rongmei-test")
    result = run("account list")
    assert result.exit_code == 1
    assert "make up" in result.stderr


def test_adding_says_where_to_put_what(added: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGMEI_CALLBACK_URL", "https://api.test/wechat/{account}")
    settings.cache_clear()
    env = {f"RONGMEI_{name.upper()}": value for name, value in SECRETS.items()}
    result = run(ADD.replace("province", "second", 1).replace("wx01", "wx99"), env=env)
    assert result.exit_code == 0, result.output
    assert result.stdout == "https://api.test/wechat/second\n"
    assert "account check second" in result.stderr
    assert "安全模式" in result.stderr


@pytest.mark.parametrize("kind", ["dotenv", "json", "stdin"])
def test_secrets_come_from_a_file_or_stdin(tmp_path: Path, kind: str) -> None:
    run("unit add province --name 省局 --level province")
    text = (
        json.dumps(SECRETS) if kind == "json" else "".join(f"{k}={v}\n" for k, v in SECRETS.items())
    )
    file = tmp_path / "secrets"
    file.write_text(text)
    file.chmod(0o600)
    result = run(f"{ADD} --secrets-file {'-' if kind == 'stdin' else file}", typed=text)
    assert result.exit_code == 0, result.output
    assert accounts.store.secrets("province").aes_key.get_secret_value() == AES_KEY  # type: ignore[union-attr]


def test_a_file_that_others_can_read_is_warned_about(secrets_file: Path) -> None:
    run("unit add province --name 省局 --level province")
    secrets_file.chmod(0o644)
    assert "chmod 600" in run(f"{ADD} --secrets-file {secrets_file}").stderr


def test_there_is_no_option_for_a_secret() -> None:
    for command in ("add", "rotate-key"):
        told = plain(run(f"account {command} --help"))
        assert not [name for name in ("--app-secret", "--token", "--aes-key") if name in told]


@pytest.mark.parametrize(
    ("text", "word"), [("other=1\n", "不认识"), ("{broken", "JSON"), ("app_secret=x\n", "Token")]
)
def test_a_wrong_file_is_refused_without_telling_it(
    secrets_file: Path, text: str, word: str
) -> None:
    run("unit add province --name 省局 --level province")
    secrets_file.write_text(text + "\n")
    result = run(f"{ADD} --secrets-file {secrets_file}")
    assert result.exit_code in (1, 2)
    assert word in plain(result)


def test_nothing_that_is_shown_contains_a_secret(added: None) -> None:
    told = "".join(
        run(command).output
        for command in (
            "account list",
            "account list --json",
            "account show province",
            "account show province --json",
        )
    )
    assert "省税务局" in told
    assert not [value for value in SECRETS.values() if value in told]


def test_lists_can_be_piped(added: None) -> None:
    [listed] = json.loads(run("account list --json").stdout)
    assert (listed["id"], listed["kind"], listed["mode"]) == ("province", "subscription", "safe")
    shown = json.loads(run("account show province --json").stdout)
    assert shown["secrets"] == ["app_secret", "token", "aes_key"]


def test_what_is_copied_stays_whole_in_a_narrow_terminal(
    added: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"https://{'long' * 15}.execute-api.test/wechat/"
    monkeypatch.setenv("RONGMEI_CALLBACK_URL", url + "{account}")
    settings.cache_clear()
    narrow = {"COLUMNS": "80"}
    assert "wx0123456789abcdef" in run("account list", env=narrow).stdout
    assert url + "province" in run("account show province", env=narrow).stdout.splitlines()


def test_a_random_key_is_shown_once_and_put_in_force(added: None) -> None:
    result = run("account rotate-key province --random")
    assert result.exit_code == 0
    kept = accounts.store.secrets("province")
    assert kept.aes_key is not None
    assert result.stdout.strip() == kept.aes_key.get_secret_value()
    assert kept.previous_aes_key is not None
    assert kept.previous_aes_key.get_secret_value() == AES_KEY


def test_a_key_of_ones_own_is_not_echoed(added: None) -> None:
    result = run("account rotate-key province", env={"RONGMEI_AES_KEY": OTHER_KEY})
    assert result.exit_code == 0
    assert OTHER_KEY not in result.output


def test_rotating_nothing_is_an_error(added: None) -> None:
    assert run("account rotate-key province").exit_code == 1


def test_removing_asks_for_the_id(added: None) -> None:
    assert run("account remove province", typed="provinc\n").exit_code == 1
    assert [state.account.id for state in list(accounts.states())] == ["province"]
    result = run("account remove province", typed="province\n")
    assert result.exit_code == 0, result.output
    assert "保留" in result.stderr
    assert list(accounts.states()) == []


def test_what_is_known_of_an_account_can_be_changed(added: None) -> None:
    result = run(
        "account set province --name 省局 --mode compatible --retention-days 30 --erase-after-days 7"
    )
    assert result.exit_code == 0, result.output
    assert "兼容模式" in result.stderr
    changed = accounts.current("province").account
    assert changed.erase_after_days == 7
    assert (changed.name, changed.mode, changed.retention_days) == ("省局", "compatible", 30)
    assert changed.limits == {}


def test_an_encrypted_mode_needs_its_key(added: None) -> None:
    run("account set province --mode plain")
    kept = accounts.store.secrets("province")
    accounts.store.keep_secrets("province", kept.model_copy(update={"aes_key": None}))
    result = run("account set province --mode safe")
    assert result.exit_code == 1
    assert "EncodingAESKey" in result.stderr
    assert "rotate-key province" in result.stderr
    assert accounts.current("province").account.mode == "plain"
    assert run("account set province --name 省局").exit_code == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [("", "没有给出要修改的内容"), (" --retention-days 0", "消息保留天数（1–3650）")],
)
def test_a_change_that_cannot_be_is_one_sentence(added: None, options: str, sentence: str) -> None:
    result = run(f"account set province{options}")
    assert result.exit_code == 1
    assert sentence in result.stderr


def test_the_check_names_the_command_for_the_mode(added: None, wechat: WeChat) -> None:
    run("account set province --mode plain")
    assert "account set province --mode safe" in run("account check province").stdout


def test_removing_leaves_no_key_behind(added: None) -> None:
    model = {"base_url": "http://127.0.0.1/v1", "model": "m"}
    assistant.switch_on("province", dict(model), "sk-secret", by=local("ops"), now=utc_now())
    hotline.connect(
        "province",
        base_url="http://127.0.0.1/hotline",
        timeout_seconds=8,
        secret=None,
        by=local("ops"),
        now=utc_now(),
    )
    assert run("account remove province --yes").exit_code == 0
    assert ssm().describe_parameters()["Parameters"] == []


def test_removing_can_be_scripted(added: None) -> None:
    assert run("account remove province --yes").exit_code == 0
    assert json.loads(run("account list --json").stdout) == []


def test_check_fails_with_exit_code_1_and_says_what_to_do(added: None, wechat: WeChat) -> None:
    answer = {"errcode": 40164, "errmsg": "invalid ip 198.51.100.9, not in whitelist"}
    wechat.mock.replace("POST", "https://api.weixin.qq.com/cgi-bin/stable_token", json=answer)
    result = run("account check province")
    assert result.exit_code == 1
    assert "198.51.100.9" in result.stdout
    found = json.loads(run("account check province --json").stdout)
    assert {"name", "state", "seen", "advice"} == set(found[0])
