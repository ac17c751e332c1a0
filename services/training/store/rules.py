"""The rules that this installation has as YAML files, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.training.domain.team.post_rules import PostRules, parse_post_rules
from services.training.domain.team.structure import Rule
from services.training.domain.team.structure_rules import parse_structure_rules

_FOLDER = Path(__file__).resolve().parent.parent / "rules"


@cache
def post_rules() -> PostRules:
    return parse_post_rules(source("posts"))


@cache
def structure_rules() -> tuple[Rule, ...]:
    return parse_structure_rules(source("structure"))


def source(name: str) -> Mapping[str, Any]:
    """A file as it stands, with its cases."""
    found: Mapping[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text("utf-8"))
    return found
