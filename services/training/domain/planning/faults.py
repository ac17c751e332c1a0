"""What makes a problem no problem: wrong entries, all reported at once and before a solver is asked."""

from __future__ import annotations

from collections.abc import Iterator

from services.training.domain.planning.problem import Problem
from shared.errors import FieldError, Invalid


def check(problem: Problem) -> None:
    """Raises Invalid naming every fault."""
    faults = list(faults_of(problem))
    if faults:
        raise Invalid("planning_invalid", "排课的资料有误，请按提示修改。", fields=faults)


def faults_of(problem: Problem) -> Iterator[FieldError]:
    yield from _windows(problem)
    yield from _rooms(problem)
    yield from _courses(problem)
    yield from _teachers(problem)
    yield from _committees(problem)
    yield from _cadres(problem)


def _windows(problem: Problem) -> Iterator[FieldError]:
    if not problem.slots:
        yield FieldError("slots", "no_windows", "没有可以安排培训的时段。")
    for number, slot in enumerate(problem.slots):
        if not 0 <= slot.starts < slot.ends <= 24 * 60:
            facts = {"day": slot.day}
            yield FieldError(f"slots.{number}", "window_impossible", "{day}的时段不成立：结束应晚于开始。", facts)
    if len(set(problem.slots)) < len(problem.slots):
        yield FieldError("slots", "window_twice", "同一时段列了两次。")


def _rooms(problem: Problem) -> Iterator[FieldError]:
    for room in problem.rooms.values():
        if room.capacity < 1:
            field, facts = f"rooms.{room.id}.capacity", {"room": room.id}
            yield FieldError(field, "capacity_zero", "教室{room}的容量应至少为1人。", facts)


def _courses(problem: Problem) -> Iterator[FieldError]:
    longest = max((slot.minutes for slot in problem.slots), default=0)
    for course in problem.courses.values():
        field, facts = f"courses.{course.id}", {"course": course.id, "minutes": course.minutes}
        if not 0 < course.minutes <= longest:
            message = "没有哪个时段能容纳课程{course}的{minutes}分钟。"
            yield FieldError(f"{field}.minutes", "course_fits_no_window", message, facts)
        if course.size.least > course.size.most or course.size.most < 1:
            yield FieldError(f"{field}.size", "class_size_impossible", "课程{course}的班级人数范围不成立。", facts)
        for unknown in sorted(course.prerequisites - problem.courses.keys()):
            message = "课程{course}的先修课程{unknown}不在课程目录中。"
            yield FieldError(f"{field}.prerequisites", "prerequisite_unknown", message, {**facts, "unknown": unknown})
    for course_id in sorted(_in_cycles(problem)):
        message = "课程{course}经由先修课程又要求自己。"
        yield FieldError(f"courses.{course_id}.prerequisites", "prerequisite_cycle", message, {"course": course_id})


def _in_cycles(problem: Problem) -> set[str]:
    """Courses from which following prerequisites leads back."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        ahead = [start]
        while ahead:
            course = problem.courses.get(ahead.pop())  # type: ignore[call-overload]
            new = (course.prerequisites if course else frozenset()) - found
            found |= new
            ahead.extend(new)
        return found

    return {course for course in problem.courses if course in reached(course)}


def _teachers(problem: Problem) -> Iterator[FieldError]:
    for teacher in problem.teachers.values():
        for unknown in sorted(teacher.teaches - problem.courses.keys()):
            facts = {"teacher": teacher.id, "unknown": unknown}
            message = "教师{teacher}所教的课程{unknown}不在课程目录中。"
            yield FieldError(f"teachers.{teacher.id}.teaches", "course_unknown", message, facts)


def _committees(problem: Problem) -> Iterator[FieldError]:
    zones = {room.zone for room in problem.rooms.values()}
    for committee in problem.committees.values():
        field, facts = f"committees.{committee.id}", {"committee": committee.id}
        if committee.most_away < 1:
            message = "居委会{committee}同时外出的人数上限应至少为1。"
            yield FieldError(f"{field}.most_away", "nobody_may_go", message, facts)
        for zone in sorted(zones):
            if (committee.zone, zone) not in problem.travel:
                told = {**facts, "zone": zone}
                yield FieldError(f"{field}.zone", "travel_unknown", "不知道居委会{committee}到{zone}的路程。", told)


def _cadres(problem: Problem) -> Iterator[FieldError]:
    for cadre in problem.cadres.values():
        field, facts = f"cadres.{cadre.id}", {"cadre": cadre.id}
        if cadre.committee not in problem.committees:
            yield FieldError(f"{field}.committee", "committee_unknown", "干部{cadre}所在的居委会没有登记。", facts)
        for unknown in sorted((cadre.may_take | cadre.passed) - problem.courses.keys()):
            message = "干部{cadre}的课程{unknown}不在课程目录中。"
            yield FieldError(f"{field}.needs", "course_unknown", message, {**facts, "unknown": unknown})
        for course in sorted(cadre.needs & problem.courses.keys()):
            wanting = problem.courses[course].prerequisites - cadre.needs - cadre.passed
            if wanting:
                told = {**facts, "course": course, "prerequisites": "、".join(sorted(wanting))}
                message = "干部{cadre}要上课程{course}，但先修课程{prerequisites}既没有通过，也不在必修之列。"
                yield FieldError(f"{field}.needs", "prerequisite_missing", message, told)
        if len(cadre.may_take) < cadre.at_least:
            counts = {"cadre": cadre.id, "at_least": cadre.at_least, "courses": len(cadre.may_take)}
            message = "干部{cadre}至少应参加{at_least}次培训，但只有{courses}门课程可上。"
            yield FieldError(f"{field}.at_least", "too_few_courses", message, counts)
