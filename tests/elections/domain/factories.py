"""Elections, sheets and rows as the tests need them: lawful unless told otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from services.elections.domain.calendar.marks import LEAVING_AUDIT, Mark, TimetableFacts
from services.elections.domain.candidacy.contests import Ballot, ContestFacts
from services.elections.domain.candidacy.introductions import MeetingFacts
from services.elections.domain.candidacy.post import Post
from services.elections.domain.committee.election_committee import CommitteeFacts
from services.elections.domain.counting.tally import Figures, Sheet
from services.elections.domain.polling.papers import Account, PaperFacts, StationPapers, Stock
from services.elections.domain.polling.staff import StaffMember, StaffRole
from services.elections.domain.polling.stations import PollingFacts, StationReadiness
from services.elections.domain.procedure.facts import ElectionFacts, SheetFacts, StationFacts, Taken
from services.elections.domain.procedure.steps import WAY, State, Step
from services.elections.domain.roll.roll_changes import RollCheckKind, RollFacts
from services.elections.store.rule_sets import rule_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RULES = rule_set("cn-urban-2026")
POLLING_DAY = date(2026, 12, 20)

STAFF = tuple(StaffMember(f"工作人员{n}", date(1988, 8, n), StaffRole.OVERSEER) for n in (1, 2, 3))
READY = PollingFacts((StationReadiness("一号站", secret_booth=True, staff=STAFF),))
RECONCILED = PaperFacts(
    Stock(printed=1002, kept=2, destroyed=12), (StationPapers("一号站", Account(1000, 990, 10, 0), issued=990),)
)


LAWFUL_DAYS = {
    Step.ANNOUNCE: POLLING_DAY - timedelta(days=30),
    Step.PUBLISH_ROLL: POLLING_DAY - timedelta(days=20),
    Step.PUBLISH_CANDIDATES: POLLING_DAY - timedelta(days=7),
}


TYPED = (SheetFacts(entries=2),)
"""A station's only sheet, typed by two who agree."""


def lawful_day(step: Step) -> date:
    return LAWFUL_DAYS.get(step, POLLING_DAY)


def taken_before(state: State) -> dict[Step, Taken]:
    """The steps that led to the state, each on a lawful day and by a clerk of its own."""
    states = [source for source, _ in WAY]
    behind = WAY[: states.index(state)] if state in states else WAY
    return {step: Taken(lawful_day(step), f"clerk-{step}") for _, step in behind}


def lawful(step: Step, **changes: Any) -> ElectionFacts:
    """Facts with which `step` may be taken in its own state."""
    state = next((source for source, each in WAY if each is step), State.DRAFT)
    facts: dict[str, Any] = {
        "on": lawful_day(step),
        "today": POLLING_DAY,
        "actor": "certifier",
        "polling_day": POLLING_DAY,
        "rules": RULES,
        "contests": (ContestFacts(Post.DIRECTOR, 1, 2), ContestFacts(Post.MEMBER, 4, 5)),
        "electors": 1600,
        "stations": (
            StationFacts("一号站", TYPED, counted=True),
            StationFacts("流动票箱", TYPED, counted=True),
        ),
        "clerks": frozenset({"typist-a", "typist-b"}),
        "taken": taken_before(state),
        "valid": True,
        "committee": CommitteeFacts(serving=3, chairs=1, formed=True),
        "polling": READY,
        "papers": RECONCILED,
        "roll": RollFacts(checked=frozenset({RollCheckKind.RIGHTS})),
        "meetings": MeetingFacts((POLLING_DAY - timedelta(days=3),)),
        "timetable": TimetableFacts({LEAVING_AUDIT: Mark(POLLING_DAY - timedelta(days=30))}),
    }
    return ElectionFacts(**(facts | changes))


def ballot(candidates: Iterable[str] | int = 2, *, seats: int = 1, post: Post = Post.DIRECTOR) -> Ballot:
    names = "ABCDEFGH"[:candidates] if isinstance(candidates, int) else candidates
    return Ballot(post, seats, tuple(names))


def figures(*, void: int = 0, others: int = 0, **votes: int) -> Figures:
    return Figures(void, votes, others)


def sheet(issued: int, recovered: int, contests: Mapping[Post, Figures] | Figures) -> Sheet:
    return Sheet(issued, recovered, {Post.DIRECTOR: contests} if isinstance(contests, Figures) else contests)


def elector_row(**changes: str) -> dict[str, str]:
    row = {
        "姓名": "张三",
        "性别": "男",
        "出生日期": "1980-01-02",
        "住址": "步埠路12号3单元401室",
        "居民小组": "第3组",
        "登记类型": "户籍",
    }
    return row | changes


def candidate_row(**changes: str) -> dict[str, str]:
    row = {
        "职务": "主任",
        "姓名": "李四",
        "性别": "女",
        "出生日期": "1985年6月7日",
        "文化程度": "本科",
        "提名方式": "选民联名",
        "联名人数": "10",
    }
    return row | changes
