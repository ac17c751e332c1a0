"""The wordings of this installation: one YAML file for each template and version."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.domain.notice import Kind
from services.notices.domain.wording import Wording

_FOLDER = Path(__file__).resolve().parent.parent / "wording"


def wording_for(event_type: str) -> Wording:
    """The newest version for an event type. Raises KeyError when there is none (a test sees to it that there is)."""
    return _newest()[event_type]


@cache
def all_wordings() -> tuple[Wording, ...]:
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.v*.yaml")))


@cache
def _newest() -> dict[str, Wording]:
    ordered = sorted(all_wordings(), key=lambda wording: wording.version)
    return {wording.event_type: wording for wording in ordered}


def _read(path: Path) -> Wording:
    """`election_announced.v1.yaml` is version 1 of `election_announced`."""
    name, version, _ = path.name.split(".")
    parts = yaml.safe_load(path.read_text(encoding="utf-8"))
    codes = {"kind": Kind(parts["kind"]), "item": DisclosureItem(parts["item"]) if "item" in parts else None}
    return Wording(id=name, version=int(version[1:]), **{**parts, **codes})
