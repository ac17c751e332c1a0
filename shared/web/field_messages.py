"""marshmallow's English messages as stable codes and Shequ's own texts."""

from __future__ import annotations

import re

from shared.errors import FieldError

_TEXTS: tuple[tuple[str, str, str], ...] = (  # the first that matches counts
    (r"Missing data for required field\.", "required", "必填项没有填写。"),
    (r"Unknown field\.", "unknown_field", "没有这个字段，请检查名称。"),
    (r"Field may not be null\.", "null", "不能为空。"),
    (r"Not a valid integer\.|Not a valid number\.", "not_a_number", "应填写数字。"),
    (r"Not a valid string\.", "not_a_text", "应填写文字。"),
    (r"Not a valid boolean\.", "not_a_boolean", "应为 true 或 false。"),
    (r"Not a valid UUID\.", "not_an_id", "编号格式不对。"),
    (r"Not a valid date\.", "not_a_date", "日期应写成 2026-01-31 这样。"),
    (r"Not a valid time\.", "not_a_time", "时间应写成 08:30 这样。"),
    (r"Not a valid (aware |naive )?datetime\.", "not_a_moment", "时间应写成 2026-01-31T09:00:00+08:00 这样。"),
    (r"Not a valid list\.", "not_a_list", "应为列表。"),
    (r"Not a valid (mapping type|dict)\.|Invalid input type\.", "not_an_object", "应为对象。"),
    (r"Must be one of: (?P<choices>.*)\.", "not_a_choice", "只能是下列之一：{choices}。"),
    (r"Shorter than minimum length (?P<least>\d+)\.", "too_short", "至少要有{least}个字或项。"),
    (r"Longer than maximum length (?P<most>\d+)\.", "too_long", "最多{most}个字或项。"),
    (r"Length must be between (?P<least>\d+) and (?P<most>\d+)\.", "bad_length", "字数或项数应在{least}到{most}之间。"),
    (
        r"Must be greater than or equal to (?P<least>.+) and less than or equal to (?P<most>.+)\.",
        "out_of_range",
        "应在{least}到{most}之间。",
    ),
    (r"Not a year between (?P<least>\d+) and (?P<most>\d+)\.", "year_out_of_range", "年份应在{least}到{most}之间。"),
    (r"Must be greater than or equal to (?P<least>.+?)\.", "too_small", "不能小于{least}。"),
    (r"Must be less than or equal to (?P<most>.+?)\.", "too_large", "不能大于{most}。"),
    (r"String does not match expected pattern\.", "bad_format", "格式不对。"),
)
_PATTERNS = [(re.compile(pattern), code, text) for pattern, code, text in _TEXTS]


def field_error(field: str, message: object) -> FieldError:
    """A FieldError for a message of marshmallow; texts that Shequ's own validators raise pass as they are."""
    for pattern, code, text in _PATTERNS:
        if match := pattern.fullmatch(str(message)):
            return FieldError(field=field, code=code, message=text, facts=match.groupdict())
    return FieldError(field=field, code="invalid", message=str(message))
