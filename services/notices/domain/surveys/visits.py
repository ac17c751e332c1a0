"""Visits of interviewers: what has to come with one, and when it can have been."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.notices.domain.surveys.sampling import Outcome
from shared.errors import Conflict, FieldError, Invalid

_CLOCK_MAY_BE_OFF = timedelta(hours=24)
MOST_PHOTOS = 12
"""Of one visit."""


def check_visit(outcome: Outcome, *, consent: bool, asks_consent: bool, visited_at: datetime, now: datetime) -> None:
    """Raises Invalid. A place that is inspected is asked for nothing."""
    faults = []
    if asks_consent and outcome is Outcome.MET and not consent:
        faults.append(FieldError("consent", "consent_missing", "受访人没有同意的，请选“谢绝访问”，不要记录回答。"))
    if visited_at > now + _CLOCK_MAY_BE_OFF:
        faults.append(FieldError("visited_at", "visit_ahead", "访问时间在现在以后，请检查设备的时钟。"))
    if faults:
        raise Invalid("visit_invalid", "访问记录有误，请按提示修改。", fields=faults)


def check_interviewer(ended_at: datetime | None, *, visited_at: datetime) -> None:
    """Raises Conflict for a visit after the interviewer's work had ended; what came before may still be sent."""
    if ended_at is not None and visited_at > ended_at:
        raise Conflict("interviewer_ended", "您的访问任务已结束，请与居委会联系。")
