"""How the desk's forms speak: what a field is called, and the words for values."""

from __future__ import annotations

from services.notices.domain.business import Business
from services.notices.domain.delivery.campaign import StopReason
from services.notices.domain.delivery.channels import Channel
from services.notices.domain.informing.airings import AiringWay
from services.notices.domain.informing.publicity import BOARD
from services.notices.domain.notice import Kind
from shared.web.desk.forms import Words

LABELS = {
    "topic": "关于什么",
    "place": "地点",
    "answerer": "由谁答复",
    "working_days": "几个工作日内",
    "contact": "手机号或电子邮箱",
    "venue": "地点",
    "theme": "主题",
    "starts_at": "开始",
    "ends_at": "结束",
    "sign_up_until": "报名截止",
    "capacity": "名额",
    "least": "最少人数",
    "target_share": "要告知的居民比例（%）",
    "person": "谁做的",
    "told": "做了什么",
    "happened_on": "哪一天",
    "named": "署名",
    "given": "本人同意署名",
    "by": "怎么表示的",
    "area": "社区",
    "audience": "发送对象",
    "body": "正文（Markdown）",
    "body_en": "英文正文",
    "item": "公开的事项",
    "business": "谁的事",
    "file": "文件",
    "reason": "理由",
    "items": "内容",
    "happened_at": "事情发生的时间",
    "front": "卷首语（Markdown）",
    "month": "月份（填其中任何一天）",
    "kind": "类别",
    "publish_at": "预定公布的时间",
    "take_down_on": "预定撤下的日期",
    "title": "标题",
    "title_en": "英文标题",
}
_CODES = (*Kind, *Business, *Channel, *AiringWay, *StopReason)
VALUES = {code.value: code.zh for code in _CODES} | {BOARD: "宣传栏"}
BLANKS: dict[str, str] = {
    "answerer": "不填：按指定的人",
    "working_days": "不填：按规定的期限",
    "sign_up_until": "不填：到开始时",
    "capacity": "不填：不限",
    "least": "不填：不要求",
    "target_share": "不填：不要求",
    "item": "只有居务公开才填",
    "lane": "不填：按公告的类别",
    "not_before": "不填：马上开始",
    "happened_at": "不填：不计及时程度",
    "business": "不填：按类别",
    "publish_at": "不填：审核后由人公布",
    "take_down_on": "不填：由人撤下",
}
"""What it means to leave an input empty."""

WORDS = Words(LABELS, VALUES, {}, BLANKS)
