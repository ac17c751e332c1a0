"""Candidates: who may be nominated, by whom (Art 18), and nobody twice for one post."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from services.elections.domain.candidacy.nominators import Named, read_names
from services.elections.domain.candidacy.post import Post
from services.elections.domain.roll.electors import UNDER_AGE, read_sex
from services.elections.domain.roll.persons import Nomination, Sex
from services.elections.domain.rules.numbers import latest_birth_date
from shared.columns import cells
from shared.columns.headers import Column
from shared.columns.rows import RowReader
from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from datetime import date

    from services.elections.domain.candidacy.nominators import Signatures
    from services.elections.domain.rules.rule_set import RuleSet
    from shared.columns.faults import Faults
    from shared.columns.rows import Rows

COLUMNS = (
    Column("post", "职务"),
    Column("name", "姓名"),
    Column("sex", "性别", ("gender",)),
    Column("birth_date", "出生日期", ("出生年月日", "birthday", "date of birth")),
    Column("education", "文化程度", ("学历",)),
    Column("nominated_by", "提名方式", ("nomination",)),
    Column("joint_electors", "联名人数", required=False),
    Column("nominator_names", "联名选民", ("nominators",), required=False),
    Column("reserve", "备选", required=False),
    Column("ethnicity", "民族", required=False),
    Column("served_before", "曾任居委会成员", ("曾任",), required=False),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """`nominators` are named where electors nominate jointly; `joint_electors` then is their number. `ethnicity` and
    `served_before` are for the statutory report, and may not be known."""

    post: Post
    name: str
    sex: Sex
    birth_date: date
    education: str
    nominated_by: Nomination
    joint_electors: int = 0
    nominators: tuple[Named, ...] = ()
    strokes: int | None = None
    reserve: bool = False
    ethnicity: str = ""
    served_before: bool | None = None

    @property
    def identity(self) -> tuple[Post, str, date]:
        """Two persons of one name are told apart by their birth dates."""
        return self.post, self.name, self.birth_date


def tidied(candidate: Candidate) -> Candidate:
    """With name and education as they are read from files. Raises Invalid for one that cannot be."""
    try:
        name, education = cells.person_name(candidate.name), cells.optional(candidate.education, longest=20)
        ethnicity = read_ethnicity(candidate.ethnicity)
    except cells.Unreadable as fault:
        faults = [FieldError("name", fault.code, fault.message, fault.facts)]
        raise Invalid("candidate_invalid", "这名候选人不符合条件，请按提示核对。", fields=faults) from fault
    return replace(candidate, name=name, education=education, ethnicity=ethnicity)


def read_ethnicity(text: str) -> str:
    """`壮` and `壮族` are the same."""
    name = cells.optional(text, longest=20)
    return name if not name or name.endswith("族") else f"{name}族"


def verified(candidate: Candidate, signatures: Signatures) -> tuple[Candidate, list[FieldError]]:
    """With the nominators as they stand on the roll, and what is wrong with them."""
    if not candidate.nominators:
        return candidate, []
    if candidate.nominated_by is Nomination.PARTY:
        message = "社区党组织提名的，不填写联名选民。"
        return candidate, [FieldError(candidate.nominators[0].field, "nominators_of_party", message)]
    found, faults = signatures.take(candidate.post, candidate.nominators)
    return replace(candidate, nominators=found, joint_electors=len(candidate.nominators)), faults


def faults_of(
    candidate: Candidate, *, posts: Collection[Post], polling_day: date, rules: RuleSet, known: Iterable[Candidate] = ()
) -> list[FieldError]:
    """What keeps the candidate from standing, by the name of the wrong value. `known` are those there already."""
    checks = (
        _contested(candidate, posts),
        _of_age(candidate, polling_day, rules),
        _nominated(candidate, rules),
        _single(candidate, known),
    )
    return [fault for fault in checks if fault is not None]


def _contested(candidate: Candidate, posts: Collection[Post]) -> FieldError | None:
    if candidate.post in posts:
        return None
    return FieldError("post", "post_not_contested", "本次选举不选{post_name}。", {"post_name": candidate.post.zh})


def _of_age(candidate: Candidate, polling_day: date, rules: RuleSet) -> FieldError | None:
    """年满十八周岁的居民都有选举权和被选举权 (Art 16)."""
    rule = rules.electors
    if candidate.birth_date <= latest_birth_date(polling_day, rule.age):
        return None
    days = {"birth_date": candidate.birth_date.isoformat(), "polling_day": polling_day.isoformat()}
    return FieldError("birth_date", "under_age", UNDER_AGE, days | {"age": rule.age, "article": rule.clause})


def _nominated(candidate: Candidate, rules: RuleSet) -> FieldError | None:
    """由社区党组织或者十名以上选民联合提名推荐 (Art 18)."""
    rule = rules.nomination
    if candidate.nominated_by is Nomination.PARTY or candidate.joint_electors >= rule.joint_electors:
        return None
    facts = {"joint_electors": candidate.joint_electors, "needed": rule.joint_electors, "article": rule.clause}
    message = "联名的选民应有{needed}名以上，只有{joint_electors}名。"
    return FieldError("joint_electors", "joint_electors_too_few", message, facts)


def _single(candidate: Candidate, known: Iterable[Candidate]) -> FieldError | None:
    if all(candidate.identity != other.identity for other in known):
        return None
    facts = {"name": candidate.name, "post_name": candidate.post.zh}
    return FieldError("name", "candidate_doubled", "{name}已经是{post_name}候选人。", facts)


_YES_OR_NO = {"是": True, "yes": True, "否": False, "no": False}
_read_reserve = cells.one_of({**_YES_OR_NO, "备选": True}, "是、否")
_read_served = cells.one_of(_YES_OR_NO, "是、否")

_READERS: dict[str, Callable[[str], Any]] = {
    "post": cells.one_of({post.zh: post for post in Post} | {post.value: post for post in Post}, "主任、副主任、委员"),
    "name": cells.person_name,
    "sex": read_sex,
    "birth_date": cells.day,
    "education": partial(cells.optional, longest=20),
    "nominated_by": cells.one_of(
        {way.zh: way for way in Nomination} | {way.value: way for way in Nomination}, "社区党组织、选民联名"
    ),
    "joint_electors": lambda text: cells.number(text) if cells.clean(text) else 0,
    "nominator_names": read_names,
    "reserve": lambda text: _read_reserve(text) if cells.clean(text) else False,
    "ethnicity": read_ethnicity,
    "served_before": lambda text: _read_served(text) if cells.clean(text) else None,
}


class CandidateList:
    """Reads a file's rows into candidates and collects the faults, as `electors.Roll` does."""

    def __init__(
        self,
        headers: Mapping[str, str],
        *,
        posts: Collection[Post],
        polling_day: date,
        rules: RuleSet,
        known: Iterable[Candidate] = (),
        signatures: Signatures | None = None,
    ) -> None:
        self._reader = RowReader(headers, {column: read for column, read in _READERS.items() if column in headers})
        self._signatures = signatures
        self._posts = posts
        self._polling_day = polling_day
        self._rules = rules
        self._known = list(known)
        self._rows = 0

    @property
    def faults(self) -> Faults:
        return self._reader.faults

    def candidates(self, rows: Rows) -> Iterator[Candidate]:
        """The candidates of faultless rows. Ask `check` when the rows are through."""
        for line, values in self._reader.read(rows):
            self._rows += 1
            named = values.pop("nominator_names", ())
            candidate, faults = self._verified(Candidate(**values, nominators=named))
            if self._lawful(line, candidate, faults):
                self._known.append(candidate)
                yield candidate

    def check(self) -> None:
        """Raises Invalid with the rows' faults, or because there was no row at all: a list is taken whole or not."""
        self.faults.refuse("candidates_invalid", "候选人名单有{count}处错误，没有导入。")
        if not self._rows:
            raise Invalid("candidates_empty", "名单中没有候选人。")

    def _verified(self, candidate: Candidate) -> tuple[Candidate, list[FieldError]]:
        return verified(candidate, self._signatures) if self._signatures else (candidate, [])

    def _lawful(self, line: int, candidate: Candidate, faults: list[FieldError]) -> bool:
        faults += faults_of(
            candidate, posts=self._posts, polling_day=self._polling_day, rules=self._rules, known=self._known
        )
        for fault in faults:
            self._reader.fault(line, fault.field, fault.code, fault.message, fault.facts)
        return not faults
