"""The way of an election: its states, its steps, and which step leads from where to where."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    ANNOUNCED = "announced"
    ROLL_PUBLISHED = "roll_published"
    CANDIDATES_PUBLISHED = "candidates_published"
    POLLING = "polling"
    CLOSED = "closed"
    COUNTING = "counting"
    COUNTED = "counted"
    CERTIFIED = "certified"
    VOID = "void"
    CANCELLED = "cancelled"

    @property
    def zh(self) -> str:
        return _STATE_ZH[self]

    @property
    def terminal(self) -> bool:
        return self in TERMINAL


class Step(StrEnum):
    ANNOUNCE = "announce"
    PUBLISH_ROLL = "publish_roll"
    PUBLISH_CANDIDATES = "publish_candidates"
    OPEN_POLLING = "open_polling"
    CLOSE = "close"
    COUNT = "count"
    FINISH_COUNT = "finish_count"
    CERTIFY = "certify"
    CANCEL = "cancel"
    VOID = "void"

    @property
    def zh(self) -> str:
        return _STEP_ZH[self]

    @property
    def responsible(self) -> Body:
        bodies = {Step.CERTIFY: Body.OFFICE, Step.VOID: Body.OFFICE_ABOVE}
        return bodies.get(self, Body.ELECTION_COMMITTEE)


class Body(StrEnum):
    """Who has to act."""

    ELECTION_COMMITTEE = "election_committee"
    OFFICE = "office"
    OFFICE_ABOVE = "office_above"

    @property
    def zh(self) -> str:
        return _BODY_ZH[self]


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


_STATE_ZH = {
    State.DRAFT: "草稿",
    State.ANNOUNCED: "已公告",
    State.ROLL_PUBLISHED: "选民名单已公布",
    State.CANDIDATES_PUBLISHED: "候选人名单已公布",
    State.POLLING: "投票中",
    State.CLOSED: "投票已结束",
    State.COUNTING: "计票中",
    State.COUNTED: "计票完成",
    State.CERTIFIED: "结果已确认",
    State.VOID: "选举无效",
    State.CANCELLED: "已取消",
}

_STEP_ZH = {
    Step.ANNOUNCE: "发布选举公告",
    Step.PUBLISH_ROLL: "公布选民名单",
    Step.PUBLISH_CANDIDATES: "公布候选人名单",
    Step.OPEN_POLLING: "开始投票",
    Step.CLOSE: "结束投票",
    Step.COUNT: "开始计票",
    Step.FINISH_COUNT: "完成计票",
    Step.CERTIFY: "确认选举结果",
    Step.CANCEL: "取消选举",
    Step.VOID: "宣布当选无效",
}

_BODY_ZH = {
    Body.ELECTION_COMMITTEE: "居民选举委员会",
    Body.OFFICE: "确认人（不得录入过计票单）",
    Body.OFFICE_ABOVE: "街道办事处或者区的主管部门",
}
