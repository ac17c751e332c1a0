"""Ready-made surveys that Shequ ships as YAML files: a file for each version, `<name>.v1.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from shared.errors import FieldError, Invalid

_FOLDER = Path(__file__).resolve().parent.parent / "surveys"


@cache
def names() -> Sequence[str]:
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@cache
def template(name: str) -> Mapping[str, Any]:
    """Raises Invalid for a name that there is not."""
    if name not in names():
        fault = FieldError("template", "template_unknown", "没有这个问卷模板。")
        raise Invalid("survey_invalid", "问卷有误，请按提示修改。", fields=[fault])
    found: Mapping[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8"))
    return found


def series_of(name: str) -> str:
    """`belonging.v2` → `belonging`: surveys of one series ask the same in each of their versions."""
    return name.partition(".")[0]
