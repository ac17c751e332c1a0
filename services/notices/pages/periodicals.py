"""A community's own paper on its website: every issue, to read and to print."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from flask import Blueprint, Response, current_app, render_template
from sqlalchemy.orm import Session

from services.notices.domain.markdown import to_html
from services.notices.domain.periodical import IssueState
from services.notices.pages.answers import made_of, public
from services.notices.pages.site import site
from services.notices.store import notices, periodicals
from services.notices.store.database import reading
from services.notices.store.tables import PeriodicalIssue
from services.notices.workflows.printed_issues import printed
from shared.errors import NotFound

periodical_pages = Blueprint("periodical_pages", __name__)


@periodical_pages.get("/boards/<string(length=12):code>/periodicals")
def index(code: str) -> Response:
    with reading() as session:
        around = site(session, code)
        issues = periodicals.published(session, code)
    return public(render_template("periodicals/index.html", **around, issues=issues))


@periodical_pages.get("/periodicals/<uuid:issue_id>")
def issue(issue_id: UUID) -> Response:
    with reading() as session:
        found = _published(session, issue_id)
        around = site(session, found.area)
        articles = periodicals.contents(session, found)
    rubrics = [
        (rubric, [{"title": each.title, "day": each.day, "html": to_html(each.body)} for each in group])
        for rubric, group in groupby(articles, key=lambda each: each.rubric)
    ]
    front = to_html(found.front) if found.front else None
    return public(render_template("periodicals/issue.html", **around, issue=found, front=front, rubrics=rubrics))


@periodical_pages.get("/periodicals/<uuid:issue_id>.pdf")
def pdf(issue_id: UUID) -> Response:
    """Set once in each process: setting the type takes a third of a second."""
    address = current_app.config["SETTINGS"].public_url("notices")
    with reading() as session:
        found = _published(session, issue_id)
        return made_of(
            (found.id, found.version, address),
            lambda: printed(session, found, site=address),
            content_type="application/pdf",
        )


def _published(session: Session, issue_id: UUID) -> PeriodicalIssue:
    """Raises NotFound."""
    found = periodicals.issue(session, notices.PUBLIC, issue_id)
    if found.state != IssueState.PUBLISHED:
        raise NotFound("issue_not_found", "没有找到这一期社区报。")
    return found
