"""Selections in stages (两推一询): opened, each stage recorded as it was held, names carried on by rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from services.elections.domain.committee.selections import (
    NameResult,
    StageTally,
    check_tally,
    selection_invalid,
    stage_result,
)
from services.elections.store import selections, tables
from services.elections.store.database import unit_of_work
from services.elections.store.selection_schemes import schemes
from shared import clock
from shared.auth.actor import Actor
from shared.errors import Conflict, FieldError, Invalid, NotFound
from shared.ids import new_id

if TYPE_CHECKING:
    from services.elections.domain.committee.selection_schemes import SelectionStage
    from services.elections.domain.committee.selections import Progress


@dataclass(frozen=True, slots=True)
class NewSelection:
    """`purpose` says what the names are wanted for, such as the post."""

    area: str
    title: str
    scheme: str
    purpose: str


@dataclass(frozen=True, slots=True)
class StageRecord:
    held_on: date
    place: str
    tally: StageTally
    document: str
    document_hash: str | None = None


def open_selection(actor: Actor, command: NewSelection) -> tables.Selection:
    """Raises Invalid for a scheme that is not known here."""
    actor.must_reach(command.area)
    if command.scheme not in schemes():
        fault = FieldError("scheme", "scheme_unknown", "没有这种推荐办法。")
        raise Invalid("selection_invalid", "推荐环节的记录有误，请按提示修改。", fields=[fault])
    with unit_of_work(actor) as uow:
        made = tables.Selection(id=new_id(), opened_by=actor.subject, opened_at=clock.now(), **asdict(command))
        uow.session.add(made)
        uow.record("open_selection", subject=f"selections/{made.id}", area=made.area, after=asdict(command))
        return made


def record_stage(actor: Actor, selection_id: UUID, stage_code: str, command: StageRecord) -> tables.Selection:
    """Without a quorum the stage is kept, does not count, and is held again. Raises Conflict out of order, Invalid for
    a tally that cannot be so."""
    with unit_of_work(actor) as uow:
        found = selections.selection(uow.session, actor, selection_id, lock=True)
        rows = selections.held(uow.session, found.id)
        progress = selections.progress_of(found, rows)
        stage = _stage_due(found, progress, stage_code)
        _must_follow(command.held_on, rows)
        check_tally(stage, command.tally, known=progress.names)
        result = stage_result(stage, command.tally)
        made = tables.HeldStage(
            id=new_id(),
            selection_id=found.id,
            area=found.area,
            stage=stage.code,
            held_on=command.held_on,
            place=command.place,
            roster=command.tally.roster,
            present=command.tally.present,
            quorum=asdict(result.quorum),
            counts=result.quorum.holds,
            names={"items": [_kept(each) for each in result.names]},
            document=command.document,
            document_hash=command.document_hash,
            recorded_by=actor.subject,
        )
        uow.session.add(made)
        facts = {"stage": made.stage, "present": made.present, "counts": made.counts, "document": made.document}
        uow.record("record_selection_stage", subject=f"selections/{found.id}", area=found.area, after=facts)
        return found


def _stage_due(found: tables.Selection, progress: Progress, code: str) -> SelectionStage:
    """The stage of that code, if it is the one to be held now."""
    if schemes()[found.scheme].stage(code) is None:
        raise NotFound("stage_not_found", "推荐办法中没有这个环节。")
    if progress.next is None:
        raise Conflict("selection_over", "这次推荐已经结束，不能再登记。")
    if progress.next.code != code:
        raise Conflict("stage_not_next", "各环节依次进行，现在应当登记“{stage}”。", stage=progress.next.name)
    return progress.next


def _must_follow(held_on: date, rows: Sequence[tables.HeldStage]) -> None:
    """Raises Invalid for a day that has not come, or is before what was held already."""
    last = max((row.held_on for row in rows), default=held_on)
    if held_on > clock.today():
        raise selection_invalid([FieldError("held_on", "date_in_future", "日期不能晚于今天。")])
    if held_on < last:
        fault = FieldError(
            "held_on", "held_before_last", "日期不能早于上一次登记的{last}。", {"last": last.isoformat()}
        )
        raise selection_invalid([fault])


def _kept(result: NameResult) -> dict[str, Any]:
    count = result.count
    person = {"name": count.person.name, "birth_date": count.person.birth_date.isoformat()}
    figures = {"votes": count.votes, "agreed": count.agreed, "against": count.against}
    return {**person, **figures, "goes_on": asdict(result.goes_on)}
