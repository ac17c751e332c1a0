"""The schemes of selections that this installation knows: one YAML file each, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from services.elections.domain.committee.selection_schemes import Scheme, parse_scheme

_FOLDER = Path(__file__).resolve().parent.parent / "rules" / "selections"


@cache
def schemes() -> Mapping[str, Scheme]:
    """By id."""
    parsed = (parse_scheme(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(_FOLDER.glob("*.yaml")))
    return {scheme.id: scheme for scheme in parsed}
