"""Loading reserves, and matching them to posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from services.training.domain.office.cadres import Education, Party, Sex
from services.training.domain.office.posts import Post
from services.training.domain.team.matching import Candidate, Match, best_first, match
from services.training.domain.team.reserves import OVER, PlanItem, PlanKind, Stage
from services.training.domain.team.structure import Group, Member
from services.training.store import roster, structure
from services.training.store.rules import post_rules, structure_rules
from services.training.store.tables import Enterprise, Reserve, ReserveLevel, ReservePlanItem, ReserveStage
from shared import areas
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound

_COUNTY = 6  # digits of a division code


@dataclass(frozen=True, slots=True)
class Found:
    """A reserve who was tried for a post. `own`: of a pool that the community's own office keeps."""

    reserve: Reserve
    match: Match
    own: bool


def reserve(db: Session, actor: Actor, reserve_id: UUID, *, lock: bool = False) -> Reserve:
    """Raises NotFound."""
    query = select(Reserve).where(Reserve.id == reserve_id, within(Reserve.area, actor))
    found = db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise NotFound("reserve_not_found", "没有找到这名后备人选。")
    return found


def plan_item(db: Session, actor: Actor, item_id: UUID) -> ReservePlanItem:
    """Locked. Raises NotFound."""
    own = select(Reserve.id).where(within(Reserve.area, actor))
    query = select(ReservePlanItem).where(ReservePlanItem.id == item_id, ReservePlanItem.reserve_id.in_(own))
    found = db.scalar(query.with_for_update())
    if found is None:
        raise NotFound("plan_item_not_found", "没有找到这项培养计划。")
    return found


def plan(db: Session, reserve_id: UUID) -> Sequence[ReservePlanItem]:
    """By the day when it is due."""
    query = select(ReservePlanItem).where(ReservePlanItem.reserve_id == reserve_id)
    return db.scalars(query.order_by(ReservePlanItem.due_on, ReservePlanItem.id)).all()


def as_item(row: ReservePlanItem) -> PlanItem:
    return PlanItem(PlanKind(row.kind), row.due_on, row.done_on, row.passed)


def stages(db: Session, reserve_id: UUID) -> Sequence[ReserveStage]:
    """In the order reached."""
    query = select(ReserveStage).where(ReserveStage.reserve_id == reserve_id)
    return db.scalars(query.order_by(ReserveStage.at)).all()


def enterprises(db: Session, reserve_id: UUID) -> Sequence[Enterprise]:
    return db.scalars(select(Enterprise).where(Enterprise.reserve_id == reserve_id).order_by(Enterprise.id)).all()


def overdue(db: Session, actor: Actor, today: date) -> Sequence[tuple[ReservePlanItem, Reserve]]:
    """Plan items whose day has passed, of those who are still on the way."""
    late = ReservePlanItem.done_on.is_(None) & (ReservePlanItem.due_on < today) & Reserve.stage.not_in(OVER)
    query = select(ReservePlanItem, Reserve).join(Reserve, Reserve.id == ReservePlanItem.reserve_id)
    return db.execute(query.where(late, within(Reserve.area, actor)).order_by(ReservePlanItem.due_on)).all()


def levels(db: Session, rows: Collection[Reserve], on: date) -> dict[UUID, dict[str, int]]:
    """As assessed for the pool; over them what the roster has of those who are cadres."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for row in db.scalars(select(ReserveLevel).where(ReserveLevel.reserve_id.in_([each.id for each in rows]))):
        found[row.reserve_id][row.competency] = row.level
    by_cadre = roster.levels(db, [each.cadre_id for each in rows if each.cadre_id], on)
    for each in rows:
        if each.cadre_id:
            found[each.id] |= by_cadre.get(each.cadre_id, {})
    return found


def fitting(db: Session, actor: Actor, area: str, post: Post, on: date, *, beyond: bool = False) -> list[Found]:
    """The pool for a community's post, those first who fit best. `beyond`: the pools of all offices of the county; who
    asks for that must have the permission, which is not looked at here."""
    rows = db.scalars(select(Reserve).where(_pool(actor, area, beyond=beyond), Reserve.stage.not_in(OVER))).all()
    team = structure.groups(db, Actor(actor.subject, area), on).get(area, Group(()))
    known, by_id = levels(db, rows, on), {str(row.id): row for row in rows}
    tried = (
        match(_candidate(row, post, known[row.id]), post_rules()[post], team, structure_rules(), on) for row in rows
    )
    return [_found(by_id[each.candidate.id], each, area) for each in best_first(tried)]


def _found(row: Reserve, found: Match, area: str) -> Found:
    return Found(row, found, areas.reaches(row.area, area))


def _pool(actor: Actor, area: str, *, beyond: bool) -> ColumnElement[bool]:
    if beyond:
        return within(Reserve.area, Actor(actor.subject, area[:_COUNTY].ljust(12, "0")))
    above = [area[:length].ljust(12, "0") for length in (2, 4, 6, 9, 12)]
    return within(Reserve.area, actor) & Reserve.area.in_(above)


def _candidate(row: Reserve, post: Post, known: dict[str, int]) -> Candidate:
    member, stage = joining(row, post), Stage(row.stage)
    party = Party(row.party) if row.party else None
    return Candidate(str(row.id), stage, row.birth_date, member.education, party, known, member, row.ready_on)


def joining(row: Reserve, post: Post) -> Member:
    """What a reserve would be in the post's team."""
    own, education = str(row.cadre_id or row.id), Education(row.education) if row.education else None
    return Member(own, row.name, Sex(row.sex), row.birth_date, education, frozenset({post.team}))


def open_reserves(db: Session, names: Collection[str]) -> Sequence[Reserve]:
    """Of these names, those who are on the way, locked."""
    query = select(Reserve).where(Reserve.name.in_(names), Reserve.stage.not_in(OVER))
    return db.scalars(query.order_by(Reserve.id).with_for_update()).all()


def listed(actor: Actor, **wanted: Any) -> Select[Reserve]:
    """Those within reach; of the columns in `wanted`, what is None may be anything. `area` takes in those below."""
    area = wanted.pop("area", None)
    query = select(Reserve).where(within(Reserve.area, actor), roster.below(Reserve.area, area))
    return query.filter_by(**{name: value for name, value in wanted.items() if value is not None})
