"""Courses: what they teach, how they are tested, and what must be learnt before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from shared.errors import FieldError, Invalid
from shared.worded import Worded


class CourseKind(Worded):
    """`theory` is what the district's school teaches in batches, `skills` what is done by hand, at a computer say."""

    THEORY = "theory", "理论"
    SKILLS = "skills", "实务技能"
    INDUCTION = "induction", "任前培训"


class Assessment(Worded):
    """Who attends a course without one has completed it."""

    NONE = "none", "不考核"
    WRITTEN = "written", "笔试"
    PRACTICAL = "practical", "实际操作"


class Competency(Worded):
    """What the field asks of cadres."""

    SERVICE = "service", "为民服务"
    ECONOMY = "economy", "社区经济"
    MOBILISATION = "mobilisation", "组织动员"
    DIGITAL = "digital", "数字技能"
    LAW = "law", "法律法规"
    THEORY = "theory", "政治理论"


class RoomFeature(Worded):
    """What a course needs of its room."""

    COMPUTERS = "computers", "计算机"
    PROJECTOR = "projector", "投影仪"
    STEP_FREE = "step_free", "无障碍通道"


@dataclass(frozen=True, slots=True)
class Grading:
    """`pass_mark` is the least score of 100 that passes."""

    assessment: Assessment
    pass_mark: int | None
    certificate: bool
    valid_months: int | None

    @property
    def tested(self) -> bool:
        return self.assessment is not Assessment.NONE


def check_course(grading: Grading, own: UUID, prerequisites: Mapping[UUID, Collection[UUID]]) -> None:
    """`prerequisites` by course, this one's among them. Raises Invalid naming each fault."""
    faults = [*_grading_faults(grading), *_circle(own, prerequisites)]
    if faults:
        raise Invalid("course_invalid", "课程有误，请按提示修改。", fields=faults)


def _grading_faults(grading: Grading) -> Iterator[FieldError]:
    if grading.tested and grading.pass_mark is None:
        yield FieldError("pass_mark", "pass_mark_missing", "要考核的课程应写明合格分数。")
    if not grading.tested and grading.pass_mark is not None:
        yield FieldError("pass_mark", "pass_mark_without_test", "不考核的课程没有合格分数。")
    if grading.valid_months is not None and not grading.certificate:
        yield FieldError("valid_months", "validity_without_certificate", "不发证书的课程没有证书有效期。")


def _circle(own: UUID, prerequisites: Mapping[UUID, Collection[UUID]]) -> Iterator[FieldError]:
    """A course that has to be learnt before itself."""
    ahead, seen = list(prerequisites.get(own, ())), set()
    while ahead:
        course = ahead.pop()
        if course == own:
            yield FieldError("prerequisites", "prerequisites_circular", "先修课程绕回了这门课程本身。")
            return
        if course not in seen:
            seen.add(course)
            ahead.extend(prerequisites.get(course, ()))
