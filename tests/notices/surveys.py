"""Surveys for tests: written, approved, opened and answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.notices.store.database import unit_of_work
from services.notices.store.tables import Resident
from shared.auth.actor import Actor
from shared.ids import new_id
from tests.conftest import COMMUNITY
from tests.office import Office

SCALE = {"code": "content", "kind": "scale", "zh": "满意吗", "en": "Content?", "required": True}
CHOICE = {
    "code": "way",
    "kind": "single",
    "zh": "怎样知道",
    "en": "How told",
    "choices": [{"code": "board", "zh": "公告栏", "en": "Board"}, {"code": "phone", "zh": "手机", "en": "Phone"}],
}
WISH = {"code": "wish", "kind": "text", "zh": "希望", "en": "Wish"}
READING = ("notices:residents:read",)


def survey(office: Office, **changes: Any) -> dict[str, Any]:
    asked = {} if "template" in changes else {"questions": [SCALE, CHOICE, WISH]}
    body = {"area": COMMUNITY, "title": "邻里问卷", "audience": "all", **asked, **changes}
    answer = office.post("/surveys", body, subject="author")
    assert answer.status_code == 201, answer.json
    return answer.json


def survey_step(office: Office, made: dict[str, Any], name: str, *, subject: str = "approver") -> Any:
    return office.post(f"/surveys/{made['id']}/steps", {"step": name}, subject=subject)


def opened(office: Office, **changes: Any) -> dict[str, Any]:
    made = survey(office, **changes)
    assert survey_step(office, made, "approve").status_code == 200
    return survey_step(office, made, "open").json


def residents(count: int, *, kinds: Sequence[str] = (), area: str = COMMUNITY, start: int = 1) -> list[Resident]:
    with unit_of_work(Actor.system("notices")) as uow:
        made = [
            Resident(id=new_id(), area=area, number=f"{'-'.join(kinds)}{n}", name=f"居民{n}", kinds=list(kinds))
            for n in range(start, start + count)
        ]
        uow.session.add_all(made)
        uow.session.flush()
        for each in made:
            uow.session.refresh(each)
        uow.session.expunge_all()
    return made


def answer_own(office: Office, made: dict[str, Any], resident: Resident, **answers: Any) -> int:
    form = {f"answers.{code}": value for code, value in answers.items()}
    return office.client.post(f"/r/{resident.key}/surveys/{made['id']}", data=form).status_code
