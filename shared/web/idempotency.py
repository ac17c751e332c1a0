"""Idempotency-Key on POST: the same request sent again gets the first one's answer and changes nothing.

`shared.database.claim` writes the claim in the change's own transaction. The answer is kept right afterwards; should
the process die in between, a repetition is told that the request was carried out (409 request_done). Both are kept for
`answers_kept_days`.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Flask, Response, current_app, request
from sqlalchemy import ColumnElement, RowMapping, select, update

from shared.auth.actor import Actor
from shared.database.claim import Claim, pending_claim, set_pending
from shared.database.database import Database
from shared.database.tables import idempotency_keys
from shared.errors import Conflict, Invalid, Malformed

HEADER = "Idempotency-Key"
_LONGEST_KEY = 200
_KEPT_HEADERS = ("Content-Type", "Location", "ETag")
_EXTENSION = "shequ_database"


def use_database(app: Flask, database: Database) -> None:
    app.extensions[_EXTENSION] = database
    app.after_request(_keep_answer)
    app.teardown_request(lambda _: set_pending(None))


def begin(actor: Actor) -> Response | None:
    """Starts a claim for a POST with a key; the kept answer if this very request was answered before."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return None
    if not key.strip() or len(key) > _LONGEST_KEY or not key.isprintable():
        raise Malformed("idempotency_key_invalid", "Idempotency-Key 应为1到200个可见字符。")
    claim = Claim(actor=actor.subject, key=key, request_hash=_request_hash())
    row = _find(claim)
    if row is None:
        set_pending(claim)
        return None
    return _answer_again(row, claim)


def _answer_again(row: RowMapping, claim: Claim) -> Response:
    if not hmac.compare_digest(row["request_hash"], claim.request_hash):
        raise Invalid("idempotency_key_reused", "这个 Idempotency-Key 已用于另一个请求，请换一个。")
    if row["status"] is None:
        raise Conflict("request_done", "这个请求已经执行过，请直接查询结果。")
    answer = Response(row["body"], row["status"], headers=row["headers"])
    answer.headers["Idempotent-Replayed"] = "true"
    return answer


def _keep_answer(response: Response) -> Response:
    claim = pending_claim()
    if claim is None or not claim.taken or response.status_code >= 500:
        return response
    values = {
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers},
        "body": response.get_data(),
    }
    set_pending(None)
    with _database().statement() as connection:
        connection.execute(update(idempotency_keys).where(_is(claim)).values(**values))
    return response


def _find(claim: Claim) -> RowMapping | None:
    with _database().statement() as connection:
        return connection.execute(select(idempotency_keys).where(_is(claim))).mappings().one_or_none()


def _is(claim: Claim) -> ColumnElement[bool]:
    return (idempotency_keys.c.actor == claim.actor) & (idempotency_keys.c.key == claim.key)


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
