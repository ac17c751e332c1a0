"""The state machine of an election: the one place where a state follows from a step."""

from __future__ import annotations

from services.elections.domain.candidacy.contests import ContestFacts
from services.elections.domain.procedure.duties import missing_for
from services.elections.domain.procedure.facts import ElectionFacts, StationFacts, Taken
from services.elections.domain.procedure.steps import TRANSITIONS, State, Step, steps_before, steps_from
from shared.errors import Conflict, Missing

__all__ = [
    "TRANSITIONS",
    "ContestFacts",
    "ElectionFacts",
    "State",
    "StationFacts",
    "Step",
    "Taken",
    "advance",
    "missing_for",
    "steps_from",
]


def advance(state: State, step: Step, facts: ElectionFacts) -> State:
    """The state after the step. Raises Conflict that names everything missing, earlier steps included."""
    if (state, step) not in TRANSITIONS:
        raise _out_of_order(state, step, facts)
    missing = missing_for(step, facts)
    if missing:
        message = "现在还不能“{step_name}”：有{count}项要求没有满足。"
        raise Conflict("duties_unmet", message, missing=missing, count=len(missing), **_names(state, step))
    if step is Step.CERTIFY and not facts.valid:
        return State.VOID
    return TRANSITIONS[state, step]


def _out_of_order(state: State, step: Step, facts: ElectionFacts) -> Conflict:
    message = "选举处于“{state_name}”，不能“{step_name}”。"
    return Conflict("step_out_of_order", message, missing=_why_not(state, step, facts), **_names(state, step))


def _why_not(state: State, step: Step, facts: ElectionFacts) -> list[Missing]:
    if state.terminal:
        return [Missing("election_ended", "选举“{state_name}”，不再办理任何步骤。", facts=_names(state, step))]
    if step is Step.VOID:
        return [Missing("result_not_certified", "选举结果还没有确认。", facts=_names(state, step))]
    if step is Step.CANCEL:
        return [Missing("votes_exist", "投票已经结束，只能计票并确认结果，不能取消。", facts=_names(state, step))]
    before = steps_before(state, step)
    if not before:
        return [Missing("step_taken", "“{step_name}”已经办理。", facts=_names(state, step))]
    first = [Missing("step_missing", "须先办理“{step_name}”。", facts=_names(state, each)) for each in before]
    return first + missing_for(step, facts)


def _names(state: State, step: Step) -> dict[str, str]:
    return {"state": state.value, "state_name": state.zh, "step": step.value, "step_name": step.zh}
