"""Who may call what: every endpoint of a resource asks for a token, for a scope of its own, and for the area."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shared.auth.roles import SCOPES
from tests.conftest import FOREIGN_DISTRICT
from tests.office import Office

NOBODY = "01890000-0000-7000-8000-000000000000"

Endpoint = tuple[str, str, Any]
"""(method, path, body that would be taken)."""

_ANOTHER = {"elections": "notices", "training": "notices", "notices": "training"}


def every_scope(service: str) -> tuple[str, ...]:
    return tuple(scope for scope in SCOPES if scope.startswith(f"{service}:"))


def assert_guarded(office: Office, endpoints: Iterable[Endpoint]) -> None:
    """No token: 401. A token of another service, or one that only reads, for a change: 403."""
    another = _ANOTHER[office.service]
    for method, path, body in endpoints:
        bare = office.client.open(f"/api/v1{path}", method=method, json=body)
        assert (bare.status_code, bare.json["code"]) == (401, "token_missing"), path
        reading = [(f"{office.service}:read",)] if method != "GET" else []
        for scopes in [(f"{another}:read", f"{another}:write"), *reading]:
            answer = office.call(method, path, json=body, scopes=scopes)
            assert (answer.status_code, answer.json["code"]) == (403, "scope_missing"), path


def assert_hidden_from_others(office: Office, endpoints: Iterable[Endpoint]) -> None:
    """What lies in another district is not found, whatever one would do with it."""
    for method, path, body in endpoints:
        answer = office.call(method, path, json=body, scopes=every_scope(office.service), area=FOREIGN_DISTRICT)
        assert answer.status_code == 404, (path, answer.json)
