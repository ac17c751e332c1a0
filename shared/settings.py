"""Settings: everything that differs between installations, read once from the environment.

`NAME_FILE` may be given instead of `NAME` for each secret (Docker and Kubernetes mount secrets as files).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from environs import Env, EnvError


class SettingsError(Exception):
    """Names every missing or malformed variable at once."""


@dataclass(frozen=True, slots=True)
class Settings:
    service: str
    database_url: str
    redis_url: str
    jwks: str
    archive_key: Path | None
    archive_image_bytes: int
    token_issuer: str
    token_audience: str
    public_urls: dict[str, str]
    database_pool: int
    live_viewers: int
    max_upload_bytes: int
    relay_poll_seconds: float
    relay_batch: int
    replay_after_seconds: float
    job_retry_seconds: float
    events_kept_days: int
    answers_kept_days: int
    jobs_kept_days: int
    providers_file: Path | None
    delivery_rounds: int
    delivery_lease_seconds: float
    quiet_from: int
    quiet_until: int
    heartbeat_file: Path | None
    metrics_port: int | None
    log_level: str

    def public_url(self, service: str) -> str:
        return self.public_urls[service]


@cache
def load_settings(service: str) -> Settings:
    return read_settings(service)


def read_settings(service: str) -> Settings:
    """Reads the environment. Raises SettingsError with all faults together."""
    env = Env(eager=False)
    settings = Settings(
        service=service,
        database_url=_secret(env, "DATABASE_URL"),
        redis_url=_secret(env, "REDIS_URL"),
        jwks=env.str("JWKS"),  # a path or an https:// address
        archive_key=env.path("ARCHIVE_KEY", None),  # PEM; elections seals with it, and refuses to while there is none
        archive_image_bytes=env.int("ARCHIVE_IMAGE_BYTES", 100 * 1024 * 1024),  # scans beyond: by hash, not enclosed
        token_issuer=env.str("TOKEN_ISSUER", "shequ"),
        token_audience=env.str("TOKEN_AUDIENCE", "shequ"),
        public_urls=_public_urls(env),
        database_pool=env.int("DATABASE_POOL", 10),  # one for each web thread and two to spare
        live_viewers=env.int("LIVE_VIEWERS", 240),  # of a live count in one process, each on a thread of its own
        max_upload_bytes=env.int("MAX_UPLOAD_BYTES", 20 * 1024 * 1024),  # 100,000 electors in XLSX are some 6 MB
        relay_poll_seconds=env.float("RELAY_POLL_SECONDS", 0.1),  # what an idle relay adds to an event's way at most
        relay_batch=env.int("RELAY_BATCH", 400),  # events in one Celery task: the broker's cost is per task
        replay_after_seconds=env.float("REPLAY_AFTER_SECONDS", 10),  # a subscriber that heard nothing for so long asks
        job_retry_seconds=env.float("JOB_RETRY_SECONDS", 60),  # a job without a sign of life for so long is sent again
        events_kept_days=env.int("EVENTS_KEPT_DAYS", 2200),  # six years: a term's, which bundles list, and one more
        answers_kept_days=env.int("ANSWERS_KEPT_DAYS", 30),  # so long an Idempotency-Key tells a repetition
        jobs_kept_days=env.int("JOBS_KEPT_DAYS", 90),  # so long a job tells what came of it; then its row goes
        providers_file=env.path("PROVIDERS_FILE", None)
        if os.environ.get("PROVIDERS_FILE")
        else None,  # who carries the notices' messages; without it, nobody does
        delivery_rounds=env.int("DELIVERY_ROUNDS", 2),  # of sending to residents at once, in all of notices' workers
        quiet_from=env.int("QUIET_FROM", 22),  # civil hours in which residents are not disturbed, but by emergencies;
        quiet_until=env.int("QUIET_UNTIL", 7),  # from 24 until 0: no quiet hours
        delivery_lease_seconds=env.float("DELIVERY_LEASE_SECONDS", 120),  # above the longest batch of a slow provider
        heartbeat_file=env.path("HEARTBEAT_FILE", None),
        metrics_port=env.int("METRICS_PORT", None),  # of workers and relays; the web process has /metrics
        log_level=env.str("LOG_LEVEL", "INFO"),
    )
    try:
        env.seal()
    except EnvError as error:
        raise SettingsError(f"{service}: {error}") from error
    return settings


def _public_urls(env: Env) -> dict[str, str]:
    with env.prefixed("PUBLIC_"):
        return {
            "elections": env.str("ELECTIONS_URL", "http://127.0.0.1:8001").rstrip("/"),
            "training": env.str("TRAINING_URL", "http://127.0.0.1:8002").rstrip("/"),
            "notices": env.str("NOTICES_URL", "http://127.0.0.1:8003").rstrip("/"),
            "live": env.str("LIVE_URL", "http://127.0.0.1:8004").rstrip("/"),
        }


def _path(name: str) -> Path | None:
    """Compose gives an empty variable where none was set."""
    return Path(name) if name else None


def _secret(env: Env, name: str) -> str:
    path = os.environ.get(f"{name}_FILE")
    try:
        return Path(path).read_text(encoding="utf-8").strip() if path else env.str(name)
    except OSError as error:
        raise SettingsError(f"{name}_FILE: {error}") from error
