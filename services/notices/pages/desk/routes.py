"""The desk of notices: what is due in each community, a community's tasks, and a page for each task.

What can be done stands in the subjects' modules; this one only shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import g, render_template
from sqlalchemy.orm import Session

from services.notices.pages.desk import subjects
from services.notices.pages.desk.dues import Counts, Due
from services.notices.pages.desk.words import WORDS
from services.notices.store import areas
from services.notices.store.database import reading
from services.notices.store.tables import Area
from shared.web.desk.pages import Desk
from shared.web.desk.sections import Above, section_page

desk = Desk("desk", __name__, actions=subjects.ACTIONS, words=WORDS)


@desk.get("/")
def overview() -> str:
    """Every community within reach with what is due there; those with the most urgent first."""
    g.actor.must_have("notices:read")
    with reading() as session:
        places = areas.areas_within(session, g.actor)
        dues = _dues(session)
    waiting = {code for _, counts in dues for code in counts}
    return render_template(
        "desk/overview.html",
        dues=[(due, sum(counts.values())) for due, counts in dues if counts],
        places=sorted(places, key=lambda place: (place.code not in waiting, place.code)),
        of_place=lambda code: [(due, counts[code]) for due, counts in dues if code in counts],
    )


@desk.get("/areas/<string(length=12):code>")
def area(code: str) -> str:
    """A community's tasks."""
    with reading() as session:
        place = _place(session, code)
        dues = [(due, counts[code]) for due, counts in _dues(session) if code in counts]
    return render_template("desk/area.html", area=place, dues=dues, groups=subjects.GROUPS, done=desk.done())


@desk.get("/areas/<string(length=12):code>/<section>")
def section(code: str, section: str) -> str:
    with reading() as session:
        place = _place(session, code)
    ids = {"id.area": code, "id.code": code, "area": code, "about": place.name}
    return section_page(desk, subjects.by_code(section), Above(f"/desk/areas/{code}", place.name, ids), code)


def _place(session: Session, code: str) -> Area:
    """Raises NotFound for an area out of reach."""
    g.actor.must_have("notices:read")
    g.actor.must_reach(code)
    return areas.area(session, code)


def _dues(session: Session) -> Sequence[tuple[Due, Counts]]:
    return [(due, due.count(session, g.actor)) for due in subjects.DUES if g.actor.has(due.scope)]
