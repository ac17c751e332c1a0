"""Rule sets are data, and a rule is never guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from services.elections.domain import numbers
from services.elections.domain.rule_set import Mode, parse_rule_set
from services.elections.store.rule_sets import rule_set, rule_set_ids, rule_set_in_force
from shared.errors import Invalid, NotFound
from tests.elections.domain.factories import RULES


def source(**changes: Any) -> dict[str, Any]:
    share = "more_than_half"
    whole: dict[str, Any] = {
        "id": "test",
        "law": "law",
        "effective": date(2026, 1, 1),
        "committee": {"least": 5, "most": 9, "clause": "Art 8"},
        "term": {"years": 5, "clause": "Art 14"},
        "electors": {"age": 18, "clause": "Art 16"},
        "roll": {"days_before": 20, "objection_days": 5, "reply_days": 3, "days_off": [], "clause": "Art 17"},
        "nomination": {"joint_electors": 10, "more_than_seats": True, "days_before": 0, "clause": "Art 18"},
        "turnout": {"all": share, "household": share, "representatives": share, "clause": "Art 19"},
        "elected": {"share": share, "clause": "Art 19"},
        "another_ballot": {"share": share, "extra_candidates": 1, "clause": "Art 19"},
        "papers": {"over_issued_voids": True, "clause": "local rule"},
    }
    return whole | changes


def test_the_national_rule_set_holds_the_numbers_of_the_law() -> None:
    """Art 8, 14, 16, 17, 18, 19 of the law in force since 2026-01-01."""
    assert RULES.effective == date(2026, 1, 1)
    assert (RULES.committee.least, RULES.committee.most) == (5, 9)
    assert (RULES.term.years, RULES.electors.age) == (5, 18)
    assert (RULES.roll.days_before, RULES.roll.objection_days, RULES.roll.reply_days) == (20, 5, 3)
    assert (RULES.nomination.joint_electors, RULES.nomination.more_than_seats) == (10, True)
    assert RULES.elected.share == numbers.more_than_half
    assert RULES.another_ballot.share == numbers.at_least_third


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
        ({"term": {"years": True, "clause": "Art 14"}}, "term.years", "rule_value"),
        ({"term": {"years": -5, "clause": "Art 14"}}, "term.years", "rule_value"),
        ({"term": {"clause": "Art 14"}}, "term.years", "rule_value"),
        ({"elected": {"share": "more_than_halve", "clause": "Art 19"}}, "elected.share", "rule_value"),
        ({"elected": {"share": ["more_than_half"], "clause": "Art 19"}}, "elected.share", "rule_value"),
        ({"proxies": {"most": 3}}, "proxies", "rule_unknown"),
        ({"term": {"years": 5, "clause": "Art 14", "months": 1}}, "term.months", "rule_unknown"),
    ],
)
def test_a_rule_that_is_wrong_missing_or_unknown_is_named(changes: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_rule_set(source(**changes))
    assert [(fault.field, fault.code) for fault in refused.value.fields] == [(field, code)]


def test_a_whole_rule_set_is_taken() -> None:
    assert parse_rule_set(source()).roll.days_off == frozenset()


def test_days_off_are_dates() -> None:
    roll = source()["roll"] | {"days_off": [date(2026, 10, 1)]}
    assert parse_rule_set(source(roll=roll)).roll.days_off == {date(2026, 10, 1)}


def test_the_store_knows_its_rule_sets_by_id_and_by_day() -> None:
    assert "cn-urban-2026" in rule_set_ids()
    assert rule_set("cn-urban-2026") is rule_set("cn-urban-2026")
    assert rule_set_in_force(date(2026, 1, 1)).id == "cn-urban-2026"


@pytest.mark.parametrize("unknown", ["", "cn-urban-1954", "../rules/cn-urban-2026", "cn-urban-2026.yaml"])
def test_an_unknown_rule_set_is_not_found(unknown: str) -> None:
    with pytest.raises(NotFound):
        rule_set(unknown)


def test_before_the_oldest_rule_set_none_is_in_force() -> None:
    with pytest.raises(NotFound):
        rule_set_in_force(date(2025, 12, 31))
