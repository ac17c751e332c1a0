"""What lies in a bundle, file by file, and how the rules read it back.

Nobody is named who was not named in public: candidates by name, clerks by the subjects of their tokens, persons of one
identity in several contests by a number that means something in this bundle only (`person`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from services.elections.domain.archive.packing import (
    FIRST_FORMAT,
    FORMAT,
    MANIFEST,
    SEAL,
    canonical,
    manifest_of,
    read_json,
)
from services.elections.domain.candidacy.contests import Ballot
from services.elections.domain.candidacy.post import Post
from services.elections.domain.counting.tally import Entry, Sheet
from services.elections.domain.procedure.kinds import ElectionKind
from services.elections.domain.roll.persons import Sex
from services.elections.domain.rules.modes import Mode
from services.elections.domain.rules.rule_parsing import overlaid, parse_rule_set
from services.elections.domain.verdict.verdict import Poll
from shared.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from services.elections.domain.rules.rule_set import RuleSet

ELECTION, ROLL, CANDIDATES, STEPS = "election.json", "roll.json", "candidates.json", "steps.json"
SHEETS, TALLY, VERDICT = "sheets.json", "tally.json", "verdict.json"
CALLOUTS, PAPERS = "callouts.json", "papers.json"
NOTICES, EVENTS, AUDIT, RULES, README = "notices.json", "events.json", "audit.json", "rules.yaml", "readme.txt"

_FIRST_TEXTS = (ELECTION, ROLL, CANDIDATES, STEPS, SHEETS, TALLY, VERDICT, NOTICES, EVENTS, AUDIT)
TEXTS = (*_FIRST_TEXTS, CALLOUTS, PAPERS)
NEEDED = {
    FIRST_FORMAT: frozenset({*_FIRST_TEXTS, RULES, README, MANIFEST}),
    FORMAT: frozenset({*TEXTS, RULES, README, MANIFEST}),
}
"""The files that a bundle of a format must have."""
IMAGES = "images/"

_LARGEST_RULES = 256 * 1024  # bytes
_README = """选举档案包 Result bundle

本档案包含一次选举的全部计票依据。核对：shequ verify-result <本文件> --key <公布的公钥>
核对在本机进行，不需要联网：逐张计票单重新相加，逐条唱票记录重新核对，
按所附规则重新得出结论，并与封存的结论逐项比较。

This bundle holds everything that an election's result rests on. To check it, offline:
  shequ verify-result <this file> --key <the published public key>
Every sheet is added up again, every log of called papers is run through again, the verdict is reached again by the
rules enclosed, and compared with the one sealed.

manifest.json lists every file with its SHA-256; seal.json signs the manifest (Ed25519).
"""


@dataclass(frozen=True, slots=True)
class Papers:
    """An election's papers as plain JSON values by file name, the rule set in full, and scanned sheets by file name."""

    texts: Mapping[str, Any]
    rules: Mapping[str, Any]
    images: Mapping[str, bytes]

    @property
    def election_id(self) -> str:
        return str(self.texts[ELECTION]["id"])


def files_of(papers: Papers, *, preview: bool) -> dict[str, bytes]:
    """The files of the bundle, the manifest among them; a seal is added to these."""
    files = {name: canonical(papers.texts[name]) for name in TEXTS}
    files |= {RULES: _yaml(papers.rules), README: _README.encode()}
    files |= {f"{IMAGES}{name}": content for name, content in papers.images.items()}
    return {**files, MANIFEST: manifest_of(files, election_id=papers.election_id, preview=preview)}


def image_name(sha256: str, suffix: str) -> str:
    return f"{sha256}.{suffix}"


def listed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that the manifest has to list."""
    return {name: content for name, content in files.items() if name not in {MANIFEST, SEAL}}


def _yaml(rules: Mapping[str, Any]) -> bytes:
    return yaml.dump(dict(rules), Dumper=_PlainDumper, allow_unicode=True, sort_keys=True).encode()


class _PlainDumper(yaml.SafeDumper):
    """Without references from one place to another: a reader sees every value where it counts."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


class _PlainLoader(yaml.SafeLoader):
    """Refuses references: a few lines of them can stand for more values than a machine holds."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.YAMLError("references are not read")
        return super().compose_node(parent, index)


def read_rules(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    """The rule set as plain data. Raises Invalid."""
    content = files.get(RULES, b"")
    source: Any = None
    try:
        if len(content) <= _LARGEST_RULES:
            source = yaml.load(content.decode(), Loader=_PlainLoader)  # noqa: S506 - it is a SafeLoader
        readable = isinstance(source, dict) and _yaml(source) == content
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        readable = False
    if not readable:
        raise Invalid("bundle_file_unreadable", "档案包里的“{name}”无法读取。", name=RULES)
    return dict(source)


def rules_of(source: Mapping[str, Any], known: Mapping[str, Any] | None) -> RuleSet:
    """The rule set for the recount. Rules that a later version of this program has added are taken from the set of the
    same id that it knows: the bundle is older than they are. Raises Invalid."""
    return parse_rule_set(overlaid(known, source) if known else source)


def ballots_of(election: Mapping[str, Any]) -> list[Ballot]:
    """The paper, as the election's text describes it."""
    return [_ballot(contest) for contest in election["contests"]]


def _ballot(contest: Mapping[str, Any]) -> Ballot:
    standing = contest["candidates"]
    return Ballot(
        Post(contest["post"]),
        contest["seats"],
        tuple(each["id"] for each in standing),
        persons={each["id"]: each["person"] for each in standing},
        women=frozenset(each["id"] for each in standing if each["sex"] == Sex.FEMALE and not each.get("struck")),
        names={each["id"]: each["name"] for each in standing},
        struck=frozenset(each["id"] for each in standing if each.get("struck")),
    )


def poll_of(election: Mapping[str, Any], rules: RuleSet) -> Poll:
    """How many women are needed follows from who had a seat before, so it is worked out and not read."""
    seated = election["seated"]
    women = sum(each["female"] is True for each in seated)
    return Poll(
        electors=election["electors"],
        mode=Mode(election["mode"]),
        kind=ElectionKind(election["kind"]).ballot,
        relatives=frozenset(frozenset(pair) for pair in election["relatives"]),
        elected=frozenset(each["person"] for each in seated),
        women_needed=max(0, rules.committee.women - women),
    )


@dataclass(frozen=True, slots=True)
class SheetTyped:
    """A station's sheet with all its typings, in their order."""

    station_id: str
    station: str
    sheet: int
    entries: tuple[Entry, ...]


def sheets_of(sheets: Mapping[str, Any]) -> Iterator[SheetTyped]:
    for station in sheets["stations"]:
        for sheet in station["sheets"]:
            entries = tuple(Entry(each["clerk"], Sheet.from_facts(each["figures"])) for each in sheet["entries"])
            yield SheetTyped(station["id"], station["name"], sheet["sheet"], entries)


def text(files: Mapping[str, bytes], name: str) -> Any:
    return read_json(files, name)
