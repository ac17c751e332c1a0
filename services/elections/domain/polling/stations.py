"""Polling stations and mobile boxes, and what each must have before the poll is opened (Art 19)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.elections.domain.polling.staff import StaffMember, staff_duties
from shared.errors import Conflict, FieldError, Invalid, Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time

    from services.elections.domain.rules.rule_set import RuleSet


class StationKind(Worded):
    """`hall` is the main hall, where the boxes of all stations are opened together."""

    STATION = "station", "投票站"
    MOBILE = "mobile", "流动票箱"
    HALL = "hall", "中心会场"


@dataclass(frozen=True, slots=True)
class StationReadiness:
    """`requests`: how many electors asked for the mobile box, whose list is shown to all before (`list_published`)."""

    name: str
    kind: StationKind = StationKind.STATION
    secret_booth: bool = False
    requests: int = 0
    list_published: bool = False
    staff: tuple[StaffMember, ...] = ()


@dataclass(frozen=True, slots=True)
class PollingFacts:
    """`candidates` and their near `relatives` are person keys."""

    stations: tuple[StationReadiness, ...] = ()
    candidates: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()


def station_duties(polling: PollingFacts, rules: RuleSet) -> Iterator[Missing | None]:
    for station in polling.stations:
        yield _booth(station, rules)
        if station.kind is StationKind.MOBILE:
            yield _mobile_box(station, rules)
        yield from staff_duties(station.name, station.staff, polling.candidates, polling.relatives, rules)


def _booth(station: StationReadiness, rules: RuleSet) -> Missing | None:
    """选举时应当设立秘密写票处. A mobile box comes to a home, where the elector writes alone."""
    if not rules.polling.secret_booth or station.secret_booth or station.kind is StationKind.MOBILE:
        return None
    return Missing("booth_missing", "{station}还没有设立秘密写票处。", rules.polling.clause, {"station": station.name})


def _mobile_box(station: StationReadiness, rules: RuleSet) -> Missing | None:
    """A box goes round only to those who asked, and everybody may see to whom."""
    facts = {"station": station.name}
    if not station.requests:
        message = "没有选民申请使用{station}：请登记申请人数，或者撤销这个流动票箱。"
        return Missing("mobile_box_unasked", message, rules.polling.clause, facts)
    if not station.list_published:
        message = "使用{station}的选民名单还没有公布。"
        return Missing("mobile_list_unpublished", message, rules.polling.clause, facts)
    return None


def check_hours(opens_at: time | None, closes_at: time | None) -> None:
    """Raises Invalid for a station that closes before it opens, or of which only one of the two is known."""
    if (opens_at is None) != (closes_at is None):
        fault = FieldError("closes_at", "hours_incomplete", "请把开始和结束时间都填上，或者都不填。")
    elif opens_at is not None and closes_at is not None and closes_at <= opens_at:
        facts = {"opens_at": opens_at.isoformat("minutes"), "closes_at": closes_at.isoformat("minutes")}
        fault = FieldError("closes_at", "hours_wrong", "结束时间{closes_at}应在开始时间{opens_at}之后。", facts)
    else:
        return
    raise Invalid("station_invalid", "投票站有误。", fields=[fault])


def check_fewer_sheets(station: str, sheets: int, typed: int) -> None:
    """Raises Conflict when sheets that were typed would be left out of the count. `typed` is the highest number."""
    if sheets < typed:
        message = "{station}的第{typed}号计票单已经录入，张数不能少于{typed}。"
        raise Conflict("sheet_typed", message, station=station, typed=typed)


def must_have_sheet(station: str, sheets: int, number: int) -> None:
    """Raises Invalid for a sheet that the station does not have."""
    if 1 <= number <= sheets:
        return
    message = "{station}有{sheets}张计票单，没有第{sheet}号；张数可以在投票站里修改。"
    facts = {"station": station, "sheets": sheets, "sheet": number}
    raise Invalid("sheet_invalid", "没有这张计票单。", fields=[FieldError("sheet", "sheet_unknown", message, facts)])
