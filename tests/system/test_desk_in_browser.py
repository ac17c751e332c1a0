"""A person who has never seen the system runs an election from the desk pages alone, from nothing to the sealed bundle.

Everything is clicked and typed in Chromium by the words on the pages, by the persons whose rights it takes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from shared import clock
from shared.auth.keys import mint
from shared.auth.roles import ROLES
from tests.browser import browser as browser  # noqa: PLC0414 - a fixture
from tests.system.conftest import Played
from tests.system.officer import Officer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("platform")]

TITLE = "竹湾社区居民委员会换届选举"
STATION = "社区活动室"
NOMINEES = ("吴小红", "徐德胜", "孙美玲", "马永福", "黄玉珍", "周文斌", "陈桂兰", "杨国强")
"""For director, for vice director, and four for three members."""
OTHERS = ("王秀英", "李建国", "张丽华", "刘志明", "何玉梅", "高志远")
ELECTORS = (*NOMINEES, *OTHERS)
VOTERS = ("王秀英", "李建国", "张丽华", "刘志明", "何玉梅", "吴小红", "徐德胜", "孙美玲")
VOTES = dict(zip(NOMINEES, ("6", "2", "7", "1", "8", "7", "5", "4"), strict=True))

SignIn = Callable[..., Officer]


@pytest.fixture
def signed_in(browser: Browser, played: Played) -> Iterator[SignIn]:
    """An officer in a role; the same one when asked for again."""
    there: dict[str, Officer] = {}

    def sign_in(subject: str, role: str, width: int = 1280) -> Officer:
        if subject not in there:
            area, scopes = played.files.areas[0]["code"], ROLES[role]
            lasting = {"issued": clock.now(), "valid_for": timedelta(hours=1)}
            code = mint(played.office.key, subject=subject, area=area, scopes=scopes, **lasting)
            there[subject] = Officer(browser, played.office.urls["elections"], code, width=width)
        return there[subject]

    yield sign_in
    for officer in there.values():
        officer.page.context.close()


def test_an_election_from_nothing_to_the_sealed_bundle(signed_in: SignIn, played: Played, tmp_path: Path) -> None:
    clerk = signed_in("clerk", "election_clerk")
    make_election(clerk)
    election = clerk.page.url.partition("?")[0]
    announce(clerk)
    publish_roll(clerk)
    put_up_candidates(clerk)
    prepare_poll(clerk)
    clerk.do("办理：开始投票", {}, "办理")
    give_out_papers(signed_in("staff", "station_staff", width=390), clerk, election)
    close_and_account(clerk, election)
    type_sheets(signed_in, election)
    certify(clerk, signed_in("certifier", "election_certifier"), election)
    hand_over(clerk, signed_in("officer", "district_officer"), election)
    assert_bundle_proves_itself(clerk, played, election, tmp_path)


def make_election(clerk: Officer) -> None:
    clerk.do("登记社区", {"区划代码": "450403002009", "名称": "竹湾社区"}, "登记")
    clerk.follow("新建选举")
    clerk.press("新建")
    clerk.follow("选举日")  # the fault leads to the input
    clerk.fill({"社区": "竹湾社区", "标题": TITLE, "选举日": ago(0), "在系统中登记领取选票": "是"})
    clerk.fill_lines(("职务", "应选名额"), (("主任", "1"), ("副主任", "1"), ("委员", "3")))
    clerk.press("新建")
    clerk.sees(TITLE)


def announce(clerk: Officer) -> None:
    """The page itself says what is missing and leads there."""
    clerk.follow("去办理：居民选举委员会", "登记居民选举委员会")
    clerk.fill({"推选的会议": "居民代表会议", "推选日期": ago(34), "文件名称和文号": "居民代表会议纪要〔2026〕1号"})
    members = (("韦秀兰", "1961-01-01", "主任"), ("覃国平", "1962-02-02", "副主任"), ("莫凤英", "1963-03-03", "委员"))
    clerk.fill_lines(("姓名", "出生日期", "职务"), members)
    clerk.press("登记")
    clerk.follow(f"← {TITLE}")
    clerk.do("办理：发布选举公告", {"日期": ago(30)}, "办理")


def publish_roll(clerk: Officer) -> None:
    clerk.follow("去办理：选民登记和选民名单", "上传选民名单")
    clerk.choose_file(roll().replace("户籍", "不明", 1))
    clerk.press("上传")
    clerk.waits_for("← 返回")
    expect(clerk.page.get_by_text("第2行，登记类型")).to_be_visible(timeout=60_000)
    clerk.follow("← 返回", "上传选民名单")
    clerk.choose_file(roll())
    clerk.press("上传")
    clerk.waits_for("继续")
    clerk.follow("继续")
    checked = {"类别": "政治权利核查", "核查单位": "竹湾派出所", "文件名称和文号": "竹公函〔2026〕3号", "日期": ago(26)}
    clerk.do("记录选民名单的核查", checked, "保存")
    clerk.follow(f"← {TITLE}")
    clerk.do("办理：公布选民名单", {"日期": ago(25)}, "办理")


def put_up_candidates(clerk: Officer) -> None:
    clerk.follow("候选人", "导入候选人名单")
    clerk.choose_file(party_list())
    clerk.press("上传")
    clerk.follow("添加候选人")
    joint = {"职务": "委员", "姓名或名称": NOMINEES[-1], "性别": "男", "出生日期": born(NOMINEES[-1])}
    clerk.fill({**joint, "提名方式": "选民联名", SIGNED: "\n".join((*ELECTORS[4:13], "赵六"))})
    clerk.press("添加")
    clerk.sees("选民名单上没有赵六")
    clerk.fill({SIGNED: "\n".join(ELECTORS[4:14])})
    clerk.press("添加")
    review = {
        "全部候选人": "是",
        "符合条件": "是",
        "核查单位": "街道联审小组",
        "文件名称和文号": "联审5号",
        "日期": ago(7),
    }
    clerk.do("记录资格审查", review, "登记")
    clerk.do("登记接受提名", {"全部候选人": "是", "日期": ago(7)}, "登记")
    clerk.in_row("主任 吴小红", "填写履职设想")
    clerk.sees("吴小红")  # whom the form is about
    clerk.fill({"履职设想（不超过2000字）": "修好路灯，办好老年食堂。"})
    clerk.press("保存")
    clerk.follow(f"← {TITLE}")
    clerk.do("办理：公布候选人名单", {"日期": ago(5)}, "办理")


def prepare_poll(clerk: Officer) -> None:
    """The leaving audit, the meeting with residents, a station with its staff, a proxy."""
    clerk.follow("去办理：日程安排")
    clerk.in_row("筹备和离任审计", "登记完成")
    clerk.fill({"日期": ago(28)})
    clerk.press("登记")
    clerk.follow(f"← {TITLE}", "去办理：候选人与居民见面")
    met = {"日期": ago(3), "地点": "社区礼堂", "到场居民人数": "18", "提问次数": "5", "会议记录名称和文号": "见面会1号"}
    clerk.do("记录候选人与居民见面", met, "保存")
    clerk.do("更正记录", {"到场居民人数": "19"}, "保存")
    clerk.follow(f"← {TITLE}", "去办理：投票站和工作人员")
    station = {"名称": STATION, "地址": "竹湾路8号", "开始时间": "08:00", "结束时间": "15:00", "设有秘密写票处": "是"}
    clerk.do("添加投票站", station, "添加")
    for name, duty in (("钟一", "监票人"), ("钟二", "计票人"), ("钟三", "发票人")):
        person = {"投票站": STATION, "姓名": name, "出生日期": "1988-08-08", "职责": duty}
        clerk.do("添加工作人员", person, "添加")
    clerk.follow(f"← {TITLE}", "委托投票", "登记委托")
    clerk.fill({"委托人的姓名（写全名）": "高志远"})
    clerk.press("查找")
    clerk.follow("由此人委托")
    clerk.fill({"受托人的姓名（写全名）": "何玉梅"})
    clerk.press("查找")
    clerk.follow("委托此人")
    clerk.fill({"外出原因": "在广东务工", "文件名称和文号": "委托书1号", "收到日期": ago(4)})
    clerk.press("登记")
    clerk.do("公布委托投票名单", {"日期": ago(2)}, "公布")
    clerk.follow(f"← {TITLE}")


def give_out_papers(staff: Officer, clerk: Officer, election: str) -> None:
    """On a phone at the station. One paper goes to the wrong person, and is taken back by the clerk."""
    staff.page.goto(f"{election}/register")
    staff.follow("发给选票")
    for name in (*VOTERS, "马永福"):
        staff.fill({"来人的姓名（写全名）": name})
        staff.press("查找")
        staff.press("发给选票")
        staff.sees("已办理：发给选票")
    clerk.page.goto(f"{election}/register")
    clerk.follow("发给选票")
    clerk.fill({"来人的姓名（写全名）": "马永福"})
    clerk.press("查找")
    clerk.sees(f"已在{STATION}领取")
    clerk.do("收回发错的选票", {"发错的原因（不写姓名）": "看错了名字"}, "收回")
    clerk.fill({"来人的姓名（写全名）": "何玉梅"})
    clerk.press("查找")
    clerk.sees("由受托人何玉梅领取")  # the proxy's paper stays there


def close_and_account(clerk: Officer, election: str) -> None:
    clerk.page.goto(election)
    clerk.do("办理：结束投票", {}, "办理")
    clerk.follow("选票账")
    clerk.do("登记印制的选票", {"印制选票": "14", "留存未发到投票站": "2"}, "保存")
    account = {"领取选票": "12", "发出选票": "8", "剩余选票": "3", "作废选票": "0"}
    clerk.in_row(STATION, "登记投票站的选票")
    clerk.fill(account)
    clerk.press("保存")
    clerk.sees("与发出8、剩余3、作废0张之和相差1张")
    clerk.fill({"作废选票": "1"})
    clerk.press("保存")
    clerk.do("记录剩余选票的销毁", {"张数": "5", "销毁人（每行一人）": "韦秀兰\n覃国平"}, "保存")


def type_sheets(signed_in: SignIn, election: str) -> None:
    """Each from the paper; the second misreads a figure and looks again."""
    type_sheet(signed_in("teller-a", "tally_clerk"), election, VOTES)
    second = signed_in("teller-b", "tally_clerk")
    type_sheet(second, election, VOTES | {NOMINEES[0]: "5"})
    second.page.goto(f"{election}/disagreements")
    second.sees("吴小红")
    second.follow("重新录入")
    enter_figures(second, VOTES)


def type_sheet(teller: Officer, election: str, votes: dict[str, str]) -> None:
    teller.page.goto(f"{election}/sheets")
    teller.in_row(STATION, "录入计票单")
    enter_figures(teller, votes)


def enter_figures(teller: Officer, votes: dict[str, str]) -> None:
    posts = ("主任", "主任", "副主任", "副主任", "委员", "委员", "委员", "委员")
    figures = {f"{post} · {name}": votes[name] for post, name in zip(posts, NOMINEES, strict=True)}
    none = {f"{post} · {what}": "0" for post in dict.fromkeys(posts) for what in ("另选他人", "废票")}
    teller.fill({"计票单号": "1", "发出选票": "8", "收回选票": "8", **figures, **none})
    teller.press("提交")
    teller.sees("已办理：录入计票单")


def certify(clerk: Officer, certifier: Officer, election: str) -> None:
    clerk.page.goto(election)
    clerk.follow("办理：开始计票")
    clerk.press("办理")
    expect(clerk.page.get_by_role("heading", name="确认选举结果")).to_be_visible(timeout=60_000)
    clerk.sees("确认人办理过“开始计票”，应由另一人确认。")
    certifier.page.goto(election)
    certifier.do("办理：确认选举结果", {}, "办理")
    certifier.follow("结果和另行选举")
    certifier.sees("主任：吴小红")


def hand_over(clerk: Officer, officer: Officer, election: str) -> None:
    clerk.page.goto(election)
    clerk.follow("去办理：工作移交")
    while (row := clerk.page.get_by_role("row").filter(has_text="否").first).count():
        row.get_by_role("link", name="记录移交").click()
        clerk.fill({"移交人": "梁志明", "接收人": "吴小红", "日期": ago(0)})
        clerk.press("保存")
        clerk.sees("已办理：记录移交")
    officer.page.goto(f"{election}/handover")
    officer.do("确认移交完成并封存档案", {"监督单位和监督人": "竹湾街道办事处 岑丽"}, "确认并封存")


def assert_bundle_proves_itself(clerk: Officer, played: Played, election: str, folder: Path) -> None:
    clerk.page.goto(election)
    clerk.sees("没有待办的步骤")
    with clerk.page.expect_download() as download:
        clerk.follow("下载档案包（ZIP）")
    bundle, key = folder / "bundle.zip", folder / "archive-key.pem"
    download.value.save_as(bundle)
    key.write_bytes(played.office.fetch("elections", "/archive-key.pem"))
    command = [sys.executable, "-m", "shared.cli", "verify-result", str(bundle), "--key", str(key)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "吴小红当选：2×6 > 8" in checked.stdout


SIGNED = "联名选民（每行一人；重名的注明出生日期，如“张三（1980-01-02）”）"


def ago(days: int) -> str:
    return (clock.today() - timedelta(days=days)).isoformat()


def born(name: str) -> str:
    place = ELECTORS.index(name)
    return f"{1960 + place}-0{place % 9 + 1}-15"


def roll() -> str:
    """Every second one a woman."""
    rows = [
        f"{name},{'女男'[place % 2]},{born(name)},竹湾路{place + 1}号,第{place % 3 + 1}居民小组,户籍"
        for place, name in enumerate(ELECTORS)
    ]
    return "\n".join(["姓名,性别,出生日期,住址,居民小组,登记类型", *rows])


def party_list() -> str:
    posts = ("主任", "主任", "副主任", "副主任", "委员", "委员", "委员")
    rows = [
        f"{post},{name},{'女男'[place % 2]},{born(name)},大专,社区党组织"
        for place, (post, name) in enumerate(zip(posts, NOMINEES[:-1], strict=True))
    ]
    return "\n".join(["职务,姓名,性别,出生日期,文化程度,提名方式", *rows])
