"""Who asked for a mobile ballot box: electors who cannot come, each once. Their list hangs before the box goes round.

That somebody is ill is nobody's business, so the list shows names masked, with the group, and no reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.elections.domain.polling.stations import StationKind
from shared.errors import Conflict, FieldError, Invalid
from shared.worded import Worded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from services.elections.domain.candidacy.nominators import Named, OnRoll


class BoxReason(Worded):
    ILLNESS = "illness", "患病"
    DISABILITY = "disability", "残疾"
    AGE = "age", "年老体弱"
    OTHER = "other_reason", "其他原因不能到站"


def check_mobile(station: str, kind: StationKind) -> None:
    if kind is not StationKind.MOBILE:
        message = "“{station}”不是流动票箱，选民到这里投票不用申请。"
        raise Conflict("box_not_mobile", message, station=station)


def who_asks(named: Named, on_roll: Sequence[OnRoll]) -> UUID:
    """Exactly one elector of the roll. Raises Invalid."""
    meant = [row.elector_id for row in on_roll if named.may_be(row)]
    if len(meant) == 1:
        return meant[0]
    code, message = "elector_not_found", "选民名单上没有这个人，只有本社区选民可以申请流动票箱。"
    if meant:
        code, message = (
            "elector_ambiguous",
            "选民名单上有{count}人同名，请在姓名后注明出生日期，如“张三（1980-01-02）”。",
        )
    fault = FieldError("name" if named.name else "elector_id", code, message, {"count": len(meant)})
    raise Invalid("box_request_invalid", "申请有误，请按提示核对。", fields=[fault])


def check_received(on: date, *, today: date) -> None:
    if on > today:
        fault = FieldError("received_on", "date_in_future", "收到申请以后再登记，不能预先登记。")
        raise Invalid("box_request_invalid", "申请有误，请按提示核对。", fields=[fault])


def asked_already(station: str) -> Conflict:
    return Conflict("box_asked", "这名选民已经申请使用{station}，每人登记一次。", station=station)


def check_count(requests: int, named: int) -> None:
    """A count typed by hand is for a list that is kept on paper. Raises Invalid where the list is kept here."""
    if named and requests != named:
        message = "名单上已登记{named}人，人数由系统计算，不能另填。"
        raise Invalid(
            "station_invalid", "投票站有误。", fields=[FieldError("requests", "box_listed", message, {"named": named})]
        )


def masked(name: str) -> str:
    """张三 → 张*, 欧阳建国 → 欧**国: enough for who knows the person, and for nobody else."""
    hidden = "*" * max(len(name) - 2, 1)
    return f"{name[0]}{hidden}{name[-1] if len(name) > 2 else ''}"
