"""A station's sign-in list as it comes in a file: every row is an elector on the roll, who has one paper."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from services.elections.domain.polling.paper_register import READERS
from shared.columns.rows import RowReader
from shared.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from shared.columns.rows import Rows


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the roll. `agent` votes for them; `given_at` is the station where their paper was given out."""

    id: UUID
    name: str
    birth_date: date
    address: str
    agent_id: UUID | None = None
    agent: str = ""
    given_at: str = ""


class PaperList:
    """Reads rows into the electors whose papers were given out, and collects the faults."""

    def __init__(self, headers: Mapping[str, str], roll: Iterable[Listed]) -> None:
        readers = {column: read for column, read in READERS.items() if column in headers}
        self._reader = RowReader(headers, readers)
        self._people: dict[tuple[str, date], list[Listed]] = defaultdict(list)
        for each in roll:
            self._people[each.name, each.birth_date].append(each)
        self._lines: dict[UUID, int] = {}

    def electors(self, rows: Rows) -> Iterator[Listed]:
        """Those of faultless rows. Ask `check` when the rows are through."""
        for line, values in self._reader.read(rows):
            found = self._find(line, values["name"], values["birth_date"], values.get("address", ""))
            if found and self._single(line, found) and self._received(line, found, values.get("agent", "")):
                yield found

    def check(self) -> None:
        """Raises Invalid with the rows' faults, or because there was no row: a list is taken whole or not."""
        self._reader.faults.refuse("papers_invalid", "领取选票登记表有{count}处错误，没有导入。")
        if not self._lines:
            raise Invalid("papers_empty", "登记表中没有选民。")

    def _find(self, line: int, name: str, born: date, address: str) -> Listed | None:
        same = [each for each in self._people[name, born] if not address or each.address == address]
        if len(same) == 1:
            return same[0]
        if same:
            message = "名单上有{count}名姓名和出生日期相同的选民，请填写住址。"
            self._reader.fault(line, "name", "elector_ambiguous", message, {"count": len(same)})
        else:
            self._reader.fault(line, "name", "elector_not_on_roll", "选民名单上没有这个人。", {})
        return None

    def _single(self, line: int, found: Listed) -> bool:
        first = self._lines.setdefault(found.id, line)
        if first != line:
            message = "第{line}行与第{first_line}行是同一名选民，每人只有一张选票。"
            self._reader.fault(line, "name", "paper_doubled", message, {"line": line, "first_line": first})
        elif found.given_at:
            message = "这名选民的选票已在{station}领取，每人只有一张。"
            self._reader.fault(line, "name", "paper_given", message, {"station": found.given_at})
        return first == line and not found.given_at

    def _received(self, line: int, found: Listed, agent: str) -> bool:
        if agent == found.agent:
            return True
        if found.agent:
            message = "这名选民已书面委托{agent}投票，选票应由受托人领取。"
            self._reader.fault(line, "name", "paper_by_agent", message, {"agent": found.agent})
        else:
            self._reader.fault(line, "agent", "proxy_missing", "没有公布过这份委托，不能代领选票。", {})
        return False
