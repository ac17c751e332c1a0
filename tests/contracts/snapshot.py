"""The shape of every published contract, kept in `published.json`: `python -m tests.contracts.snapshot` adds to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts.registry import CONTRACTS

PUBLISHED = Path(__file__).parent / "published.json"


def shape(schema: Schema, path: str = "") -> dict[str, Any]:
    """Path of each field → its kind, whether it is required, may be null, and its choices."""
    found: dict[str, Any] = {}
    for name, field in schema.fields.items():
        inner = field.inner if isinstance(field, fields.List) else field
        here = f"{path}{name}{'[]' if inner is not field else ''}"
        choices = [choice for rule in inner.validators if isinstance(rule, validate.OneOf) for choice in rule.choices]
        found[here] = {
            "kind": type(inner).__name__,
            "required": field.required,
            "nullable": inner.allow_none,
            "choices": choices,
        }
        if isinstance(inner, fields.Nested):
            found |= shape(inner.schema, f"{here}.")
    return found


def published() -> dict[str, dict[str, Any]]:
    return json.loads(PUBLISHED.read_text(encoding="utf-8"))


def current() -> dict[str, dict[str, Any]]:
    return {name: shape(kind()) for name, kind in CONTRACTS.items()}


if __name__ == "__main__":
    PUBLISHED.write_text(json.dumps(current(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
