"""What may still be changed in which state: what was published stands."""

from __future__ import annotations

from enum import StrEnum

from services.elections.domain.procedure.steps import State
from shared.errors import Conflict, Missing


class Change(StrEnum):
    DETAILS = "details"
    CONTESTS = "contests"
    ELECTORS = "electors"
    ROLL = "roll"
    CANDIDATES = "candidates"
    REVIEWS = "reviews"
    WITHDRAWALS = "withdrawals"
    STRIKINGS = "strikings"
    CANDIDATE_MEETINGS = "candidate_meetings"
    STATIONS = "stations"
    BOX_REQUESTS = "box_requests"
    RELATIVES = "relatives"
    PROXIES = "proxies"
    REGISTER = "register"
    SIGN_IN_LISTS = "sign_in_lists"
    COMMITTEE = "committee"
    STAFF = "staff"
    PAPERS = "papers"
    SHEETS = "sheets"
    IMAGES = "images"
    DOUBTFUL = "doubtful"
    ENTRIES = "entries"
    TIMETABLE = "timetable"

    @property
    def zh(self) -> str:
        return _ZH[self]


_BEFORE_ROLL = (State.DRAFT, State.ANNOUNCED)
_BEFORE_CANDIDATES = (*_BEFORE_ROLL, State.ROLL_PUBLISHED)
_BEFORE_POLLING = (*_BEFORE_CANDIDATES, State.CANDIDATES_PUBLISHED)
_BEFORE_COUNT = (*_BEFORE_POLLING, State.POLLING, State.CLOSED)
_NOT_GIVEN_UP = tuple(state for state in State if state not in {State.VOID, State.CANCELLED})

OPEN: dict[Change, tuple[State, ...]] = {
    Change.DETAILS: (State.DRAFT,),
    Change.CONTESTS: (State.DRAFT,),
    Change.ELECTORS: _BEFORE_ROLL,  # the whole roll; afterwards single entries are changed, each with its reason
    Change.ROLL: _BEFORE_POLLING,
    Change.CANDIDATES: _BEFORE_CANDIDATES,
    Change.REVIEWS: _BEFORE_POLLING,  # who takes the place of one who withdraws is checked after the list is out
    Change.WITHDRAWALS: (State.CANDIDATES_PUBLISHED,),  # before, a candidate is removed; then people vote for them
    Change.STRIKINGS: (State.CANDIDATES_PUBLISHED, State.POLLING, State.CLOSED),  # the verdict goes by them
    Change.CANDIDATE_MEETINGS: (State.CANDIDATES_PUBLISHED,),
    Change.STATIONS: _BEFORE_POLLING,
    Change.BOX_REQUESTS: (State.ROLL_PUBLISHED, State.CANDIDATES_PUBLISHED),  # by electors of the published roll
    Change.RELATIVES: _BEFORE_COUNT,  # the verdict goes by them (Art 8)
    Change.TIMETABLE: _BEFORE_POLLING,
    Change.REGISTER: (State.POLLING,),
    Change.SIGN_IN_LISTS: (State.POLLING, State.CLOSED),  # one kept on paper is taken in afterwards
    Change.PROXIES: (State.ROLL_PUBLISHED, State.CANDIDATES_PUBLISHED),  # both persons must stand on the published roll
    Change.COMMITTEE: _NOT_GIVEN_UP,  # it serves until the handover (Art 25)
    Change.STAFF: (*_BEFORE_POLLING, State.POLLING),
    Change.PAPERS: _BEFORE_COUNT[1:],  # nothing is printed for a draft
    Change.SHEETS: _BEFORE_COUNT,  # how many bundles there are is seen when the boxes are opened
    Change.IMAGES: (State.CLOSED, State.COUNTING, State.COUNTED),  # a certified result stands with its images
    Change.DOUBTFUL: (State.CLOSED,),
    Change.ENTRIES: (State.CLOSED,),  # a box is opened after the poll, and its figures stand once the count has begun
}


def allow(change: Change, state: State) -> None:
    """Raises Conflict that names the states in which the change is possible."""
    if state in OPEN[change]:
        return
    facts = {"change": change.value, "change_name": change.zh, "state": state.value, "state_name": state.zh}
    states = [each.zh for each in OPEN[change]]
    missing = Missing("state_needed", "只有在“{states}”时才能修改{change_name}。", facts=facts | {"states": states})
    raise Conflict("change_closed", "选举处于“{state_name}”，不能修改{change_name}。", missing=[missing], **facts)


_ZH = {
    Change.DETAILS: "选举的基本信息",
    Change.CONTESTS: "职务和名额",
    Change.ELECTORS: "选民登记",
    Change.ROLL: "选民名单",
    Change.CANDIDATES: "候选人",
    Change.REVIEWS: "候选人的资格审查",
    Change.WITHDRAWALS: "候选人退出",
    Change.STRIKINGS: "候选人除名",
    Change.CANDIDATE_MEETINGS: "候选人与居民见面",
    Change.STATIONS: "投票站",
    Change.BOX_REQUESTS: "流动票箱申请名单",
    Change.RELATIVES: "近亲属关系",
    Change.PROXIES: "委托投票",
    Change.REGISTER: "领取选票登记",
    Change.SIGN_IN_LISTS: "领取选票登记",
    Change.COMMITTEE: "居民选举委员会",
    Change.STAFF: "投票站工作人员",
    Change.PAPERS: "选票账",
    Change.SHEETS: "计票单张数",
    Change.IMAGES: "计票单影像",
    Change.DOUBTFUL: "疑问票",
    Change.ENTRIES: "计票单",
    Change.TIMETABLE: "日程安排",
}
