"""Rights and procedures in plain language (R19), searched and by topic."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from services.notices.domain.markdown import to_html
from services.notices.pages.answers import public
from services.notices.pages.site import site
from services.notices.store import local_rules, rights
from services.notices.store.database import reading
from shared import clock, context

pages = Blueprint("library_pages", __name__)

_LONGEST_SEARCH = 40
_LIBRARY = "/boards/<string(length=12):code>/rights"


@pages.get(_LIBRARY)
def index(code: str) -> Response:
    words = request.args.get("words", "").strip()[:_LONGEST_SEARCH]
    with reading() as session:
        around = site(session, code)
        local = local_rules.holding(session, code, today=clock.today())
    found = rights.having(words)
    topics = [(topic.zh, [each for each in found if each.topic == topic]) for topic in rights.RightsTopic]
    rules = [] if words else [(each, to_html(each.body)) for each in local]
    return public(
        render_template("library/index.html", **around, topics=topics, words=words, count=len(found), rules=rules)
    )


@pages.get(f"{_LIBRARY}/<string:entry>")
def show(code: str, entry: str) -> Response:
    with reading() as session:
        around = site(session, code)
    found = rights.entry(entry)
    body = to_html(found.body_en if context.current().language == "en" else found.body)
    return public(render_template("library/entry.html", **around, entry=found, body=body))
