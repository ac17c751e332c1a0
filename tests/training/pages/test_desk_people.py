"""The office's people at the desk: the page of a cadre, pay, goals, awards, meetings, all by forms alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask

from services.training.domain.regimes.catalogue import REGIMES
from services.training.pages.desk.work.registers import KEPT_HERE
from shared import clock
from tests.conftest import COMMUNITY, DISTRICT
from tests.desk_clerk import DeskClerk
from tests.events import Publisher
from tests.training.conftest import CHEN, HE, SCOPES, ZHANG, certify, result

TODAY = clock.today()
RIGHTS = (*SCOPES, "training:decide", "training:pay:read")
ROSTER = "/desk/records/roster"


@pytest.fixture(autouse=True)
def committee(elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN, HE], starts_on=TODAY - timedelta(days=400)))


@pytest.fixture
def person(app: Flask, token: Callable[..., str]) -> Callable[[str], DeskClerk]:
    return lambda name: DeskClerk(app.test_client(), token, name, RIGHTS)


@pytest.fixture
def clerk(person: Callable[[str], DeskClerk]) -> DeskClerk:
    return person("clerk")


def page_of(clerk: DeskClerk, name: str) -> str:
    """The address of a cadre's page."""
    return clerk.links(clerk.get(ROSTER))[name]


def id_of(clerk: DeskClerk, name: str) -> str:
    return page_of(clerk, name).rpartition("/")[2]


