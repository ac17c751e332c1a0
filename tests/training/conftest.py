"""The training service in-process on a real database, and elections whose results it hears."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from services.training.domain.office.ages import birthday
from services.training.events import HANDLERS
from services.training.store.database import database
from shared import clock
from shared.ids import new_id
from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office

SCOPES = ("training:read", "training:roster:read", "training:reserve:read", "training:write")

Elected = tuple[str, str, date]
"""(post, name, birth date)"""

ZHANG: Elected = ("director", "张平海", date(1967, 9, 19))
CHEN: Elected = ("member", "陈丽敏", date(1984, 10, 22))
HE: Elected = ("member", "何秋月", date(1990, 3, 8))
LIU: Elected = ("member", "刘梓", date(2001, 2, 12))


@pytest.fixture
def app(application: Callable[[str], Flask]) -> Flask:
    return application("training")


@pytest.fixture
def client(app: Flask, token: Callable[..., str]) -> Callable[[], Office]:
    """A further client of its own, for a thread of its own."""
    return lambda: Office(app.test_client(), token, SCOPES)


@pytest.fixture
def office(app: Flask, token: Callable[..., str]) -> Office:
    return Office(app.test_client(), token, SCOPES)


@pytest.fixture
def elections(app: Flask) -> Publisher:
    """The elections service, which has told of the areas."""
    publisher = Publisher(database, HANDLERS)
    for code, name, level in (
        (DISTRICT, "万秀区", "county"),
        (COMMUNITY, "步埠社区", "community"),
        (OTHER_COMMUNITY, "塘源社区", "community"),
    ):
        facts = {"code": code, "name": name, "level": level}
        publisher.tell("elections.area_registered.v1", facts, subject=f"areas/{code}", area=code)
    return publisher


def result(
    elected: Sequence[Elected], *, starts_on: date = date(2026, 11, 1), valid: bool = True, losers: Sequence[str] = ()
) -> dict[str, Any]:
    """The data of a certified result in which these were elected."""
    ground = {"inequality": "2×8 > 10", "clause": "Art 19"}
    posts = list(dict.fromkeys(post for post, _, _ in elected))
    contests = [
        {
            "post": post,
            "seats": sum(each[0] == post for each in elected),
            "outcome": "filled",
            "seats_short": 0,
            "candidates": [
                {"candidate_id": new_id(), "name": name, "sex": "male", "votes": 8, "elected": True, **ground,
                 "birth_date": born}
                for each, name, born in elected if each == post
            ] + [
                {"candidate_id": new_id(), "name": name, "sex": "female", "votes": 1, "elected": False, **ground}
                for name in losers
            ],
            "another_ballot": [],
        }
        for post in posts
    ]  # fmt: skip
    return {
        "election_id": new_id(),
        "title": "步埠社区居委会换届选举",
        "mode": "all",
        "polling_day": starts_on,
        "certified_at": clock.now(),
        "rule_set": "cn-urban-2026",
        "valid": valid,
        "electors": 10,
        "voted": 8,
        "turnout": {**ground, "holds": valid},
        "term": {"starts_on": starts_on, "ends_on": birthday(starts_on, 5)},
        "contests": contests,
    }


def certify(publisher: Publisher, data: dict[str, Any], *, area: str = COMMUNITY) -> Any:
    subject = f"elections/{data['election_id']}"
    return publisher.tell("elections.result_certified.v1", data, subject=subject, area=area)


def session_body(**changes: Any) -> dict[str, Any]:
    start = clock.now() + timedelta(days=14)
    body = {
        "title": "任前培训",
        "kind": "induction",
        "area": DISTRICT,
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=6)).isoformat(),
        "venue": "区委党校",
        "capacity": 20,
    }
    return {**body, **changes}


def schedule(office: Office, **changes: Any) -> dict[str, Any]:
    answer = office.post("/sessions", session_body(**changes))
    assert answer.status_code == 201, answer.json
    return answer.json


def roster(office: Office, area: str = COMMUNITY) -> dict[str, dict[str, Any]]:
    """The community's cadres with their terms, by name."""
    items = office.get(f"/cadres?area={area}").json["items"]
    return {item["name"]: office.get(f"/cadres/{item['id']}").json for item in items}
