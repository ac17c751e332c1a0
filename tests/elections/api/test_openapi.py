from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from tests.conftest import COMMUNITY
from tests.elections.conftest import EVERYTHING, Office
from tests.openapi import check_api


def test_every_answer_is_as_the_openapi_document_says(
    app: Flask, token: Callable[..., str], office: Office, closed_election: dict[str, Any]
) -> None:
    number = closed_election["id"]
    known = {
        "code": COMMUNITY,
        "election_id": number,
        "station_id": office.get(f"/elections/{number}/stations").json["items"][0]["id"],
        "candidate_id": office.get(f"/elections/{number}/candidates").json["items"][0]["id"],
    }
    assert check_api(app, token(*EVERYTHING, "elections:operate"), known=known) >= 25
