"""Residents at the desk besides the tables: how many a rule means, and the slip with a resident's own address."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import segno
from flask import Response, g, make_response, render_template, request
from markupsafe import Markup

from services.notices.domain.residents.kinds import Interest, ResidentKind
from services.notices.pages.desk.routes import desk
from services.notices.store import areas
from services.notices.store.database import reading
from shared.web.desk.inside import ask, call

_LISTS = ("kind", "interest")
_TEXTS = ("group", "building", "employer")
_BETWEEN = re.compile(r"\s*[、，,]\s*")


@desk.get("/areas/<string(length=12):code>/audience")
def audience(code: str) -> str:
    """Asked by the address, so that nothing is changed by looking."""
    g.actor.must_have("notices:read")
    g.actor.must_reach(code)
    with reading() as session:
        place = areas.area(session, code)
    rule = _rule()
    answer = call("POST", "/api/v1/audiences/preview", body={"area": code, "audience": rule})
    return render_template(
        "desk/audience.html",
        place=place,
        preview=answer.body if answer.ok else None,
        problem=None if answer.ok else answer.body,
        rule=rule,
        kinds=list(ResidentKind),
        interests=list(Interest),
        texts=_TEXTS,
        asked=request.args,
        from_iso=datetime.fromisoformat,
    )


@desk.get("/residents/<uuid:resident_id>/own-page")
def own_page_slip(resident_id: UUID) -> Response:
    """To be printed and handed to the resident: whoever has it is taken for them."""
    resident = ask(f"/api/v1/residents/{resident_id}")
    address = ask(f"/api/v1/residents/{resident_id}/own-page")["address"]
    picture = segno.make(address, error="m").svg_inline(omitsize=True, border=4, light="#fff")
    qr = Markup(picture)  # noqa: S704 - made here, of an address
    answer = make_response(render_template("desk/own_page_slip.html", resident=resident, address=address, qr=qr))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _rule() -> dict[str, Any]:
    """All that was asked must be so; of several values any."""
    chosen = {name: [each for each in request.args.getlist(name) if each] for name in _LISTS}
    typed = {name: _BETWEEN.split(request.args.get(name, "").strip()) for name in _TEXTS}
    ages = {name: int(text) for name in ("from", "to") if (text := request.args.get(name, "")).isdecimal()}
    parts: list[dict[str, Any]] = [{name: values} for name, values in (chosen | typed).items() if any(values)]
    parts += [{"age": ages}] if ages else []
    return {"and": parts} if len(parts) > 1 else parts[0] if parts else {"all": True}
