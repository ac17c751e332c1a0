"""Residents take part: an activity that its share of them must know of, a question answered in public, their paper."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from demo.office import Office
from shared import clock
from shared.clock import CIVIL_ZONE

_SHARE = 60
"""Percent of the residents who must have been reached before the activity counts as announced (R73)."""

_CHANNELS = ("messaging", "sms", "email")


def plan_activity(office: Office, community: str) -> dict[str, Any]:
    """With its notice, which another person approves and publishes, and which is sent to everybody."""
    day = clock.today() + timedelta(days=9)
    plan = {
        "area": community,
        "title": "重阳书画和健康咨询活动",
        "title_en": "Calligraphy and health advice",
        "body": "社区活动室，现场写字画画，医生免费量血压。**请带上老花镜。**",
        "body_en": "Calligraphy, and a doctor who takes your blood pressure. **Bring your glasses.**",
        "venue": "社区活动室",
        "theme": "文化养老",
        "starts_at": datetime.combine(day, time(9), CIVIL_ZONE).isoformat(),
        "ends_at": datetime.combine(day, time(11), CIVIL_ZONE).isoformat(),
        "capacity": 40,
        "least": 2,
        "target_share": _SHARE,
    }
    made: dict[str, Any] = office.post("editor", "notices", "/api/v1/activities", plan)
    for step in ("approve", "publish"):
        office.post("sender", "notices", f"/api/v1/notices/{made['notice_id']}/steps", {"step": step})
    body = {"notice_id": made["notice_id"], "channels": list(_CHANNELS), "target_share": _SHARE}
    if _carried(office):
        office.post("sender", "notices", "/api/v1/campaigns", body)
    return made


def _carried(office: Office) -> bool:
    """Whether somebody carries messages out of the house in this installation."""
    return bool(office.get("sender", "notices", "/api/v1/providers")["items"])


def sign_up(office: Office, activity: dict[str, Any]) -> int:
    """On the public page, as anybody does; and at the desk, for whoever has no phone."""
    office.submit("notices", f"/activities/{activity['id']}", {"name": "何秋月", "contact": "15400000128"})
    path = f"/api/v1/activities/{activity['id']}"
    office.post("worker", "notices", f"{path}/sign-ups", {"name": "覃大爷"})
    return int(office.get("worker", "notices", f"{path}/figures")["signed_up"])


def ask_the_committee(office: Office, community: str) -> str:
    """Asked by the form on the website, answered in public; the receipt's code shows the answer. Answers its title."""
    asked = {"kind": "question", "topic": "environment", "place": "新兴路3号楼门口",
             "text": "楼道灯坏了两个星期，什么时候能修好？"}  # fmt: skip
    office.submit("notices", f"/ask/{community}", asked)
    found = office.get("worker", "notices", "/api/v1/suggestions", area=community)["items"][0]
    path = f"/api/v1/suggestions/{found['id']}"
    title = "楼道灯什么时候修好"
    checked = office.put(
        "worker", "notices", f"{path}/public-text", {"title": title, "text": asked["text"]}, version=found["version"]
    )
    answer = {"answer": "今天已换好，共换6盏。", "answer_en": "Mended today: six lamps."}
    office.put("worker", "notices", f"{path}/answer", answer, version=checked["version"])
    return title


def print_the_paper(office: Office, community: str) -> tuple[dict[str, Any], int]:
    """This month's items as the community's own paper; answers the issue and the size of its PDF in bytes."""
    month = clock.today().replace(day=1).isoformat()
    front = "本月完成了居民委员会换届选举，感谢每一位投票的居民。"
    made = office.post("editor", "notices", "/api/v1/periodicals", {"area": community, "month": month, "front": front})
    path = f"/api/v1/periodicals/{made['id']}"
    issue: dict[str, Any] = office.post("sender", "notices", f"{path}/steps", {"step": "publish"})
    return issue, len(office.fetch("notices", f"/periodicals/{made['id']}.pdf"))
