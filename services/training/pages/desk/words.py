"""How the desk's forms speak: what a field is called, and the words for values."""

from __future__ import annotations

from services.training.domain.posts import Post
from shared.web.desk.forms import Words

LABELS = {
    "starts_on": "第一天",
    "ends_on": "最后一天",
    "most_away": "一个居委会同时外出最多几人",
    "seconds": "最多排多少秒",
    "course_id": "课程",
    "posts": "哪些职务（不选就是全部）",
}
VALUES = {post.value: post.zh for post in Post}
BLANKS = {"most_away": "不填就是2人。", "seconds": "不填就是600秒。"}
"""What it means to leave an input empty."""

WORDS = Words(LABELS, VALUES, {}, BLANKS)
