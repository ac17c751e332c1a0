"""Pay: the scale that was promised, what was paid, points of work, and the fund for retired cadres."""

from __future__ import annotations

from services.training.domain.office.posts import Post
from services.training.pages.desk.work.choices import areas, communities
from shared.web.desk.actions import Action
from shared.web.desk.parts import Column, Link, Section, Table

_LAST_MONTH = {"month": "{month_before:%Y-%m}"}

SECTIONS = (
    Section(
        "pay",
        "报酬",
        (
            Table(
                "/api/v1/pay",
                (
                    Column("cadre_id", "姓名", "cadre"),
                    Column("area", "社区", "place"),
                    Column("post", "职务", codes=Post),
                    Column("promised", "应发（元）", "yuan"),
                    Column("paid", "实发（元）", "yuan"),
                    Column("gap", "欠发（元）", "yuan"),
                    Column("due_on", "应发日期"),
                    Column("paid_on", "实发日期"),
                    Column("lag", "拖欠天数"),
                    Column("uninsured", "未缴保险", "names"),
                ),
                title="应发和实发",
                scope="training:pay:read",
                query=_LAST_MONTH,
                find="month",
                find_title="月份",
                find_kind="month",
                id_name="cadre_id",
                actions=("pay.record_payment",),
            ),
            Table(
                "/api/v1/pay-scales",
                (
                    Column("area", "地区", "place"),
                    Column("post", "职务", codes=Post),
                    Column("fen", "每月（元）", "yuan"),
                    Column("pay_day", "次月几日前发放"),
                    Column("since", "从哪个月起"),
                    Column("document", "依据的文件"),
                ),
                title="报酬标准",
            ),
        ),
        ("pay.set_scale", "pay.import_file"),
        hint="上传的文件有错误时逐行列出，没有错误才会保存；同一人同一个月再报一次，以新的为准。",
        links=(Link("desk.payments_template", "下载模板（XLSX）", "pay.import_file"),),
    ),
    Section(
        "workloads",
        "工作量和报酬",
        (
            Table(
                "/api/v1/pay-per-point",
                (
                    Column("area", "社区", "place"),
                    Column("people", "人数"),
                    Column("paid", "实发（元）", "yuan"),
                    Column("points", "工作量（分）"),
                    Column("per_point", "每分报酬（元）", "yuan"),
                ),
                query=_LAST_MONTH,
                find="month",
                find_title="月份",
                find_kind="month",
            ),
        ),
        ("pay.set_workload",),
    ),
    Section(
        "fund",
        "卸任干部补贴基金",
        (
            Table(
                "/api/v1/fund-statements",
                (
                    Column("on", "日期"),
                    Column("balance", "余额（元）", "yuan"),
                    Column("income", "每年收入（元）", "yuan"),
                    Column("beneficiaries", "领取人数"),
                    Column("monthly", "每人每月（元）", "yuan"),
                ),
                query={"area": "{id}"},
            ),
            Table(
                "/api/v1/fund-projection",
                (
                    Column("year", "第几年"),
                    Column("opening", "年初（元）", "yuan"),
                    Column("paid", "发放（元）", "yuan"),
                    Column("closing", "年末（元）", "yuan"),
                    Column("months_paid", "够发几个月"),
                ),
                title="照现在这样能发多久",
                query={"area": "{id}"},
                items="years",
            ),
        ),
        ("fund.state",),
    ),
)

_PAID = {
    "fen": "实发金额（元）",
    "paid_on": "发放日期",
    "pension": "养老保险已缴",
    "medical": "医疗保险已缴",
    "unemployment": "失业保险已缴",
}

ACTIONS = (
    Action(
        "pay.set_scale",
        "登记报酬标准",
        button="保存",
        choices=areas,
        labels={"area": "地区", "fen": "每月金额（元）", "since": "从哪个月起", "document": "依据的文件"},
    ),
    Action("pay.import_file", "上传发放表", hint="CSV或XLSX，列名照模板。", button="上传"),
    Action("pay.record_payment", "登记实发报酬", button="保存", labels=_PAID),
    Action("pay.set_workload", "登记工作量", button="保存", choices=communities, labels={"area": "社区"}),
    Action(
        "fund.state",
        "登记基金情况",
        button="保存",
        choices=areas,
        labels={"area": "地区", "on": "日期", "income": "每年收入（元）", "monthly": "每人每月（元）"},
    ),
)
