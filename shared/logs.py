"""Logs: one JSON object a line, constant text with fields, and the ids of what the line belongs to."""

from __future__ import annotations

import logging
import re
import sys
import time
from dataclasses import asdict
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from shared import context

_TAKEN = {"levelname": "level", "asctime": "time", "name": "logger"}
_VALUES = re.compile(r"\nDETAIL: .*?(?=\n\[SQL|\n\n|\Z)", re.DOTALL)


def without_values(text: str) -> str:
    """An error's text without what PostgreSQL quotes from the row (`DETAIL:  Key (name)=(…) already exists.`)."""
    return _VALUES.sub("", text)


class _Formatter(JsonFormatter):
    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def formatException(self, ei: Any) -> Any:  # noqa: N802 - logging's name
        told = super().formatException(ei)
        return without_values(told) if isinstance(told, str) else told


def configure(service: str, level: str = "INFO") -> None:
    """Sends everything to standard error. Safe to call more than once."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Formatter(
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
    for chatty in ("kombu", "celery.worker.strategy", "alembic", "celery.redirected"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.getLogger("celery.app.trace").setLevel(logging.CRITICAL)  # ShequTask tells of each end, without values


def _add_context(record: logging.LogRecord) -> bool:
    for name, value in asdict(context.current()).items():
        if value and name != "language":
            setattr(record, name, value)
    return True
