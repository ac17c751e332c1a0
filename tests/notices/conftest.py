"""The notices service in-process on a real database, and the events that it makes notices from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from services.notices.events import HANDLERS
from services.notices.store.database import database
from shared.contracts.registry import load_event_data
from tests.conftest import COMMUNITY, DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.office import Office

SCOPES = ("notices:read", "notices:write", "notices:approve")
SUBDISTRICT = "450403002000"
_SAMPLES = Path(__file__).resolve().parent.parent / "contracts" / "samples"


@pytest.fixture
def app(application: Callable[[str], Flask]) -> Flask:
    return application("notices")


@pytest.fixture
def office(app: Flask, token: Callable[..., str]) -> Office:
    return Office(app.test_client(), token, SCOPES)


@pytest.fixture
def publisher(app: Flask) -> Publisher:
    """The other services; the areas have been told."""
    others = Publisher(database, HANDLERS)
    for code, name, level in (
        (DISTRICT, "万秀区", "county"),
        (SUBDISTRICT, "城东街道", "subdistrict"),
        (COMMUNITY, "步埠社区", "community"),
        (OTHER_COMMUNITY, "塘源社区", "community"),
    ):
        facts = {"code": code, "name": name, "level": level}
        others.tell("elections.area_registered.v1", facts, subject=f"areas/{code}", area=code)
    return others


def sample(event_type: str) -> tuple[dict[str, Any], str]:
    """The stored sample of an event: its data as Python values, and its subject."""
    envelope = json.loads((_SAMPLES / f"{event_type}.json").read_text(encoding="utf-8"))
    return load_event_data(event_type, envelope["data"]), envelope["subject"]


def draft(office: Office, **changes: Any) -> dict[str, Any]:
    body = {"area": COMMUNITY, "kind": "disclosure", "title": "一季度收支", "body": "收入**1200**元。", **changes}
    if body["kind"] == "disclosure":
        body.setdefault("item", "funds")
    answer = office.post("/notices", body, subject="author")
    assert answer.status_code == 201, answer.json
    return answer.json


def step(office: Office, notice: dict[str, Any], name: str, *, subject: str = "approver") -> Any:
    return office.post(f"/notices/{notice['id']}/steps", {"step": name}, subject=subject)


def published(office: Office, **changes: Any) -> dict[str, Any]:
    made = draft(office, **changes)
    assert step(office, made, "approve").status_code == 200
    return step(office, made, "publish").json
