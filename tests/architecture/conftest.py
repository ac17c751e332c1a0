from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from flask import Flask

from shared.contracts.routing import SERVICES
from shared.settings import Settings, read_settings


@pytest.fixture(params=SERVICES)
def app(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The service's application, connected to nothing."""
    for name, value in {"DATABASE_URL": "postgresql://x/y", "REDIS_URL": "redis://127.0.0.1:1", "JWKS": "/x"}.items():
        monkeypatch.setenv(name, value)
    settings: Settings = read_settings(request.param)
    yield import_module(f"services.{request.param}.app").create_app(settings)
    import_module(f"services.{request.param}.store.database").database.dispose()
