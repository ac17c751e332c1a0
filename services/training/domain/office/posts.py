"""The posts of a community, and the teams that they make up: 两委 are the committee and the party branch."""

from __future__ import annotations

from shared.worded import Worded


class Team(Worded):
    COMMITTEE = "committee", "居民委员会"
    PARTY = "party", "社区党组织"
    STAFF = "staff", "社区工作者"


class Post(Worded):
    DIRECTOR = "director", "主任"
    VICE_DIRECTOR = "vice_director", "副主任"
    MEMBER = "member", "委员"
    PARTY_SECRETARY = "party_secretary", "党组织书记"
    PARTY_DEPUTY = "party_deputy", "党组织副书记"
    PARTY_MEMBER = "party_member", "党组织委员"
    WORKER = "worker", "社区工作者"

    @property
    def team(self) -> Team:
        if self in COMMITTEE:
            return Team.COMMITTEE
        return Team.STAFF if self is Post.WORKER else Team.PARTY


COMMITTEE = (Post.DIRECTOR, Post.VICE_DIRECTOR, Post.MEMBER)
"""What the residents elect (Art 8)."""
