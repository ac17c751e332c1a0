"""What cannot be on a tally sheet, and what should be read from it again: the arithmetic of its figures.

How many papers there are bounds everything: each valid one gives a candidate at most one vote, and has at most as many
names as there are seats. Which figures there are depends on the paper (`rules.paper`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.elections.domain.counting.void_grounds import VOID_GROUNDS
from services.elections.domain.rules.rule_set import PaperStyle
from shared.errors import FieldError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from services.elections.domain.candidacy.contests import Ballot
    from services.elections.domain.counting.tally import Figures, Sheet
    from services.elections.domain.rules.rule_set import PaperRule


def faults_of(sheet: Sheet, ballots: Sequence[Ballot], paper: PaperRule) -> list[FieldError]:
    """What cannot be so: another ballot paper, or figures that do not fit each other.

    More papers recovered than issued can be so: it may void the election, and is the verdict's matter. See `doubts_of`.
    """
    by_post = {ballot.post: ballot for ballot in ballots}
    faults = [_fault(path, "figure_negative", "不能小于0。") for path, figure in sheet.flat().items() if figure < 0]
    strange = [post for post in sheet.contests if post not in by_post]
    faults += [_fault(f"contests.{post}", "post_unknown", "选票上没有这个职务。") for post in strange]
    for post, ballot in by_post.items():
        if post in sheet.contests:
            faults += _contest_faults(ballot, sheet.contests[post], sheet.recovered, paper)
        else:
            faults.append(_fault(f"contests.{post}", "post_missing", "缺少{post_name}的票数。", post_name=post.zh))
    return faults


def doubts_of(sheet: Sheet) -> list[FieldError]:
    """What is possible but should be read again from the paper."""
    if sheet.recovered <= sheet.issued:
        return []
    message = "收回选票{recovered}张，多于发出选票{issued}张。"
    return [_fault("recovered", "recovered_over_issued", message, recovered=sheet.recovered, issued=sheet.issued)]


def _contest_faults(ballot: Ballot, figures: Figures, recovered: int, paper: PaperRule) -> list[FieldError]:
    path = f"contests.{ballot.post}"
    faults = [
        *_candidate_faults(f"{path}.votes", ballot, figures.votes),
        *_void_faults(path, figures, paper),
        *_write_in_faults(path, ballot, figures, paper),
    ]
    if figures.void > recovered:
        message = "废票{void}张，多于收回选票{recovered}张。"
        return [*faults, _fault(f"{path}.void", "void_over_recovered", message, void=figures.void, recovered=recovered)]
    valid = recovered - figures.void
    return [*faults, *_vote_faults(path, ballot, figures, valid), *_mark_faults(path, ballot, figures, valid, paper)]


def _candidate_faults(path: str, ballot: Ballot, figures: Mapping[str, int]) -> Iterator[FieldError]:
    for candidate in ballot.candidates:
        if candidate not in figures:
            yield _fault(f"{path}.{candidate}", "candidate_missing", "缺少一名候选人的票数。")
    for candidate in figures:
        if candidate not in ballot.candidates:
            yield _fault(f"{path}.{candidate}", "candidate_unknown", "选票上没有这名候选人。")


def _void_faults(path: str, figures: Figures, paper: PaperRule) -> Iterator[FieldError]:
    for ground in figures.void_grounds:
        if ground not in paper.void_grounds:
            grounds = "、".join(VOID_GROUNDS.get(each, each) for each in paper.void_grounds)
            message = "规则中没有这项废票理由，可用的：{grounds}。"
            yield _fault(f"{path}.void_grounds.{ground}", "void_ground_unknown", message, grounds=grounds)
    total = sum(figures.void_grounds.values())
    if figures.void_grounds and total != figures.void:
        message = "各项理由的废票合计{total}张，与废票{void}张不符。"
        yield _fault(f"{path}.void_grounds", "void_grounds_differ", message, total=total, void=figures.void)


def _write_in_faults(path: str, ballot: Ballot, figures: Figures, paper: PaperRule) -> Iterator[FieldError]:
    if not paper.write_in and (figures.others or figures.write_ins):
        yield _fault(f"{path}.others", "write_in_not_allowed", "本次选举的选票不能另选他人，这样的选票按废票计。")
    names = set(ballot.names.values())
    for name in figures.write_ins:
        if name in names:
            message = "{name}是候选人，所得的票应计入候选人得票。"
            yield _fault(f"{path}.write_ins.{name}", "write_in_is_candidate", message, name=name)
    total = sum(figures.write_ins.values())
    if figures.write_ins and total != figures.others:
        message = "另选各人得票合计{total}，与另选他人{others}票不符。"
        yield _fault(f"{path}.write_ins", "write_ins_differ", message, total=total, others=figures.others)


def _vote_faults(path: str, ballot: Ballot, figures: Figures, valid: int) -> Iterator[FieldError]:
    message = "得票{votes}，多于有效票{valid}张。"
    for part, by_name in (("votes", figures.votes), ("write_ins", figures.write_ins)):
        for name, votes in by_name.items():
            if votes > valid:
                yield _fault(f"{path}.{part}.{name}", "votes_over_valid", message, votes=votes, valid=valid)
    total, most = sum(figures.votes.values()) + figures.others, valid * ballot.seats
    if total > most:
        message = "各人得票合计{total}，多于有效票{valid}张可投的{most}票（每张至多选{seats}人）。"
        facts = {"total": total, "most": most, "valid": valid, "seats": ballot.seats}
        yield _fault(f"{path}.votes", "votes_over_papers", message, **facts)


def _mark_faults(path: str, ballot: Ballot, figures: Figures, valid: int, paper: PaperRule) -> Iterator[FieldError]:
    """On a paper that is marked beside each name every valid paper says something of every candidate."""
    if paper.style is not PaperStyle.MARKS:
        for part in ("against", "abstained"):
            if getattr(figures, part):
                yield _fault(f"{path}.{part}", "marks_not_on_paper", "本次选举的选票只选人，没有反对票和弃权票。")
        return
    yield from _candidate_faults(f"{path}.against", ballot, figures.against)
    if paper.abstain:
        yield from _candidate_faults(f"{path}.abstained", ballot, figures.abstained)
    elif any(figures.abstained.values()):
        yield _fault(f"{path}.abstained", "abstain_not_allowed", "本次选举的选票没有弃权票。")
    yield from _mark_sums(path, ballot, figures, valid)


def _mark_sums(path: str, ballot: Ballot, figures: Figures, valid: int) -> Iterator[FieldError]:
    """Who writes in another person has voted against a candidate; who abstains may not (people's congress practice)."""
    for candidate in ballot.candidates:
        marks = [part.get(candidate, 0) for part in (figures.votes, figures.against, figures.abstained)]
        if sum(marks) != valid:
            message = "赞成{agreed}、反对{against}、弃权{abstained}合计{total}，应等于有效票{valid}张。"
            facts = dict(zip(("agreed", "against", "abstained"), marks, strict=True))
            place = f"{path}.votes.{candidate}"
            yield _fault(place, "marks_differ", message, total=sum(marks), valid=valid, **facts)
    against = sum(figures.against.values())
    if figures.others > against:
        message = "另选他人{others}票，多于反对票{against}张：投反对票的才可以另选他人。"
        yield _fault(f"{path}.others", "others_over_against", message, others=figures.others, against=against)


def _fault(path: str, code: str, message: str, **facts: Any) -> FieldError:
    return FieldError(path, code, message, facts)
