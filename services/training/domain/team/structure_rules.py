"""Rules on a team's structure from plain data, and the cases by which the file shows what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from services.training.domain.office.cadres import Education, Sex
from services.training.domain.office.posts import Team
from services.training.domain.rule_reading import read_mapping, text, whole
from services.training.domain.team import structure_checks as checks
from services.training.domain.team.structure import Check, Group, Member, Rule, forecast, next_break
from shared.errors import FieldError, Invalid

_AGE = partial(whole, most=120)

_KINDS: Mapping[str, tuple[Callable[..., Check], Mapping[str, Callable[[Any], Any]]]] = {
    "size": (checks.Size, {"least": whole, "most": whole}),
    "women": (checks.Women, {"least": whole}),
    "relatives": (checks.Relatives, {}),
    "young": (checks.Young, {"most_age": _AGE, "least": whole}),
    "schooled": (checks.Schooled, {"education": Education}),
    "median_age": (checks.MedianAge, {"least": _AGE, "most": _AGE}),
    "age_bands": (checks.AgeBands, {"bounds": lambda value: tuple(map(_AGE, value)), "least": whole}),
}


def parse_structure_rules(source: Mapping[str, Any]) -> tuple[Rule, ...]:
    """In the order of the file. Raises Invalid naming every value that is missing, unknown or of the wrong kind."""
    faults: list[FieldError] = []
    rules = [_rule(str(code), each, faults) for code, each in source["rules"].items()]
    if faults:
        raise Invalid("structure_rules_invalid", "班子结构的规则有误。", fields=faults)
    return tuple(rules)


def _rule(code: str, source: Any, faults: list[FieldError]) -> Rule:
    kind = source.get("kind") if isinstance(source, Mapping) else None
    check, own = _KINDS.get(str(kind), (checks.Relatives, {}))
    readers = {"kind": _KINDS.__getitem__, "name": text, "teams": _teams, "clause": text, **own}
    values = read_mapping(source, readers, f"{code}.", faults)
    values.pop("kind", None)
    frame = {name: values.pop(name, None) for name in ("name", "teams", "clause")}
    return Rule(code, **frame, check=check(**values))


def _teams(value: Any) -> tuple[Team, ...]:
    if not value:
        raise ValueError
    return tuple(map(Team, value))


def wrong_in(case: Mapping[str, Any], rules: tuple[Rule, ...]) -> dict[str, tuple[Any, Any]]:
    """What came out otherwise than the case expects: (expected, found) by name; empty when the case holds."""
    rule = next(each for each in rules if each.code == case["rule"])
    group, on = _group(case), case["day"]
    finding = rule.find(group, on)
    broken = next_break(forecast(rule, group, on, case.get("until", on)))
    found = {"state": finding.state.value, "breaks_on": broken.on if broken else None, **finding.facts}
    return {name: (value, found[name]) for name, value in case["expect"].items() if value != found[name]}


def _group(case: Mapping[str, Any]) -> Group:
    """Members as [sex, birth date, education, last day]; only the first two need be there."""
    members = [_member(name, *row) for name, row in case["members"].items()]
    return Group(tuple(members), frozenset(map(frozenset, case.get("relatives", ()))))


def _member(name: str, sex: str, born: date, education: str | None = None, until: date | None = None) -> Member:
    schooling = Education(education) if education else None
    return Member(name, name, Sex(sex), born, schooling, frozenset({Team.COMMITTEE}), until)
