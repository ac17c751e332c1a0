"""Probes: `live` says that the process answers, `ready` that it can do its work, each by trying."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import Blueprint, Response, jsonify
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared import metrics
from shared.database.database import Database
from shared.database.migrate import newest_revision
from shared.events import gauges
from shared.settings import Settings

_BROKER_TIMEOUT = 2  # seconds; a probe must answer before its own limit


def health_blueprint(settings: Settings, database: Database) -> Blueprint:
    health = Blueprint("health", __name__)

    @health.get("/health/live")
    def live() -> Response:
        return jsonify(status="ok")

    @health.get("/health/ready")
    def ready() -> tuple[Response, int]:
        """503 until the database answers and has this release's tables. Without the broker the service still works:
        events wait in the outbox, so that is told but does not take the service out of use."""
        checks = {"database": _database_state(settings.service, database), "broker": _broker_state(settings.redis_url)}
        fit = checks["database"] == "ok"
        return jsonify(status="ok" if fit else "unavailable", checks=checks), 200 if fit else 503

    @health.get("/metrics")
    def exposition() -> Response:
        return Response(metrics.exposition() + gauges.exposition(database), content_type="text/plain; version=0.0.4")

    return health


def _database_state(service: str, database: Database) -> str:
    try:
        with database.reading() as session:
            revision = session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return "unreachable or not migrated"
    wanted = newest_revision(service)
    return "ok" if revision is not None and revision >= wanted else f"migration {wanted} is missing"


def _broker_state(redis_url: str) -> str:
    try:
        _broker(redis_url).ping()
    except RedisError:
        return "unreachable: events wait in the outbox"
    return "ok"


@cache
def _broker(redis_url: str) -> Any:
    once = Retry(NoBackoff(), retries=0)
    return Redis.from_url(redis_url, socket_timeout=_BROKER_TIMEOUT, socket_connect_timeout=_BROKER_TIMEOUT, retry=once)
