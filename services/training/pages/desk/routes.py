"""The desk of training: the office's dashboard, and the rows behind each of its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from flask import Response, g, render_template, request

from services.training.pages.desk import figures
from services.training.pages.desk.actions import ACTIONS
from services.training.pages.desk.panels import Asked, Bar, Panel, Row
from services.training.pages.desk.words import WORDS
from services.training.pages.desk.work import subjects
from services.training.store import cadres
from services.training.store.database import reading
from shared import clock
from shared.web.desk.pages import Desk
from shared.web.table_files import table_file

desk = Desk("desk", __name__, actions=(*ACTIONS, *subjects.ACTIONS), words=WORDS)


@desk.context_processor
def _names() -> dict[str, Callable[[str], str]]:
    """What places and cadres are called whom the API tells by code and id; read when a page first shows one."""

    @cache
    def places() -> Mapping[str, str]:
        with reading() as db:
            return {row.code: row.name for row in cadres.all_areas(db)}

    @cache
    def people() -> Mapping[str, str]:
        with reading() as db:
            return cadres.names(db, g.actor)

    return {"place_of": lambda code: places().get(code, code), "name_of": lambda key: people().get(key, "—")}


@desk.get("/")
def dashboard() -> str:
    """Charts first; what is red stands on top, in words."""
    asked = _asked()
    shown = [(panel, panel.bars(panel.rows(asked))) for panel in figures.PANELS if g.actor.has(panel.scope)]
    flags = [(panel, bar) for panel, bars in shown for bar in bars if bar.flag]
    return render_template("desk/dashboard.html", asked=asked, panels=shown, flags=flags, groups=subjects.GROUPS)


@desk.get("/figures/<code>")
def rows_behind(code: str) -> str:
    panel, asked = _panel(code), _asked()
    rows = panel.rows(asked)
    bars = panel.bars(rows)
    key = request.args.get("key", "")
    return render_template(
        "desk/figures.html",
        panel=panel,
        asked=asked,
        bars=bars,
        bar=_bar(bars, key),
        lines=_lines(panel, _behind(panel, rows, key)),
    )


@desk.get("/figures/<code>.<any(csv, xlsx):kind>")
def rows_file(code: str, kind: str) -> Response:
    """The same rows as a file."""
    panel, asked = _panel(code), _asked()
    rows = _behind(panel, panel.rows(asked), request.args.get("key", ""))
    name, header = f"{code}-{asked.year}", [column.title for column in panel.columns]
    return table_file(kind, name, panel.title, header, _lines(panel, rows))


def _panel(code: str) -> Panel:
    """Raises NotFound, or Forbidden for who may not see it."""
    panel = figures.by_code(code)
    g.actor.must_have(panel.scope)
    return panel


def _asked() -> Asked:
    """An office sees its own; of the year that was asked for, else of this one."""
    g.actor.must_have("training:read")
    area = request.args.get("area") or g.actor.area or ""
    g.actor.must_reach(area)
    year, today = request.args.get("year", 0, type=int), clock.today()
    with reading() as db:
        names = {row.code: row.name for row in cadres.all_areas(db)}
    return Asked(area, year if year in clock.YEARS else today.year, today, names)


def _behind(panel: Panel, rows: Sequence[Row], key: str) -> list[Row]:
    return [row for row in rows if not key or panel.key(row) == key]


def _bar(bars: Sequence[Bar], key: str) -> Bar | None:
    return next((bar for bar in bars if bar.key == key), None)


def _lines(panel: Panel, rows: Sequence[Row]) -> list[list[Any]]:
    return [[column.of(row) for column in panel.columns] for row in rows]
