"""Certificates from the test to the page on which anybody checks them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import text

from services.training.domain.learning.certificates import SIGNS
from services.training.store.database import unit_of_work
from services.training.workflows.certificates import remind_of_renewals
from shared import clock
from shared.auth.actor import Actor
from tests.conftest import FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.pdf import fonts_not_in, text_of
from tests.training import catalogue
from tests.training.classes import about_to_begin, attended
from tests.training.conftest import CHEN, ZHANG, certify, result, roster


@pytest.fixture
def digital(office: Office, elections: Publisher) -> dict[str, Any]:
    """A tested course to which two came; one of them passed."""
    certify(elections, result([ZHANG, CHEN]))
    ids = {name: cadre["id"] for name, cadre in roster(office).items()}
    course = catalogue.course(office)
    held = attended(office, *ids.values(), course_id=course["id"])
    scores = [{"cadre_id": ids["张平海"], "score": 80}, {"cadre_id": ids["陈丽敏"], "score": 40}]
    assert office.post(f"/sessions/{held['id']}/results", {"items": scores}).status_code == 200
    return held


@pytest.fixture
def certificate(office: Office, digital: dict[str, Any]) -> dict[str, Any]:
    (given,) = office.post(f"/sessions/{digital['id']}/certificates").json["items"]
    return given


def test_who_passed_has_a_certificate_once_however_often_they_are_given(
    office: Office, elections: Publisher, digital: dict[str, Any], certificate: dict[str, Any]
) -> None:
    assert (certificate["name"], certificate["state"], certificate["office"]) == ("张平海", "valid", "万秀区")
    assert office.post(f"/sessions/{digital['id']}/certificates").json["items"] == [certificate]
    assert [event["type"] for event in elections.told()].count("training.certificate_given.v1") == 1
    assert office.get(f"/certificates?cadre_id={certificate['cadre_id']}").json["items"] == [certificate]
    path = f"/certificates/{certificate['id']}"
    assert office.get(path).json == certificate
    assert office.get(path, area=FOREIGN_DISTRICT).status_code == 404
    assert office.post(f"{path}/revocation", {"reason": "x"}, area=FOREIGN_DISTRICT).status_code == 404
    assert office.post(f"/sessions/{digital['id']}/certificates", area=FOREIGN_DISTRICT).status_code == 404


def test_anybody_checks_a_certificate_by_its_code(office: Office, certificate: dict[str, Any]) -> None:
    page = office.client.get(urlsplit(certificate["check_url"]).path)
    assert "证书有效" in page.text
    assert "张平海" in page.text
    assert "电子表格与电子邮件" in page.text
    typed = office.client.get("/certificates", query_string={"code": certificate["code"].lower()})
    assert typed.headers["Location"] == urlsplit(certificate["check_url"]).path


def test_a_slip_of_the_pen_is_told_from_a_code_that_was_never_given(
    office: Office, certificate: dict[str, Any]
) -> None:
    code = certificate["code"]
    mistyped = code[:-1] + SIGNS[(SIGNS.index(code[-1]) + 1) % len(SIGNS)]
    answer = office.client.get("/certificates", query_string={"code": mistyped})
    assert (answer.status_code, answer.json["code"]) == (422, "certificate_code_mistyped")
    unknown = office.client.get("/certificates/1111-1111-11111")
    assert (unknown.status_code, unknown.json["code"]) == (404, "certificate_not_found")


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ("1111-1111-11112", 422, "编号填错了"),
        ("12O", 422, "容易看错的有"),
        ("1111-1111-11111", 404, "没有找到这个编号的证书"),
    ],
)
def test_who_mistypes_a_code_keeps_it_in_the_form_and_is_told_what_to_look_at(
    office: Office, typed: str, status: int, words: str
) -> None:
    page = office.client.get("/certificates", query_string={"code": typed}, headers={"Accept": "text/html"})
    if page.status_code == 303:
        page = office.client.get(page.headers["Location"], headers={"Accept": "text/html"})
    assert page.status_code == status
    assert words in page.text
    assert f'value="{typed}"' in page.text


def test_a_code_typed_in_wide_letters_is_read(office: Office, certificate: dict[str, Any]) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in certificate["code"])
    typed = office.client.get("/certificates", query_string={"code": wide})
    assert typed.headers["Location"] == urlsplit(certificate["check_url"]).path


def test_a_revoked_certificate_says_so_and_can_be_given_anew(
    office: Office, digital: dict[str, Any], certificate: dict[str, Any]
) -> None:
    failing = {"items": [{"cadre_id": certificate["cadre_id"], "score": 10}]}
    assert office.post(f"/sessions/{digital['id']}/results", failing).json["code"] == "certificate_given"
    path = f"/certificates/{certificate['id']}/revocation"
    assert office.post(path, {"reason": "成绩登记错误"}).json["state"] == "revoked"
    assert office.post(path, {"reason": "x"}).json["code"] == "certificate_revoked"
    page = office.client.get(urlsplit(certificate["check_url"]).path)
    assert "证书已撤销" in page.text
    (again,) = office.post(f"/sessions/{digital['id']}/certificates").json["items"]
    assert again["code"] != certificate["code"]


def test_the_paper_is_a_pdf_in_chinese_that_is_the_same_each_time(office: Office, certificate: dict[str, Any]) -> None:
    path = urlsplit(certificate["pdf_url"]).path
    paper = office.client.get(path)
    assert paper.mimetype == "application/pdf"
    assert paper.data.startswith(b"%PDF-")
    assert fonts_not_in(paper.data) == []
    assert "培训结业证书Certificate of Training" in text_of(paper.data)
    assert office.client.get(path).data == paper.data


def test_certificates_are_for_courses_that_give_them_and_only_when_over(
    office: Office, elections: Publisher, digital: dict[str, Any]
) -> None:
    ahead = about_to_begin(office, course_id=digital["course_id"])
    assert office.post(f"/sessions/{ahead['id']}/certificates").json["code"] == "session_not_over"
    plain = about_to_begin(office, course_id=catalogue.course(office, code="LAW", **catalogue.PLAIN)["id"])
    assert office.post(f"/sessions/{plain['id']}/certificates").json["code"] == "course_without_certificate"


def test_a_renewal_is_reminded_of_once(office: Office, elections: Publisher, certificate: dict[str, Any]) -> None:
    assert remind_of_renewals() == 0
    with unit_of_work(Actor.system("training")) as uow:
        uow.session.execute(text("UPDATE certificates SET expires_on = :day"), {"day": clock.today() + timedelta(60)})
    assert (remind_of_renewals(), remind_of_renewals()) == (1, 0)
    told = elections.told()[-1]
    assert (told["type"], told["data"]["name"]) == ("training.renewal_reminded.v1", "张平海")
