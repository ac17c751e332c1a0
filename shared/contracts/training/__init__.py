"""What the training service tells."""

from __future__ import annotations

from marshmallow import Schema

from shared.contracts.notice_requests import NoticeRequested
from shared.contracts.training import (
    audits,
    awards,
    certificates,
    compliance,
    grievances,
    joint_meetings,
    schedules,
    sessions,
    teams,
)

EVENTS: dict[str, type[Schema]] = {
    **audits.EVENTS,
    **awards.EVENTS,
    **certificates.EVENTS,
    **compliance.EVENTS,
    **grievances.EVENTS,
    **joint_meetings.EVENTS,
    **schedules.EVENTS,
    **sessions.EVENTS,
    **teams.EVENTS,
    "training.notice_requested.v1": NoticeRequested,
}
