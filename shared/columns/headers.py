"""Which column of a file is which: Chinese headers as the forms print them, English and other usual ones as aliases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.columns.cells import clean
from shared.errors import FieldError, Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    zh: str
    aliases: tuple[str, ...] = ()
    required: bool = True

    @property
    def words(self) -> frozenset[str]:
        return frozenset(_plain(word) for word in (self.name, self.zh, *self.aliases))


@dataclass(frozen=True, slots=True)
class Headers:
    """`by_column` gives each column's header as it stands in the file; `unknown` ones are not read."""

    by_column: Mapping[str, str]
    unknown: tuple[str, ...]


def read_headers(found: Sequence[str], columns: Sequence[Column], line: int = 1) -> Headers:
    """Raises Invalid naming every missing and every doubled column; unknown ones are told with them."""
    names = {word: column.name for column in columns for word in column.words}
    known = [(names[_plain(header)], header) for header in found if _plain(header) in names]
    unknown = tuple(header for header in found if _plain(header) and _plain(header) not in names)
    doubled = [header for place, (name, header) in enumerate(known) if name in dict(known[:place])]
    missing = [column.zh for column in columns if column.required and column.name not in dict(known)]
    if doubled or missing:
        faults = [*_missing(missing, line), *_doubled(doubled, line), *_unknown(unknown, line)]
        raise Invalid("columns_wrong", "表头有误：缺少或重复的列。", fields=faults)
    return Headers(dict(known), unknown)


def _missing(headers: Iterable[str], line: int) -> list[FieldError]:
    return [_fault(header, line, "column_missing", "缺少“{column}”列。") for header in headers]


def _doubled(headers: Iterable[str], line: int) -> list[FieldError]:
    return [_fault(header, line, "column_doubled", "“{column}”列重复。") for header in headers]


def _unknown(headers: Iterable[str], line: int) -> list[FieldError]:
    return [_fault(header, line, "column_unknown", "不认识“{column}”列。") for header in headers]


def _fault(header: str, line: int, code: str, message: str) -> FieldError:
    facts = {"column": header}
    return FieldError(f"row {line}, {header}", code, message, facts, line=line, column=header)


def _plain(header: str) -> str:
    """Forms mark required columns with `*` and pad headers; none of it changes which column is meant."""
    return clean(header).casefold().replace(" ", "").replace("_", "").strip("*:")
