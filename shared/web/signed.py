"""Requests of other programs that have a secret with us instead of a token: gateways' receipts above all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import current_app, request

from shared import clock
from shared.errors import NotFound, Unauthenticated
from shared.signatures import is_genuine

Secrets = Callable[[str], bytes | None]
"""The secret with the one that is named so in the address; None for nobody that we know."""

_EXTENSION = "shequ_secrets"


def use_secrets(app: Any, secrets: Secrets) -> None:
    app.extensions[_EXTENSION] = secrets


def authenticate_signed() -> None:
    """Raises NotFound or Unauthenticated. The blueprint's name is the purpose that was signed, so a request to one is
    worth nothing at another."""
    name = (request.view_args or {}).get("provider", "")
    secret = cast("Secrets", current_app.extensions[_EXTENSION])(name)
    if not secret:
        raise NotFound("provider_not_found", "没有找到这个服务商。")
    body = request.get_data(cache=True)
    if not is_genuine(secret, request.blueprint or "", body, dict(request.headers), now=clock.now().timestamp()):
        raise Unauthenticated("signature_invalid", "请求的签名不对，或已超过5分钟。")
