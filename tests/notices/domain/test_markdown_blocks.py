from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain.markdown_blocks import blocks, paragraphs

BODY = """# 收支

本季**收入1200元**。

1. 水电
   - 公共部分
2. 维修

> 引文

| 项目 | 元 |
|---|---|
| 水电 | 300 |
"""


def test_a_body_becomes_blocks_in_their_order() -> None:
    assert [(block.kind, block.label) for block in blocks(BODY)] == [
        ("heading", ""),
        ("text", ""),
        ("item", "1."),
        ("item", "•"),
        ("item", "2."),
        ("quote", ""),
        ("table", ""),
    ]
    assert [run.text for run in blocks(BODY)[1].runs if run.strong] == ["收入1200元"]
    assert blocks(BODY)[3].depth == 2


def test_words_alone_keep_bullets_numbers_and_cells() -> None:
    assert paragraphs(BODY) == [
        "收支",
        "本季收入1200元。",
        "1. 水电",
        "• 公共部分",
        "2. 维修",
        "引文",
        "项目｜元\n水电｜300",
    ]


@given(st.text(alphabet="甲1# *->|`\n[]()!<b", max_size=80))
def test_any_text_becomes_blocks(body: str) -> None:
    assert all(block.kind for block in blocks(body))
