"""What the sample office did in the year before its day, and what it plans: courses, sessions, levels, audits.

Cadres are named by community, name and birth date, as files do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from samples.office_people import COMMUNITIES, DISTRICT, OFFICE, Cadre
from shared.clock import CIVIL_ZONE

AREA = {name: code for code, name in COMMUNITIES.items()}
SCHOOL, HALL, COMPUTERS = "万秀区委党校一教室", "城中街道二楼会议室", "城中街道计算机教室"

_THEORY = {"kind": "theory", "assessment": "none", "hours": 3}
COURSES: tuple[dict[str, Any], ...] = (
    {**_THEORY, "code": "LL01", "title_zh": "社区主任理论培训", "title_en": "Theory for directors", "hours": 6,
     "competencies": ["theory"], "posts": ["director"], "fen_per_place": 15_000, "area": DISTRICT[0]},
    {**_THEORY, "code": "FL01", "title_zh": "居民委员会组织法", "title_en": "The committees' law",
     "competencies": ["law"], "fen_per_place": 4_000, "area": DISTRICT[0]},
    {**_THEORY, "code": "DY01", "title_zh": "居民动员与协商", "title_en": "Mobilising residents",
     "competencies": ["mobilisation", "service"], "fen_per_place": 4_000},
    {**_THEORY, "code": "JJ01", "title_zh": "社区经济与资金管理", "title_en": "A community's economy",
     "competencies": ["economy"], "fen_per_place": 5_000},
    {**_THEORY, "code": "FW01", "title_zh": "为老为小服务", "title_en": "Serving old and young",
     "competencies": ["service"], "fen_per_place": 4_000},
    {"code": "SZ01", "title_zh": "电子表格与电子邮件", "title_en": "Spreadsheets and e-mail", "kind": "skills",
     "hours": 3, "competencies": ["digital"], "needs": ["computers"], "assessment": "practical", "pass_mark": 60,
     "certificate": True, "valid_months": 24, "fen_per_place": 12_000},
)  # fmt: skip
ROOMS: tuple[dict[str, Any], ...] = (
    {"name": "一教室", "venue": "万秀区委党校", "capacity": 40, "features": ["projector"], "area": DISTRICT[0]},
    {"name": "二楼会议室", "venue": "城中街道", "capacity": 80, "features": ["projector", "step_free"]},
    {"name": "计算机教室", "venue": "城中街道", "capacity": 12, "features": ["computers", "projector"]},
)
TEACHERS: tuple[dict[str, Any], ...] = (
    {"name": "莫兰芳", "unit": "万秀区委党校", "courses": ["LL01", "FL01"], "area": DISTRICT[0]},
    {"name": "蒙立新", "unit": "城中街道司法所", "courses": ["FL01", "DY01", "FW01"]},
    {"name": "欧阳辉", "unit": "万秀区职业学校", "courses": ["SZ01", "JJ01"], "area": DISTRICT[0]},
)

_HELD = (
    (300, "FL01", HALL, "蒙立新"),
    (250, "DY01", HALL, "蒙立新"),
    (195, "SZ01", COMPUTERS, "欧阳辉"),
    (140, "LL01", SCHOOL, "莫兰芳"),
    (80, "FW01", HALL, "蒙立新"),
    (30, "JJ01", HALL, "欧阳辉"),
)
"""Days before the office's day, course, venue, teacher."""

_BEHIND = {("河堤社区", "主任"): 2, ("河堤社区", "委员"): 3, ("文化社区", "委员"): 1, ("文化社区", "社区工作者"): 0,
           ("建设社区", "副主任"): 3}  # fmt: skip
"""How many of the sessions they came to, the first ones; everybody else came to all for their post."""

_FAILED = {("河堤社区", "党组织书记"), ("文化社区", "副主任"), ("阜民社区", "主任")}


def key(cadre: Cadre) -> dict[str, str]:
    return {"area": cadre.area, "name": cadre.name, "birth_date": cadre.birth_date.isoformat()}


def ledger(on: date, cadres: Sequence[Cadre]) -> Iterator[list[object]]:
    """Who came to what."""
    came = {id(each): 0 for each in cadres}
    for ago, course, venue, teacher in _HELD:
        day = workday(on - timedelta(days=ago))
        for each in cadres:
            if _in_office(each, day) and _for(course, each) and came[id(each)] < _most(each):
                came[id(each)] += 1
                score = _score(each) if course == "SZ01" else None
                who = [each.area, each.name, each.birth_date]
                yield [day, "09:00", "12:00", course, None, venue, teacher, *who, score]


def _in_office(cadre: Cadre, day: date) -> bool:
    return cadre.starts_on <= day and (cadre.left_on is None or day < cadre.left_on)


def _for(course: str, cadre: Cadre) -> bool:
    return course != "LL01" or cadre.post == "主任"


def _most(cadre: Cadre) -> int:
    return _BEHIND.get((COMMUNITIES[cadre.area], cadre.post), len(_HELD))


def _score(cadre: Cadre) -> int:
    if (COMMUNITIES[cadre.area], cadre.post) in _FAILED:
        return 52
    return 68 + cadre.birth_date.day


