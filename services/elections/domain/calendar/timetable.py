"""The days that the law counts from and to polling day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from services.elections.domain.rules.numbers import deadline, latest_day_before, years_after
from shared.errors import Missing

if TYPE_CHECKING:
    from services.elections.domain.rules.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class Term:
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Timetable:
    """An election's last days, all inclusive."""

    polling_day: date
    rules: RuleSet

    @property
    def roll_by(self) -> date:
        """The roll is published 选举日的二十日前 (Art 17)."""
        return latest_day_before(self.polling_day, self.rules.roll.days_before)

    @property
    def candidates_by(self) -> date:
        return latest_day_before(self.polling_day, self.rules.nomination.days_before)

    def objections_until(self, published: date) -> date:
        """自名单公布之日起五日内 (Art 17)."""
        return deadline(published, self.rules.roll.objection_days, self.rules.roll.days_off)

    def reply_until(self, received: date) -> date:
        """自收到申诉之日起三日内 (Art 17)."""
        return deadline(received, self.rules.roll.reply_days, self.rules.roll.days_off)

    def roll_late(self, on: date) -> Missing | None:
        if on <= self.roll_by:
            return None
        message = "选民名单应在选举日{polling_day}的{needed}日前公布，最迟{latest}；{on}只剩{days}日。"
        return self._late("roll_late", message, on=on, latest=self.roll_by, clause=self.rules.roll.clause)

    def candidates_late(self, on: date) -> Missing | None:
        if on <= self.candidates_by:
            return None
        message = "候选人名单最迟应在{latest}公布，{on}已经迟了。"
        return self._late(
            "candidates_late", message, on=on, latest=self.candidates_by, clause=self.rules.nomination.clause
        )

    def polling_day_too_near(self, announced: date) -> Missing | None:
        """Announced later than the roll may be published, an election cannot be held lawfully on its day."""
        if announced <= self.roll_by:
            return None
        message = "{on}公告，选举日最早为{earliest}：选民名单应在选举日的{needed}日前公布。"
        return self._late(
            "polling_day_too_near", message, on=announced, latest=self.roll_by, clause=self.rules.roll.clause
        )

    def _late(self, code: str, message: str, *, on: date, latest: date, clause: str) -> Missing:
        facts = {
            "on": on.isoformat(),
            "polling_day": self.polling_day.isoformat(),
            "days": (self.polling_day - on).days,
            "needed": (self.polling_day - latest).days,
            "latest": latest.isoformat(),
            "earliest": (on + timedelta(days=(self.polling_day - latest).days)).isoformat(),
        }
        return Missing(code, message, clause, facts)


def term(elected_on: date, rules: RuleSet) -> Term:
    """Five years from the day of election (Art 14), to the corresponding day."""
    return Term(elected_on, years_after(elected_on, rules.term.years))
