"""The state machine: no step is passed while an earlier duty is unmet (R11), and a refusal tells everything missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.elections.domain.candidacy.contests import ContestFacts
from services.elections.domain.candidacy.post import Post
from services.elections.domain.procedure.facts import SheetFacts, StationFacts, Taken
from services.elections.domain.procedure.states import TRANSITIONS, State, Step, advance, missing_for, steps_from
from services.elections.domain.procedure.steps import WAY, steps_before
from shared.errors import Conflict, fill
from tests.elections.domain.factories import POLLING_DAY, RULES, TYPED, lawful, taken_before

DAY = timedelta(days=1)
ILLEGAL = [(state, step) for state in State for step in Step if (state, step) not in TRANSITIONS]


def missing_codes(step: Step, **changes: Any) -> list[str]:
    return [missing.code for missing in missing_for(step, lawful(step, **changes))]


@pytest.mark.parametrize(("state", "step"), TRANSITIONS)
def test_a_lawful_step_leads_to_its_state(state: State, step: Step) -> None:
    assert advance(state, step, lawful(step)) is TRANSITIONS[state, step]


@pytest.mark.parametrize(("state", "step"), ILLEGAL)
def test_an_illegal_step_is_refused_and_says_why(state: State, step: Step) -> None:
    with pytest.raises(Conflict) as refused:
        advance(state, step, lawful(step, taken=taken_before(state)))
    codes = [missing.code for missing in refused.value.missing]
    if state.terminal:
        assert codes == ["election_ended"]
    elif step is Step.VOID:
        assert codes == ["result_not_certified"]
    elif step is Step.CANCEL:
        assert codes == ["votes_exist"]
    else:
        assert codes == ["step_missing"] * len(steps_before(state, step)) or codes == ["step_taken"]


def test_a_step_ahead_of_its_time_names_the_steps_before_it_and_its_own_unmet_duties() -> None:
    with pytest.raises(Conflict) as refused:
        advance(State.DRAFT, Step.OPEN_POLLING, lawful(Step.OPEN_POLLING, taken={}, stations=()))
    told = [(missing.code, missing.facts.get("step")) for missing in refused.value.missing]
    assert told == [
        ("step_missing", "announce"),
        ("step_missing", "publish_roll"),
        ("step_missing", "publish_candidates"),
        ("stations_missing", None),
    ]


def test_all_unmet_duties_are_told_at_once() -> None:
    facts = lawful(Step.PUBLISH_ROLL, electors=0, on=POLLING_DAY + DAY)
    with pytest.raises(Conflict) as refused:
        advance(State.ANNOUNCED, Step.PUBLISH_ROLL, facts)
    assert [m.code for m in refused.value.missing] == ["date_in_future", "electors_missing", "roll_late"]
    assert refused.value.code == "duties_unmet"


@pytest.mark.parametrize("state", State)
def test_what_a_refusal_says_is_plain_json_and_leaves_no_placeholder_open(state: State) -> None:
    bare = lawful(Step.CERTIFY, contests=(), electors=0, stations=(), valid=None, on=POLLING_DAY + DAY, taken={})
    for step in [step for step in Step if (state, step) not in TRANSITIONS]:
        with pytest.raises(Conflict) as refused:
            advance(state, step, bare)
        assert "{" not in str(refused.value)
        for missing in refused.value.missing:
            assert "{" not in fill(missing.message, missing.facts)
            assert all(isinstance(fact, str | int) for fact in missing.facts.values())


def test_every_open_state_has_one_step_onward_and_terminal_states_have_none() -> None:
    for state in State:
        onward = [step for step in steps_from(state) if step is not Step.CANCEL and TRANSITIONS[state, step] != state]
        assert len(onward) == (0 if state.terminal else 1)


def test_an_election_that_is_not_valid_is_certified_as_void() -> None:
    """Art 19: 有选民的过半数参加投票，选举有效; else there is nothing to certify but that."""
    assert advance(State.COUNTED, Step.CERTIFY, lawful(Step.CERTIFY, valid=False)) is State.VOID


@pytest.mark.parametrize("state", [State.CLOSED, State.COUNTING, State.COUNTED])
def test_an_election_is_not_cancelled_once_there_are_votes_to_count(state: State) -> None:
    with pytest.raises(Conflict):
        advance(state, Step.CANCEL, lawful(Step.CANCEL))


def test_an_act_is_never_recorded_for_the_future() -> None:
    assert missing_codes(Step.CLOSE, on=POLLING_DAY + DAY, today=POLLING_DAY) == ["date_in_future"]
    assert missing_codes(Step.CLOSE, on=POLLING_DAY, today=POLLING_DAY) == []


def test_an_act_may_be_recorded_afterwards_but_not_before_the_step_that_it_follows() -> None:
    roll = lawful(Step.PUBLISH_CANDIDATES).taken[Step.PUBLISH_ROLL].on
    assert missing_codes(Step.PUBLISH_CANDIDATES, on=roll, today=POLLING_DAY + 300 * DAY) == []
    assert missing_codes(Step.PUBLISH_CANDIDATES, on=roll - DAY) == ["date_before_earlier_step"]


@pytest.mark.parametrize("step", [step for _, step in WAY])
def test_the_days_of_the_steps_never_decrease(step: Step) -> None:
    facts = lawful(step)
    for earlier, taken in facts.taken.items():
        found = missing_for(step, replace(facts, on=taken.on - DAY))
        assert earlier in [missing.facts.get("step") for missing in found]


def test_art_8_an_announcement_needs_contests() -> None:
    assert missing_codes(Step.ANNOUNCE, contests=()) == ["contests_missing"]


@pytest.mark.parametrize(("seats", "codes"), [(4, ["committee_size"]), (5, []), (9, []), (10, ["committee_size"])])
def test_art_8_an_announcement_needs_five_to_nine_seats(seats: int, codes: list[str]) -> None:
    assert missing_codes(Step.ANNOUNCE, contests=(ContestFacts(Post.MEMBER, seats, 0),)) == codes


def test_an_announcement_needs_rules_that_are_in_force_on_polling_day() -> None:
    assert missing_codes(Step.ANNOUNCE, rules=replace(RULES, effective=POLLING_DAY)) == []
    assert missing_codes(Step.ANNOUNCE, rules=replace(RULES, effective=POLLING_DAY + DAY)) == ["rule_set_not_in_force"]


def test_art_17_an_announcement_leaves_the_roll_its_twenty_days() -> None:
    assert missing_codes(Step.ANNOUNCE, on=POLLING_DAY - 20 * DAY) == []
    assert missing_codes(Step.ANNOUNCE, on=POLLING_DAY - 19 * DAY) == ["polling_day_too_near"]


def test_art_17_a_roll_is_published_twenty_days_before_polling_day() -> None:
    assert missing_codes(Step.PUBLISH_ROLL, on=POLLING_DAY - 20 * DAY) == []
    assert missing_codes(Step.PUBLISH_ROLL, on=POLLING_DAY - 19 * DAY) == ["roll_late"]


def test_art_16_a_roll_without_electors_is_not_published() -> None:
    assert missing_codes(Step.PUBLISH_ROLL, electors=0) == ["electors_missing"]


def test_art_18_candidates_are_more_than_seats_in_every_contest() -> None:
    contests = (
        ContestFacts(Post.DIRECTOR, 1, 1),
        ContestFacts(Post.VICE_DIRECTOR, 1, 2),
        ContestFacts(Post.MEMBER, 3, 2),
    )
    found = missing_for(Step.PUBLISH_CANDIDATES, lawful(Step.PUBLISH_CANDIDATES, contests=contests))
    assert [(m.code, m.article, m.facts["post"], m.facts["needed"]) for m in found] == [
        ("candidates_too_few", "Art 18", "director", 2),
        ("candidates_too_few", "Art 18", "member", 4),
    ]


def test_a_place_may_elect_with_as_many_candidates_as_seats() -> None:
    """The old Guangxi measure, Art 11."""
    rules = replace(RULES, nomination=replace(RULES.nomination, more_than_seats=False))
    assert missing_codes(Step.PUBLISH_CANDIDATES, rules=rules, contests=(ContestFacts(Post.MEMBER, 5, 5),)) == []
    assert missing_codes(Step.PUBLISH_CANDIDATES, rules=rules, contests=(ContestFacts(Post.MEMBER, 5, 4),)) == [
        "candidates_too_few"
    ]


def test_polling_opens_on_polling_day_only() -> None:
    after = {"on": POLLING_DAY + DAY, "today": POLLING_DAY + DAY}
    assert missing_codes(Step.OPEN_POLLING) == []
    assert missing_codes(Step.OPEN_POLLING, on=POLLING_DAY - DAY) == ["polling_day_not_reached"]
    assert missing_codes(Step.OPEN_POLLING, **after) == ["polling_day_passed"]


def test_art_19_polling_needs_a_station() -> None:
    assert missing_codes(Step.OPEN_POLLING, stations=()) == ["stations_missing"]


def test_the_count_needs_two_agreeing_entries_of_every_sheet_of_every_station() -> None:
    stations = (
        StationFacts("一号站", TYPED),
        StationFacts("二号站", (SheetFacts(1, entries=2), SheetFacts(2, entries=1))),
        StationFacts("三号站", (SheetFacts(1, entries=2), SheetFacts(2, entries=2, differences=3))),
        StationFacts("四号站"),
    )
    found = missing_for(Step.COUNT, lawful(Step.COUNT, stations=stations))
    assert [(missing.code, missing.facts["station"], missing.facts["sheet"]) for missing in found] == [
        ("entries_missing", "二号站", 2),
        ("entries_differ", "三号站", 2),
        ("entries_missing", "四号站", 1),
    ]


def test_the_count_is_finished_when_every_station_is_in_it() -> None:
    stations = (StationFacts("一号站", TYPED, counted=True), StationFacts("二号站", TYPED))
    assert missing_codes(Step.FINISH_COUNT, stations=stations) == ["station_uncounted"]


def test_nothing_is_certified_without_a_verdict() -> None:
    assert missing_codes(Step.CERTIFY, valid=None) == ["verdict_missing"]


@pytest.mark.parametrize(
    ("actor", "codes"),
    [
        ("certifier", []),
        ("typist-a", ["certifier_typed"]),
        ("clerk-close", ["certifier_took_step"]),
        ("clerk-count", ["certifier_took_step"]),
        ("clerk-announce", []),
    ],
)
def test_who_certifies_has_neither_typed_nor_closed_nor_started_the_count(actor: str, codes: list[str]) -> None:
    assert missing_codes(Step.CERTIFY, actor=actor) == codes


def test_one_person_in_every_part_is_told_each_reason() -> None:
    taken = {step: Taken(POLLING_DAY, "one") for step in (Step.CLOSE, Step.COUNT)}
    found = missing_codes(Step.CERTIFY, actor="one", clerks=frozenset({"one"}), taken=taken)
    assert found == ["certifier_typed", "certifier_took_step", "certifier_took_step"]
