"""What tests of suggestions share: a form as a resident sends it, and a clerk who answers."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.conftest import COMMUNITY
from tests.office import Office

CLERK = ("notices:read", "notices:answer", "notices:residents:read")
QUESTION = {"kind": "question", "topic": "property", "text": "3号楼门口的路灯什么时候修？"}


def send(office: Office, *, area: str = COMMUNITY, follow: bool = False, **changes: Any) -> TestResponse:
    form = {name: value for name, value in {**QUESTION, **changes}.items() if value is not None}
    return office.client.post(f"/ask/{area}", data=form, follow_redirects=follow)


def asked(office: Office, **changes: Any) -> dict[str, Any]:
    """Sends the form; the suggestion as those who answer see it."""
    answer = send(office, **changes)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    code = answer.location.split("/suggestions/")[1].partition("?")[0]
    found = office.get("/suggestions?limit=200", scopes=CLERK).json["items"]
    return next(each for each in found if each["code"] == code)


def put(office: Office, found: dict[str, Any], what: str, body: dict[str, Any], **options: Any) -> TestResponse:
    now = office.get(f"/suggestions/{found['id']}", scopes=CLERK)
    headers = {"If-Match": now.headers.get("ETag", '"1"')}
    options = {"scopes": CLERK, **options}
    return office.call("PUT", f"/suggestions/{found['id']}/{what}", json=body, headers=headers, **options)


def answered(office: Office, found: dict[str, Any], text: str = "下周三修好。", **options: Any) -> TestResponse:
    """In public."""
    now = office.get(f"/suggestions/{found['id']}", scopes=CLERK).json
    if now["publication"] == "unchecked":
        assert put(office, found, "public-text", {"title": "路灯", "text": "路灯什么时候修？"}).status_code == 200
    return put(office, found, "answer", {"answer": text, **options})
