from __future__ import annotations

import dataclasses
import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from services.elections.app import create_app
from services.elections.store import tables
from services.elections.store.database import database, reading
from services.elections.workflows import rolls
from shared.auth.actor import Actor
from tests.elections.conftest import EVERYTHING, Office, roll_csv, run_jobs

HEADER = "姓名,性别,出生日期,住址,居民小组,登记类型"
PERSON = "张三,男,1980-01-02,和平路12号,一组,户籍"


def _file(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def _import(office: Office, election: dict[str, Any], content: bytes, **options: Any) -> dict[str, Any]:
    accepted = office.upload(f"/elections/{election['id']}/roll", content, **options)
    assert accepted.status_code == 202, accepted.json
    run_jobs()
    job: dict[str, Any] = office.get(f"/jobs/{accepted.json['job_id']}").json
    return job


def _electors(office: Office, election: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = office.get(f"/elections/{election['id']}/electors").json["items"]
    return items


def test_a_roll_is_accepted_as_a_job_and_imported_whole(office: Office, election: dict[str, Any]) -> None:
    accepted = office.upload(f"/elections/{election['id']}/roll", roll_csv(3))
    assert accepted.headers["Location"] == f"/api/v1/jobs/{accepted.json['job_id']}"
    assert _electors(office, election) == []
    run_jobs()
    job = office.get(accepted.headers["Location"].removeprefix("/api/v1")).json
    assert (job["state"], job["done"], job["total"]) == ("done", 3, 3)
    assert job["outcome"]["figures"]["electors"] == 3
    assert office.get(f"/elections/{election['id']}").json["electors"] == 3
    assert len(_electors(office, election)) == 3


def test_the_rolls_hash_is_that_of_its_lines(office: Office, election: dict[str, Any]) -> None:
    _import(office, election, _file(PERSON, "李四,女,1975-03-04,和平路13号,,常住"))
    text = "张三\tmale\t1980-01-02\t和平路12号\t一组\thousehold\n李四\tfemale\t1975-03-04\t和平路13号\t\tresident\n"
    assert office.get(f"/elections/{election['id']}").json["roll_hash"] == hashlib.sha256(text.encode()).hexdigest()


def test_electors_are_read_in_pages_in_the_order_of_the_file(office: Office, election: dict[str, Any]) -> None:
    _import(office, election, roll_csv(7))
    names, cursor = [], ""
    while cursor is not None:
        page = office.get(f"/elections/{election['id']}/electors?limit=3{cursor and f'&cursor={cursor}'}").json
        names += [elector["name"] for elector in page["items"]]
        cursor = page["next"]
    assert names == [f"张{chr(0x4E00 + number)}" for number in range(7)]


def test_a_new_roll_takes_the_place_of_the_old_one(office: Office, election: dict[str, Any]) -> None:
    _import(office, election, roll_csv(5))
    _import(office, election, _file(PERSON))
    assert [elector["name"] for elector in _electors(office, election)] == ["张三"]
    assert office.get(f"/elections/{election['id']}").json["electors"] == 1


def test_of_two_rolls_on_their_way_the_one_uploaded_last_stays(office: Office, election: dict[str, Any]) -> None:
    path = f"/elections/{election['id']}/roll"
    first, last = (office.upload(path, content).json["job_id"] for content in (roll_csv(5), _file(PERSON)))
    run_jobs(newest_first=True)
    assert office.get(f"/jobs/{last}").json["state"] == "done"
    assert office.get(f"/jobs/{first}").json["outcome"]["code"] == "roll_outdated"
    assert [elector["name"] for elector in _electors(office, election)] == ["张三"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_each_encoding_of_offices_is_read(office: Office, election: dict[str, Any], encoding: str) -> None:
    content = f"{HEADER}\r\n{PERSON}\r\n".encode(encoding)
    assert _import(office, election, content)["state"] == "done"
    assert _electors(office, election)[0]["name"] == "张三"


def test_a_workbook_is_read_whatever_its_name(office: Office, election: dict[str, Any]) -> None:
    book, saved = Workbook(), io.BytesIO()
    for row in (HEADER, PERSON):
        book.active.append(row.split(","))
    book.save(saved)
    assert _import(office, election, saved.getvalue(), name="选民.csv")["state"] == "done"
    assert _electors(office, election)[0]["birth_date"] == "1980-01-02"


def test_stray_spaces_and_full_width_digits_are_accepted(office: Office, election: dict[str, Any]) -> None:
    _import(office, election, _file(" 张　三 ,男 ,１９８０年１月２日, 和平路１２号 ,一组,户籍"))
    (elector,) = _electors(office, election)
    assert (elector["name"], elector["birth_date"], elector["address"]) == ("张三", "1980-01-02", "和平路12号")


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (",男,1980-01-02,和平路12号,一组,户籍", "姓名", "cell_empty"),
        ("张三,未知,1980-01-02,和平路12号,一组,户籍", "性别", "word_unknown"),
        ("张三,男,1980-13-02,和平路12号,一组,户籍", "出生日期", "date_unreadable"),
        ("张三,男,2020-01-02,和平路12号,一组,户籍", "出生日期", "under_age"),
        ("张三,男,1780-01-02,和平路12号,一组,户籍", "出生日期", "birth_date_unlikely"),
        (f"张三,男,1980-01-02,{'长' * 300},一组,户籍", "住址", "cell_too_long"),
        ("张三,男,1980-01-02,和平路12号,一组,租客", "登记类型", "word_unknown"),
        (f"{PERSON}\n{PERSON}", "姓名", "elector_doubled"),
    ],
)
def test_a_bad_row_is_told_by_line_and_column_and_nothing_is_imported(
    office: Office, election: dict[str, Any], row: str, column: str, code: str
) -> None:
    _import(office, election, roll_csv(2))
    job = _import(office, election, _file("李四,女,1975-03-04,和平路13号,,常住", row))
    assert (job["state"], job["outcome"]["code"], job["outcome"]["total"]) == ("refused", "roll_invalid", 1)
    (fault,) = job["outcome"]["fields"]
    assert (fault["column"], fault["code"]) == (column, code)
    assert fault["line"] == (4 if code == "elector_doubled" else 3)
    assert len(_electors(office, election)) == 2


def test_of_very_many_faults_the_first_thousand_are_listed(office: Office, election: dict[str, Any]) -> None:
    job = _import(office, election, _file(*["张三,男,昨天,某处,,户籍"] * 1_500))
    assert (len(job["outcome"]["fields"]), job["outcome"]["total"]) == (1_000, 1_500)


def test_a_refusal_is_told_in_the_language_of_whoever_reads_it(office: Office, election: dict[str, Any]) -> None:
    accepted = office.upload(f"/elections/{election['id']}/roll", _file("张三,男,昨天,某处,,户籍")).json
    run_jobs()
    job = office.get(f"/jobs/{accepted['job_id']}", headers={"Accept-Language": "en"}).json
    assert job["outcome"]["message"] == "The roll has 1 faults; nothing was imported."
    assert job["outcome"]["fields"][0]["message"].startswith("Not a date")


@pytest.mark.parametrize(
    ("header", "code", "column"),
    [
        ("姓名,性别,出生日期,居民小组,登记类型", "column_missing", "住址"),
        ("姓名,性别,出生日期,住址,居民小组,登记类型,姓名", "column_doubled", "姓名"),
    ],
)
def test_a_wrong_header_is_refused_at_once(
    office: Office, election: dict[str, Any], header: str, code: str, column: str
) -> None:
    answer = office.upload(f"/elections/{election['id']}/roll", _file(PERSON, header=header))
    assert (answer.status_code, answer.json["code"]) == (422, "columns_wrong")
    assert (code, column) in {(fault["code"], fault["column"]) for fault in answer.json["fields"]}


def test_english_headers_are_understood(office: Office, election: dict[str, Any]) -> None:
    job = _import(office, election, _file(PERSON, header="Name,Sex,Birth date,Address,Group,Registration"))
    assert job["state"] == "done"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty_file"),
        (b"%PDF-1.7 ...", 415, "unsupported_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 415, "unsupported_file"),
        (b"PK\x03\x04 no archive", 415, "unsupported_file"),
        (HEADER.encode() + b"\n\xff\xff", 422, "file_undecodable"),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_at_once(
    office: Office, election: dict[str, Any], content: bytes, status: int, code: str
) -> None:
    answer = office.upload(f"/elections/{election['id']}/roll", content)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


def test_a_header_without_rows_is_no_roll(office: Office, election: dict[str, Any]) -> None:
    assert _import(office, election, _file())["outcome"]["code"] == "roll_empty"


def test_a_request_without_a_file_is_refused(office: Office, election: dict[str, Any]) -> None:
    answer = office.call("POST", f"/elections/{election['id']}/roll", data={"other": "x"})
    assert (answer.status_code, answer.json["fields"][0]["field"]) == (422, "file")


def test_an_upload_past_the_limit_is_refused(
    settings_for: Callable[..., Any], new_database: Callable[[str], str], token: Callable[..., str]
) -> None:
    settings = dataclasses.replace(settings_for("elections", new_database("elections")), max_upload_bytes=100_000)
    office = Office(create_app(settings).test_client(), token, EVERYTHING)
    answer = office.upload("/elections/01a20945-f187-70d2-ac92-e0b084eb6532/roll", b"x" * 200_000)
    database.dispose()
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert answer.content_type == "application/problem+json"


def test_an_uploaded_file_goes_when_its_import_is_over(office: Office, election: dict[str, Any]) -> None:
    _import(office, election, roll_csv(2))
    _import(office, election, _file("张三,男,昨天,某处,,户籍"))
    office.upload(f"/elections/{election['id']}/roll", roll_csv(3))
    rolls.discard_read_files(Actor.system("elections"))
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(tables.RollFile)) == 1
    assert run_jobs()[0]["state"] == "done"


def test_a_roll_is_not_imported_into_an_election_that_went_on_without_it(
    office: Office, election: dict[str, Any]
) -> None:
    accepted = office.upload(f"/elections/{election['id']}/roll", roll_csv(2)).json
    office.step(election["id"], "cancel")
    run_jobs()
    job = office.get(f"/jobs/{accepted['job_id']}").json
    assert (job["state"], job["outcome"]["code"]) == ("refused", "change_closed")
    assert _electors(office, election) == []
