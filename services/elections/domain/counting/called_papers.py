"""What may stand on a called paper, and what the papers of a call-out come to: the sheet."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from services.elections.domain.counting.callout import Marks
from services.elections.domain.counting.tally import Figures, Sheet
from services.elections.domain.counting.void_grounds import VOID_GROUNDS
from services.elections.domain.rules.rule_set import PaperStyle
from shared.columns import cells
from shared.errors import FieldError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.elections.domain.candidacy.contests import Ballot
    from services.elections.domain.counting.callout import Log, Record
    from services.elections.domain.rules.rule_set import PaperRule

TOO_MANY, BLANK = "too_many", "blank"
_RANDOM = 4  # the version of a UUID that is made of random bits alone


def paper_faults(record: Record, ballots: Sequence[Ballot], paper: PaperRule) -> list[FieldError]:
    """What cannot be recorded: it was misheard, or belongs to another paper. A paper with too many names or none can
    be so: it is void by itself (`effective`)."""
    path, by_post = f"items.{record.number}", {ballot.post: ballot for ballot in ballots}
    faults = [*_id_faults(path, record)]
    if not record.contests:  # takes a record back
        return faults
    strange = [post for post in record.contests if post not in by_post]
    faults += [_fault(f"{path}.contests.{post}", "post_unknown", "选票上没有这个职务。") for post in strange]
    for post, ballot in by_post.items():
        if post in record.contests:
            faults += _marks_faults(f"{path}.contests.{post}", record.contests[post], ballot, paper)
        else:
            message = "缺少{post_name}的票数。"
            faults.append(_fault(f"{path}.contests.{post}", "post_missing", message, post_name=post.zh))
    return faults


def effective(marks: Marks, ballot: Ballot, paper: PaperRule) -> Marks:
    """As it counts: more names than seats are void, and so is a part of the paper without any mark."""
    if marks.void is not None:
        return Marks(void=marks.void)
    if len(marks.votes) + len(marks.write_ins) > ballot.seats:
        return Marks(void=TOO_MANY)
    if not (marks.votes or marks.against or marks.write_ins) and BLANK in paper.void_grounds:
        return Marks(void=BLANK)
    return marks


def sheet_of(log: Log, issued: int, ballots: Sequence[Ballot], paper: PaperRule) -> Sheet:
    papers = log.in_force()
    contests = {
        ballot.post: _figures([effective(each.contests[ballot.post], ballot, paper) for each in papers], ballot, paper)
        for ballot in ballots
    }
    return Sheet(issued, len(papers), contests)


def _figures(called: Sequence[Marks], ballot: Ballot, paper: PaperRule) -> Figures:
    valid = [marks for marks in called if marks.void is None]
    votes = Counter(candidate for marks in valid for candidate in marks.votes)
    names = Counter(cells.person_name(name) for marks in valid for name in marks.write_ins)
    figures = Figures(
        void=len(called) - len(valid),
        votes={candidate: votes[candidate] for candidate in ballot.candidates},
        others=names.total(),
        void_grounds=dict(Counter(marks.void for marks in called if marks.void is not None)),
        write_ins=dict(names),
    )
    return _with_marks(figures, valid, ballot, paper) if paper.style is PaperStyle.MARKS else figures


def _with_marks(figures: Figures, valid: Sequence[Marks], ballot: Ballot, paper: PaperRule) -> Figures:
    """On a paper with a mark beside each name, no mark is an abstention."""
    counted = Counter(candidate for marks in valid for candidate in marks.against)
    against = {candidate: counted[candidate] for candidate in ballot.candidates}
    if not paper.abstain:
        return replace(figures, against=against)
    rest = {each: len(valid) - figures.votes[each] - against[each] for each in ballot.candidates}
    return replace(figures, against=against, abstained=rest)


def _id_faults(path: str, record: Record) -> Iterator[FieldError]:
    if UUID(record.id).version != _RANDOM:
        yield _fault(f"{path}.id", "paper_id_not_random", "记录的编号应是随机的（UUID 第4版），不能含有时间。")


def _marks_faults(path: str, marks: Marks, ballot: Ballot, paper: PaperRule) -> Iterator[FieldError]:
    if marks.void is not None and marks.void not in paper.void_grounds:
        grounds = "、".join(VOID_GROUNDS.get(each, each) for each in paper.void_grounds)
        message = "规则中没有这项废票理由，可用的：{grounds}。"
        yield _fault(f"{path}.void", "void_ground_unknown", message, grounds=grounds)
    named = [*marks.votes, *marks.against]
    if set(named) - set(ballot.candidates):
        yield _fault(f"{path}.votes", "candidate_unknown", "选票上没有这名候选人。")
    if len(set(named)) < len(named):
        yield _fault(f"{path}.votes", "candidate_marked_twice", "同一名候选人记了两次。")
    yield from _write_in_faults(f"{path}.write_ins", marks, ballot, paper)
    if marks.void is None:
        yield from _style_faults(path, marks, ballot, paper)


def _write_in_faults(path: str, marks: Marks, ballot: Ballot, paper: PaperRule) -> Iterator[FieldError]:
    if marks.write_ins and not paper.write_in:
        yield _fault(path, "write_in_not_allowed", "本次选举的选票不能另选他人，这样的选票按废票计。")
    names: set[str] = set()
    for typed in marks.write_ins:
        try:
            name = cells.person_name(typed)
        except cells.Unreadable as fault:
            yield FieldError(path, fault.code, fault.message, fault.facts)
            continue
        if name in ballot.names.values():
            message = "{name}是候选人，所得的票应计入候选人得票。"
            yield _fault(path, "write_in_is_candidate", message, name=name)
        if name in names:
            yield _fault(path, "candidate_marked_twice", "同一名候选人记了两次。")
        names.add(name)


def _style_faults(path: str, marks: Marks, ballot: Ballot, paper: PaperRule) -> Iterator[FieldError]:
    if paper.style is not PaperStyle.MARKS:
        if marks.against:
            yield _fault(f"{path}.against", "marks_not_on_paper", "本次选举的选票只选人，没有反对票和弃权票。")
        return
    marked = len(marks.votes) + len(marks.against)
    if not paper.abstain and 0 < marked < len(ballot.candidates):
        yield _fault(f"{path}.votes", "abstain_not_allowed", "本次选举的选票没有弃权票。")
    if len(marks.write_ins) > len(marks.against):
        message = "另选他人{others}票，多于反对票{against}张：投反对票的才可以另选他人。"
        facts = {"others": len(marks.write_ins), "against": len(marks.against)}
        yield _fault(f"{path}.write_ins", "others_over_against", message, **facts)


def _fault(path: str, code: str, message: str, **facts: object) -> FieldError:
    return FieldError(path, code, message, facts)
