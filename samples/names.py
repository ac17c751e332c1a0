"""Plausible Chinese names: surnames by their share in South China, given names by sex and generation."""

from __future__ import annotations

from random import Random

_SURNAMES = (
    ("陈", 100), ("黄", 96), ("李", 90), ("梁", 70), ("莫", 52), ("覃", 50), ("韦", 48), ("林", 44), ("张", 42),
    ("吴", 40), ("王", 38), ("刘", 38), ("罗", 34), ("杨", 32), ("周", 30), ("何", 30), ("谢", 26), ("邓", 26),
    ("卢", 24), ("苏", 22), ("蒙", 20), ("陆", 20), ("甘", 16), ("农", 14), ("欧", 14), ("郑", 14), ("曾", 14),
    ("冯", 12), ("潘", 12), ("唐", 12), ("钟", 10), ("赖", 8), ("区", 8), ("岑", 6), ("欧阳", 4), ("司徒", 2),
)  # fmt: skip
_OLD = {"男": "德福贵寿荣昌文武国华建民世坚炳南锦泉", "女": "兰英珍秀桂莲凤玉芳娇妹爱群金月娥香"}
_MIDDLE = {"男": "伟强军勇志刚建平国华海文斌明辉永光东", "女": "丽敏静燕红霞萍玲芬艳娟梅春秋小云惠清"}
_YOUNG = {"男": "俊杰浩宇嘉豪子轩泽楷文韬睿博宇航家铭", "女": "欣怡诗雨梓涵思颖佳琪雨桐可馨晓彤嘉敏"}
_RARE = "㛃䶮𬭎𫖯"
"""Characters of GB18030 that the older GBK lacks: some people have them in their names, and files must carry them."""


def surname(random: Random) -> str:
    names, weights = zip(*_SURNAMES, strict=True)
    return str(random.choices(names, weights)[0])


def given_name(random: Random, sex: str, birth_year: int) -> str:
    letters = (_OLD if birth_year < 1958 else _MIDDLE if birth_year < 1985 else _YOUNG)[sex]
    if random.random() < 0.002:
        return random.choice(_RARE)
    length = 1 if random.random() < 0.18 else 2
    return "".join(random.choices(letters, k=length))
