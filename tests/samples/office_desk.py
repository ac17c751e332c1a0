"""The sample office's desk in tests: the training service in-process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from samples.load_office import load_office
from services.training.events import HANDLERS
from services.training.store.database import database
from services.training.workflows.audit_chores import plan_audits
from tests.events import Publisher
from tests.office import Office

CLERK = ("training:read", "training:roster:read", "training:write")
DECIDER = ("training:read", "training:decide")


class SampleDesk:
    """Fails loudly where the service refuses."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def get(self, path: str, **query: Any) -> Any:
        return self._call("GET", path, query_string=query)

    def post(self, path: str, body: Any = None, *, decides: bool = False) -> Any:
        who: dict[str, Any] = {"subject": "decider", "scopes": DECIDER} if decides else {}
        return self._call("POST", path, json={} if body is None else body, **who)

    def put(self, path: str, body: Any) -> Any:
        return self._call("PUT", path, json=body)

    def upload(self, path: str, file: Path) -> Any:
        answer = self._office.upload(path, file.read_bytes(), file.name)
        assert answer.status_code == 201, (path, answer.json)
        return answer.json

    def _call(self, method: str, path: str, **options: Any) -> Any:
        answer = self._office.call(method, path, **options)
        assert answer.status_code < 300, (method, path, options.get("json"), answer.json)
        return answer.json if answer.data else None


def load(office: Office, folder: Path) -> SampleDesk:
    """Tells of the areas and takes the files in."""
    elections = Publisher(database, HANDLERS)
    for area in json.loads((folder / "areas.json").read_text(encoding="utf-8")):
        subject = f"areas/{area['code']}"
        elections.tell("elections.area_registered.v1", area, subject=subject, area=area["code"])
    plan_audits()
    desk = SampleDesk(office)
    load_office(desk, folder)
    return desk
