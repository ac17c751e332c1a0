"""docs/events.md out of the contracts: `python -m shared.contracts.document > docs/events.md`. A test compares."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts.base import AreaCode
from shared.contracts.registry import CONTRACTS
from shared.contracts.routing import ROUTES, source_of

_HEAD = """# Events

Made from `shared/contracts/` by `python -m shared.contracts.document > docs/events.md`. Do not edit by hand.

Every event is a CloudEvents 1.0 envelope (JSON) with the extensions `sequence` (gapless per source), `area` (12-digit
division code) and `correlationid`. A published version only grows optional fields; anything else is a new version.

| Event | Told by | Heard by |
|---|---|---|"""

_NAMES: dict[type[fields.Field[Any]], str] = {
    AreaCode: "area code",
    fields.UUID: "UUID",
    fields.Integer: "integer",
    fields.Boolean: "boolean",
    fields.Date: "date",
    fields.Time: "time of day",
    fields.AwareDateTime: "date and time with zone",
    fields.String: "text",
}


def document() -> str:
    parts = [_HEAD, *_routes(), *(_contract(name) for name in sorted(CONTRACTS))]
    return "\n".join(parts) + "\n"


def _routes() -> Iterator[str]:
    for name in sorted(CONTRACTS):
        heard = ", ".join(ROUTES.get(name, ())) or "nobody yet"
        yield f"| [`{name}`](#{name.replace('.', '')}) | {source_of(name)} | {heard} |"


def _contract(name: str) -> str:
    kind = CONTRACTS[name]
    lines = ["", f"## {name}", "", *_docstring(kind), "| Field | Type | Required |", "|---|---|---|"]
    return "\n".join([*lines, *_rows(kind(), "")])


def _docstring(kind: type[Schema]) -> list[str]:
    text = inspect.cleandoc(kind.__dict__.get("__doc__") or "")
    return [text, ""] if text else []


def _rows(schema: Schema, path: str) -> Iterator[str]:
    for name, field in schema.fields.items():
        inner, mark = (field.inner, "[]") if isinstance(field, fields.List) else (field, "")
        yield f"| `{path}{name}{mark}` | {_type(inner, many=bool(mark))} | {'yes' if field.required else 'no'} |"
        if isinstance(inner, fields.Nested):
            yield from _rows(inner.schema, f"{path}{name}{mark}.")


def _type(field: fields.Field[Any], *, many: bool) -> str:
    named = next((text for kind, text in _NAMES.items() if isinstance(field, kind)), "object")
    named = f"list of {named}" if many else named
    choices = next((rule.choices for rule in field.validators if isinstance(rule, validate.OneOf)), ())
    limits = f": {', '.join(f'`{choice}`' for choice in choices)}" if choices else ""
    return f"{named}{limits}{' or null' if field.allow_none else ''}"


if __name__ == "__main__":
    print(document(), end="")
