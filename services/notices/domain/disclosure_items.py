"""The seven items that a residents' committee discloses (Art 34)."""

from __future__ import annotations

from enum import StrEnum


class DisclosureItem(StrEnum):
    """In the law's order."""

    DECISIONS = "decisions"
    FUNDS = "funds"
    FACILITIES = "facilities"
    SERVICES = "services"
    CONSULTATIONS = "consultations"
    GOVERNMENT_WORK = "government_work"
    OTHER = "other"

    @property
    def zh(self) -> str:
        return _ZH[self]

    @property
    def number(self) -> int:
        """Of the item in the article: （一） is 1."""
        return list(DisclosureItem).index(self) + 1


_ZH = {
    "decisions": "居民会议或者居民代表会议讨论决定的事项及其实施情况",
    "funds": "政府拨付和接受社会捐赠的资金、物资的管理使用情况",
    "facilities": "居民委员会所有和使用的设施的管理使用情况",
    "services": "社区服务项目实施情况",
    "consultations": "居民委员会组织协商确定的事项及其落实情况",
    "government_work": "居民委员会协助政府开展工作的情况",
    "other": "涉及本社区居民利益、居民普遍关心的其他事项",
}
