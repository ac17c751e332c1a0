"""The kinds of providers that can be configured: what each is asked for, and how it is made of that."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from marshmallow import ValidationError, fields, validate

from services.notices.domain.delivery.channels import Channel
from services.notices.providers.bounces import ReturnAddresses
from services.notices.providers.connection import Endpoint
from services.notices.providers.gateway import HttpGateway
from services.notices.providers.mail import Letterhead, NoMailAddress, mail_address
from services.notices.providers.provider import Provider
from services.notices.providers.smtp import Smtp
from services.notices.providers.smtp_session import MailServer, Security
from services.notices.providers.webhook import Webhook
from shared.web.schemas import ApiSchema

_LEAST_SECRET = 16  # bytes; what is shorter can be guessed


class ProviderSchema(ApiSchema):
    name = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9-]{0,39}\Z"))
    kind = fields.String(required=True)
    priority = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100))
    rate = fields.Float(load_default=None, validate=validate.Range(min=0.01, max=100_000))
    burst = fields.Float(load_default=None, validate=validate.Range(min=1, max=1_000_000))
    secret_file = fields.String(required=True)


class _GatewaySchema(ProviderSchema):
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


class _SmtpSchema(ProviderSchema):
    host = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9.:-]{1,253}\Z"))
    port = fields.Integer(load_default=587, validate=validate.Range(min=1, max=65535))
    security = fields.Enum(Security, by_value=True, load_default=Security.STARTTLS)
    user = fields.String(load_default=None)
    password_file = fields.String(load_default=None)
    sender = fields.String(required=True)
    sender_name = fields.String(required=True, validate=validate.Length(min=1, max=100))
    reply_to = fields.String(load_default=None)
    bounces = fields.String(load_default=None)
    secret_file = fields.String(load_default=None)
    batch = fields.Integer(load_default=50, validate=validate.Range(min=1, max=1000))
    connections = fields.Integer(load_default=2, validate=validate.Range(min=1, max=32))
    connect_seconds = fields.Float(load_default=10.0, validate=validate.Range(min=0.1, max=30))
    answer_seconds = fields.Float(load_default=60.0, validate=validate.Range(min=0.1, max=60))
    ca_file = fields.String(load_default=None)


class _WebhookSchema(ProviderSchema):
    at_once = fields.Integer(load_default=8, validate=validate.Range(min=1, max=32))
    answer_seconds = fields.Float(load_default=8.0, validate=validate.Range(min=0.1, max=30))
    allow_private = fields.Boolean(load_default=False)


def _gateway(values: Mapping[str, Any], secret: bytes, folder: Path) -> Provider:
    if not values["channel"].needs_address or values["channel"] in {Channel.EMAIL, Channel.WEBHOOK}:
        raise ValidationError("must be sms or messaging", "channel")
    _check_url(values["url"], plain_http=values["plain_http"])
    endpoint = Endpoint(
        url=values["url"],
        secret=secret,
        connect=values["connect_seconds"],
        answer=values["answer_seconds"],
        ca_file=_ca_file(values, folder),
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


def _smtp(values: Mapping[str, Any], secret: bytes, folder: Path) -> Provider:
    if (values["user"] is None) != (values["password_file"] is None):
        raise ValidationError("user and password_file belong together", "user")
    if values["user"] and values["security"] is Security.NONE:
        raise ValidationError("a password is not sent in the clear", "security")
    server = MailServer(
        host=values["host"],
        port=values["port"],
        security=values["security"],
        user=values["user"],
        password=_password(values, folder) if values["user"] else None,
        connect=values["connect_seconds"],
        answer=values["answer_seconds"],
        ca_file=_ca_file(values, folder),
    )
    reply_to = _own_address("reply_to", values["reply_to"]) if values["reply_to"] else None
    return Smtp(
        values["name"],
        server,
        Letterhead(_own_address("sender", values["sender"]), values["sender_name"], reply_to),
        returns=_returns(values["bounces"], secret) if values["bounces"] else None,
        in_a_row=values["batch"],
        connections=values["connections"],
    )


def _password(values: Mapping[str, Any], folder: Path) -> str:
    return _file("password_file", values["password_file"], folder).read_text("utf-8").strip()


def _own_address(field: str, text: str) -> str:
    """The office's own addresses are plain ones, which every server takes."""
    try:
        address = mail_address(text)
    except NoMailAddress as error:
        raise ValidationError(str(error), field) from error
    if address.needs_utf8:
        raise ValidationError("must be in ASCII before the @", field)
    return address.text


def _returns(text: str, secret: bytes) -> ReturnAddresses:
    if not secret:
        raise ValidationError("bounces need a secret_file, which signs them", "secret_file")
    address = _own_address("bounces", text)
    if not re.fullmatch(r"[a-z0-9]{1,4}", address.partition("@")[0]):
        raise ValidationError("1 to 4 letters or digits before the @, because much is added to them", "bounces")
    return ReturnAddresses(address, secret)


def _ca_file(values: Mapping[str, Any], folder: Path) -> str | None:
    return str(_file("ca_file", values["ca_file"], folder)) if values["ca_file"] else None


def _webhook(values: Mapping[str, Any], secret: bytes, _: Path) -> Provider:
    return Webhook(
        values["name"],
        secret,
        at_once=values["at_once"],
        answer=values["answer_seconds"],
        allow_private=values["allow_private"],
    )


KINDS: dict[str, tuple[type[ProviderSchema], Callable[[Mapping[str, Any], bytes, Path], Provider]]] = {
    "gateway": (_GatewaySchema, _gateway),
    "smtp": (_SmtpSchema, _smtp),
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


def read_secret(name: str, folder: Path) -> bytes:
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
