"""Every route needs a token and a scope, or stands on this list of what anyone may see."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from shared.auth.roles import SCOPES
from shared.web.authentication import authenticate
from shared.web.desk.sign_in import authenticate_desk
from shared.web.signed import authenticate_signed

OF_EVERY_SERVICE = {
    "/openapi.json",
    "/health/live",
    "/health/ready",
    "/metrics",
    "/static/frame/<path:filename>",
    "/",
}
PUBLIC = {
    "elections": {
        "/areas/<string(length=12):code>",
        "/elections/<uuid:election_id>",
        "/elections/<uuid:election_id>/roll",
        "/elections/<uuid:election_id>/timetable",
        "/elections/<uuid:election_id>/timetable.ics",
        "/elections/<uuid:election_id>/bundle.zip",
        "/archive-key.pem",
        "/elections/<uuid:election_id>/live",
        "/static/elections/<path:filename>",
    },
    "training": {
        "/api/v1/grievance-status/<string(length=32):code>",
        "/calendar/<string(length=12):code>",
        "/calendars/<string:key>.ics",
        "/calendars/rooms/<string:key>.ics",
        "/calendars/teachers/<string:key>.ics",
        "/grievances/<string(length=32):code>",
        "/hall/<string:key>",
        "/me/<string:key>",
        "/certificates",
        "/certificates/<string:code>",
        "/certificates/<string:code>.pdf",
        "/check-in/<uuid:session_id>/<string:code>",
        "/me/<string:key>/feedback/<uuid:session_id>",
        "/static/training/<path:filename>",
    },
    "notices": {
        "/boards/<string(length=12):code>",
        "/boards/<string(length=12):code>/calendar",
        "/boards/<string(length=12):code>/calendar.ics",
        "/boards/<string(length=12):code>/day",
        "/boards/<string(length=12):code>/feed.<any(atom, rss, json):form>",
        "/boards/<string(length=12):code>/news",
        "/boards/<string(length=12):code>/notices",
        "/boards/<string(length=12):code>/periodicals",
        "/boards/<string(length=12):code>/search",
        "/boards/<string(length=12):code>/sitemap.xml",
        "/periodicals/<uuid:issue_id>",
        "/robots.txt",
        "/sitemap.xml",
        "/periodicals/<uuid:issue_id>.pdf",
        "/ask/<string(length=12):code>",
        "/ask/<string(length=12):code>/answers",
        "/ask/<string(length=6):code>",
        "/ask/mailboxes/<string(length=6):code>/sheet",
        "/activities/<string(length=12):code>",
        "/activities/<string(length=12):code>.ics",
        "/activities/<uuid:activity_id>",
        "/activities/<uuid:activity_id>/check-in/<string:code>",
        "/activities/hall/<string:key>",
        "/sign-ups",
        "/sign-ups/<string(minlength=10, maxlength=20):code>",
        "/sign-ups/<string(minlength=10, maxlength=20):code>/feedback",
        "/sign-ups/<string(minlength=10, maxlength=20):code>/withdrawal",
        "/deeds/<string(length=12):code>",
        "/deeds/<string(length=12):code>/<int(fixed_digits=4):year>",
        "/deeds/<string(length=12):code>/new",
        "/deeds/receipts/<string(minlength=10, maxlength=20):code>",
        "/r/<string:key>/points",
        "/thanks/<string(length=12):code>",
        "/suggestions",
        "/suggestions/<uuid:suggestion_id>",
        "/suggestions/<string(minlength=10, maxlength=20):code>",
        "/suggestions/<string(minlength=10, maxlength=20):code>/rating",
        "/suggestions/<string(minlength=10, maxlength=20):code>/reopening",
        "/notices/<uuid:notice_id>",
        "/notices/<uuid:notice_id>/editions",
        "/notices/<uuid:notice_id>/large-print",
        "/notices/<uuid:notice_id>/broadcast",
        "/notices/<uuid:notice_id>/broadcast.txt",
        "/notices/<uuid:notice_id>/poster.pdf",
        "/notices/<uuid:notice_id>/attachments/<uuid:attachment_id>",
        "/boards/<string(length=12):code>/surveys",
        "/surveys/<uuid:survey_id>",
        "/surveys/<uuid:survey_id>/thanks",
        "/s/<string:link>",
        "/r/<string:key>/surveys/<uuid:survey_id>",
        "/boards/<string(length=12):code>/promises",
        "/boards/<string(length=12):code>/figures",
        "/boards/<string(length=12):code>/mark",
        "/marks/<uuid:contest_id>",
        "/marks/designs/<uuid:design_id>/vote",
        "/marks/designs/<uuid:design_id>/image",
        "/boards/<string(length=12):code>/rights",
        "/boards/<string(length=12):code>/rights/<string:entry>",
        "/boards/<string(length=12):code>/consultations",
        "/consultations/<uuid:consultation_id>",
        "/consultations/<uuid:consultation_id>/proposals/<uuid:entry_id>/support",
        "/interviews/<string(length=64):key>/",
        "/interviews/<string(length=64):key>/worker.js",
        "/interviews/<string(length=64):key>/photos",
        "/interviews/<string(length=64):key>/visits",
        "/static/interviews/<path:filename>",
        "/boards/<string(length=12):code>/disclosures",
        "/boards/<string(length=12):code>/disclosures.ics",
        "/boards/<string(length=12):code>/disclosures/complaint",
        "/disclosure-complaints/<string(length=32):code>",
        "/api/v1/disclosure-complaints",
        "/api/v1/notices/<uuid:notice_id>/display-proof",
        "/api/v1/display-photos/<uuid:photo_id>",
        "/api/v1/disclosure-complaints/status/<string(length=32):code>",
        "/r/<string:key>",
        "/r/<string:key>/notices/<int:delivery_id>",
        "/r/<string:key>/choices",
        "/r/<string:key>/contacts/<any(email,sms,messaging,webhook):channel>",
        "/r/<string:key>/contacts/<any(email,sms,messaging,webhook):channel>/code",
        "/r/<string:key>/contacts/<any(email,sms,messaging,webhook):channel>/return",
        "/r/<string:key>/leave/<any(email,sms,messaging,webhook):channel>",
        "/confirm/<string:token>",
        "/boards/<string(length=12):code>/join",
        "/boards/<string(length=12):code>/join/thanks",
        "/boards/<string(length=12):code>/join/sheet",
    },
}


def _service(app: Flask) -> str:
    return app.config["SETTINGS"].service


SIGNING_IN = {"/desk/sign-in", "/desk/sign-out"}
"""Of a service that has a desk: what changes is only the reader's own cookie."""

