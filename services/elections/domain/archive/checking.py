"""The whole check of a bundle, from its bytes alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from services.elections.domain.archive import accounts, called, integrity, lawful, recount
from services.elections.domain.archive.contents import ELECTION, read_rules, rules_of
from services.elections.domain.archive.packing import MANIFEST, read_json, unpack
from services.elections.domain.archive.report import Line, Report, ok, wrong
from services.elections.domain.procedure.kinds import ElectionKind
from shared.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from services.elections.domain.rules.rule_set import RuleSet

KnownRules = Callable[[str], Mapping[str, Any] | None]
"""The rule set that this program has under an id, None for none: an id stands for one set for ever."""

# What reading a text raises that says something else than it should: a list for a mapping, a name that is not there.
_STRANGE = (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration, RecursionError, OverflowError)


def check_bundle(
    content: bytes,
    *,
    key: Ed25519PublicKey | None = None,
    known_rules: KnownRules = lambda _id: None,
) -> Report:
    """Everything that can be checked is, whatever was found before. Never raises: a file that is no bundle is a
    line."""
    try:
        files = unpack(content)
    except Refusal as refused:
        return Report((_refused(refused),))
    return check_files(files, key=key, known_rules=known_rules)


def check_files(
    files: Mapping[str, bytes],
    *,
    key: Ed25519PublicKey | None,
    known_rules: KnownRules,
) -> Report:
    found = [*_guarded(lambda: integrity.seal_lines(files, key))]
    return Report((*found, *check_papers(files, known_rules=known_rules)))


def check_papers(files: Mapping[str, bytes], *, known_rules: KnownRules) -> tuple[Line, ...]:
    """All but the seal: what is checked before a bundle is sealed, too."""
    rules: list[RuleSet] = []
    checks: list[Callable[[], Iterable[Line]]] = [
        lambda: integrity.format_lines(files),
        lambda: integrity.manifest_lines(files),
        lambda: integrity.image_lines(files),
        lambda: integrity.audit_lines(files),
        lambda: _rule_lines(files, known_rules, rules),
        lambda: _parent_lines(files),
        lambda: lawful.roll_lines(files),
        lambda: lawful.step_lines(files),
        lambda: lawful.certifier_lines(files),
        lambda: recount.tally_lines(files),
    ]
    found = [line for check in checks for line in _guarded(check)]
    return (*found, *(line for rule_set in rules for line in _by_rules(files, rule_set)))


def _by_rules(files: Mapping[str, bytes], rules: RuleSet) -> Iterator[Line]:
    """What needs the rule set: nothing is said of these when it cannot be read."""
    checks = [lawful.period_lines, recount.sheet_lines, recount.verdict_lines]
    if not _of_first_format(files):
        checks += [called.callout_lines, accounts.account_lines, accounts.doubtful_lines]
    for check in checks:
        yield from _guarded(partial(check, files, rules))


def _of_first_format(files: Mapping[str, bytes]) -> bool:
    """Which has neither call-outs nor the account of the papers. What it says of itself is sealed."""
    return [each.code for each in _guarded(lambda: integrity.format_lines(files))] == ["format_older"]


def _guarded(check: Callable[[], Iterable[Line]]) -> list[Line]:
    """One check cannot keep the others from being made."""
    try:
        return list(check())
    except Refusal as refused:
        return [_refused(refused)]
    except _STRANGE:
        return [wrong("content_strange", "档案包里的内容缺失或者不是应有的格式，无法核对。")]


def _refused(refused: Refusal) -> Line:
    return wrong(refused.code, refused.message, **refused.facts)


def _rule_lines(files: Mapping[str, bytes], known_rules: KnownRules, rules: list[RuleSet]) -> Iterator[Line]:
    source, named = read_rules(files), read_json(files, ELECTION)["rule_set"]
    if source.get("id") != named:
        yield wrong("rules_of_another_id", "所附规则集不是选举所用的“{id}”。", id=named)
        return
    known = known_rules(named)
    rules.append(rules_of(source, known))
    changed = [] if known is None else [*_changed(source, known)]
    for path in changed:
        yield wrong("rules_changed", "所附规则集与“{id}”不同：{path}。", id=named, path=path)
    if not changed:
        yield ok("rules", "所附规则集“{id}”（{law}）。", id=named, law=rules[0].law)


def _changed(source: Mapping[str, Any], known: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Where both say something, and not the same."""
    for name in sorted(source.keys() & known.keys()):
        here, own, other = f"{path}.{name}".strip("."), source[name], known[name]
        if isinstance(own, dict) and isinstance(other, dict):
            yield from _changed(own, other, here)
        elif own != other or type(own) is not type(other):
            yield here


def _parent_lines(files: Mapping[str, bytes]) -> Iterator[Line]:
    """A further ballot has its roll and its candidates from another election, whose bundle it names."""
    election = read_json(files, ELECTION)
    if read_json(files, MANIFEST)["election_id"] != election["id"]:
        yield wrong("election_differs", "清单上的选举与档案里的不是同一次。")
    if not ElectionKind(election["kind"]).further:
        return
    if election["parent_bundle"] is None:
        yield wrong("parent_bundle_missing", "没有写明第一次选举的档案校验码。")
    else:
        yield ok("parent_bundle", "第一次选举的档案校验码是{hash}，请一并核对。", hash=election["parent_bundle"])
