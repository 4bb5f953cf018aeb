"""The template for regions of AWS in China, where there are no user pools, and where no snapshots of functions were seen.

CloudFormation refuses a template that names a type it does not know, whatever the condition says, so the resources have
to go.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

_CONDITION: Final = "HasUserPool"
_SNAPSHOTS: Final = "HasSnapStart"
_CONDITIONS: Final = (_CONDITION, "HasConsoleDomainPrefix")


def adapt(template: Path, region: str) -> None:
    """Take user pool and snapshots out of the packaged template, where ``region`` has none."""
    if region.startswith("cn-"):
        read = json.loads(template.read_text())
        made = without_snapshots(without_user_pool(read))
        template.write_text(json.dumps(made, indent=2))


def without_user_pool(template: dict[str, Any]) -> dict[str, Any]:
    """The template as it is where a provider of the authority's own is the only way to sign in."""
    made = _without(template, _CONDITION)
    for part, names in (("Conditions", _CONDITIONS), ("Parameters", ("ConsoleDomainPrefix",))):
        made[part] = {name: value for name, value in made[part].items() if name not in names}
    allowed = made["Parameters"]["SignIn"]["AllowedValues"]
    made["Parameters"]["SignIn"]["AllowedValues"] = [one for one in allowed if one != "cognito"]
    return made


def without_snapshots(template: dict[str, Any]) -> dict[str, Any]:
    """The template as it is where every process starts by itself."""
    made = _without(template, _SNAPSHOTS)
    del made["Conditions"][_SNAPSHOTS]
    for name in ("SnapStart", "SnapStartMark"):
        del made["Parameters"][name]
    for name in ("SnapStart", "Description"):
        del made["Resources"]["APIHandler"]["Properties"][name]
    return made


def _without(template: dict[str, Any], condition: str) -> dict[str, Any]:
    """The template where ``condition`` is never met."""
    made: dict[str, Any] = _settled(template, condition)
    for part in ("Resources", "Outputs"):
        made[part] = {
            name: value for name, value in made[part].items() if value.get("Condition") != condition
        }
    return made


def _settled(value: Any, never: str) -> Any:
    """``value`` with every choice by the condition ``never`` made: it is not met."""
    match value:
        case {"Fn::If": [condition, _, otherwise]} if condition == never:
            return _settled(otherwise, never)
        case dict():
            return {name: _settled(one, never) for name, one in value.items()}
        case list():
            return [_settled(one, never) for one in value]
    return value
