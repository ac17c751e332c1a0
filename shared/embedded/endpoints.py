"""Where everything is that a launcher has started: for the demo, tests and scripts."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from shared.embedded.leftovers import MARK
from shared.embedded.plan import ProcessPlan

_SETTLED_HERE = {"DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "REDIS_URL_FILE", "JWKS", "ARCHIVE_KEY"}
"""What the launcher decides for its processes, whatever its own environment says."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Services' addresses by name, that of live counts, the keys that sign tokens and bundles, databases, Redis."""

    services: dict[str, str]
    live: str
    signing_key: Path
    jwks: Path
    archive_key: Path
    databases: dict[str, str]
    redis: str

    def write(self, path: Path) -> None:
        """For the owner's eyes: it holds the password of Redis. Whoever reads it finds it whole."""
        new = path.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(json.dumps(asdict(self), default=str, indent=2), encoding="utf-8")
        new.replace(path)

    def environment_of(self, plan: ProcessPlan, data: Path) -> dict[str, str]:
        """What a process of this plan gets. Public addresses that are given (a proxy in front) stay."""
        inherited = {name: value for name, value in os.environ.items() if name not in _SETTLED_HERE}
        public = {f"PUBLIC_{name.upper()}_URL": url for name, url in {**self.services, "live": self.live}.items()}
        keys = {"JWKS": str(self.jwks), "ARCHIVE_KEY": str(self.archive_key)}
        common = {"REDIS_URL": self.redis, **keys, MARK: str(data)}
        return {**public, **inherited, **common, **self._of_service(plan.service)}

    def _of_service(self, service: str | None) -> Mapping[str, str]:
        return {"SERVICE": service, "DATABASE_URL": self.databases[service]} if service else {}
