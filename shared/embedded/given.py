"""Servers of somebody else's that the environment names: they are used instead of starting our own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.routing import SERVICES


@dataclass(frozen=True, slots=True)
class Given:
    """`admin_url` may make databases; `databases` has the address of each service that has one of its own."""

    admin_url: str | None
    redis_url: str | None
    databases: Mapping[str, str]

    @property
    def has_databases(self) -> bool:
        return self.admin_url is not None or set(self.databases) == set(SERVICES)


def given_servers(environment: Mapping[str, str] = os.environ) -> Given:
    """DATABASE_URL (an administrator's address), REDIS_URL, and ELECTIONS_DATABASE_URL and so on, which win."""
    names = {service: f"{service.upper()}_DATABASE_URL" for service in SERVICES}
    return Given(
        admin_url=environment.get("DATABASE_URL"),
        redis_url=environment.get("REDIS_URL"),
        databases={service: environment[name] for service, name in names.items() if environment.get(name)},
    )
