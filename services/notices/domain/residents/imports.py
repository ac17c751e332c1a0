"""A register on its way in: read, looked at, confirmed or discarded."""

from __future__ import annotations

from enum import StrEnum

from shared.errors import Conflict


class ImportState(StrEnum):
    READING = "reading"
    READY = "ready"
    """Read without a fault; somebody has to confirm what it would change."""
    CONFIRMED = "confirmed"
    APPLIED = "applied"
    REFUSED = "refused"
    """The job's outcome names every fault."""
    DISCARDED = "discarded"

    @property
    def zh(self) -> str:
        return {
            "reading": "正在检查",
            "ready": "待确认导入",
            "confirmed": "正在导入",
            "applied": "已导入",
            "refused": "有误，未导入",
            "discarded": "已放弃",
        }[self]


OPEN = frozenset({ImportState.READING, ImportState.READY, ImportState.CONFIRMED})


def must_be_ready(state: ImportState) -> None:
    if state is not ImportState.READY:
        message = "这份名册“{state_name}”，只有检查无误、待确认的名册可以导入或放弃。"
        raise Conflict("import_not_ready", message, state=state.value, state_name=state.zh)
