"""The roll of electors: imported, checked, published, objected to, put right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.chapters.election import Election
from demo.files import CommunityFiles
from demo.office import Office


def import_roll(
    office: Office, files: CommunityFiles, election: Election, progress: Callable[[int, int | None], None]
) -> int:
    """Uploads the roll and follows the job; the answer is the number of electors."""
    accepted = office.upload("clerk", "elections", f"{election.path}/roll", files.roll)
    job: dict[str, Any] = {}
    for job in office.follow_job("clerk", "elections", accepted["job_id"]):
        progress(job["done"], job["total"])
    return int(job["done"])


def check_roll(office: Office, election: Election) -> None:
    """The police looked whether anybody has lost political rights, the election committee at the community workers."""
    for body in (
        {"kind": "rights", "office": "城南派出所", "document": "城派函〔2026〕12号", "on": election.day(26)},
        {"kind": "workers", "office": "居民选举委员会", "document": "选委会决定第1号", "on": election.day(26)},
    ):
        office.post("clerk", "elections", f"{election.path}/roll/checks", body)


def object_to_roll(office: Office, election: Election) -> dict[str, Any]:
    """A resident who was left out objects within five days; upheld within three, the roll gets its second version."""
    missing = {
        "name": "苏慧玲",
        "sex": "female",
        "birth_date": "1957-06-11",
        "address": "和平路9号302室",
        "group": "第5居民小组",
        "registration": "household",
    }
    body = {
        "kind": "add",
        "text": "我家三口都登记了，唯独漏了我。",
        "received_on": election.day(23),
        "proposed": missing,
    }
    objection = office.post("clerk", "elections", f"{election.path}/objections", body)
    decision = {"upheld": True, "grounds": "户籍在本社区，登记时漏录，应予补登。", "decided_on": election.day(22)}
    office.post("clerk", "elections", f"/api/v1/objections/{objection['id']}/decision", decision)
    versions = office.get("clerk", "elections", f"{election.path}/roll/versions")["items"]
    newest: dict[str, Any] = versions[-1]
    return newest
