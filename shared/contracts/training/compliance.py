"""Who has had too little training."""

from __future__ import annotations

from marshmallow import Schema, fields

from shared.contracts.base import Contract, count


class ShortfallFound(Contract):
    """By `due_by` the cadre will have completed `missing` sessions fewer than are due then; told again when the number
    changes. `needed`, `done` and `planned` are the whole year's."""

    cadre_id = fields.UUID(required=True)
    name = fields.String(required=True)
    year = fields.Integer(required=True)
    needed = count()
    done = count()
    planned = count()
    missing = count()
    due_by = fields.Date(required=True)


EVENTS: dict[str, type[Schema]] = {"training.shortfall_found.v1": ShortfallFound}
