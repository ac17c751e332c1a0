"""A district school's catalogue: the digital course, a computer room, a teacher."""

from __future__ import annotations

from typing import Any

from tests.conftest import DISTRICT
from tests.office import Office

COURSE = {
    "area": DISTRICT,
    "code": "DIG-1",
    "title_zh": "电子表格与电子邮件",
    "title_en": "Spreadsheets and e-mail",
    "kind": "skills",
    "hours": 6,
    "competencies": ["digital"],
    "needs": ["computers"],
    "assessment": "practical",
    "pass_mark": 60,
    "certificate": True,
    "valid_months": 24,
    "fen_per_place": 12_000,
}
PLAIN = {"assessment": "none", "pass_mark": None, "certificate": False, "valid_months": None, "needs": []}
"""What turns it into a course that is completed by attending."""

ROOM = {"area": DISTRICT, "name": "机房", "venue": "区委党校三楼", "capacity": 30, "features": ["computers"]}
TEACHER = {"area": DISTRICT, "name": "韦老师", "unit": "区委党校"}


def course(office: Office, **changes: Any) -> dict[str, Any]:
    return _made(office, "courses", {**COURSE, **changes})


def room(office: Office, **changes: Any) -> dict[str, Any]:
    return _made(office, "rooms", {**ROOM, **changes})


def teacher(office: Office, **changes: Any) -> dict[str, Any]:
    return _made(office, "teachers", {**TEACHER, **changes})


def _made(office: Office, what: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = office.post(f"/{what}", body)
    assert answer.status_code == 201, answer.json
    return answer.json
