"""The note above a notice whose activity was moved or cancelled."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from services.notices.domain.activities.correction import Held, corrected, reason_told
from services.notices.domain.wording import Text
from shared.clock import CIVIL_ZONE

STARTS = datetime(2026, 3, 1, 9, 0, tzinfo=CIVIL_ZONE)
HELD = Held(STARTS, STARTS + timedelta(hours=2), "广场")
WORDS = Text("灯会", "> 引文\n\n猜灯谜。", "Lanterns", "Riddles.")


def test_the_note_says_when_and_where_in_both_languages() -> None:
    now = corrected(WORDS, HELD)
    assert now.body.startswith("> **活动有变动**：现在的时间是2026年3月1日09:00至11:00，地点是广场。")
    assert now.body.endswith("\n\n> 引文\n\n猜灯谜。")
    assert now.body_en is not None
    assert now.body_en.startswith("> **Activity changed**: now 1 March 2026, 09:00 to 11:00; place: 广场.")
    assert (now.title, now.title_en, reason_told(HELD)) == ("灯会", "Lanterns", "活动有变动")


def test_a_later_note_takes_the_place_of_an_earlier_one() -> None:
    once = corrected(WORDS, HELD)
    assert corrected(once, HELD) == once
    long = replace(HELD, ends_at=STARTS + timedelta(days=1))
    assert "至2026年3月2日09:00" in corrected(once, long).body
    cancelled = corrected(once, replace(HELD, cancelled="下雨\n路滑"))
    assert cancelled.body == "> **活动取消**：原定2026年3月1日的活动取消。原因：下雨 路滑\n\n> 引文\n\n猜灯谜。"
    assert (cancelled.title, cancelled.title_en) == ("【取消】灯会", "Cancelled: Lanterns")


def test_a_notice_without_english_gets_none() -> None:
    now = corrected(Text("灯会", "猜灯谜。"), replace(HELD, cancelled="雨" * 300))
    assert (now.title_en, now.body_en) == (None, None)
    assert len(reason_told(replace(HELD, cancelled="雨" * 300))) == 200
