"""Plays the story and shows it: chapters on the left, each event that crosses a border as it arrives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from demo import story
from demo.crossings import Crossing, CrossingWatch
from demo.files import CommunityFiles
from demo.office import Office
from shared import clock

_POSTS = {"director": "主任", "vice_director": "副主任", "member": "委员"}


def play(console: Console, office: Office, files: CommunityFiles) -> None:
    with CrossingWatch(office, lambda crossing: _tell(console, crossing)) as watch:
        election, induction = _prepare(console, office, files)
        _publish(console, office, files, election)
        _poll(console, office, files, election)
        _certify(console, office, election)
        watch.wait_until_settled()
    _show_result(console, story.result(office, election))
    _show_effects(console, office, files, induction)
    _show_links(console, office, files, election)
    console.print(f"\n{len(watch.seen)} 次事件传递，没有一次丢失 · {len(watch.seen)} crossings, none lost.")


def _prepare(console: Console, office: Office, files: CommunityFiles) -> tuple[story.Election, dict[str, Any]]:
    today = clock.today()
    with _chapter(console, "登记地区，安排任前培训 · areas, induction session"):
        story.register_areas(office, files)
        induction = story.schedule_induction(office, today)
    with _chapter(console, "建立选举 · the election, its posts and stations"):
        return story.create_election(office, files, files.areas[-1]["code"], today), induction


def _publish(console: Console, office: Office, files: CommunityFiles, election: story.Election) -> None:
    with _chapter(console, "发布选举公告 · announce"):
        story.take_step(office, election, "announce")
    with _chapter(console, "导入选民名单并公布 · import and publish the roll"), _bar(console, "选民 electors") as bar:
        electors = story.import_roll(office, files, election, bar)
        story.check_roll(office, election)
        story.take_step(office, election, "publish_roll")
    console.print(f"    {electors} 名选民 · electors")
    with _chapter(console, "导入候选人并公布 · candidates"):
        story.import_candidates(office, files, election)
        story.take_step(office, election, "publish_candidates")


def _poll(console: Console, office: Office, files: CommunityFiles, election: story.Election) -> None:
    with _chapter(console, "投票、封箱 · polling"):
        story.take_step(office, election, "open_polling")
        story.take_step(office, election, "close")
    with (
        _chapter(console, "两人分别录入计票单 · each sheet typed by two people"),
        _bar(console, "计票单 sheets") as bar,
    ):
        done = iter(range(1, 2 * len(election.stations) + 1))
        story.enter_sheets(office, files, election, lambda *_: bar(next(done), 2 * len(election.stations)))
    if refusal := story.closing_refused(office, election):
        console.print(f"    [yellow]不能汇总 · cannot count:[/] {refusal}")
    for number, tally in story.differences(office, election):
        _show_difference(console, tally)
        story.correct_sheet(office, files, election, number)
        console.print("    核对纸质计票单后已更正 · looked up on paper and corrected")
    with _chapter(console, "汇总（Celery chord）· count"):
        story.take_step(office, election, "count")
        story.wait_for_count(office, election)


def _certify(console: Console, office: Office, election: story.Election) -> None:
    with _chapter(console, "第二人确认结果 · certified by a second person"):
        story.take_step(office, election, "certify", person="certifier")


@contextmanager
def _chapter(console: Console, title: str) -> Iterator[None]:
    console.print(f"[bold]▸ {title}[/]")
    yield


@contextmanager
def _bar(console: Console, what: str) -> Iterator[Callable[[int, int | None], None]]:
    columns = (TextColumn("    {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _tell(console: Console, crossing: Crossing) -> None:
    way = f"{crossing.source:>9} → {crossing.subscriber:<9}"
    console.print(f"    [cyan]⇢ {way}[/] {crossing.type} [dim]#{crossing.sequence}, {crossing.seconds:.2f} s[/]")


def _show_difference(console: Console, tally: dict[str, Any]) -> None:
    for difference in tally["differences"]:
        what = difference["candidate"] or difference["field"]
        figures = f"{difference['first']} ≠ {difference['second']}"
        console.print(f"    [yellow]{tally['station']}，{what}：两次录入不一致 · entries differ:[/] {figures}")


def _show_result(console: Console, result: dict[str, Any]) -> None:
    turnout = result["turnout"]
    verdict = "选举有效 · valid" if result["valid"] else "选举无效 · not valid"
    console.print(f"\n[bold]选举结果 · result: {verdict}[/]")
    console.print(
        f"  参加投票 {result['voted']} / 选民 {result['electors']}: {turnout['inequality']} ({turnout['clause']})"
    )
    table = Table(box=None, padding=(0, 2))
    for heading in ("职务 post", "候选人 candidate", "得票 votes", "依据 ground", ""):
        table.add_column(heading)
    for contest in result["contests"]:
        for row in contest["candidates"]:
            ground = f"{row['inequality']} ({row['clause']})"
            mark = "[green]✓ 当选[/]" if row["elected"] else ""
            table.add_row(_POSTS[contest["post"]], row["name"], str(row["votes"]), ground, mark)
    console.print(table)


def _show_effects(console: Console, office: Office, files: CommunityFiles, induction: dict[str, Any]) -> None:
    """What the other two services made of it: places in the induction session, notices on the board."""
    enrolled = office.get("trainer", "training", f"/api/v1/sessions/{induction['id']}/enrolments")["items"]
    names = "、".join(cadre["name"] for cadre in enrolled)
    console.print(f"\n[bold]任前培训 · induction[/]: {induction['title']}，{len(enrolled)} 人：{names}")
    community = files.areas[-1]["code"]
    notices = office.get("editor", "notices", "/api/v1/notices", area=community, state="published", limit=5)["items"]
    console.print("[bold]公告栏 · on the board[/]")
    for notice in notices:
        console.print(f"  · {notice['title']}")


def _show_links(console: Console, office: Office, files: CommunityFiles, election: story.Election) -> None:
    community = files.areas[-1]["code"]
    links = {
        "公告栏 · board": f"{office.urls['notices']}/boards/{community}",
        "选举 · election": f"{office.urls['elections']}/elections/{election.id}",
        "培训 · training": f"{office.urls['training']}/calendar/{community}",
        **{f"接口 · {service} API": f"{url}/openapi.json" for service, url in office.urls.items()},
    }
    for name, address in links.items():
        console.print(f"  {name}: {address}", soft_wrap=True)
