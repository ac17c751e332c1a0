"""What the codes of `paper.void_grounds` in the rule sets are called: the grounds on which a paper is void."""

from __future__ import annotations

VOID_GROUNDS = {
    "blank": "空白票",
    "too_many": "所选人数超过应选名额",
    "defaced": "涂画、无法辨认",
    "torn": "撕毁、残缺",
    "not_official": "不是统一印制的选票",
    "name_unclear": "所写姓名无法确认",
    "writer_changed": "代写违背选民意愿",
    "committee_decision": "居民选举委员会认定",
}
