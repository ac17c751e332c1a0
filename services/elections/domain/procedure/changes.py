"""What may still be changed in which state: what was published stands."""

from __future__ import annotations

from services.elections.domain.procedure.steps import State
from shared.errors import Conflict, Missing
from shared.worded import Worded


class Change(Worded):
    DETAILS = "details", "选举的基本信息"
    CONTESTS = "contests", "职务和名额"
    ELECTORS = "electors", "选民登记"
    ROLL = "roll", "选民名单"
    CANDIDATES = "candidates", "候选人"
    REVIEWS = "reviews", "候选人的资格审查"
    WITHDRAWALS = "withdrawals", "候选人退出"
    STRIKINGS = "strikings", "候选人除名"
    CANDIDATE_MEETINGS = "candidate_meetings", "候选人与居民见面"
    STATIONS = "stations", "投票站"
    BOX_REQUESTS = "box_requests", "流动票箱申请名单"
    RELATIVES = "relatives", "近亲属关系"
    PROXIES = "proxies", "委托投票"
    REGISTER = "register", "领取选票登记"
    SIGN_IN_LISTS = "sign_in_lists", "领取选票登记"
    COMMITTEE = "committee", "居民选举委员会"
    STAFF = "staff", "投票站工作人员"
    PAPERS = "papers", "选票账"
    SHEETS = "sheets", "计票单张数"
    IMAGES = "images", "计票单影像"
    DOUBTFUL = "doubtful", "疑问票"
    ENTRIES = "entries", "计票单"
    TIMETABLE = "timetable", "日程安排"


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
