"""Linear programs, and a lower bound that is proven in whole numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ortools.linear_solver import pywraplp

Name = Hashable
Term = tuple[Name, int]
_SCALE = 1 << 20  # multipliers are rounded to parts of this


class Row(NamedTuple):
    """least ≤ terms ≤ most; None where there is no limit."""

    terms: Sequence[Term]
    least: int | None
    most: int | None


class Variable(NamedTuple):
    """From 0 to `most`."""

    most: int
    cost: int


@dataclass(frozen=True, slots=True)
class Program:
    """A cost to be kept low. Every variable is bounded on both sides, else a bound could not be proven."""

    variables: dict[Name, Variable] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def variable(self, name: Name, most: int, *, cost: int = 0) -> None:
        self.variables[name] = Variable(most, cost)

    def row(self, row: Row) -> None:
        self.rows.append(row)

    def knows(self, name: Name) -> bool:
        return name in self.variables

    def lower_bound(self, multipliers: Sequence[int]) -> int:
        """What no solution undercuts, for any multipliers whatever (in parts of 2^20): weak duality in whole numbers,
        so that a solver's rounding, or a fault in it, can make the bound weak but never wrong."""
        reduced = {name: variable.cost * _SCALE for name, variable in self.variables.items()}
        total = 0
        for row, multiplier in zip(self.rows, multipliers, strict=True):
            limit = row.least if multiplier > 0 else row.most
            if multiplier == 0 or limit is None:
                continue
            total += multiplier * limit
            for name, factor in row.terms:
                reduced[name] -= multiplier * factor
        total += sum(min(reduced[name], 0) * variable.most for name, variable in self.variables.items())
        return -(-total // _SCALE)


@dataclass(frozen=True, slots=True)
class Solved:
    """`values` is None when there is no solution or none was found; `bound` holds when `feasible` is not False."""

    values: Mapping[Name, float] | None
    feasible: bool | None
    bound: int


def relax(program: Program) -> Solved:
    """Solves without wholeness, and proves a bound by the multipliers of the rows."""
    solver, variables, rows = _built(program)
    status = solver.Solve()
    if status == pywraplp.Solver.OPTIMAL:
        multipliers = [round(row.dual_value() * _SCALE) for row in rows]
        return Solved(_values(variables), True, program.lower_bound(multipliers))
    return Solved(None, False if status == pywraplp.Solver.INFEASIBLE else None, 0)


def _built(program: Program) -> tuple[pywraplp.Solver, dict[Name, pywraplp.Variable], list[pywraplp.Constraint]]:
    solver = pywraplp.Solver.CreateSolver("GLOP")
    objective, variables = solver.Objective(), {}
    for name, variable in program.variables.items():
        variables[name] = solver.NumVar(0, variable.most, "")
        objective.SetCoefficient(variables[name], variable.cost)
    rows = []
    for row in program.rows:
        least = -solver.infinity() if row.least is None else row.least
        most = solver.infinity() if row.most is None else row.most
        rows.append(constraint := solver.Constraint(least, most))
        for name, factor in row.terms:
            constraint.SetCoefficient(variables[name], factor)
    objective.SetMinimization()
    return solver, variables, rows


def _values(variables: Mapping[Name, pywraplp.Variable]) -> Mapping[Name, float]:
    return {name: value for name, variable in variables.items() if (value := variable.solution_value()) > 1e-6}
