"""Pay and the retired cadres' fund over the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from tests.access import assert_guarded, assert_hidden_from_others
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.conftest import CHEN, HE, ZHANG, certify, result, roster

TODAY = clock.today()
MONTH = (TODAY.replace(day=1) - timedelta(days=100)).replace(day=1)
PAY = ("training:pay:read",)
SCALE = {"area": DISTRICT, "post": "member", "fen": 300_000, "since": "2020-01-01", "document": "万秀政发〔2020〕8号"}
WORKLOAD = {"area": COMMUNITY, "month": MONTH.isoformat(), "points": 100}
FUND = {
    "area": DISTRICT,
    "on": TODAY.isoformat(),
    "balance": 1_300_000,
    "income": 120_000,
    "beneficiaries": 10,
    "monthly": 10_000,
}
HEADER = "区划代码,姓名,月份,实发金额,发放日期,养老,医疗,失业"


@pytest.fixture(autouse=True)
def people(office: Office, elections: Publisher) -> None:
    certify(elections, result([ZHANG, CHEN, HE], starts_on=TODAY - timedelta(days=400)))


def send(office: Office, *rows: str) -> Any:
    return office.upload("/payments/import", "\n".join([HEADER, *rows]).encode("gb18030"))


def shown(office: Office, path: str = "/pay") -> list[dict[str, Any]]:
    return office.get(f"{path}?month={MONTH}", scopes=("training:read", *PAY)).json["items"]


def test_every_route_asks_for_token_scope_and_area(office: Office) -> None:
    changes = [
        ("POST", "/pay-scales", SCALE),
        ("POST", "/workloads", WORKLOAD),
        ("POST", "/fund-statements", FUND),
        ("GET", f"/fund-projection?area={DISTRICT}", None),
        ("GET", f"/fund-statements?area={DISTRICT}", None),
    ]
    reports = [("GET", f"{path}?month={MONTH}", None) for path in ("/pay", "/pay-equity", "/pay-per-point")]
    assert_guarded(office, [*changes, *reports, ("GET", "/pay-scales", None), ("POST", "/payments/import", None)])
    assert_hidden_from_others(office, changes)
    assert office.get(f"/pay?month={MONTH}", scopes=("training:read", "training:write")).status_code == 403
    assert office.get(f"/pay?month={MONTH}", scopes=PAY, area=FOREIGN_DISTRICT).json["items"] == []


def test_promised_and_paid_stand_side_by_side(office: Office) -> None:
    assert office.post("/pay-scales", SCALE).status_code == 201
    assert office.post("/pay-scales", SCALE).json["code"] == "scale_there"
    assert office.post("/workloads", WORKLOAD).status_code == 204
    paid_on = (MONTH + timedelta(days=45)).replace(day=13).isoformat()
    month = f"{MONTH.year}年{MONTH.month}月"
    rows = [
        f"{COMMUNITY},陈丽敏,{month},2500.00,{paid_on},是,是,否",
        f"{COMMUNITY},何秋月,{month},3000,{paid_on},是,是,是",
    ]
    assert send(office, *rows).json == {"added": 2}
    facts = {each["name"]: each for each in shown(office)}
    assert (facts["陈丽敏"]["gap"], facts["陈丽敏"]["lag"], facts["陈丽敏"]["uninsured"]) == (
        50_000,
        3,
        ["unemployment"],
    )
    assert (facts["张平海"]["promised"], facts["张平海"]["paid"]) == (None, 0)
    (equity,) = shown(office, "/pay-equity")
    assert (equity["post"], equity["people"], equity["spread"]) == ("member", 2, 2000)
    assert [(each["area"], each["per_point"]) for each in shown(office, "/pay-per-point")] == [(COMMUNITY, 5500)]
    assert send(office, rows[0].replace("2500.00", "3000")).json == {"added": 1}
    assert {each["name"]: each["gap"] for each in shown(office)}["陈丽敏"] == 0


def test_a_file_of_payments_with_a_bad_row_is_not_taken_at_all(office: Office) -> None:
    answer = send(
        office,
        f"{COMMUNITY},陈丽敏,2026-13,2500,2026-01-10,是,是,否",
        f"{COMMUNITY},王五,2026-01,2500,2026-02-10,是,是,否",
        f"{COMMUNITY},陈丽敏,2026-01,两千,2026-02-10,是,是,也许",
        f"{COMMUNITY},陈丽敏,2026-01,2500,2999-02-10,是,是,否",
    )
    faults = {(each["line"], each["column"], each["code"]) for each in answer.json["fields"]}
    assert faults == {
        (2, "月份", "month_unreadable"),
        (3, "姓名", "cadre_unknown"),
        (4, "实发金额", "money_unreadable"),
        (4, "失业", "word_unknown"),
        (5, "发放日期", "date_in_future"),
    }
    assert {each["paid"] for each in shown(office)} == {0}


def test_one_payment_is_stated_and_stated_again(office: Office) -> None:
    path = f"/cadres/{roster(office)['何秋月']['id']}/payments"
    payment = {"month": f"{MONTH:%Y-%m}", "fen": 250_050, "paid_on": f"{TODAY}", "pension": True, "medical": True,
               "unemployment": False}  # fmt: skip
    assert_guarded(office, [("POST", path, payment), ("GET", "/payments/template", None)])
    assert_hidden_from_others(office, [("POST", path, payment)])
    assert office.post(path, payment).status_code == 204
    later = office.post(path, {**payment, "paid_on": f"{TODAY + timedelta(days=1)}"})
    assert (later.status_code, later.json["fields"][0]["code"]) == (422, "date_in_future")
    assert office.post(path, {**payment, "fen": "2500.50"}).json["fields"][0]["message"].startswith("应填数字")
    assert office.post(path, {**payment, "fen": 300_000}).status_code == 204
    paid = {each["name"]: (each["paid"], each["uninsured"]) for each in shown(office)}
    assert paid["何秋月"] == (300_000, ["unemployment"])


def test_a_month_is_named_by_its_first_day(office: Office) -> None:
    answer = office.get("/pay?month=2026-01-15", scopes=PAY)
    assert (answer.status_code, answer.json["fields"][0]["code"]) == (422, "month_expected")


def test_the_fund_is_projected_from_its_newest_statement(office: Office) -> None:
    assert office.get(f"/fund-projection?area={DISTRICT}").json["code"] == "fund_not_found"
    older = FUND | {"on": (TODAY - timedelta(days=9)).isoformat(), "balance": 0}
    assert [office.post("/fund-statements", each).status_code for each in (FUND, older)] == [201, 201]
    assert office.post("/fund-statements", FUND).json["code"] == "statement_there"
    future = office.post("/fund-statements", FUND | {"on": (TODAY + timedelta(days=1)).isoformat()})
    assert future.json["fields"][0]["code"] == "date_in_future"
    assert len(office.get(f"/fund-statements?area={DISTRICT}").json["items"]) == 2
    projection = f"/fund-projection?area={DISTRICT}&years=10"
    assert office.get(projection).json["months"] == 14
    assert office.get(f"{projection}&beneficiaries=1").json["months"] is None
    assert office.get(f"{projection}&monthly=20000&index=300").json["months"] < 14
    assert office.get(f"/fund-projection?area={DISTRICT}&years=0").status_code == 422
