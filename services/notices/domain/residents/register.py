"""A single resident as the register has them: typed by a clerk, held to the same rules as a row of a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.notices.domain.delivery.channels import Channel
from services.notices.domain.residents.addresses import check_address
from services.notices.domain.residents.register_file import READERS
from shared.columns.cells import Unreadable
from shared.errors import Conflict, FieldError, Invalid

TYPED = ("number", "name", "birth_date", "group", "building", "door", "employer")
"""What a clerk types that is read again as the text of a cell."""

_WRONG = "居民的登记有误，请按提示修改。"


def tidied(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """With texts as they are read from files. Raises Invalid for what cannot be."""
    for name in ("birth_date", "moved_away_on"):
        if values.get(name) and values[name] > today:
            fault = FieldError(name, "date_in_future", "日期{day}在今天以后。", {"day": values[name].isoformat()})
            raise Invalid("resident_invalid", _WRONG, fields=[fault])
    texts = {name: str(values[name] or "") for name in TYPED if name in values}
    return {**values, **tidied_texts(texts)}


def tidied_texts(texts: Mapping[str, str | None]) -> dict[str, Any]:
    """Raises Invalid with each that cannot be."""
    kept, faults = {}, []
    for name, text in texts.items():
        try:
            kept[name] = READERS[name](text or "")
        except Unreadable as fault:
            faults.append(FieldError(name, fault.code, fault.message, fault.facts))
    if faults:
        raise Invalid("resident_invalid", _WRONG, fields=faults)
    return kept


def checked_address(channel: Channel, text: str) -> str:
    """Raises Invalid."""
    if not channel.needs_address:
        fault = FieldError("channel", "channel_without_address", "这个渠道不需要地址。")
        raise Invalid("contact_invalid", "联系方式有误。", fields=[fault])
    try:
        return check_address(channel, text)
    except Unreadable as fault:
        error = FieldError("address", fault.code, fault.message, fault.facts)
        raise Invalid("contact_invalid", "联系方式有误。", fields=[error]) from None


def must_not_be_erased(erased: bool) -> None:
    if erased:
        raise Conflict("resident_erased", "这位居民的个人信息已经删除，不能再修改。")
