"""What a field of a form is chosen from: the names of what the API lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from services.training.store import cadres as cadres_of
from services.training.store.database import reading
from shared.web.desk.actions import Ids
from shared.web.desk.forms import Choices
from shared.web.desk.inside import ask

_MOST = 200
_PEOPLE = ("cadre_id", "cadre_ids", "mentor_id", "mentee_id", "one_id", "other_id", "responsible_id", "co_owners")


def communities(_: Ids) -> Mapping[str, Choices]:
    return {"area": [(each["area"], each["name"]) for each in ask("/api/v1/structure")["items"]]}


def areas(_: Ids) -> Mapping[str, Choices]:
    """All within reach: a room or a course may be a district's, a subdistrict's or a community's."""
    with reading() as db:
        return {"area": [(each.code, each.name) for each in cadres_of.areas_within(db, g.actor)]}


def courses(ids: Ids) -> Mapping[str, Choices]:
    found = [(each["id"], each["title_zh"]) for each in _listed("courses")]
    return {**areas(ids), "courses": found, "prerequisites": found, "course_id": found}


def places(ids: Ids) -> Mapping[str, Choices]:
    """Of a session: its course, room and teacher."""
    rooms = [(each["id"], f"{each['name']}（{each['capacity']}）") for each in _listed("rooms")]
    teachers = [(each["id"], f"{each['name']} · {each['unit']}") for each in _listed("teachers")]
    return {**courses(ids), **areas(ids), "room_id": rooms, "teacher_id": teachers}


def cadres(_: Ids) -> Mapping[str, Choices]:
    names = {each["area"]: each["name"] for each in ask("/api/v1/structure")["items"]}
    found = sorted(_listed("cadres"), key=lambda each: (each["area"], each["name"]))
    people = [(each["id"], f"{each['name']} · {names.get(each['area'], each['area'])}") for each in found]
    return dict.fromkeys(_PEOPLE, people)


def whom(ids: Ids) -> Mapping[str, Choices]:
    """A community or somebody in one."""
    return {**communities(ids), **cadres(ids)}


def director_terms(ids: Ids) -> Mapping[str, Choices]:
    """Of directors in office and of those who left lately."""
    with reading() as db:
        found = cadres_of.director_terms(db, g.actor)
    named = [(str(term.id), f"{person.name} · {term.starts_on}—{term.ended_on or ''}") for term, person in found]
    return {**communities(ids), "term_id": named}


def _listed(what: str) -> list[dict[str, Any]]:
    """All of them, page by page."""
    page = ask(f"/api/v1/{what}", limit=_MOST)
    found = list(page["items"])
    while page["next"]:
        page = ask(f"/api/v1/{what}", limit=_MOST, cursor=page["next"])
        found += page["items"]
    return found
