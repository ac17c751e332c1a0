"""The community's own paper at the desk: a month's items put together, looked at as printed, published by another."""

from __future__ import annotations

from services.notices.domain.periodical import IssueState, IssueStep
from services.notices.pages.desk.dues import Due
from services.notices.pages.desk.words import LABELS
from services.notices.store import periodicals
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Field, Rows
from shared.web.desk.inside import ask
from shared.web.desk.parts import Column, Item, Section, Table

_EDIT, _PUBLISH, _WITHDRAW = "periodicals.edit", "issue.publish", "issue.withdraw"


def _form(ids: Ids) -> list[Field | Rows]:
    """What the month has; the paper keeps the order in which it stands here."""
    found = ask(f"/api/v1/periodicals/{ids['issue_id']}/candidates")["items"]
    choices = [(each["id"], each["title"]) for each in found]
    return [
        Field("front", LABELS["front"], "lines", required=False),
        Field("items", LABELS["items"], "many", required=False, choices=choices),
    ]


def _possible(_code: str, item: Item) -> bool:
    return item["state"] == IssueState.DRAFT


SECTIONS = (
    Section(
        "periodicals",
        "社区报",
        (
            Table(
                "/api/v1/periodicals",
                (
                    Column("month", "月份", "issue_pdf"),
                    Column("number", "期号"),
                    Column("state", "状态", codes=IssueState),
                    Column("writers", "编辑", "names"),
                    Column("approver", "审核"),
                    Column("published_at", "出刊时间", "moment"),
                ),
                query={"area": "{id}"},
                id_name="issue_id",
                fills=(("version", "version"),),
                actions=(_EDIT, _PUBLISH, _WITHDRAW),
                show=_possible,
                about=("month",),
                pages=True,
            ),
        ),
        ("periodicals.begin",),
        hint="新的一期先收齐当月公布的全部内容。看过样稿后，由没有参与编辑的人出刊。",
    ),
)

ACTIONS = (
    Action("periodicals.begin", "编一期", button="收齐当月内容"),
    Action(_EDIT, "选内容、写卷首语", button="保存", form=_form, begins="periodicals.show"),
    Action(
        "periodicals.take",
        IssueStep.PUBLISH.zh,
        name=_PUBLISH,
        button="出刊",
        fixed={"step": IssueStep.PUBLISH},
        right="notices:approve",
    ),
    Action(
        "periodicals.take",
        IssueStep.WITHDRAW.zh,
        name=_WITHDRAW,
        button="作废",
        fixed={"step": IssueStep.WITHDRAW},
        right="notices:write",
    ),
)

DUES = (Due("periodicals", "待审核的社区报", periodicals.drafts_by_area, scope="notices:approve"),)
