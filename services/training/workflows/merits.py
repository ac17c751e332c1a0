"""Decisions on cadres: an adjustment that an appraisal asks for, an exceptional promotion on merits."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from services.training.domain.conduct.adjustments import Outcome, check_adjustment
from services.training.domain.conduct.promotions import PromotionState, check_decision, check_merits
from services.training.domain.office.posts import Post
from services.training.store import cadres, merits
from services.training.store.database import unit_of_work
from services.training.store.tables import Adjustment, Promotion
from shared import clock
from shared.auth.actor import Actor
from shared.ids import new_id


def decide_adjustment(actor: Actor, cadre_id: UUID, *, outcome: Outcome, reasons: str) -> Adjustment:
    """Once after each appraisal. Raises Conflict where none is asked for."""
    with unit_of_work(actor) as uow:
        cadre = cadres.cadre(uow.session, actor, cadre_id, lock=True)
        found = merits.standing_of(uow.session, cadre)
        decided = found is not None and merits.adjustment(uow.session, cadre, found.year) is not None
        ground = check_adjustment(found, decided=decided)
        made = Adjustment(
            id=new_id(),
            area=cadre.area,
            cadre_id=cadre.id,
            year=found.year if found else 0,
            ground=ground,
            outcome=outcome,
            reasons=reasons,
            decided_by=actor.subject,
            decided_on=clock.today(),
        )
        uow.session.add(made)
        facts = {"outcome": outcome, "ground": ground, "reasons": reasons}
        uow.record("decide_adjustment", subject=f"cadres/{cadre.id}", area=cadre.area, after=facts)
        return made


def propose_promotion(actor: Actor, cadre_id: UUID, *, to_post: Post, justification: str) -> Promotion:
    """Raises Conflict for a cadre without an award and without a good appraisal."""
    with unit_of_work(actor) as uow:
        cadre = cadres.cadre(uow.session, actor, cadre_id)
        found = merits.merits(uow.session, cadre)
        check_merits(found)
        made = Promotion(
            id=new_id(),
            area=cadre.area,
            cadre_id=cadre.id,
            to_post=to_post,
            justification=justification,
            merits=asdict(found),
            state=PromotionState.PROPOSED,
            proposed_by=actor.subject,
            proposed_on=clock.today(),
        )
        uow.session.add(made)
        facts = {"to_post": to_post, "justification": justification}
        uow.record("propose_promotion", subject=f"promotions/{made.id}", area=made.area, after=facts)
        return made


def decide_promotion(actor: Actor, promotion_id: UUID, *, approve: bool, reasons: str) -> Promotion:
    """The post itself is filled where posts are filled: by election or appointment."""
    with unit_of_work(actor) as uow:
        found = merits.promotion(uow.session, actor, promotion_id)
        check_decision(PromotionState(found.state), decider=actor.subject, proposed_by=found.proposed_by)
        found.state = PromotionState.APPROVED if approve else PromotionState.REFUSED
        found.decided_by, found.decided_on, found.reasons = actor.subject, clock.today(), reasons
        facts = {"approve": approve, "reasons": reasons}
        uow.record("decide_promotion", subject=f"promotions/{found.id}", area=found.area, after=facts)
        return found
