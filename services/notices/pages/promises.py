"""What was promised, and what came of it: a page of each community (R70)."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from sqlalchemy.orm import Session

from services.notices.domain.promises import PromiseState
from services.notices.pages.answers import public
from services.notices.pages.site import site
from services.notices.store import promises, surveys
from services.notices.store.database import reading
from shared import clock

pages = Blueprint("promises_pages", __name__)

_SERIES, _QUESTION = "belonging", "trust"


@pages.get("/boards/<string(length=12):code>/promises")
def index(code: str) -> Response:
    today = clock.today()
    with reading() as session:
        around = site(session, code)
        found = promises.of_area(session, code)
        balance = promises.balance(session, code, today=today)
        trust = _trust(session, code)
    waiting = [each for each in found if each.state == PromiseState.OPEN]
    settled = [each for each in found if each.state != PromiseState.OPEN]
    return public(
        render_template(
            "promises/index.html",
            **around,
            waiting=waiting,
            settled=settled,
            balance=balance,
            trust=trust,
            today=today,
            states={state.value: state.zh for state in PromiseState},
        )
    )


def _trust(session: Session, code: str) -> list[tuple[str, int]]:
    """What residents said of the committee's word in each survey of the series, oldest first: day, and 0 to 100."""
    told = []
    for found in surveys.series(session, code, _SERIES):
        results = surveys.results_of(session, found)
        scales = {t.question.code: t.percent for t in results.whole.tallies} if results and results.whole else {}
        if found.closed_at and (percent := scales.get(_QUESTION)) is not None:
            told.append((str(clock.civil_date(found.closed_at)), percent))
    return told
