"""The rules that this installation has as YAML files, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from services.training.domain.post_rules import PostRules, parse_post_rules

_FOLDER = Path(__file__).resolve().parent.parent / "rules"


@cache
def post_rules() -> PostRules:
    return parse_post_rules(yaml.safe_load((_FOLDER / "posts.yaml").read_text("utf-8")))
