"""Objections to the published roll (Art 17): made within five days, decided within three, both published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.errors import Conflict, FieldError, Invalid, Missing
from shared.worded import Worded

if TYPE_CHECKING:
    from datetime import date

    from services.elections.domain.calendar.timetable import Timetable


class ObjectionKind(Worded):
    """What the roll should have otherwise: somebody added, somebody taken out, an entry put right."""

    ADD = "add", "漏登"
    REMOVE = "remove", "不应登记"
    CORRECT = "correct", "登记有误"


def check_receipt(received: date, *, published: date | None, today: date, timetable: Timetable) -> None:
    """Raises Conflict before publication or past the last day, Invalid for a day that has not come."""
    if published is None:
        raise Conflict("roll_unpublished", "选民名单还没有公布，公布后才能提出申诉。")
    last = timetable.objections_until(published)
    facts = {"received": received.isoformat(), "published": published.isoformat(), "last": last.isoformat()}
    if received > today or received < published:
        fault = FieldError(
            "received_on", "received_on_impossible", "收到日期应在名单公布日{published}到今天之间。", facts
        )
        raise Invalid("objection_invalid", "申诉有误，请按提示修改。", fields=[fault])
    if received > last:
        missing = Missing(
            "objection_late", "申诉最迟应在{last}提出，{received}已经过期。", timetable.rules.roll.clause, facts
        )
        raise Conflict("objection_too_late", "申诉期限已过，不能受理。", missing=[missing])


def check_decision(decided: date, *, received: date, today: date) -> None:
    if received <= decided <= today:
        return
    facts = {"received": received.isoformat()}
    fault = FieldError("decided_on", "decided_on_impossible", "处理日期应在收到日{received}到今天之间。", facts)
    raise Invalid("objection_invalid", "申诉有误，请按提示修改。", fields=[fault])
