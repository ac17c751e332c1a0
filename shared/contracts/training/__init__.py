"""What the training service tells."""

from __future__ import annotations

from marshmallow import Schema

from shared.contracts.training import audits, sessions, teams

EVENTS: dict[str, type[Schema]] = {**sessions.EVENTS, **audits.EVENTS, **teams.EVENTS}
