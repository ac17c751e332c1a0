"""What a form begins with: the thing that it changes, as the API shows it.

It is asked for when the form is opened. In the form's address it would have no room (a server takes a few thousand
bytes), and what is told of people would stand in every browser's history.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields

from shared.web.desk.forms import civil, shown
from shared.web.schemas import HundredthsField


def begun(schema: Schema, item: dict[str, Any]) -> dict[str, str]:
    """What each input of the schema holds when the form is about the item: by the input's name, as `body_of` reads it
    back."""
    return {
        path: value for name, field in schema.load_fields.items() for path, value in _held(name, field, item.get(name))
    }


def _held(path: str, field: Any, value: Any) -> Iterator[tuple[str, str]]:
    """`value` is that of the field at the path, None where it has none."""
    if value is None:
        return
    if isinstance(field, fields.List) and isinstance(field.inner, fields.Nested):
        for number, each in enumerate(value):
            yield from _held(f"{path}.{number}", field.inner, each)
    elif isinstance(field, fields.Nested):
        for name, inner in field.schema.load_fields.items():
            yield from _held(f"{path}.{name}", inner, value.get(name))
    elif isinstance(field, HundredthsField):
        yield path, f"{value // 100}.{value % 100:02}"
    else:
        yield path, civil(shown(value)) if isinstance(field, fields.DateTime) else shown(value)


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What is sent of what was typed to change only that, where both are bodies: what was emptied is null, or a list
    without items."""
    emptied: dict[str, Any] = {
        name: [] if isinstance(value, list) else None for name, value in before.items() if name not in after
    }
    return emptied | {name: value for name, value in after.items() if name not in before or before[name] != value}
