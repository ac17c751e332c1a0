"""Logs: one JSON object a line, constant text with fields, and the ids of what the line belongs to."""

from __future__ import annotations

import logging
import sys
from dataclasses import asdict

from pythonjsonlogger.json import JsonFormatter

from shared import context

_TAKEN = {"levelname": "level", "asctime": "time", "name": "logger"}


def configure(service: str, level: str = "INFO") -> None:
    """Sends everything to standard error. Safe to call more than once."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonFormatter(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields=_TAKEN,
            static_fields={"service": service},
            json_ensure_ascii=False,
        )
    )
    handler.addFilter(_add_context)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for chatty in ("kombu", "celery.worker.strategy", "celery.app.trace", "alembic", "celery.redirected"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _add_context(record: logging.LogRecord) -> bool:
    for name, value in asdict(context.current()).items():
        if value and name != "language":
            setattr(record, name, value)
    return True
