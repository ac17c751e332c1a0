"""A notice's life: who may take which step, and how long it must hang."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.notices.domain.second_person import second_person_missing
from shared.errors import Conflict, FieldError, Missing
from shared.worded import Worded


class Kind(Worded):
    ANNOUNCEMENT = "announcement", "通知"
    DISCLOSURE = "disclosure", "居务公开"
    ELECTION = "election", "选举"
    NEWS = "news", "社区新闻"
    GOOD_DEEDS = "good_deeds", "好人好事"
    ACTIVITY = "activity", "活动"
    CONSULTATION = "consultation", "协商议事"
    EMERGENCY = "emergency", "紧急通知"


class State(Worded):
    DRAFT = "draft", "草稿"
    APPROVED = "approved", "已审核"
    PUBLISHED = "published", "已公布"
    TAKEN_DOWN = "taken_down", "已撤下"
    WITHDRAWN = "withdrawn", "已作废"


class Step(Worded):
    APPROVE = "approve", "审核"
    PUBLISH = "publish", "公布"
    TAKE_DOWN = "take_down", "撤下"
    WITHDRAW = "withdraw", "作废"


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.APPROVE): State.APPROVED,
    (State.APPROVED, Step.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Step.TAKE_DOWN): State.TAKEN_DOWN,
    (State.DRAFT, Step.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Step.WITHDRAW): State.WITHDRAWN,
}

AT_ONCE: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Step.APPROVE): State.PUBLISHED,
}
"""What an emergency adds: it hangs before it is approved, and is approved while it hangs."""

APPROVE_WITHIN = timedelta(hours=24)
"""In which a second person looks at an emergency notice that hangs already."""

DISPLAY_DAYS = 15
"""公布的期限不得少于十五日 (Art 34)."""

MUST_HANG = frozenset({Kind.DISCLOSURE, Kind.ELECTION})
"""Art 34 says it of disclosures; election notices are kept to the same, since residents look them up afterwards."""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a step is judged by. `display_until` is the last civil day of the display that the law asks for; `open` says
    that the notice hangs and nobody has approved it."""

    actor: str
    writers: Collection[str]
    today: date
    kind: Kind = Kind.ANNOUNCEMENT
    open: bool = False
    display_until: date | None = None


def display_until(kind: Kind, published_on: date) -> date | None:
    """The last day on which the notice must hang: the day of publication is not counted (民法典 Art 201)."""
    return published_on + timedelta(days=DISPLAY_DAYS) if kind in MUST_HANG else None


def advance(state: State, step: Step, facts: NoticeFacts) -> State:
    """The state after the step. Raises Conflict with what is missing."""
    named = {"state": state.value, "state_name": state.zh, "step": step.value, "step_name": step.zh}
    transitions = TRANSITIONS | (AT_ONCE if facts.open or _may_go_at_once(state, facts) else {})
    if (state, step) not in transitions:
        raise Conflict(
            "step_out_of_order", "公告处于“{state_name}”，不能“{step_name}”。", missing=_before(state, step), **named
        )
    missing = _DUTIES[step](facts) if step in _DUTIES else None
    if missing:
        raise Conflict("duties_unmet", "现在还不能“{step_name}”。", missing=[missing], **named)
    return transitions[state, step]


def must_be_draft(state: State) -> None:
    """Raises Conflict: what was approved is what is published, so only a draft can be edited."""
    if state is not State.DRAFT:
        message = "公告处于“{state_name}”，只有草稿可以修改。"
        raise Conflict("not_a_draft", message, state=state.value, state_name=state.zh)


def must_be_own_words(template: str | None, changes: Collection[str]) -> None:
    """Raises Conflict: what a template makes the notice say cannot be written out of it again."""
    if template is not None and not {"title", "body", "title_en", "body_en", "item"}.isdisjoint(changes):
        raise Conflict("from_template", "这条公告是用模板写的，请修改所填的内容。", template=template)


def must_wait(state: State) -> None:
    """Raises Conflict: when it hangs is settled before it hangs."""
    if state not in {State.DRAFT, State.APPROVED}:
        message = "公告处于“{state_name}”，公布的时间已经不能改。"
        raise Conflict("not_waiting", message, state=state.value, state_name=state.zh)


def item_faults(kind: Kind, item: str | None) -> list[FieldError]:
    """A disclosure says which of the seven items it is about; no other notice does."""
    if kind is Kind.DISCLOSURE and item is None:
        return [FieldError("item", "required", "居务公开应选定公开的事项（居民委员会组织法第34条所列七项之一）。")]
    if kind is not Kind.DISCLOSURE and item is not None:
        return [FieldError("item", "not_for_kind", "只有居务公开才填公开的事项。")]
    return []


def past_fault(publish_at: datetime | None, now: datetime) -> list[FieldError]:
    if publish_at is None or publish_at > now:
        return []
    return [FieldError("publish_at", "in_the_past", "公布的时间应在将来；要马上公布，请不填。")]


def ahead_fault(happened_at: datetime | None, now: datetime) -> list[FieldError]:
    if happened_at is None or happened_at <= now:
        return []
    return [FieldError("happened_at", "in_the_future", "事情发生的时间不能在将来。")]


def early_fault(kind: Kind, take_down_on: date | None, published_on: date) -> list[FieldError]:
    """Where the day on which it is to come down lies before the end of the display that the law asks for."""
    first = first_day_down(kind, published_on)
    if take_down_on is None or take_down_on >= first:
        return []
    return [FieldError("take_down_on", "display_too_short", "最早{first}才能撤下。", {"first": first.isoformat()})]


def first_day_down(kind: Kind, published_on: date) -> date:
    """The first day on which it may hang no longer."""
    return (display_until(kind, published_on) or published_on) + timedelta(days=1)


def _may_go_at_once(state: State, facts: NoticeFacts) -> bool:
    return facts.kind is Kind.EMERGENCY and state is State.DRAFT


def _before(state: State, step: Step) -> list[Missing]:
    """The step that has to come first, where there is one."""
    sources = [source for (source, taken) in TRANSITIONS if taken is step]
    between = [taken for (source, taken), target in TRANSITIONS.items() if source is state and target in sources]
    return [Missing("step_missing", "须先“{step_name}”。", facts={"step": s.value, "step_name": s.zh}) for s in between]


def _second_person(facts: NoticeFacts) -> Missing | None:
    return second_person_missing(facts.actor, facts.writers, Step.APPROVE.zh)


def _may_come_down(facts: NoticeFacts) -> Missing | None:
    """What nobody has approved is taken down by a second person: its writers cannot make the open duty disappear."""
    if facts.open:
        return second_person_missing(facts.actor, facts.writers, Step.TAKE_DOWN.zh)
    if facts.display_until is None or facts.today > facts.display_until:
        return None
    first = facts.display_until + timedelta(days=1)
    numbers = {"days": DISPLAY_DAYS, "until": facts.display_until.isoformat(), "first": first.isoformat()}
    return Missing("display_too_short", "公布期限不得少于{days}日，{first}起才能撤下。", "Art 34", numbers)


_DUTIES: dict[Step, Callable[[NoticeFacts], Missing | None]] = {
    Step.APPROVE: _second_person,
    Step.TAKE_DOWN: _may_come_down,
}
