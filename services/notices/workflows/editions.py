"""Editions as they are published: each is kept with its words and its hash, and never changed again."""

from __future__ import annotations

from dataclasses import asdict

from services.notices.domain.editions import EditionState, words_hash
from services.notices.store import editions
from services.notices.store.tables import Edition, Notice
from shared import clock
from shared.database.unit_of_work import UnitOfWork
from shared.ids import new_id


def publish_first(uow: UnitOfWork, found: Notice) -> None:
    """The notice's own words, as they hang now."""
    uow.session.add(found)
    uow.session.flush()  # the edition refers to it
    made = Edition(
        id=new_id(),
        notice_id=found.id,
        area=found.area,
        writers=found.writers,
        approver=found.approver,
        created_at=found.created_at,
        **asdict(editions.words(found)),
    )
    _publish(uow, found, made)
    uow.session.add(made)


def publish_next(uow: UnitOfWork, found: Notice, amendment: Edition) -> None:
    """The amendment's words become the notice's."""
    found.edition += 1
    for name, text in asdict(editions.words(amendment)).items():
        setattr(found, name, text)
    _publish(uow, found, amendment)


def _publish(uow: UnitOfWork, found: Notice, edition: Edition) -> None:
    files = editions.attachments(uow.session, found.id, through=found.edition)
    edition.number = found.edition
    edition.state = EditionState.PUBLISHED
    edition.published_at = clock.now()
    edition.sha256 = words_hash(editions.words(edition), [each.sha256 for each in files])
