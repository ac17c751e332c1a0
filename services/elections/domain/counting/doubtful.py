"""Doubtful papers (疑问票): put to the election committee before the open calling (民发〔2013〕76号)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from services.elections.domain.counting.void_grounds import VOID_GROUNDS
from shared.errors import FieldError, Invalid
from shared.worded import Worded

if TYPE_CHECKING:
    from services.elections.domain.rules.rule_set import PaperRule


class Decision(Worded):
    VALID = "counts", "认定有效"
    PARTLY = "counts_partly", "部分有效"
    VOID = "does_not_count", "认定无效"


def check_doubtful(ground: str, decided_by: Sequence[str], paper: PaperRule) -> None:
    """Raises Invalid for a ground that the rules do not have, and when nobody is named who decided."""
    faults: list[FieldError] = []
    if ground not in paper.void_grounds:
        grounds = "、".join(VOID_GROUNDS.get(each, each) for each in paper.void_grounds)
        message = "规则中没有这项废票理由，可用的：{grounds}。"
        faults.append(FieldError("ground", "void_ground_unknown", message, {"grounds": grounds}))
    if not any(name.strip() for name in decided_by):
        faults.append(FieldError("decided_by", "deciders_missing", "请写明作出认定的居民选举委员会成员。"))
    if faults:
        raise Invalid("doubtful_invalid", "疑问票记录有误，请按提示修改。", fields=faults)
