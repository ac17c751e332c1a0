"""The office templates of this installation: one YAML file for each template and version."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import Kind
from services.notices.domain.office_templates import FieldKind, OfficeTemplate, TemplateField

_FOLDER = Path(__file__).resolve().parent.parent / "office_templates"


@cache
def office_templates() -> Mapping[str, OfficeTemplate]:
    """Every version that was ever there, by its pinned name."""
    return {found.pinned: found for found in map(_read, sorted(_FOLDER.glob("*.v*.yaml")))}


@cache
def newest_templates() -> tuple[OfficeTemplate, ...]:
    """What a new notice can be made with."""
    by_id: dict[str, OfficeTemplate] = {}
    for found in sorted(office_templates().values(), key=lambda each: each.version):
        by_id[found.id] = found
    return tuple(by_id.values())


def _read(path: Path) -> OfficeTemplate:
    """`activity.v1.yaml` is version 1 of `activity`."""
    name, version, _ = path.name.split(".")
    parts: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    item = parts.pop("item", None)
    fields = tuple(TemplateField(**{**each, "kind": FieldKind(each["kind"])}) for each in parts.pop("fields"))
    return OfficeTemplate(
        id=name,
        version=int(version[1:]),
        kind=Kind(parts.pop("kind")),
        item=DisclosureItem(item) if item else None,
        fields=fields,
        **parts,
    )
