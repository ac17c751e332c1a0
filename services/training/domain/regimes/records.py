"""A record of a regime: whether what was typed may stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from services.training.domain.regimes.catalogue import REGIMES, Holder, Regime
from services.training.domain.regimes.fields import Value
from shared.columns import cells
from shared.columns.headers import Column, Headers
from shared.columns.rows import RowReader
from shared.errors import Conflict, FieldError, Invalid, NotFound

if TYPE_CHECKING:
    from shared.columns.rows import Rows


@dataclass(frozen=True, slots=True)
class Facts:
    """`on` is the civil day that the record is of."""

    on: date
    facts: Mapping[str, Value]


def regime(code: str) -> Regime:
    try:
        return REGIMES[code]
    except KeyError:
        raise NotFound("regime_not_found", "没有这项制度台账。") from None


def check_record(kind: Regime, record: Facts, *, has_cadre: bool, today: date) -> None:
    """Raises Invalid naming each field, Conflict for a regime whose records come from elsewhere."""
    must_be_typed(kind)
    faults = [*_field_faults(kind, record.facts)]
    if has_cadre is not (kind.holder is Holder.CADRE):
        faults.append(FieldError("cadre_id", "holder_wrong", "这项制度的记录须写明干部，或者不写干部。"))
    if record.on > today:
        faults.append(FieldError("on", "date_in_future", "日期不能晚于今天。"))
    if not faults:
        faults = [*_rule_faults(kind, record.facts, today)]
    if faults:
        raise Invalid("record_invalid", "登记的内容有误，请按提示修改。", fields=faults)


def must_be_typed(kind: Regime) -> None:
    if kind.elsewhere is not None:
        message = "“{regime_name}”的记录来自{source}，不在这里登记。"
        raise Conflict("record_from_elsewhere", message, regime_name=kind.zh, source=kind.elsewhere)


def completed(kind: Regime, facts: Mapping[str, Value], on: date, *, today: date) -> dict[str, Value]:
    """The duty's facts once it is done. Raises Conflict where there is no duty or it is done already."""
    if kind.done is None:
        raise Conflict("record_no_duty", "这项记录没有要完成的期限。")
    if kind.done in facts:
        raise Conflict("record_done", "这项记录已经完成。")
    if on > today:
        fault = FieldError("on", "date_in_future", "日期不能晚于今天。")
        raise Invalid("record_invalid", "登记的内容有误，请按提示修改。", fields=[fault])
    return {**facts, kind.done: on.isoformat()}


def days_overdue(kind: Regime, facts: Mapping[str, Value], today: date) -> int:
    """How many days a duty is late; none once it is done."""
    if kind.due is None or (kind.done is not None and kind.done in facts):
        return 0
    return max((today - date.fromisoformat(str(facts[kind.due]))).days, 0)


def columns(kind: Regime) -> list[Column]:
    """A file's: where, who, when, then the regime's own."""
    person = [Column("name", "姓名"), Column("birth_date", "出生日期", required=False)]
    common = [Column("area", "区划代码", ("社区代码",)), *(person if kind.holder is Holder.CADRE else ())]
    on = Column("on", "日期", ("登记日期",))
    return [*common, on, *(Column(_own(each.name), each.zh, required=each.required) for each in kind.fields)]


def read_rows(kind: Regime, headers: Headers, rows: Rows) -> tuple[RowReader, Iterator[tuple[int, dict[str, Any]]]]:
    """Line and values of each row that can be read; `facts` holds the regime's own. The reader collects the faults."""
    readers: dict[str, Any] = {"area": lambda text: cells.required(text, 12), "on": cells.day}
    readers |= {"name": cells.person_name, "birth_date": _maybe_day}
    readers |= {_own(each.name): each.from_cell for each in kind.fields}
    reader = RowReader(headers.by_column, readers)
    return reader, _with_facts(kind, reader.read(rows))


def _with_facts(kind: Regime, rows: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, values in rows:
        own = {each.name: values.pop(_own(each.name), None) for each in kind.fields}
        yield line, values | {"facts": {name: value for name, value in own.items() if value is not None}}


def _own(name: str) -> str:
    """A regime's field may be called as a common column is."""
    return f"facts.{name}"


def _maybe_day(text: str) -> date | None:
    return cells.day(text) if cells.clean(text) else None


def _field_faults(kind: Regime, facts: Mapping[str, Any]) -> Iterator[FieldError]:
    for each in kind.fields:
        if each.name not in facts:
            if each.required:
                yield FieldError(f"facts.{each.name}", "field_missing", "缺少“{name}”。", {"name": each.zh})
        elif not each.accepts(facts[each.name]):
            yield FieldError(f"facts.{each.name}", "field_invalid", "“{name}”填写有误。", {"name": each.zh})
    for name in facts:
        if kind.field(name) is None:
            yield FieldError(f"facts.{name}", "unknown_field", "这项台账没有这一栏。")


def _rule_faults(kind: Regime, facts: Mapping[str, Value], today: date) -> Iterator[FieldError]:
    if kind.different is not None:
        one, other = kind.different
        if facts[one] == facts[other]:
            yield FieldError(f"facts.{other}", "same_person", "经手人和审批人应是两个人。")
    if kind.done is not None and str(facts.get(kind.done, "")) > today.isoformat():
        yield FieldError(f"facts.{kind.done}", "date_in_future", "日期不能晚于今天。")
