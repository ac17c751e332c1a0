"""A test's way to call an API as one person or another."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import DISTRICT


class Office:
    """A client that speaks as a given person; `clerk`, with the scopes given here, unless told otherwise."""

    def __init__(self, client: FlaskClient, token: Callable[..., str], scopes: tuple[str, ...]) -> None:
        self.client, self._token, self._scopes = client, token, scopes

    @property
    def service(self) -> str:
        """Whose API it calls: that of its scopes."""
        return self._scopes[0].partition(":")[0]

    def call(
        self, method: str, path: str, *, subject: str = "clerk", scopes: tuple[str, ...] | None = None,
        area: str = DISTRICT, headers: dict[str, str] | None = None, **options: Any,
    ) -> TestResponse:  # fmt: skip
        granted = self._scopes if scopes is None else scopes
        bearer = {"Authorization": f"Bearer {self._token(*granted, area=area, subject=subject)}", **(headers or {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=bearer, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.call("GET", path, **options)

    def post(self, path: str, body: Any = None, *, version: int | None = None, **options: Any) -> TestResponse:
        if version is not None:
            options["headers"] = {"If-Match": f'"{version}"'}
        return self.call("POST", path, json={} if body is None else body, **options)

    def patch(self, path: str, body: Any, *, version: int | None = None, **options: Any) -> TestResponse:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return self.call("PATCH", path, json=body, headers=headers, **options)

    def upload(self, path: str, content: bytes, name: str = "file.csv", **options: Any) -> TestResponse:
        return self.call("POST", path, data={"file": (io.BytesIO(content), name)}, **options)
