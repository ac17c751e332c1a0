"""The providers of an installation: a YAML file (deploy/README.md), checked as a whole when a process starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from marshmallow import ValidationError, fields, validate

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.arranged import Arranged
from services.notices.providers.connection import Endpoint
from services.notices.providers.gateway import HttpGateway
from services.notices.providers.provider import Provider
from services.notices.providers.webhook import Webhook
from shared.settings import SettingsError
from shared.web.schemas import ApiSchema

_LEAST_SECRET = 16  # bytes; what is shorter can be guessed


class _ProviderSchema(ApiSchema):
    name = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9-]{0,39}\Z"))
    kind = fields.String(required=True)
    priority = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100))
    rate = fields.Float(load_default=None, validate=validate.Range(min=0.01, max=100_000))
    burst = fields.Float(load_default=None, validate=validate.Range(min=1, max=1_000_000))
    secret_file = fields.String(required=True)


class _GatewaySchema(_ProviderSchema):
    channel = fields.Enum(Channel, by_value=True, required=True)
    url = fields.String(required=True)
    plain_http = fields.Boolean(load_default=False)
    batch = fields.Integer(load_default=100, validate=validate.Range(min=1, max=5000))
    connections = fields.Integer(load_default=2, validate=validate.Range(min=1, max=32))
    keeps_keys = fields.Boolean(load_default=True)
    receipts = fields.Boolean(load_default=True)
    connect_seconds = fields.Float(load_default=5.0, validate=validate.Range(min=0.1, max=30))
    answer_seconds = fields.Float(load_default=20.0, validate=validate.Range(min=0.1, max=60))
    ca_file = fields.String(load_default=None)


class _WebhookSchema(_ProviderSchema):
    at_once = fields.Integer(load_default=8, validate=validate.Range(min=1, max=32))
    answer_seconds = fields.Float(load_default=8.0, validate=validate.Range(min=0.1, max=30))
    allow_private = fields.Boolean(load_default=False)


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
    if not isinstance(kind, str) or kind not in _KINDS:
        return [f"providers.{number}.kind: must be one of {', '.join(_KINDS)}"]
    schema, make = _KINDS[kind]
    try:
        values = schema().load(given)
        secret = _secret(values["secret_file"], folder)
        provider = make(values, secret, folder)
    except ValidationError as error:
        return [f"providers.{number}{fault}" for fault in _flattened(_messages(error))]
    burst = values["burst"] or max(values["rate"] or 1.0, 1.0)
    return Arranged(provider, values["priority"], values["rate"], burst, kind, secret)


def _gateway(values: Mapping[str, Any], secret: bytes, folder: Path) -> Provider:
    if not values["channel"].needs_address or values["channel"] in {Channel.EMAIL, Channel.WEBHOOK}:
        raise ValidationError("must be sms or messaging", "channel")
    _check_url(values["url"], plain_http=values["plain_http"])
    endpoint = Endpoint(
        url=values["url"],
        secret=secret,
        connect=values["connect_seconds"],
        answer=values["answer_seconds"],
        ca_file=str(_file("ca_file", values["ca_file"], folder)) if values["ca_file"] else None,
    )
    return HttpGateway(
        values["name"],
        values["channel"],
        endpoint,
        per_request=values["batch"],
        connections=values["connections"],
        keeps_keys=values["keeps_keys"],
        receipts=values["receipts"],
    )


def _webhook(values: Mapping[str, Any], secret: bytes, _: Path) -> Provider:
    return Webhook(
        values["name"],
        secret,
        at_once=values["at_once"],
        answer=values["answer_seconds"],
        allow_private=values["allow_private"],
    )


_KINDS: dict[str, tuple[type[_ProviderSchema], Callable[[Mapping[str, Any], bytes, Path], Provider]]] = {
    "gateway": (_GatewaySchema, _gateway),
    "webhook": (_WebhookSchema, _webhook),
}


def _check_url(url: str, *, plain_http: bool) -> None:
    try:
        parts = urlsplit(url)
        named = parts.hostname is not None and (parts.port or 1) > 0
    except ValueError:
        named = False
    if not named or parts.scheme not in {"http", "https"} or not url.isascii() or not url.isprintable() or " " in url:
        raise ValidationError("must be an address, https://…", "url")
    if parts.scheme == "http" and not plain_http:
        raise ValidationError("must start with https:// (or say `plain_http: true`, inside one machine)", "url")


def _secret(name: str, folder: Path) -> bytes:
    secret = _file("secret_file", name, folder).read_bytes().strip()
    if len(secret) < _LEAST_SECRET:
        raise ValidationError(f"holds less than {_LEAST_SECRET} bytes", "secret_file")
    return secret


def _file(field: str, name: str, folder: Path) -> Path:
    """A name without a folder is of a file beside the configuration."""
    path = folder / name
    try:
        path.open("rb").close()
    except OSError as error:
        raise ValidationError(f"{error}", field) from error
    return path


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
