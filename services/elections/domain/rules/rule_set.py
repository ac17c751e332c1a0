"""The rules that an election opened under: law as data, pinned by its id.

The files are `services/elections/rules/*.yaml`, `rule_parsing.py` reads them; what they mean is here. Every
part names its clause: an article of the law, or `local rule` where the law leaves it to the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.elections.domain.rules.aftermath_rules import (
    AppraisalRule,
    AuditRule,
    HandoverRule,
    MeetingsRule,
    PostsRule,
    RecallRule,
    VoidingRule,
)
from services.elections.domain.rules.modes import Mode, TurnoutRule
from services.elections.domain.rules.numbers import Share


class CommitteeKind(StrEnum):
    """居民委员会 by the urban law, 村民委员会 by the village law."""

    URBAN = "urban"
    VILLAGE = "village"


class WomenFill(StrEnum):
    """What follows when the winners would be men only."""

    MOST_VOTES = (
        "most_votes"  # the woman with most votes who passes takes a seat; if none passes one seat is left for women
    )
    SEAT_LEFT = "seat_left"  # one member seat is left for a ballot of women


class AgentRule(StrEnum):
    ANY_ELECTOR = "any_elector"
    RELATIVE = "relative"
    RELATIVE_OR_ELECTOR = "relative_or_elector"


class PaperStyle(StrEnum):
    """How a paper is marked: so many names as seats, or for, against or abstain beside each name."""

    CHOOSE = "choose"
    MARKS = "marks"


class CandidateOrder(StrEnum):
    VOTES = "votes"  # by nominations
    STROKES = "strokes"  # by the strokes of the surname


@dataclass(frozen=True, slots=True)
class CommitteeRule:
    """`women`: members who must be women; `women_fill`: how the seat comes about."""

    least: int
    most: int
    women: int
    women_fill: WomenFill
    relatives_apart: bool
    clause: str


@dataclass(frozen=True, slots=True)
class TermRule:
    years: int
    clause: str


@dataclass(frozen=True, slots=True)
class ElectionCommitteeRule:
    """居民选举委员会: who runs the election (Art 15)."""

    least: int
    odd: bool
    relatives_apart: bool
    clause: str


@dataclass(frozen=True, slots=True)
class RepresentativesRule:
    """One representative for so many households (Art 13)."""

    households_least: int
    households_most: int
    clause: str


@dataclass(frozen=True, slots=True)
class ElectorRule:
    """`worker_months`: how long a community worker from elsewhere must have worked here; `resident_months`: how long
    somebody whose household is registered elsewhere must have lived here, 0 for 常住 without a number."""

    age: int
    worker_months: int
    resident_months: int
    clause: str


@dataclass(frozen=True, slots=True)
class RollRule:
    days_before: int
    objection_days: int
    reply_days: int
    days_off: frozenset[date]
    clause: str


@dataclass(frozen=True, slots=True)
class NominationRule:
    """`names_most_seats`: nobody names more persons than there are seats. `withdraw_days`: so long after the list a
    candidate may withdraw, 0 for until polling day. `bars`: codes of what keeps a person from standing."""

    party: bool
    joint_electors: int
    names_most_seats: bool
    more_than_seats: bool
    days_before: int
    withdraw_days: int
    order: CandidateOrder
    bars: tuple[str, ...]
    meeting_required: bool
    clause: str


@dataclass(frozen=True, slots=True)
class ProxyRule:
    """`modes` in which there are proxies; `days_before` polling day the lists are published."""

    modes: frozenset[Mode]
    most: int
    agent: AgentRule
    candidate_may: bool
    days_before: int
    clause: str


@dataclass(frozen=True, slots=True)
class PollingRule:
    """`staff_least`: persons who oversee each station or mobile box."""

    staff_least: int
    secret_booth: bool
    clause: str


@dataclass(frozen=True, slots=True)
class PaperRule:
    """A single paper: `votes_count_down` lets votes for a higher post count towards lower ones; `void_grounds` are
    codes."""

    style: PaperStyle
    write_in: bool
    abstain: bool
    votes_count_down: bool
    void_grounds: tuple[str, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class ElectedRule:
    share: Share
    clause: str


@dataclass(frozen=True, slots=True)
class AnotherBallotRule:
    """`turnout`: whether it, too, is valid only with the turnout of a first ballot; `days_within` the first one, 0
    for no limit."""

    share: Share
    extra_candidates: int
    turnout: bool
    days_within: int
    clause: str


@dataclass(frozen=True, slots=True)
class TieRule:
    """Equal votes at the cut: a vote among the tied, `share` of whose papers is needed."""

    share: Share
    clause: str


@dataclass(frozen=True, slots=True)
class PapersRule:
    over_issued_voids: bool
    clause: str


@dataclass(frozen=True, slots=True)
class TimetableRule:
    """Ids of the templates (`rules/timetables`) of a whole election, and of a ballot that follows on one."""

    election: str
    further_ballot: str
    clause: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """`area` is the prefix of the division codes where it holds, empty for the whole country."""

    id: str
    law: str
    kind: CommitteeKind
    area: str
    effective: date
    committee: CommitteeRule
    term: TermRule
    modes: frozenset[Mode]
    election_committee: ElectionCommitteeRule
    representatives: RepresentativesRule
    electors: ElectorRule
    roll: RollRule
    nomination: NominationRule
    proxies: ProxyRule
    polling: PollingRule
    paper: PaperRule
    turnout: TurnoutRule
    elected: ElectedRule
    another_ballot: AnotherBallotRule
    tie: TieRule
    papers: PapersRule
    recall: RecallRule
    meetings: MeetingsRule
    posts: PostsRule
    appraisal: AppraisalRule
    handover: HandoverRule
    audit: AuditRule
    timetable: TimetableRule
    voiding: VoidingRule
