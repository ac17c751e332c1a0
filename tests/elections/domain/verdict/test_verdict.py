"""Art 19: when an election is valid, in each mode."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.counting.counting import Totals, merge, station_totals
from services.elections.domain.rules.modes import Mode
from services.elections.domain.verdict.outcomes import Outcome
from services.elections.domain.verdict.verdict import Poll, Verdict, decide
from tests.elections.domain.factories import RULES, ballot, figures, sheet

MODES = [
    (Mode.ALL, 1600, 800, False),  # exactly half of the electors is not enough
    (Mode.ALL, 1600, 801, True),
    (Mode.ALL, 1601, 801, True),
    (Mode.HOUSEHOLD, 300, 150, False),
    (Mode.HOUSEHOLD, 300, 151, True),
    (Mode.REPRESENTATIVES, 60, 40, False),  # exactly two thirds is not enough (超过三分之二)
    (Mode.REPRESENTATIVES, 60, 41, True),
]


def counted(recovered: int, *, issued: int | None = None, void: int = 0) -> Totals:
    """Everybody whose paper is not void voted for A."""
    papers = recovered if issued is None else issued
    return station_totals("1", sheet(papers, recovered, figures(A=recovered - void, B=0, void=void)))


def verdict(recovered: int, *, electors: int = 1600, mode: Mode = Mode.ALL, **totals: int) -> Verdict:
    return decide([ballot("AB")], counted(recovered, **totals), Poll(electors, mode), RULES)


@pytest.mark.parametrize(("mode", "electors", "voted", "valid"), MODES)
def test_art_19_each_mode_has_its_turnout(mode: Mode, electors: int, voted: int, valid: bool) -> None:
    found = verdict(voted, electors=electors, mode=mode)
    assert (found.valid, found.turnout.holds, found.turnout.clause) == (valid, valid, "Art 19")
    assert found.contests[0].outcome is (Outcome.FILLED if valid else Outcome.VOID)


def test_the_turnout_is_shown_with_its_numbers() -> None:
    assert verdict(812).turnout.inequality == "2×812 > 1600"
    assert verdict(800).turnout.inequality == "2×800 ≤ 1600"


def test_art_19_who_spoiled_the_paper_has_voted() -> None:
    """有选民的过半数参加投票: taking part counts, whatever is on the paper."""
    assert verdict(801, void=801).valid


def test_more_papers_recovered_than_issued_void_the_election_whatever_the_votes() -> None:
    found = verdict(1001, issued=1000)
    assert (found.valid, found.turnout.holds) == (False, True)
    assert [(test.holds, test.inequality) for test in found.papers] == [(False, "1001 > 1000"), (True, "1001 ≤ 1600")]
    assert not any(standing.elected for standing in found.contests[0].candidates)


def test_as_many_papers_recovered_as_issued_are_valid() -> None:
    assert verdict(1000, issued=1000).valid


def test_more_voters_than_electors_void_the_election() -> None:
    assert verdict(1600, issued=2000).valid
    assert not verdict(1601, issued=2000).valid


def test_papers_are_compared_over_the_whole_poll_not_by_station() -> None:
    """An elector may be given the paper at one station and drop it in another's box."""
    one = station_totals("1", sheet(500, 501, figures(A=501, B=0)))
    two = station_totals("2", sheet(500, 499, figures(A=499, B=0)))
    assert decide([ballot("AB")], merge(one, two), Poll(1600, Mode.ALL), RULES).valid


def test_a_place_without_the_paper_rule_shows_no_paper_test() -> None:
    rules = replace(RULES, papers=replace(RULES.papers, over_issued_voids=False))
    found = decide([ballot("AB")], counted(1001, issued=1000), Poll(1600, Mode.ALL), rules)
    assert (found.valid, found.papers) == (True, ())


def test_a_poll_without_a_paper_is_not_valid() -> None:
    assert not verdict(0).valid
    assert not verdict(0, electors=0).valid


def test_a_verdict_is_plain_json() -> None:
    facts = json.loads(json.dumps(verdict(812).as_facts()))
    assert facts["turnout"] == {"holds": True, "inequality": "2×812 > 1600", "clause": "Art 19"}
    assert facts["contests"][0]["post"] == "director"
    assert facts["contests"][0]["outcome"] == "filled"
    assert facts["contests"][0]["candidates"][0]["candidate_id"] == "A"


@given(electors=st.integers(0, 500), issued=st.integers(0, 500), recovered=st.integers(0, 500))
def test_an_election_is_valid_exactly_when_turnout_and_papers_are(electors: int, issued: int, recovered: int) -> None:
    found = verdict(recovered, electors=electors, issued=issued)
    assert found.valid == (2 * recovered > electors and recovered <= issued and recovered <= electors)
    assert found.valid or not any(standing.elected for standing in found.contests[0].candidates)
