"""After the result, by hand: the handover, complaints, the archive and the report; and what residents see of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from flask import Flask

from services.elections.domain.archive.packing import unpack
from shared import clock
from tests.desk_clerk import DeskClerk
from tests.elections.conftest import EVERYTHING, ElectionOffice

TODAY = clock.today().isoformat()


@pytest.fixture
def certified(seated_election: dict[str, Any]) -> str:
    return seated_election["id"]


@pytest.fixture
def at_desk(app: Flask, token: Callable[..., str]) -> Callable[[str], DeskClerk]:
    return lambda subject: DeskClerk(app.test_client(), token, subject, EVERYTHING)


def _public(office: ElectionOffice, number: str) -> str:
    return office.client.get(f"/elections/{number}").get_data(as_text=True)


def _done(answer: Any) -> None:
    assert answer.status_code == 303, answer.get_data(as_text=True)


def test_the_handover_is_done_and_the_archive_sealed_from_the_desk(
    office: ElectionOffice, certified: str, at_desk: Callable[[str], DeskClerk]
) -> None:
    clerk, page = at_desk("clerk"), f"/desk/elections/{certified}/handover"
    addresses = [unescape(each) for each in re.findall(r'<a href="([^"]+)">记录移交</a>', clerk.get(page))]
    assert len(addresses) == 7
    for address in addresses:
        code = re.search(r"id\.code=(\w+)", address)
        assert code
        hidden = {"id.election_id": certified, "id.code": code[1], "back": page}
        form = {**hidden, "handed_over_by": "原主任", "received_by": "新主任", "on": TODAY}
        _done(clerk.post(address, form))
    assert "最迟" in _public(office, certified)
    assert "下载档案包" not in _public(office, certified)
    _done(at_desk("officer").do(page, "确认移交完成并封存档案", overseen_by="步埠街道办事处"))
    assert "下载档案包（ZIP）" in _public(office, certified)
    mine = clerk.client.get(f"/desk/elections/{certified}/bundle.zip")
    assert mine.data == office.client.get(f"/elections/{certified}/bundle.zip").data
    assert "seal.json" in unpack(mine.data)


def test_a_complaint_is_recorded_by_one_and_decided_by_another_and_residents_read_the_decision(
    office: ElectionOffice, certified: str, at_desk: Callable[[str], DeskClerk]
) -> None:
    page = f"/desk/elections/{certified}/complaints"
    typed = {"ground": "bribery", "office": "步埠街道办事处", "received_on": TODAY, "text": "王某收了钱"}
    _done(at_desk("recorder").do(page, "登记举报", **typed))
    _done(at_desk("recorder").do(page, "上传证据", file=b"%PDF-1.7 receipt"))
    decided = {"upheld": "true", "effect": "result", "reasons": "查实贿赂选民", "office": "区民政局"}
    assert at_desk("recorder").do(page, "决定举报", **decided).status_code == 409
    _done(at_desk("decider").do(page, "决定举报", **decided))
    shown = _public(office, certified)
    assert "查实贿赂选民" in shown
    assert "整个选举结果无效" in shown
    assert "王某" not in shown


def test_the_report_is_read_at_the_desk_and_taken_away_as_a_file(
    office: ElectionOffice, certified: str, at_desk: Callable[[str], DeskClerk]
) -> None:
    clerk = at_desk("clerk")
    page = clerk.get(clerk.links(clerk.get("/desk/"))["选举统计"])
    assert "步埠社区" in page
    assert "合计（1次选举）" in page
    for link, mark in (("下载 XLSX", b"PK"), ("下载 CSV", b"\xef\xbb\xbf")):
        file = clerk.client.get(clerk.links(page)[link])
        assert (file.status_code, file.data.startswith(mark)) == (200, True)
        assert file.headers["Content-Disposition"].startswith("attachment")
