"""Templates are data, and nothing in them is guessed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from services.elections.domain.calendar.stage_parsing import parse_template
from services.elections.domain.calendar.stages import POLLING
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.rules.modes import Mode
from services.elections.store.rule_sets import rule_set, rule_set_ids
from services.elections.store.timetable_templates import template_for, template_ids, template_source
from shared.contracts.elections import EVENTS
from shared.errors import Invalid
from shared.messages import translate
from tests.elections.domain.factories import RULES


@pytest.mark.parametrize("rule_set_id", rule_set_ids())
@pytest.mark.parametrize("kind", ElectionKind)
@pytest.mark.parametrize("mode", Mode)
def test_every_rule_set_has_stages_for_every_election(rule_set_id: str, kind: ElectionKind, mode: Mode) -> None:
    template = template_for(rule_set_id, kind, mode)
    codes = [stage.code for stage in template.stages]
    assert POLLING in codes
    for stage in template.stages:
        assert set(stage.after) <= set(codes)
        assert stage.article(rule_set(rule_set_id))


@pytest.mark.parametrize("template_id", template_ids())
def test_every_stage_has_english_and_tells_of_itself_by_an_event_that_exists(template_id: str) -> None:
    for stage in parse_template(template_source(template_id), RULES).stages:
        assert translate(stage.zh, "en") != stage.zh
        assert translate(stage.responsible.zh, "en") != stage.responsible.zh
        assert stage.event is None or stage.event in EVENTS


def test_a_place_changes_single_values_of_a_stage() -> None:
    old = template_for("cn-urban-2018", ElectionKind.TERM, Mode.ALL)
    audit = old.stage("leaving_audit")
    assert audit is not None
    assert (audit.latest, audit.begins) == (None, -35)


def test_where_a_stage_falls_away_the_next_waits_for_what_it_waited_for() -> None:
    roll = template_for("cn-urban-2026", ElectionKind.TERM, Mode.ALL).stage("roll")
    by_election = template_for("cn-urban-2026", ElectionKind.BY_ELECTION, Mode.ALL).stage("announcement")
    assert roll is not None
    assert by_election is not None
    assert (roll.after, by_election.after) == (("announcement",), ())


@pytest.mark.parametrize(
    ("stage", "changes", "field", "code"),
    [
        ("roll", {"begins": "early"}, "stages.roll.begins", "rule_value"),
        ("roll", {"begins": -20}, "stages.roll.begins", "rule_value"),
        ("roll", {"clause": "somewhere"}, "stages.roll.clause", "rule_value"),
        ("roll", {"clause": "modes"}, "stages.roll.clause", "rule_value"),
        ("roll", {"responsible": "nobody"}, "stages.roll.responsible", "rule_value"),
        ("roll", {"done_by": {"step": "dance"}}, "stages.roll.done_by", "rule_value"),
        ("roll", {"done_by": {"magic": "x"}}, "stages.roll.done_by", "rule_value"),
        ("roll", {"after": ["candidates"]}, "stages.roll.after", "rule_value"),
        ("roll", {"colour": "red"}, "stages.roll.colour", "rule_unknown"),
        ("roll", {"latest": {"days": ["roll.clause"], "before": "polling_day"}}, "stages.roll.latest", "rule_value"),
        ("roll", {"latest": {"days": [20], "before": "announcement"}}, "stages.roll.latest", "rule_value"),
        ("roll", {"latest": {"days": [], "before": "polling_day"}}, "stages.roll.latest", "rule_value"),
        ("handover", {"latest": {"days": [10], "after": "nothing"}}, "stages.handover.after", "rule_value"),
        ("roll", {"name": ""}, "stages.roll.name", "rule_value"),
        ("roll", {"modes": ["nobody"]}, "stages.roll.modes", "rule_value"),
    ],
)
def test_what_is_wrong_in_a_template_is_named(stage: str, changes: dict[str, Any], field: str, code: str) -> None:
    source = deepcopy(dict(template_source("cn-16-stages")))
    source["stages"][stage] |= changes
    with pytest.raises(Invalid) as refused:
        parse_template(source, RULES)
    assert [(fault.field, fault.code) for fault in refused.value.fields] == [(field, code)]


def test_a_template_without_a_poll_or_with_unknown_parts_is_refused() -> None:
    source = dict(template_source("cn-16-stages"))
    stages = {code: each for code, each in source["stages"].items() if code == "leaving_audit"}
    with pytest.raises(Invalid) as refused:
        parse_template(source | {"stages": stages}, RULES)
    assert [fault.field for fault in refused.value.fields] == ["stages.polling"]
    with pytest.raises(Invalid) as refused:
        parse_template(source | {"lottery": 1}, RULES)
    assert [fault.code for fault in refused.value.fields] == ["rule_unknown"]
