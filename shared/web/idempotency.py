"""Idempotency-Key on POST: the same request sent again gets the first one's answer and changes nothing.

`shared.database.claim` writes the claim in the change's own transaction. The answer is kept right afterwards; should
the process die in between, a repetition is told that the request was carried out (409 request_done). Both are kept for
`answers_kept_days`.

That a request was sent before is found out where it cannot take its claim, or is refused before it gets so far: nearly
all are sent once, and looking first would cost each of them a question to the database.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Flask, Response, current_app, request
from sqlalchemy import RowMapping, bindparam, select, update

from shared.auth.actor import Actor
from shared.database.claim import Claim, ClaimedAlready, pending_claim, set_pending
from shared.database.database import Database
from shared.database.tables import idempotency_keys
from shared.errors import Conflict, Invalid, Malformed, Refusal

HEADER = "Idempotency-Key"
_LONGEST_KEY = 200
_KEPT_HEADERS = ("Content-Type", "Location", "ETag")
_EXTENSION = "shequ_database"

# Made once: composing them takes as long as sending them, and every POST with a key needs both.
_ITS = (idempotency_keys.c.actor == bindparam("of_actor")) & (idempotency_keys.c.key == bindparam("of_key"))
_KEPT = ("request_hash", "status", "headers", "body")
_FIND = select(*(idempotency_keys.c[name] for name in _KEPT)).where(_ITS)
_KEEP = update(idempotency_keys).where(_ITS).values({name: bindparam(name) for name in _KEPT[1:]})


def use_database(app: Flask, database: Database) -> None:
    app.extensions[_EXTENSION] = database
    app.after_request(_settle)
    app.register_error_handler(ClaimedAlready, _claimed)
    app.teardown_request(lambda _: set_pending(None))


def begin(actor: Actor) -> None:
    """Starts a claim for a POST with a key."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return
    if not key.strip() or len(key) > _LONGEST_KEY or not key.isprintable():
        raise Malformed("idempotency_key_invalid", "Idempotency-Key 应为1到200个可见字符。")
    set_pending(Claim(actor=actor.subject, key=key, request_hash=_request_hash()))


def _settle(response: Response) -> Response:
    """Keeps the answer to what was changed; what was refused may have been answered before."""
    claim = pending_claim()
    if claim is None or response.status_code >= 500:
        return response
    if claim.taken:
        _keep(claim, response)
        return response
    return (_answer_before() if response.status_code >= 400 else None) or response


def _claimed(error: ClaimedAlready) -> Response:
    answer = _answer_before()
    if answer is None:
        raise error  # pruned this very moment
    return answer


def _answer_before() -> Response | None:
    """The answer that this very request has had."""
    claim = pending_claim()
    row = _find(claim) if claim else None
    if claim is None or row is None:
        return None
    set_pending(None)
    try:
        return _answer_again(row, claim)
    except Refusal as refusal:
        return current_app.make_response(current_app.handle_user_exception(refusal))


def _answer_again(row: RowMapping, claim: Claim) -> Response:
    if not hmac.compare_digest(row["request_hash"], claim.request_hash):
        raise Invalid("idempotency_key_reused", "这个 Idempotency-Key 已用于另一个请求，请换一个。")
    if row["status"] is None:
        raise Conflict("request_done", "这个请求已经执行过，请直接查询结果。")
    answer = Response(row["body"], row["status"], headers=row["headers"])
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _keep(claim: Claim, response: Response) -> None:
    values = {
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
        "body": response.get_data(),
    }
    set_pending(None)
    with _database().statement() as connection:
        connection.execute(_KEEP, {**_named(claim), **values})


def _find(claim: Claim) -> RowMapping | None:
    with _database().statement() as connection:
        return connection.execute(_FIND, _named(claim)).mappings().one_or_none()


def _named(claim: Claim) -> dict[str, str]:
    return {"of_actor": claim.actor, "of_key": claim.key}


def _database() -> Database:
    database: Database = current_app.extensions[_EXTENSION]
    return database


def _request_hash() -> str:
    """Of method, address and body: what makes two requests the same one."""
    digest = hashlib.sha256(f"{request.method} {request.full_path}\n".encode())
    boundary = request.mimetype_params.get("boundary", "")  # of a form with files: another one each time it is sent
    body = request.get_data(cache=True)
    digest.update(body.replace(boundary.encode(), b"") if boundary else body)
    return digest.hexdigest()
