"""Selections in stages (两推一询) at the desk: opened, and each stage recorded in turn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from services.elections.domain.committee.selection_schemes import SelectionKind
from services.elections.store.selection_schemes import schemes
from shared.messages import translate
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices, Field, Rows
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Section, Table

_NEW_NAMES = 20
_FIGURES: Mapping[str, tuple[tuple[str, str], ...]] = {
    SelectionKind.RECOMMEND.value: (("votes", "推荐票数"),),
    SelectionKind.INQUIRE.value: (("agreed", "同意"), ("against", "反对")),
}


def _schemes(_ids: Ids) -> Mapping[str, Choices]:
    return {"scheme": [(scheme.id, translate(scheme.name)) for scheme in schemes().values()]}


def _stage_form(ids: Ids) -> list[Field | Rows]:
    """A line for each name that went on from the stage before; at the first stage lines to write names on."""
    due = ask(f"/api/v1/selections/{ids['selection_id']}")["next_stage"] or {"kind": "recommend", "names": []}
    known = due["names"]
    people = [{}] * _NEW_NAMES if known is None else known
    lines = tuple(tuple(_line(number, each, due["kind"])) for number, each in enumerate(people))
    return [
        Field(name="held_on", label="日期", kind="date", required=True),
        Field(name="place", label="地点", kind="text", required=True),
        Field(name="roster", label="应到人数", kind="number", required=True),
        Field(name="present", label="到会人数", kind="number", required=True),
        Rows("tally", "计票结果", lines),
        Field(name="document", label="文件名称和文号", kind="text", required=True),
        Field(name="document_hash", label="文件校验码（SHA-256）", kind="text", required=False),
    ]


def _line(number: int, person: Mapping[str, str], kind: str) -> Iterator[Field]:
    path = f"tally.{number}"
    yield Field(f"{path}.name", "姓名", "text", required=True, value=person.get("name", ""))
    yield Field(f"{path}.birth_date", "出生日期", "date", required=True, value=person.get("birth_date", ""))
    for name, label in _FIGURES[kind]:
        yield Field(f"{path}.{name}", label, "number", required=True)


SECTIONS = (
    Section(
        "selections",
        "两推一询",
        (
            Table(
                "/api/v1/areas/{id}/selections",
                (
                    Column("title", "标题"),
                    Column("purpose", "用途"),
                    Column("stages", "各环节", "stages"),
                    Column("next_stage.name", "下一环节"),
                    Column("outcome", "结果", "members"),
                ),
                id_name="selection_id",
                fills=(("id.stage", "next_stage.code"),),
                actions=("selections.record",),
                show=lambda _code, item: item["next_stage"] is not None,
            ),
        ),
        ("selections.open_",),
        hint="各环节依次进行；参加人数不足的不算数，可以重新进行。内容不对外公开。",
    ),
)

ACTIONS = (
    Action("selections.open_", "开始推荐", button="登记", labels={"purpose": "用途"}, choices=_schemes),
    Action(
        "selections.record",
        "登记推荐环节",
        hint="没有票的填0；不用的行请留空。",
        button="登记",
        form=_stage_form,
    ),
)
