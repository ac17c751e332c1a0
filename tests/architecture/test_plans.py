"""Who has statements planned anew (decision 20): the relay, see tests/shared/cli/test_processes.py, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest
from sqlalchemy import text

from shared.contracts.routing import SERVICES
from shared.database.database import Database


@pytest.mark.parametrize("service", SERVICES)
def test_web_processes_and_workers_keep_their_plans(service: str, new_database: Callable[[str], str]) -> None:
    """Both use the service's one database. They write many rows at once, and would plan each one's triggers."""
    database: Database = import_module(f"services.{service}.store.database").database
    database.connect(new_database(service), pool=1)
    with database.reading() as session:
        assert session.scalar(text("SHOW plan_cache_mode")) == "auto"
    database.dispose()
