from __future__ import annotations

import io
import json
import re
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from shared.database.database import Database
from shared.settings import Settings

THING = {"area": "450403002003", "name": "步埠"}
ENGLISH = {"Accept-Language": "en"}


def _post(client: FlaskClient, clerk: dict[str, str], body: Any, **headers: str) -> Any:
    content = json.dumps(body)  # in ASCII, so that half a character can be sent as it would be: "\\ud800"
    return client.post("/api/v1/things", data=content, content_type="application/json", headers={**clerk, **headers})


def _faults(answer: Any) -> dict[str, str]:
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    return {fault["field"]: fault["code"] for fault in answer.json["fields"]}


def test_each_fault_is_told_with_its_field(client: FlaskClient, clerk: dict[str, str]) -> None:
    answer = _post(client, clerk, {"area": "123", "seats": 99, "colour": "red"})
    assert _faults(answer) == {
        "area": "invalid",
        "seats": "out_of_range",
        "colour": "unknown_field",
        "name": "required",
    }
    assert answer.json["total"] == 4
    assert answer.json["status"] == 422
    assert answer.json["type"] == "urn:shequ:problem:invalid"
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": ""}, "bad_format"),
        ({"name": "   "}, "bad_format"),
        ({"name": "x" * 51}, "bad_length"),
        ({"name": 7}, "not_a_text"),
        ({"name": None}, "null"),
        ({"name": "nul\x00"}, "bad_format"),
        ({"name": "half \ud800"}, "bad_format"),
        ({"seats": "many"}, "not_a_number"),
        ({"seats": 10**30}, "out_of_range"),
        ({"seats": True}, None),
        ({"area": "{0}{"}, "invalid"),
        ({"area": "{area}"}, "invalid"),
    ],
)
def test_a_wrong_value_is_told_by_code(
    client: FlaskClient, clerk: dict[str, str], change: dict[str, Any], code: str | None
) -> None:
    answer = _post(client, clerk, {**THING, **change})
    if code is None:
        assert answer.status_code < 500
    else:
        assert _faults(answer) == {next(iter(change)): code}


@pytest.mark.parametrize("body", [b"{", b"", b"[]", b"7", b"null", b'"x"', b"\xff\xfe", b'{"\\ud800": 1}'])
def test_what_is_no_object_is_refused(client: FlaskClient, clerk: dict[str, str], body: bytes) -> None:
    answer = client.post("/api/v1/things", data=body, headers=clerk, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.json["code"] in {"malformed", "invalid"}
    answer.get_data().decode()


UNREADABLE = {
    "broken off": "{",
    "not UTF-8": b"\xff\xfe",
    "lists in lists": "[" * 10_000 + "]" * 10_000,
    "lists that never end": "[" * 100_000,
    "objects that never end": '{"a":' * 10_000,
    "a number of 5,000 digits": f'{{"seats": {"9" * 5_000}}}',
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_as_json_is_malformed(client: FlaskClient, clerk: dict[str, str], body: bytes) -> None:
    """Depth and long numbers, of which Python's own reader speaks in other errors, were answered 500."""
    answer = client.post("/api/v1/things", data=body, headers=clerk, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "text/plain", None],
)
def test_what_is_not_sent_as_json_is_told_what_to_send(
    client: FlaskClient, clerk: dict[str, str], kind: str | None
) -> None:
    """It was taken for an empty body, of which every field was missing."""
    answer = client.post("/api/v1/things", data=json.dumps(THING), headers=clerk, content_type=kind)
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")
    assert "application/json" in answer.json["detail"]


def test_nothing_at_all_has_no_type(client: FlaskClient, clerk: dict[str, str]) -> None:
    assert _faults(client.post("/api/v1/things", headers=clerk)) == {"area": "required", "name": "required"}


def test_every_text_comes_in_chinese_and_in_english(client: FlaskClient, clerk: dict[str, str]) -> None:
    chinese, english = (_post(client, clerk, {"area": "1"}, **headers) for headers in ({}, ENGLISH))
    assert chinese.json["title"] == "内容有误"
    assert chinese.headers["Content-Language"] == "zh-CN"
    assert english.json["title"] == "Faults in the content"
    assert english.headers["Content-Language"] == "en"
    assert {fault["message"] for fault in english.json["fields"]} == {
        "An area code has 12 digits.",
        "This is required.",
    }


def test_a_conflict_says_what_is_missing(client: FlaskClient, clerk: dict[str, str]) -> None:
    answer = client.post(f"/api/v1/things/{uuid4()}/finish", headers={**clerk, **ENGLISH})
    assert answer.status_code == 409
    assert answer.json["missing"] == [
        {"code": "no_seats", "message": "At least 3 characters or items are needed.", "article": "第九条"}
    ]


def test_faults_of_a_file_have_line_and_column(client: FlaskClient, clerk: dict[str, str]) -> None:
    data = {"file": (io.BytesIO(b"\n"), "things.csv")}
    answer = client.post("/api/v1/things/file", data=data, headers=clerk)
    assert answer.json["total"] == 7
    assert answer.json["fields"][0]["line"] == 1
    assert answer.json["fields"][0]["column"] == "姓名"


def test_too_much_is_413(settings: Settings, client: FlaskClient, clerk: dict[str, str]) -> None:
    too_much = b"x" * (settings.max_upload_bytes + 1)
    answers = [
        client.post("/api/v1/things", data=too_much, headers=clerk, content_type="application/json"),
        client.post(
            "/api/v1/things/file", data=too_much, headers=clerk, content_type="multipart/form-data; boundary=x"
        ),
        client.post("/api/v1/things", data=too_much, headers={**clerk, "Idempotency-Key": "k"}),
    ]
    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(413, "too_large")] * 3


