"""Everything that comes in from outside is read by schemas with the same rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema, ValidationError, fields

from shared.web.schemas import ApiSchema
from tests.architecture.sources import broken, files

_PAGES = [path for path in files("services", suffix=".py") if "pages" in path.parts]
_LAST_DAY = ("9999-12-31", "9999-12-31T23:59:59+14:00")


def _inputs(schema: Schema) -> Iterator[tuple[Schema, Any]]:
    """Every field that is read, with its schema; of lists and objects what is in them."""
    for field in map(_innermost, schema.load_fields.values()):
        yield schema, field
        if isinstance(field, fields.Nested):
            yield from _inputs(field.schema)


def _innermost(field: Any) -> Any:
    while isinstance(field, fields.List | fields.Dict):
        field = field.inner if isinstance(field, fields.List) else field.value_field
    return field


def test_what_operations_take_is_read_by_schemas_of_the_api(app: Flask) -> None:
    for name, view in app.view_functions.items():
        for taken in getattr(view, "_apidoc", {}).get("arguments", {}).get("parameters", ()):
            for schema, field in _inputs(taken["schema"]):
                assert isinstance(schema, ApiSchema), (name, type(schema))
                if isinstance(field, fields.DateTime) and not isinstance(field, fields.Time):
                    _refuses_the_end_of_the_calendar(field)


def _refuses_the_end_of_the_calendar(field: fields.DateTime) -> None:
    for last in _LAST_DAY:
        with pytest.raises(ValidationError):
            field.deserialize(last)


def test_forms_of_pages_are_read_by_schemas_of_the_api() -> None:
    bare = re.compile(r"^class \w+\((ma\.)?Schema\)", re.MULTILINE)
    assert broken(_PAGES, lambda path: bare.search(path.read_text(encoding="utf-8"))) == {}
