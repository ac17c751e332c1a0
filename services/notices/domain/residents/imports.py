"""A register on its way in: read, looked at, confirmed or discarded."""

from __future__ import annotations

from shared.errors import Conflict
from shared.worded import Worded


class ImportState(Worded):
    READING = "reading", "正在检查"
    READY = "ready", "待确认导入"
    """Read without a fault; somebody has to confirm what it would change."""
    CONFIRMED = "confirmed", "正在导入"
    APPLIED = "applied", "已导入"
    REFUSED = "refused", "有误，未导入"
    """The job's outcome names every fault, as long as jobs are kept: they repeat what stands in the file."""
    DISCARDED = "discarded", "已放弃"


OPEN = frozenset({ImportState.READING, ImportState.READY, ImportState.CONFIRMED})


def must_be_ready(state: ImportState) -> None:
    if state is not ImportState.READY:
        message = "这份名册“{state_name}”，只有检查无误、待确认的名册可以导入或放弃。"
        raise Conflict("import_not_ready", message, state=state.value, state_name=state.zh)
