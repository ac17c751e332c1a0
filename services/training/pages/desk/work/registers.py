"""The regimes' records (制度台账), honours and incentives among them: each regime's form is made of its own fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, fields, validate

from services.training.domain.regimes.catalogue import HONOURS, INCENTIVES, REGIMES, Holder, Regime
from services.training.domain.regimes.fields import MOST_COUNT, MOST_FEN, FieldKind
from services.training.domain.regimes.fields import Field as Fact
from services.training.pages.desk.work.choices import whom
from shared.web.desk.actions import Action, Ids
from shared.web.desk.forms import Choices
from shared.web.desk.parts import Column, Item, Link, Section, Table
from shared.web.schemas import AreaCodeField, HundredthsField, text

KEPT_HERE = [each for each in REGIMES.values() if each.elsewhere is None]
_TITLES = {HONOURS.code: "登记政治待遇", INCENTIVES.code: "登记优惠政策"}
_FIGURES = Table(
    "/api/v1/incentive-figures",
    (
        Column("policy", "政策名称"),
        Column("applied", "申请人数"),
        Column("granted", "享受人数"),
        Column("young", "其中35岁以下"),
    ),
    title="各项政策的享受情况",
)

_TEMPLATE = (Link("desk.register_template", "下载模板（XLSX）", "regimes.import_file"),)


@dataclass(frozen=True, slots=True)
class _Chosen(Column):
    """A column of codes that are a regime's own."""

    choices: Mapping[str, str] = field(default_factory=dict)

    def word(self, value: Any) -> str | None:
        return self.choices.get(value)


SECTIONS = (
    Section(
        "registers",
        "制度台账",
        (Table("/api/v1/regimes", (Column("name", "台账", "register"), Column("elsewhere", "从哪里来", "elsewhere"))),),
    ),
)


def columns(kind: Regime) -> tuple[Column, ...]:
    person = (Column("cadre_id", "干部", "cadre"),) if kind.holder is Holder.CADRE else ()
    return (Column("area", "社区", "place"), *person, Column("on", "日期"), *(_column(each) for each in kind.fields))


def page(kind: Regime) -> Section:
    records = Table(
        "/api/v1/regimes/{id}/records",
        columns(kind),
        id_name="record_id",
        actions=("regimes.complete", "regimes.withdraw"),
        show=lambda code, item: item["id"] is not None and (code != "regimes.complete" or _due(kind, item)),
        about=("name", "on"),
    )
    return Section(
        "registers",
        kind.zh,
        (records, *((_FIGURES,) if kind is INCENTIVES else ())),
        (_code(kind), "regimes.import_file") if kind in KEPT_HERE else (),
        hint="" if kind in KEPT_HERE else "这项台账的记录从别处来，不在这里登记。",
        links=(
            Link("desk.register_file", "下载（XLSX）"),
            *(_TEMPLATE if kind in KEPT_HERE else ()),
        ),
    )


def _column(each: Fact) -> Column:
    if each.kind is FieldKind.CHOICE:
        return _Chosen(f"facts.{each.name}", each.zh, choices=each.choices)
    return Column(f"facts.{each.name}", each.zh, "yuan" if each.kind is FieldKind.MONEY else "text")


def _due(kind: Regime, item: Item) -> bool:
    return kind.done is not None and kind.done not in item["facts"]


def _code(kind: Regime) -> str:
    return f"record.{kind.code}"


def _schema(kind: Regime) -> type[Schema]:
    """What the API reads as a record of the regime."""
    whose = {"cadre_id": fields.UUID(required=True)} if kind.holder is Holder.CADRE else {"area": AreaCodeField()}
    own = Schema.from_dict({each.name: _field(each) for each in kind.fields})
    return Schema.from_dict({"on": fields.Date(required=True), **whose, "facts": fields.Nested(own, required=True)})


def _field(each: Fact) -> fields.Field[Any]:
    match each.kind:
        case FieldKind.TEXT:
            return text(most=each.longest, required=each.required)
        case FieldKind.DAY:
            return fields.Date(required=each.required)
        case FieldKind.COUNT:
            return fields.Integer(required=each.required, validate=validate.Range(0, MOST_COUNT))
        case FieldKind.MONEY:
            return HundredthsField(required=each.required, validate=validate.Range(0, MOST_FEN))
        case FieldKind.CHOICE:
            return fields.String(required=each.required, validate=validate.OneOf(list(each.choices)))


def _actions() -> Iterator[Action]:
    for kind in KEPT_HERE:
        yield Action(
            "regimes.keep",
            _TITLES.get(kind.code, "登记一条记录"),
            name=_code(kind),
            button="保存",
            at={"code": kind.code},
            schema=_schema(kind),
            labels={"on": "日期", "area": "社区", **{each.name: each.zh for each in kind.fields}},
            choices=_choices_of(kind),
        )


def _choices_of(kind: Regime) -> Any:
    own = {each.name: list(each.choices.items()) for each in kind.fields if each.choices}

    def choices(ids: Ids) -> Mapping[str, Choices]:
        return {**whom(ids), **own}

    return choices


ACTIONS = (
    *_actions(),
    Action("regimes.import_file", "上传台账", hint="有错误的行会逐行列出，没有错误才会保存。", button="上传"),
    Action("regimes.complete", "登记完成", button="保存", labels={"on": "日期"}),
    Action("regimes.withdraw", "撤回记错的记录", button="撤回"),
)
