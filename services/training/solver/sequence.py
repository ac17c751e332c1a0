"""In which order courses come, and the quarters that each of them had best be given in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

from services.training.domain.planning.problem import CourseId, Problem, Quarter, Zone

_SWEEPS = 8  # after so many nothing moves any more
_OUT_OF_ORDER = 10  # a cadre who cannot come at all, against one for whom two needed courses share a quarter


class Given(NamedTuple):
    """A course in the zone where it is given."""

    zone: Zone
    course: CourseId


def in_sequence(problem: Problem, courses: Iterable[CourseId]) -> list[CourseId]:
    """What others follow on comes first."""
    return sorted(courses, key=lambda course: (_depth(problem, course), course))


def _depth(problem: Problem, course: CourseId) -> int:
    return max((_depth(problem, each) + 1 for each in problem.courses[course].prerequisites), default=0)


@dataclass(frozen=True)
class Quarters:
    """When courses had best be given in each zone: those that the same cadres need go to different quarters, and none
    before what it follows on. One after the other is moved to where it troubles fewest."""

    problem: Problem

    def trouble(self, given: Given, quarter: Quarter) -> int:
        """For how many cadres another needed course is in the same quarter; more, if they could not come at all."""
        return self._trouble(given, quarter, self._chosen)

    @cached_property
    def _chosen(self) -> Mapping[Given, Quarter]:
        chosen: dict[Given, Quarter] = {}
        for _ in range(_SWEEPS):
            for given in sorted(self._together, key=lambda each: (_depth(self.problem, each.course), each)):
                troubles = {each: self._trouble(given, each, chosen) for each in self.problem.quarters}
                chosen[given] = min(troubles, key=troubles.__getitem__)
        return chosen

    def _trouble(self, given: Given, quarter: Quarter, chosen: Mapping[Given, Quarter]) -> int:
        trouble, courses = 0, self.problem.courses
        for other, cadres in self._together.get(given, {}).items():
            when = chosen.get(other)
            if when == quarter:
                trouble += cadres
            elif when is not None:
                sooner, later = sorted([(quarter, given.course), (when, other.course)])
                trouble += _OUT_OF_ORDER * cadres * (later[1] in courses[sooner[1]].prerequisites)
        return trouble

    @cached_property
    def _together(self) -> Mapping[Given, Counter[Given]]:
        """How many cadres need both courses, each where it is nearest to them."""
        together: defaultdict[Given, Counter[Given]] = defaultdict(Counter)
        for cadre in self.problem.cadres.values():
            zone = self.problem.committees[cadre.committee].zone
            needed = [Given(self._nearest[zone, course], course) for course in cadre.needs - cadre.passed]
            for one, other in permutations(needed, 2):
                together[one][other] += 1
        return together

    @cached_property
    def _nearest(self) -> Mapping[tuple[Zone, CourseId], Zone]:
        travel, zones = self.problem.travel, {committee.zone for committee in self.problem.committees.values()}
        return {
            (zone, course): min((travel[zone, room.zone], room.zone) for room in rooms)[1]
            for course, rooms in self.problem.rooms_of.items()
            for zone in zones
            if rooms
        }
