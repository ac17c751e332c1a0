"""The desk of an election: the list of an office's elections, each as a list of tasks, and a page for each task's
things.

What can be done stands in the subjects' modules; this one only shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Response, g, render_template, request

from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.procedure.steps import State, Step
from services.elections.pages.desk import subjects
from services.elections.pages.desk.duties import MENDED_IN
from services.elections.pages.desk.words import WORDS
from services.elections.store.database import reading
from services.elections.store.overview import communities
from services.elections.workflows.images import image_with_content
from shared import clock
from shared.messages import translate
from shared.web.desk.actions import Action
from shared.web.desk.inside import ask
from shared.web.desk.pages import Desk
from shared.web.desk.parts import Section
from shared.web.desk.sections import Above, section_page
from shared.web.files import file_response

desk = Desk("desk", __name__, actions=subjects.ACTIONS, words=WORDS)


@desk.context_processor
def _words() -> dict[str, Any]:
    """Chinese words for the codes that the API answers with."""
    return {
        "words": WORDS.values,
        "states": {state.value: state.zh for state in State},
        "steps": {step.value: step.zh for step in Step},
    }


@desk.get("/")
def overview() -> str:
    """Every community within reach with its newest election, those first where something is overdue."""
    with reading() as session:
        rows = communities(session, g.actor, area=None, today=clock.today())
    by_place = sorted(rows, key=lambda row: (row.subdistrict, row.area))
    return render_template(
        "desk/overview.html",
        rows=rows,
        map=[(name, list(part)) for name, part in groupby(by_place, key=lambda row: row.subdistrict)],
        overdue=sum(row.overdue for row in rows),
        done=desk.done(),
        may=desk.may,
    )


@desk.get("/areas/<string(length=12):code>")
def area(code: str) -> str:
    """All elections of a community."""
    shown = ask("/api/v1/elections", area=code, limit=100)
    place = ask(f"/api/v1/areas/{code}")
    return render_template(
        "desk/area.html",
        area=place,
        elections=shown["items"],
        sections=subjects.OF_A_COMMUNITY,
        done=desk.done(),
        may=desk.may,
    )


@desk.get("/areas/<string(length=12):code>/<section>")
def area_section(code: str, section: str) -> str:
    """What a community has beside its elections."""
    place = ask(f"/api/v1/areas/{code}")
    above = Above(f"/desk/areas/{code}", place["name"], {"id.code": code})
    return _section(subjects.by_code(section), above, code)


@desk.get("/elections/<uuid:election_id>")
def election(election_id: UUID) -> str:
    shown = ask(f"/api/v1/elections/{election_id}")
    phases = [(title, [each for each in part if each.shown(shown)]) for title, part in subjects.PHASES]
    steps = [step for step in shown["next_steps"] if step["step"] != Step.CANCEL]
    return render_template(
        "desk/election.html",
        election=shown,
        phases=phases,
        next_steps=steps,
        cancellable=len(steps) < len(shown["next_steps"]),
        counting=shown["state"] == State.COUNTING,
        titles={section.code: section.title for section in subjects.SECTIONS},
        mended_in=MENDED_IN,
        after=_after(shown),
        done=desk.done(),
        may=desk.may,
        here=request.path,
    )


def _after(election: Mapping[str, Any]) -> str | None:
    """The section that has what is still to be done on a certified result."""
    if election["state"] != State.CERTIFIED or election["kind"] != ElectionKind.TERM:
        return None
    handover = ask(f"/api/v1/elections/{election['id']}/handover")
    return None if handover["completed_on"] else "handover"


@desk.get("/elections/<uuid:election_id>/disagreements")
def disagreements(election_id: UUID) -> str:
    """Sheets that two people typed differently: both figures beside the scan, and the way to type it again."""
    return render_template(
        "desk/disagreements.html",
        election=ask(f"/api/v1/elections/{election_id}"),
        sheets=ask(f"/api/v1/elections/{election_id}/disagreements")["items"],
        enter=desk.actions["entries.enter"],
        done=desk.done(),
        may=desk.may,
        here=request.path,
    )


@desk.get("/images/<uuid:image_id>")
def image(image_id: UUID) -> Response:
    g.actor.must_have("elections:read")
    found = image_with_content(g.actor, image_id)
    return file_response(found.content, kind=found.kind, sha256=found.sha256)


@desk.get("/elections/<uuid:election_id>/<section>")
def section(election_id: UUID, section: str) -> str:
    shown = ask(f"/api/v1/elections/{election_id}")
    ids = {"id.election_id": shown["id"]}
    above = Above(f"/desk/elections/{election_id}", shown["title"], ids, shown["version"], shown["state"])
    return _section(subjects.by_code(section), above, str(election_id))


def _section(found: Section, above: Above, owner: str) -> str:
    return section_page(desk, found, above, owner, ahead=_ahead, states_of=_states_of)


def _ahead(action: Action, state: str) -> bool:
    """Whether the election has still to come to a state in which it can be done: what is over needs no word."""
    order = list(State)
    return any(order.index(State(each)) > order.index(State(state)) for each in action.states)


def _states_of(action: Action) -> str:
    return translate("、").join(translate(State(state).zh) for state in action.states)
