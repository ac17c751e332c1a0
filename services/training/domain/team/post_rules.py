"""What a post asks of whoever is to hold it, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.training.domain.learning.competencies import MOST
from services.training.domain.learning.courses import Competency
from services.training.domain.office.cadres import Education, Party
from services.training.domain.office.posts import Post
from services.training.domain.rule_reading import read_mapping, text, whole
from shared.errors import FieldError, Invalid


@dataclass(frozen=True, slots=True)
class PostRule:
    """`levels` are the least that each competency is to have; `clause` says where the demand comes from."""

    least_age: int
    most_age: int
    education: Education
    party: Party
    levels: Mapping[Competency, int]
    clause: str


PostRules = Mapping[Post, PostRule]


def parse_post_rules(source: Mapping[str, Any]) -> PostRules:
    """Raises Invalid naming every value that is missing, unknown or of the wrong kind."""
    faults: list[FieldError] = []
    read = {post: read_mapping(source.get(post), _READERS, f"{post}.", faults) for post in Post}
    faults += [FieldError(str(name), "rule_unknown", "没有这项规则。") for name in source if name not in list(Post)]
    if faults:
        raise Invalid("post_rules_invalid", "职务要求的规则有误。", fields=faults)
    return {post: PostRule(**values) for post, values in read.items()}


def _levels(value: Any) -> dict[Competency, int]:
    return {Competency(code): whole(level, most=MOST) for code, level in value.items()}


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "least_age": whole,
    "most_age": whole,
    "education": Education,
    "party": Party,
    "levels": _levels,
    "clause": text,
}
