"""Who takes part, at the desk: a chart first, then its numbers (R18)."""

from __future__ import annotations

from flask import g, render_template, request

from services.notices.domain.participation import Affair
from services.notices.domain.residents.kinds import ResidentKind
from services.notices.pages.desk.routes import desk
from services.notices.store import areas
from services.notices.store.database import reading
from shared.web.desk.inside import ask

_ASKED = ("first", "last", "affair")


@desk.get("/areas/<string(length=12):code>/participation-rates")
def participation_rates(code: str) -> str:
    g.actor.must_reach(code)
    query = {name: request.args[name] for name in _ASKED if request.args.get(name)}
    rates = ask("/api/v1/participation-rates", area=code, **query)
    with reading() as session:
        place = areas.area(session, code)
    return render_template(
        "desk/participation.html",
        place=place,
        rates=rates,
        asked=query,
        affairs=list(Affair),
        kinds={kind.value: kind.zh for kind in ResidentKind},
        names={affair.value: affair.zh for affair in Affair},
    )