def workday(day: date) -> date:
    """A Saturday's or Sunday's session is held on the Friday before."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def levels(on: date, cadres: Sequence[Cadre]) -> Iterator[list[object]]:
    """All competencies of everybody in office, assessed three months ago (those who came later: not yet)."""
    assessed = on - timedelta(days=90)
    for each in cadres:
        if each.left_on is None and each.starts_on < assessed:
            for competency, level in _levels(each).items():
                told = [assessed, "城中街道党建办", "年度能力测评"]
                yield [each.area, each.name, each.birth_date, competency, level, *told]


_DIGITAL = {"大学生": 4, "新招聘": 3, "反聘退休": 0, "下岗": 1}


def _levels(cadre: Cadre) -> dict[str, int]:
    """Those hired again serve best and know least of computers; in one community nobody knows the law."""
    lost = COMMUNITIES[cadre.area] == "文化社区"
    head = cadre.post in {"主任", "党组织书记"}
    return {
        "为民服务": 4 if cadre.source == "反聘退休" else 3 if head else 2,
        "社区经济": 0 if lost else 2,
        "组织动员": 4 if cadre.post == "党组织书记" else 3 if head else 2,
        "数字技能": _DIGITAL.get(cadre.source, 2),
        "法律法规": 0 if lost else 3 if head else 2,
        "政治理论": 3 if cadre.post == "党组织书记" else 2,
    }


def sessions(on: date, cadres: Sequence[Cadre]) -> list[dict[str, Any]]:
    """To come: the directors' batch at the school, a full computer course with a waiting list, one on the law."""
    directors = [each for each in cadres if each.post == "主任"]
    slow = [each for each in cadres if _most(each) == len(_HELD) - 3]
    learners = [each for each in cadres if each.post == "委员" and each.left_on is None]
    return [
        _planned(on, 10, "LL01", "一教室", "莫兰芳", directors, hours=6),
        _planned(on, 17, "SZ01", "计算机教室", "欧阳辉", learners[:12], waiting=learners[12:15]),
        _planned(on, 24, "FL01", "二楼会议室", "蒙立新", [slow[0]]),
    ]


def _planned(
    on: date, ahead: int, course: str, room: str, teacher: str, enrolled: Sequence[Cadre], *,
    waiting: Sequence[Cadre] = (), hours: int = 3,
) -> dict[str, Any]:  # fmt: skip
    day = workday(on + timedelta(days=ahead))
    begins = datetime.combine(day, time(9), CIVIL_ZONE)
    return {
        "area": OFFICE[0],
        "kind": "course",
        "starts_at": begins.isoformat(),
        "ends_at": (begins + timedelta(hours=hours)).isoformat(),
        "course": course,
        "room": room,
        "teacher": teacher,
        "enrolled": [key(each) for each in enrolled],
        "waiting": [key(each) for each in waiting],
    }


def absences(on: date, cadres: Sequence[Cadre]) -> dict[str, Any]:
    """A teacher and a cadre on leave, and days on which nobody is trained."""
    away = next(each for each in cadres if each.post == "党组织书记")
    return {
        "teachers": [{"teacher": "欧阳辉", **_days(on, 20, 23, "外出学习")}],
        "cadres": [{**key(away), **_days(on, 8, 12, "年休假")}],
        "blackouts": [{"area": OFFICE[0], **_days(on, 13, 14, "冬季征兵体检")}],
    }


def _days(on: date, first: int, last: int, reason: str) -> dict[str, str]:
    days = [(on + timedelta(days=ahead)).isoformat() for ahead in (first, last)]
    return {"starts_on": days[0], "ends_on": days[1], "reason": reason}


def pairs(on: date, cadres: Sequence[Cadre]) -> dict[str, Any]:
    """Those sent by a home unit, mentors and mentees, and two near relatives on one committee."""
    by_post = {(COMMUNITIES[each.area], each.post): each for each in cadres if each.left_on is None}
    mentor, mentee = by_post["中山社区", "党组织书记"], by_post["中山社区", "社区工作者"]
    relatives = by_post["龙湖社区", "主任"], by_post["龙湖社区", "委员"]
    year = {"starts_on": (on - timedelta(days=120)).isoformat(), "ends_on": (on + timedelta(days=245)).isoformat()}
    return {
        "secondments": [
            {**key(each), "home_unit": each.home_unit, "duties": "驻社区指导党建", **year}
            for each in cadres if each.source == "下派"
        ],
        "mentorships": [
            {"mentor": key(mentor), "mentee": key(mentee), "goals": "一年内能独立处理来访",
             **year, "meetings": [(on - timedelta(days=60)).isoformat()]}
        ],
        "kinships": [{"one": key(relatives[0]), "other": key(relatives[1]), "relation": "parent_child"}],
    }  # fmt: skip


def seats(on: date) -> dict[str, Any]:
    """Of each post in each community."""
    posts = {"director": 1, "vice_director": 1, "member": 3, "party_secretary": 1}
    return {"since": (on - timedelta(days=430)).isoformat(), "posts": posts}


