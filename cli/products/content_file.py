"""A content of a product in a file of this machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
import yaml


def content_of(file: Path) -> dict[str, Any]:
    """The fields of a YAML or JSON file; it is JSON by its name. Raises ``BadParameter``."""
    try:
        text = file.read_text("utf-8-sig")
        read = json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"读不出文件 {file}：{error}") from error
    except (ValueError, yaml.YAMLError) as error:
        raise typer.BadParameter(f"文件 {file} 不是合格的 YAML 或 JSON：{error}") from error
    if not isinstance(read, dict):
        raise typer.BadParameter(f"文件 {file} 里要有字段，如 root: 中心主题")
    return read
