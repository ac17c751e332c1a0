"""The posts of a community, and the teams that they make up: 两委 are the committee and the party branch."""

from __future__ import annotations

from enum import StrEnum


class Team(StrEnum):
    COMMITTEE = "committee"
    PARTY = "party"
    STAFF = "staff"

    @property
    def zh(self) -> str:
        return {"committee": "居民委员会", "party": "社区党组织", "staff": "社区工作者"}[self]


class Post(StrEnum):
    DIRECTOR = "director"
    VICE_DIRECTOR = "vice_director"
    MEMBER = "member"
    PARTY_SECRETARY = "party_secretary"
    PARTY_DEPUTY = "party_deputy"
    PARTY_MEMBER = "party_member"
    WORKER = "worker"

    @property
    def zh(self) -> str:
        return _ZH[self]

    @property
    def team(self) -> Team:
        if self in COMMITTEE:
            return Team.COMMITTEE
        return Team.STAFF if self is Post.WORKER else Team.PARTY


COMMITTEE = (Post.DIRECTOR, Post.VICE_DIRECTOR, Post.MEMBER)
"""What the residents elect (Art 8)."""

_ZH = {
    Post.DIRECTOR: "主任",
    Post.VICE_DIRECTOR: "副主任",
    Post.MEMBER: "委员",
    Post.PARTY_SECRETARY: "党组织书记",
    Post.PARTY_DEPUTY: "党组织副书记",
    Post.PARTY_MEMBER: "党组织委员",
    Post.WORKER: "社区工作者",
}
