from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from tests.access import every_scope
from tests.events import Publisher
from tests.office import Office
from tests.openapi import check_api
from tests.training.conftest import ZHANG, certify, result, roster, schedule


def test_every_answer_is_as_the_document_says_and_none_is_a_server_error(
    app: Flask, office: Office, elections: Publisher, token: Callable[..., str]
) -> None:
    made = schedule(office)
    certify(elections, result([ZHANG]))
    known = {"session_id": made["id"], "cadre_id": roster(office)["张平海"]["id"]}
    assert check_api(app, token(*every_scope("training")), known=known, examples=2) > 30
