"""The way of an election: its states, its steps, and which step leads from where to where."""

from __future__ import annotations

from shared.worded import Worded


class State(Worded):
    DRAFT = "draft", "草稿"
    ANNOUNCED = "announced", "已公告"
    ROLL_PUBLISHED = "roll_published", "选民名单已公布"
    CANDIDATES_PUBLISHED = "candidates_published", "候选人名单已公布"
    POLLING = "polling", "投票中"
    CLOSED = "closed", "投票已结束"
    COUNTING = "counting", "计票中"
    COUNTED = "counted", "计票完成"
    CERTIFIED = "certified", "结果已确认"
    VOID = "void", "选举无效"
    CANCELLED = "cancelled", "已取消"

    @property
    def terminal(self) -> bool:
        return self in TERMINAL


class Step(Worded):
    ANNOUNCE = "announce", "发布选举公告"
    PUBLISH_ROLL = "publish_roll", "公布选民名单"
    PUBLISH_CANDIDATES = "publish_candidates", "公布候选人名单"
    OPEN_POLLING = "open_polling", "开始投票"
    CLOSE = "close", "结束投票"
    COUNT = "count", "开始计票"
    FINISH_COUNT = "finish_count", "完成计票"
    CERTIFY = "certify", "确认选举结果"
    CANCEL = "cancel", "取消选举"
    VOID = "void", "宣布当选无效"

    @property
    def responsible(self) -> Body:
        bodies = {Step.CERTIFY: Body.OFFICE, Step.VOID: Body.OFFICE_ABOVE}
        return bodies.get(self, Body.ELECTION_COMMITTEE)


class Body(Worded):
    """Who has to act."""

    ELECTION_COMMITTEE = "election_committee", "居民选举委员会"
    OFFICE = "office", "确认人（不得录入过计票单）"
    OFFICE_ABOVE = "office_above", "街道办事处或者区的主管部门"


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.DRAFT, Step.ANNOUNCE): State.ANNOUNCED,
    (State.ANNOUNCED, Step.PUBLISH_ROLL): State.ROLL_PUBLISHED,
    (State.ROLL_PUBLISHED, Step.PUBLISH_CANDIDATES): State.CANDIDATES_PUBLISHED,
    (State.CANDIDATES_PUBLISHED, Step.OPEN_POLLING): State.POLLING,
    (State.POLLING, Step.CLOSE): State.CLOSED,
    (State.CLOSED, Step.COUNT): State.COUNTING,
    (State.COUNTING, Step.COUNT): State.COUNTING,  # again, should the work have been given up: it comes to the same end
    (State.COUNTING, Step.FINISH_COUNT): State.COUNTED,
    (State.COUNTED, Step.CERTIFY): State.CERTIFIED,  # State.VOID when the verdict is that the election is not valid
    (State.CERTIFIED, Step.VOID): State.VOID,  # a complaint was upheld (Art 22): see `workflows/complaints.py`
    # Once the boxes are closed there are votes, and only their count may decide: no cancelling from there.
    (State.DRAFT, Step.CANCEL): State.CANCELLED,
    (State.ANNOUNCED, Step.CANCEL): State.CANCELLED,
    (State.ROLL_PUBLISHED, Step.CANCEL): State.CANCELLED,
    (State.CANDIDATES_PUBLISHED, Step.CANCEL): State.CANCELLED,
    (State.POLLING, Step.CANCEL): State.CANCELLED,
}

TERMINAL = frozenset({State.CERTIFIED, State.VOID, State.CANCELLED})

_ASIDE = (Step.CANCEL, Step.VOID)

WAY: tuple[tuple[State, Step], ...] = tuple(
    (state, step) for (state, step), then in TRANSITIONS.items() if step not in _ASIDE and then is not state
)
"""The straight way, in order: each state and the step that leaves it."""


def steps_from(state: State) -> tuple[Step, ...]:
    """What may be done next. To declare a result void is no step of the election's own way."""
    return tuple(step for source, step in TRANSITIONS if source is state and step is not Step.VOID)


def steps_before(state: State, step: Step) -> tuple[Step, ...]:
    """The steps still to be taken between `state` and `step`; none when the step lies behind."""
    states, steps = (tuple(part) for part in zip(*WAY, strict=True))
    if state not in states or step not in steps:
        return ()
    return steps[states.index(state) : steps.index(step)]
