"""The statutory calendar: every plan that is accepted keeps every period of the law, and the earliest polling day that
is told is the earliest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.elections.domain.calendar.planning import Course, Plan, Span, plan, usual_span
from services.elections.domain.calendar.stages import POLLING
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.numbers import deadline
from services.elections.domain.rules.rule_set import RuleSet
from services.elections.store.timetable_templates import template_for
from shared.errors import Conflict
from tests.elections.domain.factories import RULES

TODAY = date(2026, 11, 25)
DAY = timedelta(days=1)
TEMPLATE = template_for("cn-urban-2026", ElectionKind.TERM, Mode.ALL)
BEFORE_POLL = [stage.code for stage in TEMPLATE.stages[: [each.code for each in TEMPLATE.stages].index(POLLING)]]


def _rules(candidates_before: int = 0, days_off: frozenset[date] = frozenset()) -> RuleSet:
    return replace(
        RULES,
        roll=replace(RULES.roll, days_off=days_off),
        nomination=replace(RULES.nomination, days_before=candidates_before),
    )


def _days(made: Plan) -> dict[str, date]:
    return {each.stage.code: each.span.ends_on for each in made.stages}


def _keeps_every_period(made: Plan, rules: RuleSet) -> bool:
    """The 20, 5, 3 and 10 days, written out here as the articles have them (Art 15, 17, 18, 19, 25, 38)."""
    days, poll, off = _days(made), made.polling_day, rules.roll.days_off
    objections_end = deadline(days["roll"], 5, off)
    return (
        days["committee"] <= days["announcement"] <= days["roll"] <= poll - 20 * DAY
        and objections_end <= days["objections"] <= deadline(objections_end, 3, off)
        and days["objections"] <= days["candidates"] <= poll - rules.nomination.days_before * DAY
        and days["nomination"] <= days["first_review"] <= days["primary"] <= days["joint_review"] <= days["candidates"]
        and days["candidates"] <= days["meeting"] <= poll
        and days["candidates"] <= days["lists"] <= poll - DAY
        and days["leaving_audit"] <= poll - DAY
        and days["polling"] == poll
        and poll <= days["handover"] <= deadline(poll, 10, off)
    )


@st.composite
def courses(draw: st.DrawFn) -> Course:
    """Some of the first stages done on earlier days, in order; some planned otherwise; one slipping."""
    count = draw(st.integers(0, len(BEFORE_POLL)))
    back = sorted((draw(st.integers(0, 40)) for _ in range(count)), reverse=True)
    done: dict[str, date | None] = dict(zip(BEFORE_POLL, (TODAY - days * DAY for days in back), strict=False))
    if "objections" in done:  # nobody has decided all objections before the days for them are over
        done["objections"] = max(done["objections"] or TODAY, deadline(done["roll"] or TODAY, 5))
        if done["objections"] > TODAY:
            done = {code: day for code, day in done.items() if code in BEFORE_POLL[:4]}
    wishes = draw(st.dictionaries(st.sampled_from(BEFORE_POLL), st.integers(-10, 60), max_size=4))
    planned = {code: Span(TODAY + days * DAY, TODAY + (days + 2) * DAY) for code, days in wishes.items()}
    return Course(TODAY, done, planned)


RULE_SETS = st.builds(
    _rules, st.integers(0, 7), st.frozensets(st.integers(0, 50).map(lambda days: TODAY + days * DAY), max_size=5)
)


@given(polling=st.integers(-30, 90), course=courses(), rules=RULE_SETS)
def test_a_plan_that_is_accepted_keeps_every_period(polling: int, course: Course, rules: RuleSet) -> None:
    fresh = replace(course, done={})
    made = plan(TODAY + polling * DAY, rules, TEMPLATE, fresh, anew=True)
    assert (made.too_soon is None) == _keeps_every_period(made, rules)
    assert all(each.span.begins_on <= each.span.ends_on for each in made.stages)
    if made.too_soon is None:
        assert all(each.span.begins_on >= TODAY for each in made.stages)


@given(course=courses(), rules=RULE_SETS)
def test_the_earliest_polling_day_is_possible_and_the_day_before_is_not(course: Course, rules: RuleSet) -> None:
    earliest = plan(TODAY, rules, TEMPLATE, course, anew=True).earliest_polling_day
    assert plan(earliest, rules, TEMPLATE, course, anew=True).too_soon is None
    refused = plan(earliest - DAY, rules, TEMPLATE, course, anew=True)
    assert refused.too_soon is not None
    assert refused.earliest_polling_day == earliest
    assert not _possible(earliest - DAY, rules, course)


def _possible(poll: date, rules: RuleSet, course: Course) -> bool:
    """Whether everything done as soon as it can be leaves the days before `poll` that the law asks for."""
    days: dict[str, date] = {}
    for stage in TEMPLATE.stages:
        if stage.code in BEFORE_POLL:
            soonest = max([TODAY, *(days[code] for code in stage.after)])
            if stage.code == "objections":
                soonest = max(soonest, deadline(days["roll"], 5, rules.roll.days_off))
            days[stage.code] = course.done.get(stage.code) or soonest
    return (
        days["roll"] <= poll - 20 * DAY
        and days["candidates"] <= poll - rules.nomination.days_before * DAY
        and max(days["leaving_audit"], days["lists"]) <= poll - DAY
        and max(days.values()) <= poll >= TODAY
    )


@given(polling=st.integers(0, 90), course=courses(), rules=RULE_SETS)
def test_planning_anew_never_moves_what_is_done_and_puts_nothing_into_the_past(
    polling: int, course: Course, rules: RuleSet
) -> None:
    made = plan(TODAY + polling * DAY, rules, TEMPLATE, course, anew=True)
    for each in made.stages:
        if each.done:
            assert each.span.ends_on == course.done[each.stage.code]
        else:
            assert each.span.ends_on >= TODAY


@given(polling=st.integers(36, 90))
def test_with_time_enough_every_stage_is_on_its_usual_day(polling: int) -> None:
    poll = TODAY + polling * DAY
    made = plan(poll, RULES, TEMPLATE, Course(TODAY), anew=True)
    assert [each.span for each in made.stages] == [usual_span(each.stage, poll) for each in made.stages]


@given(slip=st.integers(0, 60))
def test_when_a_stage_slips_later_stages_move_and_the_poll_stays_or_the_earliest_day_is_told(slip: int) -> None:
    poll, slipped = TODAY + 40 * DAY, TODAY + slip * DAY
    course = Course(TODAY, planned={"roll": Span(slipped, slipped)}, fixed={"roll": slipped})
    made = plan(poll, RULES, TEMPLATE, course, anew=True)
    assert (made.too_soon is None) == (slip <= 20)
    if made.too_soon is None:
        assert _days(made)["roll"] == slipped
        assert _keeps_every_period(made, RULES)
    else:
        assert made.earliest_polling_day == slipped + 20 * DAY


def test_art_17_a_poll_in_nineteen_days_is_refused_and_the_twentieth_is_told() -> None:
    made = plan(TODAY + 19 * DAY, RULES, TEMPLATE, Course(TODAY), anew=True)
    with pytest.raises(Conflict) as refused:
        made.must_be_lawful()
    (missing,) = refused.value.missing
    assert (missing.code, missing.article, missing.facts["earliest"]) == (
        "polling_day_too_near",
        "Art 17",
        "2026-12-15",
    )


def test_an_exception_lifts_its_own_period_only() -> None:
    course = Course(TODAY, done={"roll": TODAY}, excused={"roll_late"})
    assert plan(TODAY + 10 * DAY, RULES, TEMPLATE, course).too_soon is None
    early = _rules(candidates_before=5)
    made = plan(TODAY + 8 * DAY, early, TEMPLATE, course, anew=True)
    assert made.earliest_polling_day == TODAY + 10 * DAY
    assert made.too_soon is not None
    assert made.too_soon.article == "Art 18"


def test_art_203_objections_that_end_on_a_holiday_end_after_it() -> None:
    made = plan(TODAY + 40 * DAY, RULES, TEMPLATE, Course(TODAY, done={"roll": TODAY}))
    holiday = _rules(days_off=frozenset({TODAY + 5 * DAY, TODAY + 6 * DAY}))
    later = plan(TODAY + 40 * DAY, holiday, TEMPLATE, Course(TODAY, done={"roll": TODAY}))
    objections, moved = made.stage("objections"), later.stage("objections")
    assert objections is not None
    assert moved is not None
    assert (objections.earliest_on, objections.lawful_until) == (TODAY + 5 * DAY, TODAY + 8 * DAY)
    assert (moved.earliest_on, moved.lawful_until) == (TODAY + 7 * DAY, TODAY + 10 * DAY)


def test_each_stage_says_until_when_later_ones_need_it() -> None:
    made = plan(TODAY + 40 * DAY, RULES, TEMPLATE, Course(TODAY))
    latest = {each.stage.code: each.latest_on for each in made.stages}
    assert latest["committee"] == latest["roll"] == TODAY + 20 * DAY
    assert latest["filing"] is None
    assert latest["handover"] == TODAY + 50 * DAY


def test_the_stages_of_the_chart_are_the_practical_sixteen() -> None:
    whole = template_for("cn-urban-2026", ElectionKind.TERM, Mode.HOUSEHOLD)
    assert len(whole.stages) == 16
    assert [(stage.begins, stage.ends) for stage in whole.stages][-3:] == [(0, 0), (1, 5), (6, 10)]
