"""The service's heavy work on Celery: deliveries, imports of residents."""

from __future__ import annotations

from celery import Celery

from shared.settings import Settings


def register(app: Celery, settings: Settings) -> None:
    """Tasks by their names; each calls a workflow."""
