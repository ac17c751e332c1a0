"""The timetable templates that this installation knows: one YAML file each, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.elections.domain.calendar.stage_parsing import parse_template
from services.elections.domain.calendar.stages import Template
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.rule_parsing import overlaid
from services.elections.domain.rules.rule_set import RuleSet
from services.elections.store.rule_sets import rule_set

_FOLDER = Path(__file__).resolve().parent.parent / "rules" / "timetables"
_BESIDE = ("base", "only")
_WHOLE_ELECTIONS = (ElectionKind.TERM, ElectionKind.BY_ELECTION)


@cache
def template_for(rule_set_id: str, kind: ElectionKind, mode: Mode) -> Template:
    """The stages of such an election under the rule set."""
    rules = rule_set(rule_set_id)
    whole = kind in _WHOLE_ELECTIONS
    name = rules.timetable.election if whole else rules.timetable.further_ballot
    return template(name, rules).fitting(kind, mode)


def template(template_id: str, rules: RuleSet) -> Template:
    """Raises KeyError for an id that no file has: rule sets are ours, and a test reads them all."""
    return parse_template(template_source(template_id), rules)


def template_ids() -> tuple[str, ...]:
    return tuple(sorted(_files()))


def template_source(template_id: str) -> Mapping[str, Any]:
    """The template as plain data with its base worked in."""
    source = _files()[template_id]
    base = dict(template_source(source["base"])) if "base" in source else {}
    if "only" in source:
        base["stages"] = {code: stage for code, stage in base["stages"].items() if code in source["only"]}
    return overlaid(base, {key: value for key, value in source.items() if key not in _BESIDE})


@cache
def _files() -> Mapping[str, Mapping[str, Any]]:
    sources = (yaml.safe_load(path.read_text("utf-8")) for path in sorted(_FOLDER.glob("*.yaml")))
    return {source["id"]: source for source in sources}
