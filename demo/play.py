"""Plays the story and shows it: chapters on the left, each event that crosses a border as it arrives."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from demo.chapters import afterwards, candidates, counting, informing, polling, preparing, rolls, taking_part, training
from demo.chapters.election import Election, take_step
from demo.crossings import Crossing, CrossingWatch
from demo.files import CommunityFiles
from demo.office import Office
from shared import clock

_POSTS = {"director": "主任", "vice_director": "副主任", "member": "委员"}


def play(console: Console, office: Office, files: CommunityFiles) -> None:
    with CrossingWatch(office, lambda crossing: _tell(console, crossing)) as watch:
        election, induction = _prepare(console, office, files)
        _publish_roll(console, office, files, election)
        _put_up_candidates(console, office, files, election)
        _poll(console, office, election)
        _count(console, office, files, election)
        _show_result(console, counting.result(office, election))
        further = _fill_the_rest(console, office, files, election)
        _close(console, office, election, further)
        watch.wait_until_settled()
    _inform(console, office, files)
    _take_part(console, office, files)
    _train(console, office, files)
    _show_effects(console, office, files, induction)
    _show_links(console, office, files, election)
    console.print(f"\n{len(watch.seen)} 次事件传递，没有一次丢失 · {len(watch.seen)} crossings, none lost.")


def _prepare(console: Console, office: Office, files: CommunityFiles) -> tuple[Election, dict[str, Any]]:
    today = clock.today()
    with _chapter(console, "登记地区，安排任前培训 · areas, induction session"):
        preparing.register_areas(office, files)
        induction = preparing.schedule_induction(office, today)
    with _chapter(console, "导入居民名册 · the register of residents"):
        residents = informing.import_residents(office, files)
    console.print(f"    {residents} 名居民 · residents")
    with _chapter(console, "建立选举，公布离任审计，推选居民选举委员会 · election, leaving audit, election committee"):
        election = preparing.create_election(office, files, files.areas[-1]["code"], today)
        preparing.publish_audit(office, election)
        names = preparing.form_committee(office, election)
    console.print(f"    选举委员会 · committee: {'、'.join(names)}")
    return election, induction


def _publish_roll(console: Console, office: Office, files: CommunityFiles, election: Election) -> None:
    with _chapter(console, "发布选举公告 · announce"):
        take_step(office, election, "announce")
    with (
        _chapter(console, "导入选民名单，核查并公布 · import, check and publish the roll"),
        _bar(console, "选民") as bar,
    ):
        electors = rolls.import_roll(office, files, election, bar)
        rolls.check_roll(office, election)
        take_step(office, election, "publish_roll")
    console.print(f"    {electors} 名选民 · electors")
    with _chapter(console, "一名居民申诉漏登，处理后补登 · an objection is upheld"):
        version = rolls.object_to_roll(office, election)
    console.print(f"    名单第{version['number']}版，{version['electors']}名选民 · version and electors of the roll")


def _put_up_candidates(console: Console, office: Office, files: CommunityFiles, election: Election) -> None:
    with _chapter(console, "提名、联合审查、公布候选人 · nomination, review, candidates"):
        candidates.import_candidates(office, files, election)
        candidates.check_candidates(office, election)
        take_step(office, election, "publish_candidates")
    with _chapter(console, "一名候选人退出，依次递补 · a candidate withdraws, the next moves up"):
        gone, new = candidates.withdraw(office, election)
    console.print(f"    {gone} 退出，{new} 递补 · withdrew, moved up")
    with _chapter(console, "候选人与居民见面 · candidates meet residents"):
        candidates.meet_residents(office, election)


def _poll(console: Console, office: Office, election: Election) -> None:
    with _chapter(console, "工作人员、委托投票 · staff, a proxy"):
        polling.staff_stations(office, election)
        proxy = polling.accept_proxy(office, election)
    console.print(f"    {proxy['elector']} 书面委托 {proxy['agent']} 代为投票 · appointed in writing")
    with _chapter(console, "投票、封箱 · polling"):
        take_step(office, election, "open_polling")
        take_step(office, election, "close")


def _count(console: Console, office: Office, files: CommunityFiles, election: Election) -> None:
    total = len(counting.TYPISTS) * len(election.stations)
    with (
        _chapter(console, "两人分别录入计票单 · each sheet typed by two people"),
        _bar(console, "计票单 sheets") as bar,
    ):
        done = iter(range(1, total + 1))
        counting.enter_sheets(office, files, election, lambda *_: bar(next(done), total))
    with _chapter(console, "选票核对清零，销毁剩余选票 · papers accounted for, surplus destroyed"):
        printed = polling.account_for_papers(office, election, counting.issued(office, election))
    console.print(f"    共印制{printed}张 · papers printed")
    if refusal := counting.closing_refused(office, election):
        console.print(f"    [yellow]不能汇总 · cannot count:[/] {refusal}")
    for number, tally in counting.differences(office, election):
        _show_difference(console, tally)
        counting.correct_sheet(office, files, election, number)
        console.print("    核对纸质计票单后已更正 · looked up on paper and corrected")
    with _chapter(console, "汇总（Celery chord）· count"):
        take_step(office, election, "count")
        counting.wait_for_count(office, election)
    with _chapter(console, "第二人确认结果 · certified by a second person"):
        take_step(office, election, "certify", person="certifier")


def _fill_the_rest(console: Console, office: Office, files: CommunityFiles, election: Election) -> dict[str, Election]:
    """The seat nobody passed for, and the equal votes at the last member's seat."""
    with _chapter(console, "票数相等、名额不足：重新投票、另行选举 · a tie, and a seat left empty"):
        further = afterwards.call_further_ballots(office, election)
    for kind, ballot in further.items():
        take_step(office, ballot, "open_polling")
        take_step(office, ballot, "close")
        counting.enter_figures(office, ballot, files.further(kind))
        polling.account_for_papers(office, ballot, counting.issued(office, ballot))
        take_step(office, ballot, "count")
        counting.wait_for_count(office, ballot)
        take_step(office, ballot, "certify", person="certifier")
        _show_result(console, counting.result(office, ballot))
    return further


