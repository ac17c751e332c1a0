"""What all event contracts have in common."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from shared import areas
from shared.errors import Invalid


class Contract(Schema):
    """The data of one event version. A published version only grows optional fields, so readers skip unknown ones."""

    class Meta:
        unknown = EXCLUDE


class AreaCode(fields.String):
    """A 12-digit statistical division code."""

    def __init__(self, **options: object) -> None:
        super().__init__(validate=_area_code, **options)  # type: ignore[arg-type]


def _area_code(code: str) -> None:
    try:
        areas.check(code)
    except Invalid as error:
        raise ValidationError(str(error)) from error


POSTS = ("director", "vice_director", "member")


def post(**options: object) -> fields.String:
    """A post in the residents' committee: 主任, 副主任 or 委员."""
    return fields.String(required=True, validate=validate.OneOf(POSTS), **options)  # type: ignore[arg-type]


def count(**options: object) -> fields.Integer:
    """A number of persons, papers or votes."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0), **options)  # type: ignore[arg-type]
