"""The providers of an installation: a YAML file (deploy/README.md), checked as a whole when a process starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from marshmallow import ValidationError

from services.notices.providers.arranged import Arranged
from services.notices.providers.kinds import KINDS, read_secret
from shared.settings import SettingsError


def read_providers(path: Path | None) -> list[Arranged]:
    """Raises SettingsError with all faults together. Without a file there are no providers."""
    if path is None:
        return []
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"PROVIDERS_FILE: {error}") from error
    listed = written.get("providers") if isinstance(written, Mapping) else None
    if not isinstance(listed, list) or set(written) != {"providers"}:
        raise SettingsError(f"PROVIDERS_FILE: {path} needs one list, `providers:`, and nothing else")
    read = [_read(number, given, path.parent) for number, given in enumerate(listed)]
    arranged = [each for each in read if isinstance(each, Arranged)]
    faults = [fault for each in read if not isinstance(each, Arranged) for fault in each]
    faults += _names_used_twice(arranged)
    if faults:
        raise SettingsError(f"PROVIDERS_FILE: {path}\n" + "\n".join(faults))
    return arranged


def _read(number: int, given: Any, folder: Path) -> Arranged | list[str]:
    """The provider, or what is wrong with it."""
    kind = given.get("kind") if isinstance(given, Mapping) else None
    if not isinstance(kind, str) or kind not in KINDS:
        return [f"providers.{number}.kind: must be one of {', '.join(KINDS)}"]
    schema, make = KINDS[kind]
    try:
        values = schema().load(given)
        secret = read_secret(values["secret_file"], folder) if values["secret_file"] else b""
        provider = make(values, secret, folder)
    except ValidationError as error:
        return [f"providers.{number}{fault}" for fault in _flattened(_messages(error))]
    burst = values["burst"] or max(values["rate"] or 1.0, 1.0)
    return Arranged(provider, values["priority"], values["rate"], burst, kind, secret or None)


def _names_used_twice(arranged: Sequence[Arranged]) -> list[str]:
    counted = Counter(each.provider.name for each in arranged)
    return [f"providers: the name {name} is there {count} times" for name, count in counted.items() if count > 1]


def _messages(error: ValidationError) -> Mapping[str, Any]:
    """By field, those of our own checks too."""
    return error.messages if isinstance(error.messages, Mapping) else {str(error.field_name): error.messages}


def _flattened(messages: Any, path: str = "") -> Iterator[str]:
    if isinstance(messages, Mapping):
        for name, below in messages.items():
            yield from _flattened(below, f"{path}.{name}")
    else:
        yield f"{path}: {' '.join(map(str, messages))}"
