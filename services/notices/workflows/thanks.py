"""Residents agree to be thanked in public, or no longer."""

from __future__ import annotations

from services.notices.store import residents
from services.notices.store.database import unit_of_work
from services.notices.store.tables import ThanksConsent
from shared import clock
from shared.auth.actor import Actor


def choose_thanks(key: str, *, agreed: bool) -> None:
    """By the resident's own key. Choosing the same again changes nothing."""
    with unit_of_work(Actor.system("notices")) as uow:
        found = residents.by_key(uow.session, key, lock=True)
        held = uow.session.get(ThanksConsent, found.id)
        if agreed and held is None:
            uow.session.add(ThanksConsent(resident_id=found.id, area=found.area, given_at=clock.now()))
        elif not agreed and held is not None:
            uow.session.delete(held)
        else:
            return
        uow.record("choose_thanks", subject=f"residents/{found.id}", area=found.area, after={"agreed": agreed})
