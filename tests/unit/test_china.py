"""The template for regions without user pools."""

from __future__ import annotations

import json
from typing import Any

from dev.china import without_snapshots, without_user_pool
from dev.places import ROOT


def template() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / ".chalice/resources.json").read_text())
    return read


def test_nothing_of_a_user_pool_is_left() -> None:
    text = json.dumps(without_user_pool(template()))
    assert "Cognito" not in text
    assert "HasUserPool" not in text
    assert "ConsoleUsers" not in text and "ConsoleClient" not in text


def test_the_providers_settings_stay_and_all_else() -> None:
    before, after = template(), without_user_pool(template())
    variables = after["Resources"]["Console"]["Properties"]["Environment"]["Variables"]
    assert variables["RONGMEI_OIDC_ISSUER"] == {"Ref": "OidcIssuer"}
    assert variables["RONGMEI_OIDC_CLIENT_ID"] == {"Ref": "OidcClientId"}
    gone = set(before["Resources"]) - set(after["Resources"])
    assert gone == {"ConsoleUsers", "ConsoleClient", "ConsoleUsersDomain"}
    assert after["Parameters"]["SignIn"]["AllowedValues"] == ["provider", "none"]


def test_nothing_of_snapshots_is_left_and_the_function_itself_is_called() -> None:
    before, after = template(), without_snapshots(template())
    text = json.dumps(after)
    assert "SnapStart" not in text and "ApiAlias" not in text
    gone = set(before["Resources"]) - set(after["Resources"])
    assert gone == {"ApiVersion", "ApiAlias", "ApiAliasCalledByRestApi", "ApiAliasCalledByHttpApi"}
    called = after["Resources"]["CallbackIntegration"]["Properties"]["IntegrationUri"]
    assert called == {"Fn::GetAtt": ["APIHandler", "Arn"]}
