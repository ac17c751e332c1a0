"""The catalogue: what the law's file says, and what a place's own rules change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from services.notices.domain.disclosure.catalogue import Catalogue, Matter
from services.notices.domain.disclosure.periods import Every
from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.store.catalogue import national
from shared.contracts.registry import CONTRACTS

FUNDS = next(each for each in national() if each.code == "working_funds")
TODAY = date(2026, 11, 30)


def begun(*local: Matter, since: date = TODAY, today: date = TODAY) -> dict[str, str]:
    return {
        due.period.code: due.due_on.isoformat() for due in Catalogue([FUNDS, *local]).begun(since=since, today=today)
    }


def test_the_file_covers_each_of_the_seven_items_and_nobody_shows_less_than_fifteen_days() -> None:
    assert {each.item for each in national()} == set(DisclosureItem)
    assert all(each.display_days >= 15 for each in national())
    assert all(each.name and each.name_en for each in national())


def test_events_that_the_file_names_have_contracts_with_the_facts_it_asks_for() -> None:
    for each in national():
        for kind, hook in {**each.opened_by, **each.settled_by}.items():
            facts = set(CONTRACTS[kind]().fields)
            named = {hook.period.strip("{}"), hook.day, hook.about, *hook.when} - {None}
            assert named <= facts, (each.code, kind)


def test_a_quarter_is_due_fifteen_days_after_its_last_which_is_not_counted() -> None:
    assert begun() == {"2026Q4": "2027-01-15"}


def test_the_quarter_before_is_still_owed_until_its_day() -> None:
    assert begun(today=date(2027, 1, 15), since=date(2027, 1, 15)) == {"2026Q4": "2027-01-15", "2027Q1": "2027-04-15"}
    assert begun(today=date(2027, 1, 16), since=date(2027, 1, 16)) == {"2027Q1": "2027-04-15"}


def test_days_on_which_nobody_looked_are_made_up_for() -> None:
    assert set(begun(since=date(2026, 4, 1), today=TODAY)) == {"2026Q1", "2026Q2", "2026Q3", "2026Q4"}


def test_nothing_is_owed_from_before_the_law_came_into_force() -> None:
    assert set(begun(since=date(2025, 1, 1), today=date(2026, 3, 1))) == {"2026Q1"}


def test_a_place_that_asks_for_every_month_gets_months_from_the_next_one_on() -> None:
    monthly = replace(FUNDS, every=Every.MONTH, days=5, since=date(2026, 11, 15), basis="区民发〔2026〕1号")
    assert begun(monthly) == {}
    assert begun(monthly, today=date(2026, 12, 2), since=date(2026, 12, 2)) == {"2026-12": "2027-01-05"}


def test_the_nearest_place_comes_first_and_can_leave_a_matter_out() -> None:
    dropped = replace(FUNDS, dropped=True, since=date(2026, 6, 1))
    assert begun(dropped) == {}
    assert Catalogue([FUNDS, dropped]).holding("working_funds", date(2026, 5, 31)) == FUNDS


def test_a_local_rule_keeps_the_events_by_which_a_matter_comes() -> None:
    audit = next(each for each in national() if each.code == "yearly_audit")
    local = replace(audit, days=60, settled_by={}, since=date(2026, 1, 1))
    facts = {"kind": "yearly", "year": 2026}
    settled = Catalogue([audit, local]).settled_by("training.audit_published.v1", facts, today=TODAY)
    assert settled is not None
    assert (settled.period.code, settled.due_on) == ("2026", date(2027, 3, 1))


@pytest.mark.parametrize(("kind", "matter"), [("yearly", "yearly_audit"), ("leaving", "director_audit")])
def test_an_audit_s_kind_says_which_matter_it_is(kind: str, matter: str) -> None:
    facts = {"kind": kind, "year": 2026, "audit_id": "x", "published_on": TODAY, "director": "李"}
    settled = Catalogue(national()).settled_by("training.audit_published.v1", facts, today=TODAY)
    assert settled is not None
    assert settled.matter.code == matter
