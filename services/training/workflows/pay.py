"""Pay: versions of the scale, what was paid (a file, whole or not), points of work; and the retired cadres' fund."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from services.training.domain.money.fund import Fund
from services.training.domain.money.pay import Scale, first_of_month
from services.training.domain.money.pay_file import COLUMNS, READERS
from services.training.store import cadres
from services.training.store.database import unit_of_work
from services.training.store.places import must_be_community, must_be_registered
from services.training.store.tables import FundStatement, Payment, PayScale, Workload
from services.training.workflows.named_cadres import NamedCadres
from shared import clock
from shared.auth.actor import Actor
from shared.columns.headers import read_headers
from shared.columns.rows import RowReader
from shared.database.unit_of_work import UnitOfWork
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import new_id
from shared.tabular import read_table


@dataclass(frozen=True, slots=True)
class NewScale:
    scale: Scale
    document: str


@dataclass(frozen=True, slots=True)
class NewPayment:
    """Of a month, named by its first day; the flags say which insurances were paid."""

    month: date
    fen: int
    paid_on: date
    pension: bool
    medical: bool
    unemployment: bool


def set_scale(actor: Actor, command: NewScale) -> PayScale:
    """A new version; those before stay. Raises Conflict for a second one from the same month."""
    scale = command.scale
    actor.must_reach(scale.area)
    first_of_month(scale.since)
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, scale.area)
        made = PayScale(id=new_id(), document=command.document, **asdict(scale))
        try:
            with uow.savepoint():
                uow.session.add(made)
        except IntegrityError as error:
            raise Conflict("scale_there", "这个职务从这个月起的标准已经登记。") from error
        uow.record("set_pay_scale", subject=f"pay-scales/{made.id}", area=made.area, after=asdict(scale))
        return made


def import_payments(actor: Actor, content: bytes) -> int:
    """How many were taken. A month's payment that is sent again replaces the one before. Raises Invalid with every bad
    row."""
    table = read_table(content)
    reader = RowReader(read_headers(table.header, COLUMNS, table.line).by_column, READERS)
    rows = list(reader.read(table.rows))
    with unit_of_work(actor) as uow:
        people = NamedCadres(uow, [values for _, values in rows])
        found: dict[tuple[UUID, date], dict[str, Any]] = {}
        for line, values in rows:
            cadre = people.find(reader, line, values)
            if values["paid_on"] > clock.today():
                reader.fault(line, "paid_on", "date_in_future", "日期不能晚于今天。", {})
            elif cadre is not None:
                found[cadre.id, values["month"]] = _payment(cadre.id, cadre.area, values)
        reader.faults.refuse("payments_invalid", "文件有{count}处错误，没有导入。")
        if not found:
            raise Invalid("payments_empty", "文件中没有记录。")
        rows_in = list(found.values())
        _replace(uow, rows_in)
        area = actor.area or rows_in[0]["area"]
        uow.record("import_payments", subject="payments", area=area, after={"payments": len(rows_in)})
        return len(rows_in)


def record_payment(actor: Actor, cadre_id: UUID, command: NewPayment) -> None:
    """A month's payment that is stated again replaces the one before."""
    first_of_month(command.month)
    if command.paid_on > clock.today():
        fault = FieldError("paid_on", "date_in_future", "日期不能晚于今天。")
        raise Invalid("payment_invalid", "报酬的登记有误，请按提示修改。", fields=[fault])
    with unit_of_work(actor) as uow:
        cadre = cadres.cadre(uow.session, actor, cadre_id)
        _replace(uow, [_payment(cadre.id, cadre.area, asdict(command))])
        uow.record("record_payment", subject=f"cadres/{cadre.id}", area=cadre.area, after=asdict(command))


def set_workload(actor: Actor, *, area: str, month: date, points: int) -> None:
    """Points that are sent again replace those before."""
    actor.must_reach(area)
    first_of_month(month)
    with unit_of_work(actor) as uow:
        must_be_community(uow.session, area)
        uow.session.merge(Workload(area=area, month=month, points=points))
        uow.record("set_workload", subject=f"areas/{area}", area=area, after={"month": month, "points": points})


def state_fund(actor: Actor, *, area: str, on: date, fund: Fund) -> FundStatement:
    """How the fund stands on a day; statements before stay."""
    actor.must_reach(area)
    if on > clock.today():
        fault = FieldError("on", "date_in_future", "日期不能晚于今天。")
        raise Invalid("statement_invalid", "基金的登记有误，请按提示修改。", fields=[fault])
    with unit_of_work(actor) as uow:
        must_be_registered(uow.session, area)
        made = FundStatement(id=new_id(), area=area, on=on, recorded_by=actor.subject, **asdict(fund))
        try:
            with uow.savepoint():
                uow.session.add(made)
        except IntegrityError as error:
            raise Conflict("statement_there", "这一天的基金情况已经登记。") from error
        uow.record("state_fund", subject=f"fund-statements/{made.id}", area=area, after=asdict(fund))
        return made


def _replace(uow: UnitOfWork, rows: Sequence[Mapping[str, Any]]) -> None:
    statement = insert(Payment)
    newest = {name: statement.excluded[name] for name in ("fen", "paid_on", "pension", "medical", "unemployment")}
    uow.session.execute(statement.on_conflict_do_update(index_elements=["cadre_id", "month"], set_=newest), list(rows))


def _payment(cadre_id: UUID, area: str, values: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: values[name] for name in ("month", "fen", "paid_on", "pension", "medical", "unemployment")}
    return {"cadre_id": cadre_id, "area": area, **kept}
