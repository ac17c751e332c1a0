"""In which order courses come, and the quarter that each of them had best be given in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import permutations

from services.training.domain.planning.problem import CourseId, Problem, Quarter


def in_sequence(problem: Problem, courses: Iterable[CourseId]) -> list[CourseId]:
    """What others follow on comes first."""
    return sorted(courses, key=lambda course: (_depth(problem, course), course))


def _depth(problem: Problem, course: CourseId) -> int:
    return max((_depth(problem, each) + 1 for each in problem.courses[course].prerequisites), default=0)


def quarters(problem: Problem) -> Mapping[CourseId, Quarter]:
    """Courses that the same cadres need go to different quarters, and none before what it follows on."""
    needed = Counter(course for cadre in problem.cadres.values() for course in cadre.needs)
    together = Counter(pair for cadre in problem.cadres.values() for pair in permutations(cadre.needs, 2))
    chosen: dict[CourseId, Quarter] = {}
    load = Counter(dict.fromkeys(problem.quarters, 0))
    for course in sorted(problem.courses, key=lambda each: (_depth(problem, each), -needed[each], each)):
        earliest = max((chosen[each] for each in problem.courses[course].prerequisites), default=(0, 0))
        clashes = Counter({quarter: load[quarter] // 5 for quarter in load if quarter >= earliest})
        for other, quarter in chosen.items():
            if quarter in clashes:
                clashes[quarter] += together[course, other]
        chosen[course] = min(sorted(clashes), key=clashes.__getitem__)
        load[chosen[course]] += needed[course]
    return chosen
