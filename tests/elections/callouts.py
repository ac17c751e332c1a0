"""A hall in tests: a call-out, and the device of its recorder, which makes records as the page's script does."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.elections.conftest import ElectionOffice

SEATS = {"director": 1, "vice_director": 1, "member": 3}
ROLES = ("caller", "recorder", "overseer")


@dataclass
class Device:
    """`head` is the hash of the newest record; at first the call-out's id."""

    head: str
    made: list[dict[str, Any]] = field(default_factory=list)

    def call(
        self, contests: dict[str, dict[str, Any]], *, replaces: str | None = None, **changes: Any
    ) -> dict[str, Any]:
        """A paper, by post; or a correction of the record `replaces`."""
        whole = {
            post: {"votes": [], "against": [], "write_ins": [], "void": None} | marks
            for post, marks in contests.items()
        }
        record = {
            "number": len(self.made) + 1,
            "id": str(uuid4()),
            "replaces": replaces,
            "contests": whole,
            "previous": self.head,
        } | changes
        record["hash"] = changes.get("hash", hash_of(record))
        self.head = record["hash"]
        self.made.append(record)
        return record


def hash_of(record: dict[str, Any]) -> str:
    """Written down here again, from the words of the API's document."""
    names = ("void", "votes", "against", "write_ins")
    contests = [[post, *(record["contests"][post][name] for name in names)] for post in sorted(record["contests"])]
    parts = [record["number"], record["id"], record["replaces"], contests, record["previous"]]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


class Hall:
    """The call-out of the first station: its recorder is the clerk `recorder`."""

    def __init__(self, office: ElectionOffice, election: str) -> None:
        self.office, self.election = office, election
        self.stations = [each["id"] for each in office.get(f"/elections/{election}/stations").json["items"]]
        self.standing = office.get(f"/elections/{election}/candidates").json["items"]
        self.opened = self.open()
        self.id = self.opened.json["id"]
        self.device = Device(self.id)

    def open(self, station: int = 0, subject: str = "recorder", **body: Any) -> Any:
        return self.office.post(f"/stations/{self.stations[station]}/callouts", {"issued": 5, **body}, subject=subject)

    def paper(self, **marks: Any) -> dict[str, dict[str, Any]]:
        """With the first candidates of each post, and other marks of a post where given."""
        of_post = {post: [each["id"] for each in self.standing if each["post"] == post] for post in SEATS}
        usual = {post: {"votes": ids[: SEATS[post]]} for post, ids in of_post.items()}
        return usual | marks

    def send(self, *records: dict[str, Any], subject: str = "recorder") -> Any:
        return self.office.post(f"/callouts/{self.id}/papers", {"items": list(records)}, subject=subject)

    def call(self, **marks: Any) -> Any:
        return self.send(self.device.call(self.paper(**marks)))

    def sign(self, role: str, subject: str, **seen: Any) -> Any:
        now = self.shown()
        body = {"role": role, "records": now["records"], "head": now["head"]} | seen
        return self.office.post(f"/callouts/{self.id}/signatures", body, subject=subject)

    def shown(self) -> dict[str, Any]:
        shown: dict[str, Any] = self.office.get(f"/callouts/{self.id}").json
        return shown

    def sign_by_three(self) -> Any:
        """The last answer."""
        return [self.sign(role, role) for role in ROLES][-1]
