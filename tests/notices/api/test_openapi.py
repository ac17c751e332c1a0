from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests.access import every_scope
from tests.events import Publisher
from tests.notices.conftest import draft
from tests.office import Office
from tests.openapi import check_api


def test_every_answer_is_as_the_document_says_and_none_is_a_server_error(
    app: Flask, office: Office, publisher: Publisher, token: Callable[..., str]
) -> None:
    known = {"notice_id": draft(office)["id"]}
    assert check_api(app, token(*every_scope("notices")), known=known, examples=5) > 100