DESKS = {"elections", "training", "notices"}

WITH_ONES_OWN_KEY = {
    "/check-in/<uuid:session_id>/<string:code>",
    "/me/<string:key>/feedback/<uuid:session_id>",
    "/interviews/<string(length=64):key>/photos",
    "/interviews/<string(length=64):key>/visits",
}
"""What a cadre or an interviewer does without a login: who they are is proved by their personal key."""

PUBLIC_FORMS = {
    "/marks/<uuid:contest_id>",
    "/marks/designs/<uuid:design_id>/vote",
    "/deeds/<string(length=12):code>/new",
    "/r/<string:key>/points",
    "/activities/<uuid:activity_id>",
    "/activities/<uuid:activity_id>/check-in/<string:code>",
    "/sign-ups/<string(minlength=10, maxlength=20):code>/feedback",
    "/sign-ups/<string(minlength=10, maxlength=20):code>/withdrawal",
    "/consultations/<uuid:consultation_id>",
    "/consultations/<uuid:consultation_id>/proposals/<uuid:entry_id>/support",
    "/ask/<string(length=12):code>",
    "/suggestions/<string(minlength=10, maxlength=20):code>/rating",
    "/suggestions/<string(minlength=10, maxlength=20):code>/reopening",
    "/surveys/<uuid:survey_id>",
    "/s/<string:link>",
    "/r/<string:key>/surveys/<uuid:survey_id>",
    "/boards/<string(length=12):code>/disclosures/complaint",
    "/api/v1/disclosure-complaints",
    "/r/<string:key>/notices/<int:delivery_id>",
    "/r/<string:key>/choices",
    "/r/<string:key>/contacts/<any(email,sms,messaging,webhook):channel>",
    "/r/<string:key>/contacts/<any(email,sms,messaging,webhook):channel>/code",
    "/r/<string:key>/contacts/<any(email,sms,messaging,webhook):channel>/return",
    "/r/<string:key>/leave/<any(email,sms,messaging,webhook):channel>",
    "/confirm/<string:token>",
    "/boards/<string(length=12):code>/join",
    "/boards/<string(length=12):code>/join/thanks",
    "/boards/<string(length=12):code>/join/sheet",
}
"""What residents send without a login, behind the guard of `services/notices/pages/public_forms.py`."""


