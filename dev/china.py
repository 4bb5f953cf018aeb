"""The template for regions of AWS in China, where there are no user pools.

CloudFormation refuses a template that names a type it does not know, whatever the condition says, so the resources have
to go.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

_CONDITION: Final = "HasUserPool"
_CONDITIONS: Final = (_CONDITION, "HasConsoleDomainPrefix")


def adapt(template: Path, region: str) -> None:
    """Take the user pool out of the packaged template, where ``region`` has none."""
    if region.startswith("cn-"):
        read = json.loads(template.read_text())
        template.write_text(json.dumps(without_user_pool(read), indent=2))


def without_user_pool(template: dict[str, Any]) -> dict[str, Any]:
    """The template as it is where a provider of the authority's own is the only way to sign in."""
    made: dict[str, Any] = _settled(template)
    for part in ("Resources", "Outputs"):
        made[part] = {
            name: value
            for name, value in made[part].items()
            if value.get("Condition") != _CONDITION
        }
    for part, names in (("Conditions", _CONDITIONS), ("Parameters", ("ConsoleDomainPrefix",))):
        made[part] = {name: value for name, value in made[part].items() if name not in names}
    allowed = made["Parameters"]["SignIn"]["AllowedValues"]
    made["Parameters"]["SignIn"]["AllowedValues"] = [one for one in allowed if one != "cognito"]
    return made


def _settled(value: Any) -> Any:
    """``value`` with every choice by the user pool's condition made: there is none."""
    match value:
        case {"Fn::If": [condition, _, otherwise]} if condition == _CONDITION:
            return _settled(otherwise)
        case dict():
            return {name: _settled(one) for name, one in value.items()}
        case list():
            return [_settled(one) for one in value]
    return value
