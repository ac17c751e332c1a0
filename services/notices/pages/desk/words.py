"""How the desk's forms speak: what a field is called, and the words for values."""

from __future__ import annotations

from services.notices.domain.notice import Kind
from shared.web.desk.forms import Words

LABELS = {
    "area": "区划代码",
    "body": "正文（Markdown）",
    "body_en": "英文正文",
    "kind": "类别",
    "title": "标题",
    "title_en": "英文标题",
}
VALUES = {kind.value: kind.zh for kind in Kind}
BLANKS: dict[str, str] = {}
"""What it means to leave an input empty."""

WORDS = Words(LABELS, VALUES, {}, BLANKS)
