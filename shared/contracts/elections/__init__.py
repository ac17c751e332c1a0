"""What the elections service tells."""

from __future__ import annotations

from marshmallow import Schema

from shared.contracts.elections import aftermath, ballots, procedure

EVENTS: dict[str, type[Schema]] = {**ballots.EVENTS, **procedure.EVENTS, **aftermath.EVENTS}
