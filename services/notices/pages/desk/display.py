"""Physical boards at the desk: where they stand, what hangs on them, photos, and what should hang there."""

from __future__ import annotations

from collections.abc import Mapping

from services.notices.domain.display.boards import Visibility
from services.notices.domain.display.comparison import Match
from services.notices.domain.display.proof import ProofState
from services.notices.store import boards
from services.notices.store.database import reading
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Item, Section, Table

_TIME = "拍摄时间（不填就是现在）"


def _hangs(_code: str, item: Item) -> bool:
    return item["removed_on"] is None


def _in_use(_code: str, item: Item) -> bool:
    return item["retired_on"] is None


def _published(ids: Ids) -> Mapping[str, Choices]:
    """What residents see on the community's board."""
    with reading() as session:
        found = boards.newest(session, ids["area"], most=50)
    return {"notice_id": [(str(each.id), each.title) for each in found]}


SECTIONS = (
    Section(
        "display",
        "宣传栏张贴",
        (
            Table(
                "/api/v1/display-comparison",
                (
                    Column("title", "公告"),
                    Column("match", "张贴情况", codes=Match),
                    Column("days", "天数"),
                    Column("until", "公示至"),
                ),
                title="应张贴的和张贴的",
                query={"area": "{id}"},
            ),
            Table(
                "/api/v1/hangings",
                (
                    Column("title", "公告"),
                    Column("place", "位置"),
                    Column("hung_on", "张贴日"),
                    Column("removed_on", "取下日"),
                    Column("photos", "照片张数"),
                    Column("days", "已证明天数"),
                    Column("proof", "证据", codes=ProofState),
                ),
                title="张贴记录",
                query={"area": "{id}"},
                pages=True,
                id_name="hanging_id",
                actions=("display.add_photo", "display.remove"),
                show=_hangs,
                about=("title", "place"),
            ),
        ),
        hint="张贴、查看和取下时各拍一张照片；第一张和最后一张应相隔十五日以上，中间至少每五天一张。",
    ),
    Section(
        "display-boards",
        "宣传栏登记",
        (
            Table(
                "/api/v1/display-boards",
                (
                    Column("place", "位置"),
                    Column("visibility", "是否显眼", codes=Visibility),
                    Column("note", "说明"),
                    Column("retired_on", "停用日"),
                ),
                query={"area": "{id}"},
                pages=True,
                id_name="board_id",
                actions=("display.hang", "display.photograph", "display.retire"),
                show=_in_use,
                about=("place",),
            ),
        ),
        ("display.add_board",),
    ),
)

ACTIONS = (
    Action(
        "display.add_board",
        "登记宣传栏",
        button="登记",
        labels={"place": "位置", "visibility": "是否显眼", "note": "说明"},
    ),
    Action("display.photograph", "上传位置照片", button="上传", labels={"file": "照片"}),
    Action("display.retire", "停用", button="停用"),
    Action(
        "display.hang",
        "张贴公告",
        button="张贴",
        choices=_published,
        labels={"notice_id": "公告", "file": "照片", "taken_at": _TIME},
    ),
    Action("display.add_photo", "加拍一张", button="上传", labels={"file": "照片", "taken_at": _TIME}),
    Action("display.remove", "取下", button="取下", labels={"file": "照片", "taken_at": _TIME}),
)
