"""Terms without an election: the party branch's, community workers', those seconded, and committees of before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.training.domain.office.posts import Post
from services.training.domain.office.terms import EndReason
from shared.errors import Conflict, FieldError, Invalid

BY_HAND = (
    EndReason.RESIGNED,
    EndReason.TRANSFERRED,
    EndReason.RETIRED,
    EndReason.DISMISSED,
    EndReason.EXPIRED,
    EndReason.DIED,
)
"""Why an office may end an appointment; what ends an elected post is told by the elections."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """`ends_on` is None for one that has no end; `document` is the paper that says so."""

    post: Post
    starts_on: date
    ends_on: date | None = None
    document: str = ""


def check_appointment(new: Appointment, held: Mapping[str, date]) -> None:
    """`held` are the posts that the cadre has, each since when. Raises Invalid or Conflict."""
    if new.ends_on is not None and new.ends_on <= new.starts_on:
        fault = FieldError("ends_on", "ends_before_start", "届满日期应晚于任职日期。")
        raise Invalid("appointment_invalid", "任职登记有误，请按提示修改。", fields=[fault])
    if new.post in held:
        since = held[new.post].isoformat()
        raise Conflict("post_held_already", "该干部自{since}起已任此职。", since=since, post=new.post)


def check_end(on: date, reason: EndReason, *, starts_on: date, today: date, elected: bool, ended: bool) -> None:
    """Raises Conflict for a term that is not the office's to end, Invalid for a day that cannot be."""
    if ended:
        raise Conflict("term_ended_already", "这段任期已经结束。")
    if elected:
        raise Conflict("term_is_elected", "选举产生的职务由选举服务登记终止（罢免、辞职等），这里不能结束。")
    faults = []
    if not starts_on <= on <= today:
        faults.append(FieldError("ended_on", "end_outside_term", "结束日期应在任职日期与今天之间。"))
    if reason not in BY_HAND:
        faults.append(FieldError("reason", "reason_not_by_hand", "这种原因由选举服务登记。"))
    if faults:
        raise Invalid("end_invalid", "任期结束登记有误，请按提示修改。", fields=faults)
