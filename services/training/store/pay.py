"""Pay of a month, and the fund for retired cadres."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.training.domain.money.pay import INSURANCES, OnPost, PayFact, Scale, pay_facts
from services.training.domain.money.pay import Payment as Paid
from services.training.domain.office.posts import Post
from services.training.store.reach import offered
from services.training.store.tables import Cadre, FundStatement, Payment, PayScale, Term, Workload
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


def scales(db: Session, actor: Actor) -> Sequence[PayScale]:
    """Every version that holds within reach, the newest first."""
    row = PayScale
    return db.scalars(select(row).where(offered(row.area, actor)).order_by(row.since.desc(), row.area, row.post)).all()


def facts(db: Session, actor: Actor, month: date, *, today: date) -> list[PayFact]:
    """Of everybody within reach who held a post in the month."""
    known = [Scale(each.area, Post(each.post), each.fen, each.pay_day, each.since) for each in scales(db, actor)]
    return pay_facts(_people(db, actor, month), known, _payments(db, actor, month), month, today=today)


def points(db: Session, actor: Actor, month: date) -> dict[str, int]:
    """By community."""
    row = Workload
    query = select(row.area, row.points).where(row.month == month, within(row.area, actor))
    return dict(iter(db.execute(query)))


def statements(db: Session, actor: Actor, area: str) -> Sequence[FundStatement]:
    """The newest first."""
    row = FundStatement
    return db.scalars(select(row).where(row.area == area, within(row.area, actor)).order_by(row.on.desc())).all()


def newest_statement(db: Session, actor: Actor, area: str) -> FundStatement:
    """Raises NotFound."""
    found = statements(db, actor, area)
    if not found:
        raise NotFound("fund_not_found", "这里没有登记过卸任干部补贴基金。")
    return found[0]


def _people(db: Session, actor: Actor, month: date) -> list[OnPost]:
    """Who held a post on the month's first day or later in it."""
    after = (month + timedelta(days=31)).replace(day=1)
    running = (Term.starts_on < after) & (Term.ended_on.is_(None) | (Term.ended_on > month))
    query = select(Cadre.id, Cadre.name, Cadre.area, Term.post).join(Term, Term.cadre_id == Cadre.id)
    held: dict[UUID, tuple[str, str, set[Post]]] = {}
    for number, name, area, post in db.execute(query.where(running, within(Cadre.area, actor)).order_by(Cadre.area)):
        held.setdefault(number, (name, area, set()))[2].add(Post(post))
    return [OnPost(number, name, area, posts) for number, (name, area, posts) in held.items()]


def _payments(db: Session, actor: Actor, month: date) -> dict[UUID, Paid]:
    row = Payment
    query = select(row).where(row.month == month, within(row.area, actor))
    return {
        each.cadre_id: Paid(each.fen, each.paid_on, [name for name in INSURANCES if getattr(each, name)])
        for each in db.scalars(query)
    }
