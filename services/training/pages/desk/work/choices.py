"""What a field of a form is chosen from: the names of what the API lists."""

from __future__ import annotations

from collections.abc import Mapping

from flask import g

from services.training.store.cadres import areas_within
from services.training.store.database import reading
from shared.web.desk.actions import Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask

_MOST = 200


def communities(_: Ids) -> Mapping[str, Choices]:
    return {"area": [(each["area"], each["name"]) for each in ask("/api/v1/structure")["items"]]}


def areas(_: Ids) -> Mapping[str, Choices]:
    """All within reach: a room or a course may be a district's, a subdistrict's or a community's."""
    with reading() as db:
        return {"area": [(each.code, each.name) for each in areas_within(db, g.actor)]}


def courses(ids: Ids) -> Mapping[str, Choices]:
    found = [(each["id"], each["title_zh"]) for each in _listed("courses")]
    return {**areas(ids), "courses": found, "prerequisites": found, "course_id": found}


def places(ids: Ids) -> Mapping[str, Choices]:
    """Of a session: its course, room and teacher."""
    rooms = [(each["id"], f"{each['name']}（{each['capacity']}）") for each in _listed("rooms")]
    teachers = [(each["id"], f"{each['name']} · {each['unit']}") for each in _listed("teachers")]
    return {**courses(ids), "room_id": rooms, "teacher_id": teachers}


def cadres(_: Ids) -> Mapping[str, Choices]:
    names = {each["area"]: each["name"] for each in ask("/api/v1/structure")["items"]}
    found = sorted(_listed("cadres"), key=lambda each: (each["area"], each["name"]))
    people = [(each["id"], f"{each['name']} · {names.get(each['area'], each['area'])}") for each in found]
    return {"cadre_id": people, "cadre_ids": people}


def _listed(what: str) -> list[dict[str, str]]:
    """All of them, page by page."""
    page = ask(f"/api/v1/{what}", limit=_MOST)
    found = list(page["items"])
    while page["next"]:
        page = ask(f"/api/v1/{what}", limit=_MOST, cursor=page["next"])
        found += page["items"]
    return found
