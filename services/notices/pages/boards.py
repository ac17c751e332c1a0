"""Finding one's community, and its board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from flask import Blueprint, Response, render_template, request

from services.notices.domain.board import Board, Card, arrange
from services.notices.domain.markdown import to_text
from services.notices.pages.answers import made_of, public
from services.notices.pages.site import Site, parts, site
from services.notices.store import areas, boards
from services.notices.store.database import reading
from services.notices.store.tables import Area
from shared import clock, context

pages = Blueprint("pages", __name__, template_folder="templates")
pages.add_app_template_global(parts, "site_parts")

_LONGEST_NAME = 40
_EXCERPT = 80


@pages.get("/")
def home() -> Response:
    """Find my community: by name, or down from the outermost areas. A thousand communities are no list."""
    name = request.args.get("name", "").strip()[:_LONGEST_NAME]
    with reading() as session:
        found = areas.named(session, name) if name else areas.next_below(session, None)
        above = areas.above_each(session, found)
    return public(render_template("home.html", areas=found, above=above, name=name))


@pages.get("/boards/<string(length=12):code>")
def board(code: str) -> Response:
    now, today = clock.now(), clock.today()
    with reading() as session:
        around = site(session, code)
        arranged = arrange(boards.cards(session, code, now=now, today=today), now=now, today=today)
        below = areas.next_below(session, code)
    places = [(each.code, each.name) for each in (*around["above"], around["area"], *below)]
    return made_of((arranged, places), lambda: _board(arranged, around, below))


def _board(arranged: Board, around: Site, below: Sequence[Area]) -> str:
    places = {each.name: [shown(card, around) for card in getattr(arranged, each.name)] for each in fields(arranged)}
    return render_template("board.html", **places, **around, below=below)


def shown(card: Card, around: Site) -> dict[str, Any]:
    """A card in the reader's language where it has that; `language` is set where it is not the page's, `place`
    where the card is of an area above."""
    english = context.current().language == "en" and card.title_en is not None
    text = to_text((card.beginning_en if english else card.beginning) or "")
    return {
        "id": card.id,
        "title": card.title_en if english else card.title,
        "excerpt": text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…",
        "language": None if english or context.current().language == "zh" else "zh-CN",
        "kind": card.kind.zh,
        "kind_code": card.kind,
        "place": next((each.name for each in around["above"] if each.code == card.area), None),
        "published_at": card.at,
        "display_until": card.until,
    }
