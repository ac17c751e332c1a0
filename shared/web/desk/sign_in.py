"""Signing in at the desk: an access code (the bearer token) becomes a cookie that scripts and other sites cannot use.

Where a proxy signs people in with OIDC, it passes their token in the Authorization header, and no cookie is needed.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, current_app, g, render_template, request, url_for

from shared import context
from shared.auth.tokens import TokenVerifier
from shared.errors import Unauthenticated
from shared.messages import tell
from shared.web.authentication import verifier_of
from shared.web.other_sites import refuse_other_sites

COOKIE = "shequ_desk"
_PREFIX = "/desk"

sign_in = Blueprint("sign_in", __name__, url_prefix=_PREFIX)


def token_of_request() -> str:
    """The officer's token, empty without one."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else request.cookies.get(COOKIE, "")


def authenticate_desk() -> Response | None:
    """Sets the actor before a desk page runs; who is not signed in is led to the sign-in page and back."""
    refuse_other_sites()
    try:
        g.actor = verifier_of(current_app).actor(token_of_request())
    except Unauthenticated:
        here = request.full_path.rstrip("?") if request.method == "GET" else f"{_PREFIX}/"
        return _redirect(url_for("sign_in.show", next=here))
    return None


@sign_in.get("/sign-in")
def show() -> str:
    return _page()


@sign_in.post("/sign-in")
def enter() -> Response | tuple[str, int]:
    refuse_other_sites()
    code = request.form.get("code", "").strip()
    verifier: TokenVerifier = verifier_of(current_app)
    try:
        verifier.actor(code)
    except Unauthenticated as error:
        return _page(error=tell(error.message, error.facts)), 401
    answer = _redirect(_own(request.args.get("next", "")))
    answer.set_cookie(COOKIE, code, httponly=True, samesite="Strict", secure=request.is_secure, path=_cookie_path())
    return answer


@sign_in.post("/sign-out")
def leave() -> Response:
    refuse_other_sites()
    answer = _redirect(url_for("sign_in.show"))
    answer.delete_cookie(COOKIE, path=_cookie_path())
    return answer


def _page(error: str | None = None) -> str:
    other = urlencode({"lang": "zh" if context.current().language == "en" else "en"})
    return render_template("desk/sign_in.html", error=error, other=other)


def _own(address: str) -> str:
    """Only a page of this desk is gone on to: an address from outside may lead anywhere."""
    plain = address.startswith(f"{_PREFIX}/") and not urlsplit(address).netloc and "\\" not in address
    return f"{request.script_root}{address if plain else _PREFIX + '/'}"


def _cookie_path() -> str:
    return f"{request.script_root}/"


def _redirect(address: str) -> Response:
    answer = Response(status=303, headers={"Location": address})
    answer.cache_control.no_store = True
    return answer
