"""Reserves on their way."""

from __future__ import annotations

from typing import Any

from shared import clock
from tests.conftest import COMMUNITY
from tests.office import Office

SUBDISTRICT = f"{COMMUNITY[:9]}000"
TODAY = clock.today().isoformat()

RESERVE = {
    "area": SUBDISTRICT,
    "name": "莫小丹",
    "sex": "female",
    "birth_date": "1999-04-01",
    "post": "director",
    "education": "bachelor",
    "party": "activist",
    "source": "graduate",
    "evidence": "社区党组织推荐",
}
LEVELS = {"service": 3, "economy": 2, "mobilisation": 3, "digital": 3, "law": 3, "theory": 2}
NEEDED = {"trained": "course", "practised": "placement", "ready": "review"}


def reserve(office: Office, **changes: Any) -> dict[str, Any]:
    answer = office.post("/reserves", {**RESERVE, **changes})
    assert answer.status_code == 201, answer.json
    return answer.json


def step(office: Office, who: dict[str, Any], stage: str, **changes: Any) -> Any:
    return office.post(f"/reserves/{who['id']}/stages", {"stage": stage, "evidence": "见档案", **changes})


def item(office: Office, who: dict[str, Any], kind: str, **changes: Any) -> dict[str, Any]:
    body = {"kind": kind, "title": "居民会议主持", "due_on": TODAY, **changes}
    return office.post(f"/reserves/{who['id']}/plan", body).json


def done(office: Office, made: dict[str, Any], **changes: Any) -> Any:
    passed = True if made["kind"] == "review" else None
    body = {"done_on": TODAY, "outcome": "好", "passed": passed, **changes}
    return office.post(f"/reserves/plan/{made['id']}/done", body)


def readied(office: Office, **changes: Any) -> dict[str, Any]:
    """Somebody who went through all stages."""
    who = reserve(office, **changes)
    step(office, who, "assessed", levels=LEVELS)
    for stage, kind in NEEDED.items():
        done(office, item(office, who, kind))
        answer = step(office, who, stage)
        assert answer.status_code == 200, answer.json
    return answer.json
