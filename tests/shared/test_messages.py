from __future__ import annotations

import pytest

from shared import context
from shared.messages import best_language, tell, translate

SOURCE = "您的权限不包括“{scope}”，请向管理员申请。"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.2", "en"),
        ("fr,de", "zh"),
        ("*", "zh"),
        ("en;q=0.1", "en"),
        ("completely, ;;; wrong=,", "zh"),
    ],
)
def test_english_is_for_those_who_prefer_it_to_chinese(header: str, language: str) -> None:
    assert best_language(header) == language


def test_a_message_comes_in_the_language_of_the_work() -> None:
    with context.working(language="en"):
        assert "elections:write" in translate(SOURCE, scope="elections:write")
        assert "权限" not in translate(SOURCE, scope="elections:write")
    assert translate(SOURCE, scope="x") == "您的权限不包括“x”，请向管理员申请。"


def test_a_message_without_english_stays_chinese() -> None:
    assert translate("这句话没有翻译", "en") == "这句话没有翻译"


def test_facts_that_are_messages_are_translated_too() -> None:
    assert tell("{what}", {"what": "没有找到"}, "en") == translate("没有找到", "en") != "没有找到"


def test_what_a_reader_typed_is_never_a_template() -> None:
    assert tell("{0}{x.y}{", {}) == "{0}{x.y}{"
    assert tell("收到{area}", {"area": "{scope}{0}"}) == "收到{scope}{0}"


def test_the_words_of_a_list_are_translated_one_by_one() -> None:
    states = {"states": ["选民名单已公布", "投票中"], "change_name": "委托投票"}
    message = "只有在“{states}”时才能修改{change_name}。"
    assert "roll published, polling" in tell(message, states, "en")
    assert "“选民名单已公布、投票中”" in tell(message, states, "zh")
