"""A rule of an audience in the words of whoever sends: 居民类别为老年人，并且不包括（楼栋为3栋）."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.notices.domain.residents.audience import Age, And, Everyone, Match, Not, Or, Rule, What, read_rule
from services.notices.domain.residents.kinds import Interest, ResidentKind
from services.notices.pages.desk.routes import desk
from services.notices.store import areas
from services.notices.store.database import reading
from shared.messages import translate

_CODES: dict[What, type[ResidentKind] | type[Interest]] = {What.KIND: ResidentKind, What.INTEREST: Interest}


@desk.app_template_filter()
def audience_in_words(rule: Any, area: str) -> str:
    """Raises Invalid for what is no rule of the area."""
    read = read_rule(rule, within=area)
    with reading() as session:
        names = areas.names(session, [code for each in _matches(read) for code in each.values])
    return _words(read, names)


def _matches(rule: Rule) -> Iterator[Match]:
    match rule:
        case Match(What.AREA):
            yield rule
        case Not(below):
            yield from _matches(below)
        case And(rules) | Or(rules):
            for each in rules:
                yield from _matches(each)


def _words(rule: Rule, names: Mapping[str, str]) -> str:
    match rule:
        case Everyone():
            return translate("全体居民")
        case Match(what, values):
            told = translate("或").join(_value(what, each, names) for each in values)
            return translate("{what}为{values}", what=translate(what.zh), values=told)
        case Age():
            return _age(rule)
        case Not(below):
            return translate("不包括（{rule}）", rule=_words(below, names))
        case And(rules):
            return translate("，并且").join(_within(each, names) for each in rules)
        case Or(rules):
            return translate("；或者").join(_within(each, names) for each in rules)


def _within(rule: Rule, names: Mapping[str, str]) -> str:
    words = _words(rule, names)
    return translate("（{rule}）", rule=words) if isinstance(rule, And | Or) else words


def _value(what: What, value: str, names: Mapping[str, str]) -> str:
    return translate(_CODES[what](value).zh) if what in _CODES else names.get(value, value)


def _age(rule: Age) -> str:
    if rule.most is None:
        return translate("年满{years}岁", years=rule.least)
    if rule.least is None:
        return translate("不超过{years}岁", years=rule.most)
    return translate("{least}到{most}岁", least=rule.least, most=rule.most)
