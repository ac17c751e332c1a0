"""A community's office that may send, and providers that the test holds in its hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from services.notices.workflows.carriers import Arranged, carriers
from tests.notices.conftest import SCOPES
from tests.notices.delivery.post import Post
from tests.office import Office


@pytest.fixture
def office(app: Flask, token: Callable[..., str]) -> Office:
    return Office(app.test_client(), token, (*SCOPES, "notices:send", "notices:residents:read"))


@pytest.fixture
def post(app: Flask) -> Iterator[Post]:
    post = Post()
    before = [*carriers.by_name.values()]
    carriers.arrange([Arranged(provider) for provider in post.providers.values()])
    yield post
    carriers.arrange(before)
