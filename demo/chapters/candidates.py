"""Candidates: nominated, checked, accepted, published; one withdraws, the next moves up; they meet the residents."""

from __future__ import annotations

from typing import Any

from demo.chapters.election import Election
from demo.files import CommunityFiles
from demo.office import Office


def import_candidates(office: Office, files: CommunityFiles, election: Election) -> None:
    """The file names those who nominated together, and they are looked up on the roll (Art 18)."""
    office.upload("clerk", "elections", f"{election.path}/candidates/import", files.candidates)


def check_candidates(office: Office, election: Election) -> None:
    """The joint review finds nobody barred, and everybody accepts."""
    review = {
        "all": True,
        "passed": True,
        "office": "城东街道换届选举联合审查组",
        "document": "城东联审〔2026〕5号",
        "on": election.day(7),
    }
    office.post("clerk", "elections", f"{election.path}/candidates/checks", review)
    office.post("clerk", "elections", f"{election.path}/candidates/acceptances", {"all": True, "on": election.day(7)})


def withdraw(office: Office, election: Election) -> tuple[str, str | None]:
    """The last member on the paper withdraws in writing; the answer is who, and who moved up."""
    before = _standing(office, election)
    leaving = [each for each in before if each["post"] == "member"][-1]
    body = {"on": election.day(4), "document": "本人书面申请", "reason": "家中有病人需要照顾"}
    office.post("clerk", "elections", f"{election.path}/candidates/{leaving['id']}/withdrawal", body)
    known = {each["id"] for each in before}
    new = [each["name"] for each in _standing(office, election) if each["id"] not in known]
    return leaving["name"], new[0] if new else None


def meet_residents(office: Office, election: Election) -> None:
    body = {
        "on": election.day(2),
        "place": "步埠小学礼堂",
        "attended": 186,
        "questions": 14,
        "document": "候选人见面会记录〔2026〕1号",
    }
    office.post("clerk", "elections", f"{election.path}/candidate-meetings", body)


def _standing(office: Office, election: Election) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = office.get("clerk", "elections", f"{election.path}/candidates")["items"]
    return [each for each in items if each["state"] == "standing"]
