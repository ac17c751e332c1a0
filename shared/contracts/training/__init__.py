"""What the training service tells."""

from __future__ import annotations

from marshmallow import Schema

from shared.contracts.training import audits, awards, certificates, compliance, sessions, teams

EVENTS: dict[str, type[Schema]] = {
    **audits.EVENTS,
    **awards.EVENTS,
    **certificates.EVENTS,
    **compliance.EVENTS,
    **sessions.EVENTS,
    **teams.EVENTS,
}