def reserves() -> list[dict[str, Any]]:
    """One ready to be a director, two on the way; nobody for vice director, member or secretary."""
    steps = [("course", "任前培训班"), ("placement", "街道跟班锻炼"), ("review", "街道党工委考察")]
    common = {"source": "graduate", "party": "member", "education": "bachelor", "experience": "社区网格员三年"}
    return [
        {**common, "name": "卢晓彤", "sex": "female", "birth_date": "1994-06-02", "post": "director", "done": steps},
        {**common, "name": "甘子轩", "sex": "male", "birth_date": "1999-01-18", "post": "director", "done": steps[:1]},
        {**common, "name": "农可馨", "sex": "female", "birth_date": "1997-09-09", "post": "member", "done": [],
         "party": "activist"},
    ]  # fmt: skip


def audits(on: date) -> list[dict[str, Any]]:
    """Of this year: published in seven communities, under way in one, given up in 西环社区; 建设社区 has findings."""
    found = {"text": "两笔支出没有附凭证", "fen": 356_000, "due_on": (on + timedelta(days=30)).isoformat()}
    return [
        {
            "area": area,
            "published": name not in {"西环社区", "桂江社区"},
            "cancelled": "审计机构退出，没有另行委托" if name == "西环社区" else "",
            "findings": [found] if name == "建设社区" else [],
        }
        for name, area in AREA.items()
    ]


_PAY = {"主任": 3600, "副主任": 3300, "委员": 3000, "党组织书记": 3800, "社区工作者": 2900}


def pay_scales(on: date) -> list[dict[str, Any]]:
    """What the office promised for a month's work, in fen."""
    posts = ("director", "vice_director", "member", "party_secretary", "worker")
    common = {"since": _month_before(on, 430).isoformat(), "pay_day": 10, "document": "城中街道办〔2025〕8号"}
    return [{**common, "post": post, "fen": 100 * yuan} for post, yuan in zip(posts, _PAY.values(), strict=True)]


def payments(on: date, cadres: Sequence[Cadre]) -> Iterator[list[object]]:
    """Of the last month whose pay day has passed: nothing in 建设社区, members of 龙湖社区 paid unlike."""
    month = _month_before(on, 41)
    pay_day = (month + timedelta(days=31)).replace(day=10)
    less = iter((400, 200, 0))
    for each in cadres:
        place = COMMUNITIES[each.area]
        if each.left_on is None and place != "建设社区":
            yuan = _PAY[each.post] - (next(less) if (place, each.post) == ("龙湖社区", "委员") else 0)
            insured = ["是", "是", "否" if each.post == "社区工作者" else "是"]
            yield [each.area, each.name, each.birth_date, f"{month:%Y-%m}", yuan, pay_day, *insured]


def _month_before(on: date, days: int) -> date:
    return (on - timedelta(days=days)).replace(day=1)


def meetings(on: date, cadres: Sequence[Cadre]) -> list[dict[str, Any]]:
    """Joint meetings of the two committees; in 桂江社区 the last was 100 days ago, and ended in disagreement."""
    return [_meeting(on, area, [each for each in cadres if each.area == area]) for area in COMMUNITIES]


def _meeting(on: date, area: str, cadres: Sequence[Cadre]) -> dict[str, Any]:
    apart = area == AREA["桂江社区"]
    there = [each for each in cadres if each.left_on is None and each.post != "社区工作者"]
    against = next(each for each in there if each.post == "副主任") if apart else None
    return {
        "area": area,
        "held_on": (on - timedelta(days=100 if apart else 12)).isoformat(),
        "title": "老旧小区改造方案" if apart else "四季度工作安排",
        "chaired_by": key(next(each for each in there if each.post == "党组织书记")),
        "present": [key(each) for each in there],
        "motion": "先修排水，再装路灯" if apart else "按计划开展冬季走访",
        "against": {**key(against), "why": "居民最急的是路灯"} if against else None,
    }


def registers(on: date, cadres: Sequence[Cadre]) -> dict[str, list[list[object]]]:
    """Rows of the regimes' registers by code, in the columns of their files."""
    there = [each for each in cadres if each.left_on is None]
    who = [[each.area, each.name, each.birth_date] for each in there]
    yesterday = on - timedelta(days=1)
    due = on - timedelta(days=20)
    item = [on - timedelta(days=40), "拨付和捐赠的资金、物资", "三季度办公经费收支", due]
    return {
        "attendance": [
            [*each, yesterday, "旷工" if place % 19 == 7 else "出勤", None] for place, each in enumerate(who)
        ],
        "study": [[*each, on - timedelta(days=15), "党的创新理论", "集中学习", 2] for each in who],
        "finance": [
            [code, on - timedelta(days=25), "支出", "办公用品", "486.50", f"2026-{code[-2:]}", "出纳甲", "主任"]
            for code in COMMUNITIES
        ],
        "disclosure": [[AREA["文化社区"], *item, None, "主任"], [AREA["中山社区"], *item, due, "主任"]],
        "policies": [
            [AREA["建设社区"], on - timedelta(days=400), "万发〔2025〕12号", "社区干部报酬按月足额发放",
             on - timedelta(days=110), None, "万秀区财政局"],
        ],
    }  # fmt: skip
