"""The base of every schema of the APIs, and pages of lists."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from shared.areas import check
from shared.clock import YEARS
from shared.errors import Invalid

_LINE = r"^(?=.*\S)[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]*\Z"


def _in_a_year_to_reckon_with(day: date) -> None:
    if day.year not in YEARS:
        raise ValidationError(f"Not a year between {YEARS[0]} and {YEARS[-1]}.")


class ApiSchema(Schema):
    """What comes in: an unknown field is an error, since it is usually a misspelt one, and so is a day or a moment
    near either end of the calendar."""

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:  # noqa: ARG002 - as marshmallow has it
        if isinstance(field_obj, fields.Date | fields.AwareDateTime):
            field_obj.validators = [*field_obj.validators, _in_a_year_to_reckon_with]


def _area_code(code: str) -> None:
    try:
        check(code)
    except Invalid as error:
        raise ValidationError("区划代码应为12位数字。") from error


class AreaCodeField(fields.String):
    """A 12-digit statistical division code."""

    def __init__(self, **options: object) -> None:
        metadata = {"pattern": "^(?!00)[0-9]{12}$", "example": "450403002003"}
        super().__init__(validate=_area_code, metadata=metadata, **options)  # type: ignore[arg-type]


def text(*, most: int = 200, required: bool = True, **options: object) -> fields.String:
    """One line or more of text that is not blank."""
    rules = [validate.Length(min=1, max=most), validate.Regexp(r"(?s)^(?=.*\S)[^\x00\ud800-\udfff]*$")]
    return fields.String(required=required, validate=rules, **options)  # type: ignore[arg-type]


def line(*, most: int = 200, required: bool = True, **options: object) -> fields.String:
    """Text on one line: in a header or a subject a line break would begin another one."""
    rules = [validate.Length(min=1, max=most), validate.Regexp(_LINE, error="应写成一行文字，不能为空，不能换行。")]
    return fields.String(required=required, validate=rules, **options)  # type: ignore[arg-type]


class HundredthsField(fields.Integer):
    """A whole number of hundredths (fen, basis points), which people at the desk type as yuan or per cent."""

    default_error_messages = {"decimal": "应填数字，小数点后最多两位。"}  # noqa: RUF012 - as marshmallow has it

    def __init__(self, **options: object) -> None:
        super().__init__(strict=True, **options)  # type: ignore[arg-type]

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> int:
        """Text is no number here: what is typed becomes one before it is sent."""
        if isinstance(value, str):
            raise self.make_error("decimal")
        return super()._deserialize(value, attr, data, **more)


class MonthField(fields.Date):
    """A month, named by its first day; 2026-11 is read as well."""

    def __init__(self, **options: object) -> None:
        super().__init__(metadata={"description": "named by its first day"}, **options)  # type: ignore[arg-type]

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> date:
        whole = f"{value}-01" if isinstance(value, str) and len(value) == len("2026-11") else value
        return super()._deserialize(whole, attr, data, **more)


class PageArguments(ApiSchema):
    """`cursor` is the `next` of the page before."""

    limit = fields.Integer(load_default=50, validate=validate.Range(min=1, max=200))
    cursor = fields.String(load_default=None, validate=validate.Length(min=1, max=200))


@cache
def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of a page of items."""
    name = item.__name__.removesuffix("Schema") + "Page"
    members = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(
            required=True, allow_none=True, metadata={"description": "cursor of the next page; null on the last"}
        ),
    }
    return type(name, (Schema,), members)
