"""The rule sets that this installation knows: one YAML file each, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from services.elections.domain.rule_set import RuleSet, parse_rule_set
from shared.errors import NotFound

if TYPE_CHECKING:
    from datetime import date

_FOLDER = Path(__file__).resolve().parent.parent / "rules"


def rule_set(rule_set_id: str) -> RuleSet:
    """Raises NotFound. The id is looked up among the files, never made into a path: it may come from a request."""
    try:
        return _rule_sets()[rule_set_id]
    except KeyError:
        raise NotFound("rule_set_unknown", "没有规则集“{id}”。", id=rule_set_id) from None


def rule_set_ids() -> tuple[str, ...]:
    return tuple(sorted(_rule_sets()))


def rule_set_in_force(on: date) -> RuleSet:
    """The newest set that is in force on the day. Raises NotFound for a day before the oldest."""
    in_force = [each for each in _rule_sets().values() if each.effective <= on]
    if not in_force:
        raise NotFound("rule_set_none_in_force", "{on}没有生效的规则集。", on=on.isoformat())
    return max(in_force, key=lambda each: each.effective)


@cache
def _rule_sets() -> dict[str, RuleSet]:
    sets = (parse_rule_set(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(_FOLDER.glob("*.yaml")))
    return {each.id: each for each in sets}