SIGNED: dict[str, set[str]] = {
    "elections": set(),
    "training": set(),
    "notices": {"/api/v1/receipts/<provider>", "/api/v1/bounces/<provider>"},
}
"""Where other programs report, with a signature over the request instead of a token."""


def _blueprint(app: Flask, rule: Rule) -> Any:
    return app.blueprints.get(rule.endpoint.rpartition(".")[0])


def test_every_route_needs_a_token_or_is_listed_as_public(app: Flask) -> None:
    public = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if getattr(_blueprint(app, rule), "authentication", None) not in {"bearer", "signed", "desk"}
    }
    signing_in = SIGNING_IN if _service(app) in DESKS else set()
    assert public == OF_EVERY_SERVICE | PUBLIC[_service(app)] | signing_in


def test_bearer_routes_authenticate_first(app: Flask) -> None:
    for name, blueprint in app.blueprints.items():
        if getattr(blueprint, "authentication", None) == "bearer":
            assert app.before_request_funcs[name][0] is authenticate


def test_signed_routes_are_listed_and_check_the_signature_first(app: Flask) -> None:
    signed = {name for name, each in app.blueprints.items() if getattr(each, "authentication", None) == "signed"}
    assert all(app.before_request_funcs[name][0] is authenticate_signed for name in signed)
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.rpartition(".")[0] in signed}
    assert rules == SIGNED[_service(app)]


def test_desk_pages_authenticate_first(app: Flask) -> None:
    for name, blueprint in app.blueprints.items():
        if getattr(blueprint, "authentication", None) == "desk":
            assert app.before_request_funcs[name][0] is authenticate_desk


def test_what_is_done_at_a_desk_is_an_operation_of_the_api_with_its_scope(app: Flask) -> None:
    for blueprint in app.blueprints.values():
        for action in getattr(blueprint, "actions", {}).values():
            scope = getattr(app.view_functions[action.endpoint], "required_scope", None)
            assert scope in SCOPES, action.endpoint


def test_every_bearer_route_needs_a_scope_of_its_service(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if getattr(_blueprint(app, rule), "authentication", None) == "bearer":
            scope = getattr(app.view_functions[rule.endpoint], "required_scope", None)
            assert scope in SCOPES, rule
            assert scope.startswith(f"{_service(app)}:"), rule


def test_what_anyone_may_see_changes_nothing(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        authentication = getattr(_blueprint(app, rule), "authentication", None)
        if (
            authentication not in {"bearer", "signed", "desk"}
            and rule.rule not in SIGNING_IN | WITH_ONES_OWN_KEY | PUBLIC_FORMS
        ):
            assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"}, rule


def test_reading_needs_no_right_to_write(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        scope = getattr(app.view_functions[rule.endpoint], "required_scope", "")
        if "GET" in (rule.methods or set()) and scope:
            assert scope.endswith((":read", ":operate")), rule


def test_no_static_folder_serves_more_than_the_style(app: Flask) -> None:
    assert app.static_folder is None
