"""The community's mark (R64): designs by anybody, one vote for each resident, the result."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from uuid import UUID

from services.notices.domain.consultations import EntryState
from services.notices.domain.marks import MarkState, MarkStep, advance, must_be, recognise, winner
from services.notices.domain.participation import Affair
from services.notices.domain.pictures import without_traces
from services.notices.store import areas, marks
from services.notices.store.database import unit_of_work
from services.notices.store.participations import record_participation
from services.notices.store.tables import MarkContest, MarkDesign, Resident
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict, FieldError, Forbidden, Invalid
from shared.ids import new_id

_PUBLIC = Actor.system("notices")


@dataclass(frozen=True, slots=True)
class NewContest:
    title: str
    body: str
    title_en: str | None = None


@dataclass(frozen=True, slots=True)
class NewDesign:
    title: str
    name: str | None
    content: bytes


def start_contest(actor: Actor, *, area: str, command: NewContest) -> MarkContest:
    """A draft, begun by somebody else. Raises NotFound for an area out of reach."""
    actor.must_reach(area)
    with unit_of_work(actor) as uow:
        areas.area(uow.session, area)
        made = MarkContest(
            id=new_id(), area=area, state=MarkState.DRAFT, version=1, author=actor.subject, **asdict(command)
        )
        uow.session.add(made)
        uow.record("start_contest", subject=f"mark-contests/{made.id}", area=area, after=asdict(command))
        return made


def take_mark_step(actor: Actor, contest_id: UUID, step: MarkStep) -> MarkContest:
    """Raises Conflict with what is missing, and for a tie."""
    with unit_of_work(actor) as uow:
        found = marks.contest(uow.session, actor, contest_id, lock=True)
        seen = marks.shown(uow.session, found.id)
        before = MarkState(found.state)
        found.state = advance(before, step, actor=actor.subject, author=found.author, designs=len(seen))
        if step is MarkStep.DECIDE:
            found.winner_id = winner({each.id: each.votes for each in seen})
            found.decided_at = clock.now()
        found.version += 1
        after = {"state": found.state, "votes": {str(each.id): each.votes for each in seen}}
        uow.record(step, subject=f"mark-contests/{found.id}", area=found.area, before={"state": before}, after=after)
        return found


def hand_in_design(contest_id: UUID, command: NewDesign) -> MarkDesign:
    kind = recognise(command.content)
    command = replace(command, content=without_traces(command.content))
    digest = hashlib.sha256(command.content).hexdigest()
    with unit_of_work(_PUBLIC) as uow:
        found = marks.public_contest(uow.session, contest_id)
        must_be(MarkState(found.state), MarkState.COLLECTING)
        made = MarkDesign(
            id=new_id(),
            contest_id=found.id,
            area=found.area,
            state=EntryState.WAITING,
            kind=kind,
            sha256=digest,
            **asdict(command),
        )
        uow.session.add(made)
        uow.record("hand_in_design", subject=f"mark-contests/{found.id}", area=found.area, after={"sha256": digest})
        return made


def moderate_design(actor: Actor, design_id: UUID, *, shown: bool, reason: str | None) -> MarkDesign:
    """Only while designs are collected: what is voted on stays as it is."""
    if not shown and not reason:
        fault = FieldError("reason", "reason_missing", "不公开的，须写明理由。")
        raise Invalid("moderation_invalid", "不公开的，须写明理由。", fields=[fault])
    with unit_of_work(actor) as uow:
        found = marks.design(uow.session, actor, design_id, lock=True)
        must_be(MarkState(marks.contest(uow.session, actor, found.contest_id).state), MarkState.COLLECTING)
        found.state, found.reason = (EntryState.SHOWN, None) if shown else (EntryState.HIDDEN, reason)
        after = {"shown": shown, "reason": reason}
        uow.record("moderate_design", subject=f"mark-designs/{found.id}", area=found.area, after=after)
        return found


def vote_for_design(design_id: UUID, resident_id: UUID) -> None:
    """Once for each resident of the community. That they voted is kept, and not for what."""
    with unit_of_work(_PUBLIC) as uow:
        found = marks.design(uow.session, _PUBLIC, design_id, lock=True)
        about = marks.public_contest(uow.session, found.contest_id)
        must_be(MarkState(about.state), MarkState.VOTING)
        resident = uow.session.get(Resident, resident_id)
        here = Actor(subject="public", area=about.area)
        if resident is None or resident.moved_away_on is not None or not here.reaches(resident.area):
            raise Forbidden("resident_elsewhere", "只有本社区居民可以投票。")
        if found.state != EntryState.SHOWN:
            raise Conflict("design_not_shown", "这件作品不参加投票。")
        if not record_participation(
            uow, area=about.area, resident_id=resident.id, affair=Affair.MARK_VOTE, affair_id=about.id
        ):
            raise Conflict("voted_already", "您已经投过票，每人投一票。")
        found.votes += 1
