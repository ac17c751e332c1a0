"""The seven items that a residents' committee discloses (Art 34)."""

from __future__ import annotations

from shared.worded import Worded


class DisclosureItem(Worded):
    """In the law's order."""

    DECISIONS = "decisions", "居民会议或者居民代表会议讨论决定的事项及其实施情况"
    FUNDS = "funds", "政府拨付和接受社会捐赠的资金、物资的管理使用情况"
    FACILITIES = "facilities", "居民委员会所有和使用的设施的管理使用情况"
    SERVICES = "services", "社区服务项目实施情况"
    CONSULTATIONS = "consultations", "居民委员会组织协商确定的事项及其落实情况"
    GOVERNMENT_WORK = "government_work", "居民委员会协助政府开展工作的情况"
    OTHER = "other", "涉及本社区居民利益、居民普遍关心的其他事项"

    @property
    def number(self) -> int:
        """Of the item in the article: （一） is 1."""
        return list(DisclosureItem).index(self) + 1
