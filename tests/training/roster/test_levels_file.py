"""Assessed levels from a file."""

from __future__ import annotations

from typing import Any

from tests.access import assert_guarded
from tests.conftest import COMMUNITY, FOREIGN_DISTRICT
from tests.events import Publisher
from tests.office import Office
from tests.training.people import appointed, cadre

HEADER = "区划代码,姓名,出生日期,能力,等级,评估日期,评估人,评估依据"
TOLD = "2026-03-01,街道组织办,实务测试"


def levels(office: Office, *rows: str) -> Any:
    return office.upload("/levels/imports", "\n".join([HEADER, *rows]).encode())


def test_levels_of_a_file_count_against_what_the_post_needs(office: Office, elections: Publisher) -> None:
    who = cadre(office)
    appointed(office, who)
    answer = levels(office, f"{COMMUNITY},覃小宁,,数字技能,1,{TOLD}", f"{COMMUNITY},覃小宁,,法律法规,4,{TOLD}")
    assert answer.json == {"added": 2}
    gaps = {each["competency"]: each for each in office.get(f"/cadres/{who['id']}/gaps").json["items"]}
    assert (gaps["digital"]["level"], gaps["digital"]["missing"], gaps["law"]["missing"]) == (1, 2, 0)
    assert levels(office, f"{COMMUNITY},覃小宁,,数字技能,3,{TOLD}").status_code == 201
    gaps = {each["competency"]: each for each in office.get(f"/cadres/{who['id']}/gaps").json["items"]}
    assert gaps["digital"]["missing"] == 0


def test_what_an_office_lacks_is_listed_with_how_many_are_in_office(office: Office, elections: Publisher) -> None:
    appointed(office, cadre(office))
    levels(office, f"{COMMUNITY},覃小宁,,数字技能,1,{TOLD}")
    found = office.get(f"/levels/gaps?area={COMMUNITY}").json
    lacks = {each["competency"]: (each["level"], each["missing"]) for each in found["items"]}
    assert (found["in_office"], lacks["digital"], lacks["service"]) == (1, (1, 2), (None, 2))
    assert office.get(f"/levels/gaps?area={COMMUNITY}", area=FOREIGN_DISTRICT).status_code == 404


def test_every_bad_level_is_told_and_none_is_taken(office: Office, elections: Publisher) -> None:
    cadre(office)
    answer = levels(
        office,
        f"{COMMUNITY},覃小宁,,唱歌,1,{TOLD}",
        f"{COMMUNITY},覃小宁,,数字技能,5,{TOLD}",
        f"{COMMUNITY},覃小宁,,数字技能,1,2099-01-01,街道组织办,测试",
        f"{COMMUNITY},无此人,,数字技能,1,{TOLD}",
    )
    assert [(each["line"], each["code"]) for each in answer.json["fields"]] == [
        (2, "word_unknown"),
        (3, "level_unreadable"),
        (4, "date_in_future"),
        (5, "cadre_unknown"),
    ]
    empty = office.upload("/levels/imports", office.get("/levels/template").get_data())
    assert empty.json["code"] == "records_empty"


def test_levels_need_a_token_and_a_scope(office: Office, elections: Publisher) -> None:
    assert_guarded(office, [("POST", "/levels/imports", None), ("GET", "/levels/template", None)])
