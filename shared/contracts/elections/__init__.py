"""What the elections service tells."""

from __future__ import annotations

from marshmallow import Schema

from shared.contracts.elections import aftermath, ballots, procedure
from shared.contracts.notice_requests import NoticeRequested

EVENTS: dict[str, type[Schema]] = {
    **ballots.EVENTS,
    **procedure.EVENTS,
    **aftermath.EVENTS,
    "elections.notice_requested.v1": NoticeRequested,
}