def _close(console: Console, office: Office, election: Election, further: dict[str, Election]) -> None:
    with _chapter(console, "工作移交，封存档案 · handover, sealed archive"):
        afterwards.hand_over(office, election)
    with tempfile.TemporaryDirectory() as folder:
        for ballot in (election, *further.values()):
            checked = afterwards.verify(office, ballot, Path(folder))
            if not checked.proven:
                raise RuntimeError("\n".join(checked.lines))
            console.print(
                f"    [green]✓[/] {checked.file.name}: {len(checked.lines)} 项核对通过 · lines checked offline"
            )


def _inform(console: Console, office: Office, files: CommunityFiles) -> None:
    community = files.areas[-1]["code"]
    with _chapter(console, "选举公告送达居民 · election notices reach residents"), _bar(console, "送达") as bar:
        counts = informing.follow_deliveries(office, community, bar)
    sent = len(informing.campaigns(office, community))
    states = "，".join(f"{state} {count}" for state, count in sorted(counts.items()))
    console.print(f"    {sent} 次发送 · campaigns: {states}")
    if sent:
        _show_coverage(console, office, community)


def _show_coverage(console: Console, office: Office, community: str) -> None:
    with _chapter(console, "谁还不知道 · who was not reached"):
        found, doors = informing.coverage(office, community)
    ways = "，".join(f"{each['channel']} {each['reached']}" for each in found["by_channel"] if each["reached"])
    reached = f"{found['reached']} / {found['residents']}（{found['percent']}%）"
    console.print(f"    {found['title']}：{reached} · {ways}")
    console.print(f"    上门名单 {doors} 人 · on the list for visits at the door")


def _take_part(console: Console, office: Office, files: CommunityFiles) -> None:
    community = files.areas[-1]["code"]
    with _chapter(console, "社区活动：预告、报名 · an activity is announced, residents sign up"):
        activity = taking_part.plan_activity(office, community)
        signed = taking_part.sign_up(office, activity)
    console.print(f"    {activity['title']}：{signed} 人报名 · signed up")
    with _chapter(console, "问居委会：公开答复 · a question is answered in public"):
        title = taking_part.ask_the_committee(office, community)
    console.print(f"    {title}")
    with _chapter(console, "本月社区报 · the month's paper"):
        issue, size = taking_part.print_the_paper(office, community)
    console.print(f"    第{issue['number']}期，{len(issue['items'])} 条，PDF {size:,} 字节 · number, items, bytes")


def _train(console: Console, office: Office, files: CommunityFiles) -> None:
    community, today = files.areas[-1]["code"], clock.today()
    with _chapter(console, "城中街道：9个社区、60名干部，由接口导入 · a subdistrict's cadres, by the API"):
        desk = training.load_sample_office(office, today)
    with _chapter(console, "求解器为新任成员排课 · a plan for the newly elected by the solver"):
        plan = training.plan_for_the_elected(desk, community, today)
    cost = f"目标值 {plan['cost']}，下界 {plan['bound']} · cost and proven bound"
    console.print(f"    {plan['sessions']} 次培训，{plan['places']} 个名额，{cost}")
    with _chapter(console, "会场扫码签到 · check-in by the hall's code"):
        session, names = training.hold_welcome(desk, community)
    console.print(f"    {'、'.join(names)} 已签到 · are there")
    with _chapter(console, "发放证书 · certificates"):
        given = training.give_certificates(desk, session)
    console.print(f"    {given} 份 · given")
    flags = "；".join(f"{what} {count}" for what, count in training.red_flags(desk, today).items())
    console.print(f"    [yellow]⚑ {flags}[/]")


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


def _show_links(console: Console, office: Office, files: CommunityFiles, election: Election) -> None:
    community = files.areas[-1]["code"]
    links = {
        "公告栏 · board": f"{office.urls['notices']}/boards/{community}",
        "选举 · election": f"{office.urls['elections']}/elections/{election.id}",
        "培训 · training": f"{office.urls['training']}/calendar/{community}",
        "公告与参与 · notices desk": f"{office.urls['notices']}/desk/",
        "干部队伍 · dashboard": f"{office.urls['training']}/desk/",
        **{f"接口 · {service} API": f"{url}/openapi.json" for service, url in office.urls.items()},
    }
    for name, address in links.items():
        console.print(f"  {name}: {address}", soft_wrap=True)
