"""What the steps of an election are judged by: plain facts, loaded by the workflow, no rows and no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.elections.domain.calendar.marks import TimetableFacts
from services.elections.domain.candidacy.introductions import MeetingFacts
from services.elections.domain.candidacy.nominations import NominationFacts
from services.elections.domain.committee.election_committee import CommitteeFacts
from services.elections.domain.committee.members import SeatFacts
from services.elections.domain.committee.recalls import RecallFacts
from services.elections.domain.counting.callout_signing import CalloutFacts
from services.elections.domain.polling.paper_register import RegisterFacts
from services.elections.domain.polling.papers import PaperFacts
from services.elections.domain.polling.proxies import ProxyFacts
from services.elections.domain.polling.stations import PollingFacts
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.roll.roll_changes import RollFacts
from services.elections.domain.rules.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from services.elections.domain.candidacy.contests import ContestFacts
    from services.elections.domain.procedure.steps import Step
    from services.elections.domain.rules.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """`entries` is how many clerks have typed the sheet (0, 1, 2), `differences` how many figures they disagree on."""

    number: int = 1
    entries: int = 0
    differences: int = 0


@dataclass(frozen=True, slots=True)
class StationFacts:
    """`sheets` are all that the station has to have, typed or not."""

    name: str
    sheets: tuple[SheetFacts, ...] = (SheetFacts(),)
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: on which civil day, by whom (the subject of the token)."""

    on: date
    by: str


@dataclass(frozen=True, slots=True)
class ElectionFacts:
    """`on` is the civil day of the act, `today` the day on which it is recorded; `valid` is the verdict's.

    `excused` are the codes of duties from which the election was released.
    """

    on: date
    today: date
    actor: str
    polling_day: date
    rules: RuleSet
    contests: tuple[ContestFacts, ...] = ()
    electors: int = 0
    stations: tuple[StationFacts, ...] = ()
    clerks: frozenset[str] = frozenset()
    taken: Mapping[Step, Taken] = field(default_factory=dict)
    valid: bool | None = None
    kind: ElectionKind = ElectionKind.TERM
    mode: Mode = Mode.ALL
    excused: frozenset[str] = frozenset()
    roll: RollFacts = field(default_factory=RollFacts)
    timetable: TimetableFacts = field(default_factory=TimetableFacts)
    vacancies: SeatFacts = field(default_factory=SeatFacts)
    callouts: CalloutFacts = field(default_factory=CalloutFacts)
    proxies: ProxyFacts = field(default_factory=ProxyFacts)
    register: RegisterFacts = field(default_factory=RegisterFacts)
    committee: CommitteeFacts = field(default_factory=CommitteeFacts)
    nomination: NominationFacts = field(default_factory=NominationFacts)
    meetings: MeetingFacts = field(default_factory=MeetingFacts)
    recall: RecallFacts = field(default_factory=RecallFacts)
    polling: PollingFacts = field(default_factory=PollingFacts)
    papers: PaperFacts = field(default_factory=PaperFacts)

    @property
    def seats(self) -> int:
        return sum(contest.seats for contest in self.contests)
