"""Who calls: the token of a request becomes an Actor before any route of a bearer blueprint runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import current_app, g, request

from shared.auth.actor import Actor
from shared.auth.tokens import TokenVerifier
from shared.errors import Unauthenticated
from shared.web import idempotency

P = ParamSpec("P")
R = TypeVar("R")

_EXTENSION = "shequ_token_verifier"


def use_verifier(app: Any, verifier: TokenVerifier) -> None:
    app.extensions[_EXTENSION] = verifier


def verifier_of(app: Any) -> TokenVerifier:
    return cast("TokenVerifier", app.extensions[_EXTENSION])


def authenticate() -> None:
    """Sets the actor. Raises Unauthenticated."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Unauthenticated("token_missing", "请先登录：请求须带 Authorization: Bearer 凭证。")
    g.actor = verifier_of(current_app).actor(token.strip())
    idempotency.begin(g.actor)


def current_actor() -> Actor:
    return cast("Actor", g.actor)


def requires(scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Refuses (403) an actor whose token lacks `scope`. Stands on every route of a bearer blueprint (a test checks)."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            current_actor().must_have(scope)
            return view(*args, **kwargs)

        guarded.required_scope = scope  # type: ignore[attr-defined]
        documented = getattr(view, "_apidoc", {})
        guarded._apidoc = {**documented, "manual_doc": {"x-scope": scope}}  # type: ignore[attr-defined]  # noqa: SLF001
        return guarded

    return decorate