def test_a_broken_constraint_is_a_conflict(client: FlaskClient, clerk: dict[str, str]) -> None:
    assert _post(client, clerk, THING).status_code == 201
    answer = _post(client, clerk, THING)
    assert (answer.status_code, answer.json["code"]) == (409, "conflict")
    assert "步埠" not in answer.text


def test_an_unexpected_error_tells_nothing_of_the_inside(
    client: FlaskClient, clerk: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.post("/api/v1/things/broken", headers=clerk)
    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert "secret" not in answer.text
    assert "a secret of the inside" in caplog.text


def test_a_database_that_is_away_is_503(client: FlaskClient, clerk: dict[str, str], database: Database) -> None:
    database.connect("postgresql://nobody@127.0.0.1:1/nothing")
    answer = client.get("/api/v1/things", headers=clerk)
    assert (answer.status_code, answer.json["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [("GET", "/nothing", 404), ("GET", "/api/v1/things/no-id/finish", 404), ("DELETE", "/api/v1/things", 405)],
)
def test_an_address_that_is_not_there(client: FlaskClient, method: str, address: str, status: int) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert "Allow" in answer.headers or status != 405


@pytest.mark.parametrize("more", ["", ",image/avif,image/webp,application/signed-exchange;v=b3;q=0.7"])
def test_a_browser_gets_a_page(client: FlaskClient, more: str) -> None:
    """Chromium's own list ends with a signed exchange, once taken for what it likes best: people got raw JSON."""
    headers = {"Accept": f"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8{more}"}
    answer = client.get("/nothing", headers=headers)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "没有找到" in answer.text
    assert client.get("/api/v1/nothing", headers=headers).content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "referrer", "ways"),
    [
        ("/nothing", "http://localhost/form?code=1", ["http://localhost/form?code=1", "/"]),
        ("/nothing", "https://elsewhere.example/", ["/"]),
        ("/nothing", "http://localhost.elsewhere.example/", ["/"]),
        ("/desk/nothing", None, ["/desk/"]),
    ],
    ids=["from_a_page_of_ours", "from_another_site", "from_a_like_name", "at_the_desk"],
)
def test_an_error_s_page_leads_on(client: FlaskClient, path: str, referrer: str | None, ways: list[str]) -> None:
    headers = {"Accept": "text/html", **({"Referer": referrer} if referrer else {})}
    page = client.get(path, headers=headers).text
    assert re.findall(r'href="([^"]+)"', page.partition("<main")[2]) == ways
