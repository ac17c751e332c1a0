"""Physical boards at the desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import COMMUNITY
from tests.desk_clerk import DeskClerk
from tests.notices.conftest import SCOPES, published
from tests.notices.files import JPEG
from tests.office import Office

pytestmark = pytest.mark.usefixtures("publisher")

BOARDS = f"/desk/areas/{COMMUNITY}/display-boards"
HANGINGS = f"/desk/areas/{COMMUNITY}/display"


def test_a_board_is_registered_and_a_notice_hung_seen_and_taken_off_with_photos(
    app: Flask, token: Callable[..., str], office: Office
) -> None:
    volunteer = DeskClerk(app.test_client(), token, "volunteer", (*SCOPES, "notices:inform"))
    notice = published(office, title="一季度收支公开")
    volunteer.do(BOARDS, "登记宣传栏", place="3号楼门口", visibility="prominent")
    assert "3号楼门口" in volunteer.get(BOARDS)
    assert "没有张贴" in volunteer.get(HANGINGS)
    hung = volunteer.do(BOARDS, "张贴公告", notice_id=notice["id"], file=JPEG)
    assert hung.status_code == 303, hung.get_data(as_text=True)
    assert "及时张贴" in volunteer.get(HANGINGS)
    assert volunteer.do(HANGINGS, "加拍一张", file=JPEG).status_code == 303
    assert volunteer.do(HANGINGS, "取下", file=JPEG).status_code == 303
    assert "证据不足" in volunteer.get(HANGINGS)
