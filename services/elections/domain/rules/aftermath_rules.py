"""What a rule set says of what follows an election: recalls, meetings, the end of posts, appraisals, handover."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.elections.domain.rules.modes import TurnoutRule
    from services.elections.domain.rules.numbers import Share


@dataclass(frozen=True, slots=True)
class RecallRule:
    """`petition`: share of electors, delegates or representatives who must ask; `agreed`: share of voters who must
    agree. `hold_within`: days from the petition, 0 for no limit; `defence_days` from it a member may answer."""

    petition: TurnoutRule
    turnout: TurnoutRule
    agreed: Share
    hold_within: int
    defence_days: int
    clause: str


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """`call`: share of members who may demand it (of the representatives where `call_representatives` is given
    instead); `present` of all members; `agreed` of those present. `notice_days` before it is held."""

    call: Share
    call_representatives: Share
    notice_days: int
    present: Share
    agreed: Share
    clause: str


@dataclass(frozen=True, slots=True)
class MeetingsRule:
    """`representatives_share`: of a representatives' meeting's members, representatives must be so many (Art 28).
    It meets at least every `representatives_months`, 0 for no such rule."""

    residents: MeetingRule
    representatives: MeetingRule
    representatives_share: Share
    representatives_months: int


@dataclass(frozen=True, slots=True)
class PostsRule:
    """Where the law says how a post ends before its term, and how the seat is filled again: articles only."""

    resignation: str
    void: str
    by_itself: str
    by_election: str


@dataclass(frozen=True, slots=True)
class AppraisalRule:
    """`incompetent`: share of those voting who must say so for the grade (a local rule: the law names none); `adjust`:
    the softer share from which a place proposes an adjustment."""

    per_year: int
    fails_end_post: int
    incompetent: Share
    adjust: Share
    clause: str


@dataclass(frozen=True, slots=True)
class HandoverRule:
    """`items` are what is handed over, by code, with their names; within `days` of the certified result."""

    days: int
    items: Mapping[str, str]
    clause: str


@dataclass(frozen=True, slots=True)
class VoidingRule:
    """A result that came about by violence, threats, deceit, bribery, forged papers or a false count is void.

    `previous_continues`: a term's void result has relieved nobody, and the committee before it serves on until a new
    one takes over.
    """

    clause: str
    previous_continues: bool = True  # younger than bundles already sealed


@dataclass(frozen=True, slots=True)
class AuditRule:
    """`leaving_published`: the leaving audit of the director is published before the next term's election."""

    leaving_published: bool
    clause: str
