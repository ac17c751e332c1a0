"""Scanned sheets: their list, and their bytes one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from services.elections.domain.counting.images import ImageKind
from services.elections.store.tables import SheetImage, Station
from shared.auth.actor import Actor
from shared.database.scope import within
from shared.errors import NotFound


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A scan as it lies in an archive. `name` is a plain file name, one for each image of the election."""

    name: str
    sha256: str
    station: str
    sheet: int
    content: bytes


def image(session: Session, actor: Actor, image_id: UUID) -> SheetImage:
    """With its bytes. Raises NotFound."""
    query = select(SheetImage).where(SheetImage.id == image_id, within(SheetImage.area, actor))
    found = session.scalar(query.options(undefer(SheetImage.content)))
    if found is None:
        raise NotFound("image_not_found", "没有找到这张计票单影像。")
    return found


def images(session: Session, election_id: UUID) -> Sequence[SheetImage]:
    """In the order added, without their bytes."""
    return session.scalars(
        select(SheetImage).where(SheetImage.election_id == election_id).order_by(SheetImage.id)
    ).all()


def newest(session: Session, election_id: UUID) -> dict[tuple[UUID, int], SheetImage]:
    """The last scan by station and sheet, without bytes."""
    return {(row.station_id, row.sheet): row for row in images(session, election_id)}


def total_size(session: Session, election_id: UUID) -> int:
    """Bytes of all scans together."""
    total = select(func.coalesce(func.sum(func.length(SheetImage.content)), 0))
    return int(session.scalar(total.where(SheetImage.election_id == election_id)) or 0)


def file_name(row: SheetImage) -> str:
    """A plain name, one for each image of the election."""
    return f"sheet-{row.id}.{ImageKind(row.kind).extension}"


def files(session: Session, election_id: UUID) -> Iterator[ImageFile]:
    """Every scan, replaced ones too, one at a time: a big election's do not fit in memory together."""
    query = select(SheetImage.id, Station.name).join(Station, Station.id == SheetImage.station_id)
    for image_id, station in session.execute(
        query.where(SheetImage.election_id == election_id).order_by(SheetImage.id)
    ):
        row = session.get_one(SheetImage, image_id, options=[undefer(SheetImage.content)])
        yield ImageFile(file_name(row), row.sha256, station, row.sheet, row.content)
        session.expunge(row)
