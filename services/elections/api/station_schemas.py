"""What is sent and answered about stations."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.elections.domain.polling.stations import StationKind
from shared.web.schemas import ApiSchema, text

_REQUESTS = {"description": "of a mobile box: how many electors asked for it"}
_LIST = {"description": "of a mobile box: when the list of those who asked was published"}


def _sheets(**options: object) -> fields.Integer:
    return fields.Integer(
        strict=True,
        validate=validate.Range(min=1, max=200),
        metadata={"description": "how many tally sheets; each covers a bundle of its papers"},
        **options,  # type: ignore[arg-type]
    )


class NewStationSchema(ApiSchema):
    name = text(most=100)
    kind = fields.Enum(StationKind, by_value=True, load_default=StationKind.STATION)
    sheets = _sheets(load_default=1)
    address = text(most=200, required=False)
    opens_at = fields.Time(metadata={"description": "on polling day, such as 08:00"})
    closes_at = fields.Time()
    secret_booth = fields.Boolean(load_default=False)
    requests = fields.Integer(
        load_default=0, strict=True, validate=validate.Range(min=0, max=10_000), metadata=_REQUESTS
    )
    list_published_on = fields.Date(metadata=_LIST)


class StationChangesSchema(ApiSchema):
    name = text(most=100, required=False)
    kind = fields.Enum(StationKind, by_value=True)
    sheets = _sheets()
    address = text(most=200, required=False)
    opens_at = fields.Time(allow_none=True)
    closes_at = fields.Time(allow_none=True)
    secret_booth = fields.Boolean()
    requests = fields.Integer(strict=True, validate=validate.Range(min=0, max=10_000), metadata=_REQUESTS)
    list_published_on = fields.Date(allow_none=True, metadata=_LIST)


class StationSchema(Schema):
    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    sheets = fields.Integer(required=True)
    address = fields.String(required=True)
    opens_at = fields.Time(required=True, allow_none=True)
    closes_at = fields.Time(required=True, allow_none=True)
    secret_booth = fields.Boolean(required=True)
    requests = fields.Integer(required=True)
    list_published_on = fields.Date(required=True, allow_none=True)
    version = fields.Integer(required=True)


class StationsSchema(Schema):
    items = fields.List(fields.Nested(StationSchema), required=True)
