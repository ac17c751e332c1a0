"""The account of the papers, doubtful papers, and the destruction of what was left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from services.elections.domain.counting.doubtful import Decision, check_doubtful
from services.elections.domain.polling.papers import (
    Account,
    Stock,
    check_account,
    check_destruction,
    check_stock,
    surplus,
)
from services.elections.domain.polling.stations import must_have_sheet
from services.elections.domain.procedure.changes import Change, allow
from services.elections.domain.procedure.steps import State
from services.elections.store import elections, polling, tables
from services.elections.store.database import unit_of_work
from services.elections.store.rule_sets import rule_set
from shared import clock
from shared.auth.actor import Actor
from shared.columns.cells import clean
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid, Missing
from shared.ids import new_id
from shared.web.etags import Expected, must_match


def record_stock(actor: Actor, election_id: UUID, stock: Stock, *, version: Expected) -> tables.PaperStock:
    """`version` is 0 when nothing was recorded yet. A changed stock has to be destroyed anew."""
    check_stock(stock)
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        row = polling.stock(uow.session, found.id)
        must_match(row.version if row else 0, version)
        before = None if row is None else {"printed": row.printed, "kept": row.kept}
        if row is None:
            row = tables.PaperStock(election_id=found.id, area=found.area, version=0)
            uow.session.add(row)
        row.printed, row.kept, row.version = stock.printed, stock.kept, row.version + 1
        row.by, row.at = actor.subject, clock.now()
        after = {"printed": stock.printed, "kept": stock.kept}
        uow.record("record_papers", subject=f"elections/{found.id}", area=found.area, before=before, after=after)
        return row


def record_account(actor: Actor, station_id: UUID, account: Account, *, version: Expected) -> tables.PaperAccount:
    """A station's papers. Raises Invalid when they do not come to zero. `version` is 0 the first time."""
    check_account(account)
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        found = _open(uow, actor, station.election_id)
        row = polling.accounts(uow.session, found.id).get(station.id)
        must_match(row.version if row else 0, version)
        before = asdict(polling.as_account(row)) if row else None
        if row is None:
            row = tables.PaperAccount(station_id=station.id, election_id=found.id, area=found.area, version=0)
            uow.session.add(row)
        for name, value in asdict(account).items():
            setattr(row, name, value)
        row.version, row.by, row.at = row.version + 1, actor.subject, clock.now()
        subject = f"stations/{station.id}"
        uow.record("record_papers", subject=subject, area=found.area, before=before, after=asdict(account))
        return row


@dataclass(frozen=True, slots=True)
class Destruction:
    count: int
    witnesses: Sequence[str]
    on: date | None = None


def destroy_surplus(actor: Actor, election_id: UUID, command: Destruction) -> tables.PaperStock:
    """Two persons destroyed what was left over. Raises Conflict while the poll goes on or papers are not accounted
    for."""
    on, witnesses = command.on or clock.today(), [clean(name) for name in command.witnesses]
    with unit_of_work(actor) as uow:
        found = _open(uow, actor, election_id)
        if State(found.state) is not State.CLOSED:
            raise Conflict("poll_not_closed", "投票结束以后、计票以前才销毁剩余的选票。")
        if on > clock.today():
            fault = FieldError("on", "date_in_future", "销毁以后再登记，不能预先登记。")
            raise Invalid("destruction_invalid", "选票销毁记录有误，请按提示修改。", fields=[fault])
        row = polling.stock(uow.session, found.id)
        stations, accounts = elections.stations(uow.session, found.id), polling.accounts(uow.session, found.id)
        if row is None or len(accounts) < len(stations):
            missing = Missing("papers_unreconciled", "还没有登记印制和各投票站的选票账。", "local rule")
            raise Conflict("papers_missing", "请先把选票账填写完整。", missing=[missing])
        left = surplus(polling.as_stock(row), [polling.as_account(each) for each in accounts.values()])
        check_destruction(command.count, witnesses, left)
        row.destroyed, row.destroyed_on, row.witnesses, row.version = left, on, witnesses, row.version + 1
        after = {"destroyed": left, "on": on, "witnesses": witnesses}
        uow.record("destroy_surplus", subject=f"elections/{found.id}", area=found.area, after=after)
        return row


@dataclass(frozen=True, slots=True)
class Doubtful:
    """`ground` is a code of the rules, why the papers are in doubt; `decided_by` who of the election committee."""

    sheet: int
    papers: int
    ground: str
    decision: Decision
    decided_by: Sequence[str]
    note: str = ""


def record_doubtful(actor: Actor, station_id: UUID, command: Doubtful) -> tables.DoubtfulPapers:
    """Raises Conflict once the sheet was typed: doubtful papers are decided before the open calling, not after."""
    with unit_of_work(actor) as uow:
        station = elections.station(uow.session, actor, station_id)
        found = elections.election(uow.session, actor, station.election_id, lock=True)
        allow(Change.DOUBTFUL, State(found.state))
        check_doubtful(command.ground, command.decided_by, rule_set(found.rule_set).paper)
        must_have_sheet(station.name, station.sheets, command.sheet)
        if elections.entries(uow.session, found.id, station.id).get((station.id, command.sheet)):
            message = "疑问票应在公开唱票前由居民选举委员会认定，第{sheet}号计票单已经录入。"
            raise Conflict("calling_begun", message, sheet=command.sheet)
        row = tables.DoubtfulPapers(
            id=new_id(),
            election_id=found.id,
            station_id=station.id,
            area=found.area,
            **{**asdict(command), "decided_by": [clean(name) for name in command.decided_by]},
            by=actor.subject,
            at=clock.now(),
        )
        uow.session.add(row)
        uow.record("decide_doubtful", subject=f"stations/{station.id}", area=found.area, after=asdict(command))
        return row


def _open(uow: UnitOfWork, actor: Actor, election_id: UUID) -> tables.Election:
    found = elections.election(uow.session, actor, election_id, lock=True)
    allow(Change.PAPERS, State(found.state))
    found.version += 1
    return found
