from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from shared.auth.roles import SCOPES
from tests.events import Publisher
from tests.notices.conftest import draft
from tests.office import Office
from tests.openapi import check_api


def test_every_answer_is_as_the_document_says_and_none_is_a_server_error(
    app: Flask, office: Office, publisher: Publisher, token: Callable[..., str]
) -> None:
    known = {"notice_id": draft(office)["id"]}
    all_of_notices = (scope for scope in SCOPES if scope.startswith("notices:"))
    assert check_api(app, token(*all_of_notices), known=known, examples=5) > 100
