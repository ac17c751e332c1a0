"""The officer's traffic lights: communities by the seven items of Art 34, those with something overdue first."""

from __future__ import annotations

from flask import Response, g, render_template, request

from services.notices.domain.disclosure_items import DisclosureItem
from services.notices.pages.desk.routes import desk
from services.notices.store import disclosures
from services.notices.store.database import reading
from services.notices.workflows.disclosure_table import overview_rows
from shared import clock
from shared.web.table_files import FORMATS, table_file

_PLACES = 100


@desk.get("/disclosures")
def traffic_lights() -> str:
    g.actor.must_have("notices:read")
    today = clock.today()
    with reading() as session:
        rows, following = disclosures.traffic_lights(
            session,
            g.actor,
            after=request.args.get("cursor", "")[:12],
            limit=_PLACES,
            since=today.replace(month=1, day=1),
            today=today,
        )
    rows.sort(key=lambda row: (-row.late, -row.due, row.area))
    late = sum(row.late > 0 for row in rows)
    shown = {"rows": rows, "following": following, "late": late, "year": today.year}
    return render_template("desk/lights.html", items=list(DisclosureItem), **shown)


@desk.get(f"/disclosures.<any({','.join(FORMATS)}):wanted>")
def disclosures_file(wanted: str) -> Response:
    g.actor.must_have("notices:read")
    today = clock.today()
    header, rows = overview_rows(g.actor, year=today.year, today=today)
    return table_file(wanted, f"disclosures-{today.year}", "居务公开", header, rows)
