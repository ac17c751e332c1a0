"""How the desk's forms speak: what a field is called, and the words for values."""

from __future__ import annotations

from services.notices.domain.notice import Kind
from shared.web.desk.forms import Words

LABELS = {
    "area": "区划代码",
    "body": "正文（Markdown）",
    "body_en": "英文正文",
    "item": "公开的事项",
    "kind": "类别",
    "publish_at": "预定公布的时间",
    "take_down_on": "预定撤下的日期",
    "title": "标题",
    "title_en": "英文标题",
}
VALUES = {kind.value: kind.zh for kind in Kind}
BLANKS: dict[str, str] = {
    "item": "只有居务公开才填",
    "publish_at": "不填：审核后由人公布",
    "take_down_on": "不填：由人撤下",
}
"""What it means to leave an input empty."""

WORDS = Words(LABELS, VALUES, {}, BLANKS)
