"""The rule sets that this installation knows: one YAML file each, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from services.elections.domain.rules.rule_parsing import overlaid, parse_rule_set
from services.elections.domain.rules.rule_set import CommitteeKind, RuleSet
from shared.errors import NotFound

if TYPE_CHECKING:
    from datetime import date

_FOLDER = Path(__file__).resolve().parent.parent / "rules"
_BESIDE = ("base", "cases")
"""What a file holds beside the rules: on which set it stands, and its boundary cases."""


def rule_set(rule_set_id: str) -> RuleSet:
    """Raises NotFound. The id is looked up among the files, never made into a path: it may come from a request."""
    try:
        return _rule_sets()[rule_set_id]
    except KeyError:
        raise NotFound("rule_set_unknown", "没有规则集“{id}”。", id=rule_set_id) from None


def rule_set_ids() -> tuple[str, ...]:
    return tuple(sorted(_rule_sets()))


def rule_set_in_force(area: str, on: date, kind: CommitteeKind = CommitteeKind.URBAN) -> RuleSet:
    """The set in force in the area on the day: of those that reach it the newest, and of equals the most local.

    A local set is thus overridden by a newer law until the place has made a new one. Raises NotFound for a day
    before the oldest.
    """
    reaching = [each for each in _rule_sets().values() if each.kind is kind and area.startswith(each.area)]
    in_force = [each for each in reaching if each.effective <= on]
    if not in_force:
        raise NotFound("rule_set_none_in_force", "{on}没有生效的规则集。", on=on.isoformat())
    return max(in_force, key=lambda each: (each.effective, len(each.area)))


def rule_set_source(rule_set_id: str) -> Mapping[str, Any]:
    """The set as plain data with its base worked in, `cases` left out. Raises NotFound."""
    rule_set(rule_set_id)
    return _whole(rule_set_id, _files())


def known_rule_set(rule_set_id: str) -> Mapping[str, Any] | None:
    """The same; None where there is no such set here."""
    return _whole(rule_set_id, _files()) if rule_set_id in _files() else None


def rule_set_cases(rule_set_id: str) -> Sequence[Mapping[str, Any]]:
    """The boundary cases that the set's own file states. Raises NotFound."""
    rule_set(rule_set_id)
    return tuple(_files()[rule_set_id].get("cases", ()))


@cache
def _rule_sets() -> dict[str, RuleSet]:
    files = _files()
    return {name: parse_rule_set(_whole(name, files)) for name in files}


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    sources = (yaml.safe_load(path.read_text("utf-8")) for path in sorted(_FOLDER.glob("*.yaml")))
    return {source["id"]: source for source in sources}


def _whole(name: str, files: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    source = files[name]
    base = _whole(source["base"], files) if "base" in source else {}
    return overlaid(base, {key: value for key, value in source.items() if key not in _BESIDE})
