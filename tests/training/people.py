"""A roster by hand and by file."""

from __future__ import annotations

from typing import Any

from tests.conftest import COMMUNITY
from tests.office import Office

WORKER = {"area": COMMUNITY, "name": "覃小宁", "sex": "female", "birth_date": "1998-05-20", "source": "graduate"}

HEADER = "区划代码,姓名,性别,出生日期,职务,任职日期,届满日期,离任日期,来源,学历,政治面貌,原单位"


def cadre(office: Office, **changes: Any) -> dict[str, Any]:
    answer = office.post("/cadres", {**WORKER, **changes})
    assert answer.status_code == 201, answer.json
    return answer.json


def appointed(office: Office, who: dict[str, Any], post: str = "worker", **changes: Any) -> dict[str, Any]:
    answer = office.post(f"/cadres/{who['id']}/terms", {"post": post, "starts_on": "2024-03-01", **changes})
    assert answer.status_code == 201, answer.json
    return answer.json


def imported(office: Office, *rows: str, header: str = HEADER, encoding: str = "utf-8", **options: Any) -> Any:
    return office.upload("/roster/imports", "\n".join([header, *rows]).encode(encoding), **options)


def standing(office: Office, query: str = "", **options: Any) -> dict[str, dict[str, Any]]:
    """Who is in office, by name."""
    return {item["name"]: item for item in office.get(f"/roster?area={COMMUNITY}{query}", **options).json["items"]}
