"""Messages for providers to carry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from services.notices.providers.provider import Message

MESSAGE = Message(
    key="d-1",
    address="13800000001",
    title="步埠社区一季度收支",
    text="收入1200元。",
    html="<p>收入<strong>1200</strong>元。</p>",
    page="https://shequ.example/notices/1",
    leave="https://shequ.example/leave/abc",
    language="zh",
)


def message(key: str = "d-1", address: str = "13800000001", **changes: Any) -> Message:
    return replace(MESSAGE, key=key, address=address, **changes)
