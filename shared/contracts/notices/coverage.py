"""Whether residents know: that too few do, shortly before the day."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.base import Contract, count


class CoverageShort(Contract):
    """On a day in the last week before `by_day` fewer residents had been reached than `target_share` per cent. Told
    once a day."""

    notice_id = fields.UUID(required=True)
    title = fields.String(required=True)
    target_share = count()
    by_day = fields.Date(required=True)
    residents = count()
    reached = count()


EVENTS: dict[str, type[Schema]] = {"notices.coverage_short.v1": CoverageShort}