def text_of(page: str) -> str:
    """What somebody reads on it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_cadres_page_has_posts_honours_secondment_and_leave(clerk: DeskClerk) -> None:
    page = page_of(clerk, "何秋月")
    day = str(TODAY)
    done = [
        clerk.do(page, "登记政治待遇", on=day, facts__role="congress", facts__granted_by="万秀区人大常委会"),
        clerk.do(
            page,
            "登记下派",
            home_unit="区民政局",
            duties="党建",
            starts_on=str(TODAY - timedelta(days=90)),
            ends_on="2030-01-01",
        ),
        clerk.do(page, "登记请假", starts_on=day, ends_on=day, reason="培训"),
        clerk.do(
            page, "登记能力等级", competency="law", level="2", assessed_on=day, assessor="李主任", evidence="面试"
        ),
        clerk.do(page, "任命职务", post="worker", starts_on=day, document="万秀民发〔2026〕3号"),
    ]
    assert [each.status_code for each in done] == [303] * 5, [each.get_data(as_text=True)[:500] for each in done]
    shown = text_of(clerk.get(page))
    for told in ("人大代表", "万秀区人大常委会", "区民政局", "万秀民发〔2026〕3号", "社区工作者", "步埠社区"):
        assert told in shown, told
    assert clerk.do(page, "登记离任", ended_on=day, reason="retired").status_code == 303
    assert clerk.do(page, "登记返回和鉴定", ended_on=day, review="工作扎实").status_code == 303


def test_a_pair_works_and_ends(clerk: DeskClerk) -> None:
    pairs = "/desk/records/mentorships"
    both = {"mentor_id": id_of(clerk, "张平海"), "mentee_id": id_of(clerk, "何秋月")}
    term = {"starts_on": str(TODAY), "ends_on": str(TODAY + timedelta(days=180))}
    assert clerk.do(pairs, "登记结对帮带", goals="独立主持居民议事", **both, **term).status_code == 303
    assert clerk.do(pairs, "登记帮带记录", held_on=str(TODAY), notes="一起走访").status_code == 303
    assert "一起走访" in clerk.get(pairs)
    assert clerk.do(pairs, "结束帮带", ended_on=str(TODAY)).status_code == 303
    assert "一起走访" not in clerk.get(pairs)
    assert "一起走访" in clerk.get(page_of(clerk, "何秋月"))


def test_pay_is_typed_in_yuan_and_shown_against_what_was_promised(clerk: DeskClerk) -> None:
    month = (TODAY.replace(day=1) - timedelta(days=1)).replace(day=1)
    scale = {"area": DISTRICT, "post": "member", "since": "2020-01", "document": "万秀政发〔2020〕8号"}
    refused = clerk.do("/desk/records/pay", "登记报酬标准", fen="三千", **scale)
    assert refused.status_code == 422
    assert "应填数字，小数点后最多两位。" in refused.get_data(as_text=True)
    assert clerk.do("/desk/records/pay", "登记报酬标准", fen="3,500.50", **scale).status_code == 303
    paid = clerk.do_with(
        "/desk/records/pay", f"id.cadre_id={id_of(clerk, '何秋月')}", month=f"{month:%Y-%m}", fen="3000",
        paid_on=str(TODAY), pension="true", medical="true", unemployment="false",
    )  # fmt: skip
    assert paid.status_code == 303, paid.get_data(as_text=True)
    shown = text_of(clerk.get("/desk/records/pay"))
    for told in ("3,500.50", "3,000.00", "500.50", "失业"):
        assert told in shown, told
    earlier = clerk.get("/desk/records/pay?month=2019-12")
    assert 'value="2019-12"' in earlier
    assert "3,500.50" not in text_of(earlier).partition("报酬标准")[0]


def test_a_payment_list_names_each_bad_row_and_saves_nothing(clerk: DeskClerk) -> None:
    header = "区划代码,姓名,月份,实发金额,发放日期,养老,医疗,失业\n"
    good = f"{COMMUNITY},何秋月,2026-01,3000,2026-02-10,是,是,是\n"
    refused = clerk.do("/desk/records/pay", "上传发放表", file=(header + good + good.replace("3000", "三千")).encode())
    assert refused.status_code == 422
    assert "第3行，实发金额" in refused.get_data(as_text=True)
    assert "3,000.00" not in clerk.get("/desk/records/pay?month=2026-01")
    assert clerk.do("/desk/records/pay", "上传发放表", file=(header + good).encode()).status_code == 303
    assert clerk.client.get("/desk/payments-template.xlsx").status_code == 200


def test_goals_are_set_worked_on_and_scored_by_another_person(person: Callable[[str], DeskClerk]) -> None:
    clerk, scorer = person("clerk"), person("scorer")
    goals = {
        f"goals__{place}__{name}": value
        for place, (title, weight) in enumerate((("矛盾纠纷调解", "60"), ("环境整治", "40")))
        for name, value in {
            "title": title, "indicator": "检查合格", "weight": weight, "responsible_id": id_of(clerk, "张平海")}.items()
    }  # fmt: skip
    frame = {"area": COMMUNITY, "title": "任期目标", "level": "term", "starts_on": str(TODAY - timedelta(days=30)),
             "ends_on": str(TODAY + timedelta(days=300))}  # fmt: skip
    short = clerk.do("/desk/records/goals", "制定目标", **frame, **{**goals, "goals__1__weight": "30"})
    assert short.status_code == 422
    assert "现为90%" in short.get_data(as_text=True)
    made = clerk.do("/desk/records/goals", "制定目标", **frame, **goals)
    assert made.status_code == 303, made.get_data(as_text=True)
    page = made.headers["Location"].partition("?")[0]
    assert clerk.do(page, "登记完成情况", on=str(TODAY), text="调解三起").status_code == 303
    form = scorer.form(scorer.links(scorer.get(page))["中期评分"])
    scores = {name: "80" for name in form if name.startswith("scores.")}
    assert len(scores) == 2
    assert clerk.do(page, "中期评分", **scores).status_code == 409  # who set the goals does not score them
    assert scorer.do(page, "中期评分", **scores).status_code == 303
    shown = text_of(scorer.get(page))
    assert "调解三起" in shown
    assert "60%" in shown
    assert "张平海" in shown


def test_an_award_is_nominated_checked_publicised_and_objected_to(person: Callable[[str], DeskClerk]) -> None:
    clerk, checker, decider = person("clerk"), person("checker"), person("decider")
    opened = clerk.do(
        "/desk/records/awards", "开展一次评比", area=DISTRICT, title="优秀社区干部", year=str(TODAY.year), cadres="3",
        organisations="1", nominate_until=str(TODAY + timedelta(days=10)), criteria__0__name="实绩",
        criteria__0__weight="70", criteria__1__name="品德", criteria__1__weight="30",
    )  # fmt: skip
    assert opened.status_code == 303, opened.get_data(as_text=True)
    cycle = opened.headers["Location"].partition("?")[0]
    assert clerk.do(cycle, "提名", cadre_id=id_of(clerk, "何秋月"), deeds="走访全部高龄老人").status_code == 303
    form = checker.form(checker.links(checker.get(cycle))["审核评分"])
    scores = {name: "90" for name in form if name.startswith("scores.")}
    assert clerk.do(cycle, "审核评分", passed="true", note="同意", **scores).status_code == 409
    assert checker.do(cycle, "审核评分", passed="true", note="同意", **scores).status_code == 303
    assert checker.do(cycle, "公示").status_code == 303
    nomination = clerk.links(clerk.get(cycle))["何秋月"]
    assert clerk.do(nomination, "登记异议", text="事迹不实", received_on=str(TODAY)).status_code == 303
    assert decider.do(nomination, "处理异议", upheld="false", reasons="已核实").status_code == 303
    early = decider.do(nomination, "作出决定", grant="true", note="同意表彰")
    assert early.status_code == 409
    assert "期满后才能决定" in early.get_data(as_text=True)
    shown = text_of(clerk.get(nomination))
    for told in ("公示中", "已核实", "走访全部高龄老人", "90"):
        assert told in shown, told


def test_a_joint_meeting_is_recorded_signed_and_its_disagreement_settled(person: Callable[[str], DeskClerk]) -> None:
    clerk = person("clerk")
    meetings = "/desk/records/joint-meetings"
    people = {name: id_of(clerk, name) for name in ("张平海", "陈丽敏", "何秋月")}
    votes = {f"decisions.0.votes.{each}": "for" for each in people.values()}
    against = f"decisions.0.votes.{people['何秋月']}"
    held = {"held_on": str(TODAY), "title": "十一月联席会议", "chaired_by": people["张平海"],
            "present": "\n".join(people.values()), "decisions__0__motion": "修缮活动室"}  # fmt: skip
    silent = clerk.do_with(meetings, f"id.area={COMMUNITY}", **held, **{**votes, against: "against"})
    assert silent.status_code == 422
    assert "投反对票的，应记录不同意见。" in silent.get_data(as_text=True)
    reason = {f"decisions.0.dissent.{people['何秋月']}": "经费没有落实"}
    made = clerk.do_with(meetings, f"id.area={COMMUNITY}", **held, **{**votes, against: "against"}, **reason)
    assert made.status_code == 303, made.get_data(as_text=True)
    page = made.headers["Location"].partition("?")[0]
    assert clerk.do(page, "登记负责人签字", head="director", cadre_id=people["张平海"]).status_code == 303
    assert clerk.do(meetings, "登记怎样化解", on=str(TODAY), settlement="先申请经费").status_code == 303
    shown = text_of(clerk.get(page))
    for told in ("修缮活动室", "反对", "经费没有落实", "先申请经费", "主任"):
        assert told in shown, told


def test_a_directors_leaving_audit_is_planned_and_its_finding_put_right(person: Callable[[str], DeskClerk]) -> None:
    clerk, publisher = person("clerk"), person("publisher")
    page = page_of(clerk, "张平海")
    planned = clerk.do(page, "安排任期或离任审计", kind="leaving", year=str(TODAY.year), due_on="2030-06-30")
    assert planned.status_code == 303, planned.get_data(as_text=True)
    audits = "/desk/records/audits"
    clerk.do(audits, "开始审计", auditor="区审计局")
    clerk.do(
        audits, "提交报告", reported_on=str(TODAY), conclusion="账目清楚", findings__0__text="缺少票据",
        findings__0__due_on=str(TODAY + timedelta(days=10)), findings__0__fen="1250.5",
    )  # fmt: skip
    publisher.do(audits, "公布结果")
    one = clerk.links(clerk.get(audits))["离任经济责任审计"]
    assert clerk.do(one, "登记整改", on=str(TODAY), note="已补票据").status_code == 303
    shown = text_of(clerk.get(one))
    for told in ("1,250.50", "已补票据", "已公布"):
        assert told in shown, told


def test_seats_levels_and_past_sessions_are_kept_at_the_desk(clerk: DeskClerk) -> None:
    seats = "/desk/records/establishments"
    address = next(each for each in clerk.links(clerk.get(seats)).values() if "roster.set_seats" in each)
    assert clerk.fill(address, seats="9").status_code == 303
    assert " 9 " in text_of(clerk.get(seats))
    header = "区划代码,姓名,出生日期,能力,等级,评估日期,评估人,依据\n"
    row = f"{COMMUNITY},何秋月,,法律法规,9,{TODAY},区委党校,笔试\n"
    refused = clerk.do("/desk/records/levels", "上传能力评估", file=(header + row).encode())
    assert refused.status_code == 422
    assert "第2行，等级" in refused.get_data(as_text=True)
    assert clerk.do("/desk/records/levels", "上传能力评估", file=(header + row.replace(",9,", ",2,")).encode())
    for page in ("levels", "ledger"):
        for words, address in clerk.links(clerk.get(f"/desk/records/{page}")).items():
            assert "下载" not in words or clerk.client.get(address).status_code == 200, address


def test_a_promotion_without_merits_is_refused_with_the_reason(clerk: DeskClerk) -> None:
    refused = clerk.do(page_of(clerk, "何秋月"), "提出破格提拔", to_post="vice_director", justification="成绩突出")
    assert refused.status_code == 409
    assert "破格提拔须有表彰或者优秀等次的民主评议作依据" in refused.get_data(as_text=True)
    assert "成绩突出" in refused.get_data(as_text=True)  # what was typed stays


@pytest.mark.parametrize("code", list(REGIMES))
def test_each_regime_has_its_page_and_a_form_where_its_records_are_kept(clerk: DeskClerk, code: str) -> None:
    links = clerk.links(clerk.get(f"/desk/registers/{code}"))
    assert clerk.answer.status_code == 200
    assert any("登记" in words for words in links) is (code in {each.code for each in KEPT_HERE})
    assert clerk.client.get(links["下载（XLSX）"]).status_code == 200


def test_an_expense_is_kept_in_yuan_and_one_person_does_not_do_both_sides_of_it(clerk: DeskClerk) -> None:
    page = "/desk/registers/finance"
    facts = {"direction": "expense", "purpose": "活动室修缮", "fen": "1250.50", "voucher": "A1", "handled_by": "陈丽敏"}
    typed = {f"facts__{name}": value for name, value in facts.items()} | {"area": COMMUNITY, "on": str(TODAY)}
    refused = clerk.do(page, "登记一条记录", **typed, facts__approved_by="陈丽敏")
    assert refused.status_code == 422
    assert "经手人和审批人应是两个人。" in refused.get_data(as_text=True)
    assert clerk.do(page, "登记一条记录", **typed, facts__approved_by="张平海").status_code == 303
    shown = text_of(clerk.get(page))
    assert "1,250.50" in shown
    assert "支出" in shown
    assert clerk.do(page, "撤回记错的记录", reason="重复").status_code == 303
    assert "活动室修缮" not in clerk.get(page)


def test_incentives_are_counted_by_policy(clerk: DeskClerk) -> None:
    facts = {"policy": "租房补贴", "applicant": "覃勇", "birth_date": "1998-05-05", "outcome": "granted"}
    typed = {f"facts__{name}": value for name, value in facts.items()}
    done = clerk.do("/desk/registers/incentives", "登记优惠政策", area=COMMUNITY, on=str(TODAY), **typed)
    assert done.status_code == 303, done.get_data(as_text=True)
    assert "租房补贴 1 1 1" in text_of(clerk.get("/desk/registers/incentives"))


def test_a_reserve_has_a_page_with_plan_and_enterprise(clerk: DeskClerk) -> None:
    pool = "/desk/records/reserves"
    born = date(1995, 5, 5)
    clerk.do(pool, "提名后备人选", area=DISTRICT, name="覃勇", sex="male", birth_date=str(born), post="director",
             evidence="群众推荐")  # fmt: skip
    page = clerk.links(clerk.get(pool))["覃勇"]
    assert clerk.do(page, "增加培养计划", kind="course", title="任前培训", due_on=str(TODAY)).status_code == 303
    assert clerk.do(page, "登记完成", done_on=str(TODAY), outcome="合格").status_code == 303
    done = clerk.do(page, "登记创办的经济实体", name="养老服务站", since="2025-01-01", support="免租", jobs="6",
                    income_yuan="90000")  # fmt: skip
    assert done.status_code == 303
    assert clerk.do(page, "修改情况", party="activist").status_code == 303
    shown = text_of(clerk.get(page))
    for told in ("任前培训", "养老服务站", "入党积极分子"):
        assert told in shown, told


def test_the_fund_for_retired_cadres_is_stated_and_projected(clerk: DeskClerk) -> None:
    page = "/desk/records/fund"
    done = clerk.do(page, "登记基金情况", area=DISTRICT, on=str(TODAY), balance="13000", income="1200",
                    beneficiaries="10", monthly="100")  # fmt: skip
    assert done.status_code == 303, done.get_data(as_text=True)
    assert "13,000.00" in text_of(clerk.get(page))


def test_another_areas_cadre_has_no_page(app: Flask, token: Callable[..., str], clerk: DeskClerk) -> None:
    page = page_of(clerk, "何秋月")
    stranger = app.test_client()
    stranger.post(
        "/desk/sign-in", data={"code": token(*RIGHTS, area="450405000000")}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert stranger.get(page).status_code == 404
