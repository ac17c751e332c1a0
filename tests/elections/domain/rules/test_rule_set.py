"""Rule sets are data, and a rule is never guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.elections.domain.rules import numbers
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.rule_cases import wrong_in
from services.elections.domain.rules.rule_differences import RuleDifference, differences
from services.elections.domain.rules.rule_parsing import overlaid, parse_rule_set
from services.elections.domain.rules.rule_set import CommitteeKind
from services.elections.store.rule_sets import (
    rule_set,
    rule_set_cases,
    rule_set_ids,
    rule_set_in_force,
    rule_set_source,
)
from shared.errors import Invalid, NotFound
from tests.elections.domain.factories import RULES


def source(**changes: Any) -> dict[str, Any]:
    """The national set as plain data, with other values in the places named by `part={...}`."""
    return overlaid(rule_set_source("cn-urban-2026"), changes)


CASES = [(rule_set_id, case) for rule_set_id in rule_set_ids() for case in rule_set_cases(rule_set_id)]


@pytest.mark.parametrize(
    ("rule_set_id", "case"), CASES, ids=lambda part: part if isinstance(part, str) else part["name"]
)
def test_a_rule_set_keeps_the_boundary_cases_that_its_file_states(rule_set_id: str, case: dict[str, Any]) -> None:
    assert wrong_in(case, rule_set(rule_set_id)) == {}


@pytest.mark.parametrize("rule_set_id", rule_set_ids())
def test_a_rule_set_states_boundary_cases(rule_set_id: str) -> None:
    assert rule_set_cases(rule_set_id)


def test_a_case_that_does_not_hold_says_what_came_out() -> None:
    case = {"days": {"polling_day": date(2026, 12, 20)}, "expect": {"roll_by": date(2026, 12, 1)}}
    assert wrong_in(case, RULES) == {"roll_by": (date(2026, 12, 1), date(2026, 11, 30))}


def test_the_national_rule_set_holds_the_numbers_of_the_law() -> None:
    """Art 8, 14, 16, 17, 18, 19 of the law in force since 2026-01-01."""
    assert RULES.effective == date(2026, 1, 1)
    assert (RULES.committee.least, RULES.committee.most) == (5, 9)
    assert (RULES.term.years, RULES.electors.age) == (5, 18)
    assert (RULES.roll.days_before, RULES.roll.objection_days, RULES.roll.reply_days) == (20, 5, 3)
    assert (RULES.nomination.joint_electors, RULES.nomination.more_than_seats) == (10, True)
    assert RULES.elected.share == numbers.more_than_half
    assert RULES.another_ballot.share == numbers.at_least_third


def test_the_village_set_names_the_articles_of_its_law() -> None:
    """Nomination, proxies and the whole vote stand in one article there (18)."""
    rules = rule_set("cn-village-2026")
    assert {
        part: getattr(rules, part).clause
        for part in ("committee", "electors", "roll", "nomination", "proxies", "turnout", "elected", "another_ballot")
    } == {
        "committee": "Art 8",
        "electors": "Art 16",
        "roll": "Art 17",
        **dict.fromkeys(("nomination", "proxies", "turnout", "elected", "another_ballot"), "Art 18"),
    }
    assert {part: getattr(rules, part).clause for part in ("recall", "handover", "appraisal", "audit")} == {
        "recall": "Art 19",
        "handover": "Art 24",
        "appraisal": "Art 38",
        "audit": "Art 40",
    }
    assert rules.recall.petition.clause == rules.recall.turnout.clause == "Art 19"
    assert (rules.committee.least, rules.committee.most, rules.nomination.joint_electors) == (3, 7, 1)


@pytest.mark.parametrize(
    ("mode", "share"),
    [
        (Mode.ALL, numbers.more_than_half),
        (Mode.HOUSEHOLD, numbers.more_than_half),
        (Mode.REPRESENTATIVES, numbers.more_than_two_thirds),
    ],
)
def test_art_19_asks_each_mode_for_its_turnout(mode: Mode, share: numbers.Share) -> None:
    assert RULES.turnout.share(mode) == share


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"id": 7}, "id", "rule_value"),
        ({"effective": "2026-01-01"}, "effective", "rule_value"),
        ({"roll": None}, "roll", "rule_missing"),
        ({"term": {"years": True}}, "term.years", "rule_value"),
        ({"term": {"years": -5}}, "term.years", "rule_value"),
        ({"term": {"years": None}}, "term.years", "rule_value"),
        ({"elected": {"share": "more_than_halve"}}, "elected.share", "rule_value"),
        ({"elected": {"share": ["more_than_half"]}}, "elected.share", "rule_value"),
        ({"modes": ["everybody"]}, "modes", "rule_value"),
        ({"modes": "all"}, "modes", "rule_value"),
        ({"paper": {"style": "holes"}}, "paper.style", "rule_value"),
        ({"recall": {"petition": {"all": "some"}}}, "recall.petition.all", "rule_value"),
        ({"lottery": {"most": 3}}, "lottery", "rule_unknown"),
        ({"term": {"months": 1}}, "term.months", "rule_unknown"),
    ],
)
def test_a_rule_that_is_wrong_missing_or_unknown_is_named(changes: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_rule_set(source(**changes))
    assert [(fault.field, fault.code) for fault in refused.value.fields] == [(field, code)]


def test_a_whole_rule_set_is_taken() -> None:
    assert parse_rule_set(source()).roll.days_off == frozenset()


def test_days_off_are_dates() -> None:
    roll = {"days_off": [date(2026, 10, 1)]}
    assert parse_rule_set(source(roll=roll)).roll.days_off == {date(2026, 10, 1)}


def test_the_store_knows_its_rule_sets_by_id_and_by_day() -> None:
    assert "cn-urban-2026" in rule_set_ids()
    assert rule_set("cn-urban-2026") is rule_set("cn-urban-2026")
    assert rule_set_in_force("450403002003", date(2026, 1, 1)).id == "cn-urban-2026"


@pytest.mark.parametrize("unknown", ["", "cn-urban-1954", "../rules/cn-urban-2026", "cn-urban-2026.yaml"])
def test_an_unknown_rule_set_is_not_found(unknown: str) -> None:
    with pytest.raises(NotFound):
        rule_set(unknown)


@pytest.mark.parametrize(
    ("area", "day", "kind", "found"),
    [
        ("110101001001", date(2025, 12, 31), CommitteeKind.URBAN, "cn-urban-2018"),
        ("450403002003", date(2025, 12, 31), CommitteeKind.URBAN, "gx-urban-2018"),
        ("450403002003", date(2026, 1, 1), CommitteeKind.URBAN, "cn-urban-2026"),
        ("450403002003", date(2026, 1, 1), CommitteeKind.VILLAGE, "cn-village-2026"),
    ],
)
def test_the_newest_law_goes_before_an_older_local_set(area: str, day: date, kind: CommitteeKind, found: str) -> None:
    assert rule_set_in_force(area, day, kind).id == found


def test_before_the_oldest_rule_set_none_is_in_force() -> None:
    with pytest.raises(NotFound):
        rule_set_in_force("450403002003", date(2018, 12, 28))


def test_what_two_sets_say_differently_is_told_value_by_value() -> None:
    found = differences(rule_set_source("cn-urban-2018"), rule_set_source("gx-urban-2018"))
    assert RuleDifference("turnout.representatives", "more_than_half", "at_least_two_thirds") in found
    assert RuleDifference("area", "", "45") in found
    assert differences(rule_set_source("cn-urban-2026"), rule_set_source("cn-urban-2026")) == []
