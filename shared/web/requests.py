"""What happens around every request: ids, language, a log line, metrics, security headers."""

from __future__ import annotations

import logging
import re
import time
from contextlib import ExitStack

from flask import Flask, Response, request

from shared import context, metrics
from shared.ids import new_id
from shared.messages import LANGUAGES, best_language

log = logging.getLogger(__name__)

_SAFE_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")
LANGUAGE_COOKIE = "language"

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    # Pages carry their own style sheet and no script at all; the few that have one say so (`allow_scripts`).
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
}


# With the request, not in `g`: that is shared with the calls that a desk page makes inside the process, whose own
# context would then end the page's, and with it the reader's language.
_STARTED, _AROUND = "shequ.started", "shequ.around"


def register(app: Flask, service: str) -> None:
    @app.before_request
    def _enter() -> None:
        request.environ[_STARTED] = time.monotonic()
        around = request.environ[_AROUND] = ExitStack()
        request_id = _given_id("X-Request-ID") or str(new_id())
        correlation_id = _given_id("X-Correlation-ID") or request_id
        around.enter_context(
            context.working(request_id=request_id, correlation_id=correlation_id, language=_language())
        )

    @app.after_request
    def _answer(response: Response) -> Response:
        response.headers["X-Request-ID"] = context.current().request_id
        response.headers.setdefault("Content-Language", "en" if context.current().language == "en" else "zh-CN")
        response.vary.update(["Accept-Language", "Cookie"])
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        _measure(service, response)
        return response

    @app.teardown_request
    def _leave(_: BaseException | None) -> None:
        if around := request.environ.pop(_AROUND, None):
            around.close()


def allow_scripts(response: Response, *, connect_to: str = "") -> Response:
    """For a page with script files of its own, which may ask this server and `connect_to` (an origin)."""
    sources = f"script-src 'self'; worker-src 'self'; connect-src 'self' {connect_to}".rstrip()
    response.headers["Content-Security-Policy"] = f"{_HEADERS['Content-Security-Policy']}; {sources}"
    return response


def _measure(service: str, response: Response) -> None:
    route = request.url_rule.rule if request.url_rule else "unknown"
    seconds = time.monotonic() - request.environ[_STARTED]
    metrics.REQUESTS.labels(service, route, request.method, response.status_code).inc()
    metrics.REQUEST_SECONDS.labels(service, route).observe(seconds)
    if not route.startswith(("/health", "/metrics")):
        fields = {"method": request.method, "route": route, "status": response.status_code}
        log.info("request answered", extra={**fields, "milliseconds": round(seconds * 1000, 1)})


def _given_id(header: str) -> str | None:
    value = request.headers.get(header, "")
    return value if _SAFE_ID.fullmatch(value) else None


def _language() -> str:
    chosen = request.args.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return chosen if chosen in LANGUAGES else best_language(request.headers.get("Accept-Language", ""))
