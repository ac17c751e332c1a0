"""The register of residents from a file: whole or not at all, looked at, confirmed."""

from __future__ import annotations

import io
import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select, text, update

from services.notices.domain.residents.contacts import ContactState, KeptBy
from services.notices.store.database import database, reading, unit_of_work
from services.notices.store.tables import Contact, Resident, ResidentFilePart, ResidentImport, resident_rows
from services.notices.workflows.resident_imports import give_up_forgotten_imports
from shared import clock
from shared.database.tables import jobs
from shared.jobs.states import JobState
from tests.conftest import COMMUNITY, DISTRICT, FOREIGN_DISTRICT, OTHER_COMMUNITY
from tests.events import Publisher
from tests.notices.residents import SYSTEM, run_imports, upload
from tests.office import Office

KEEPER = ("notices:read", "notices:residents:read", "notices:residents:write")
HEADER = "编号,姓名,出生日期,居民类别,关注事项,居民小组,楼栋,电子邮箱,同意电子邮件,手机号,同意短信"
ZHANG = "B1,张三,1950-02-03,低保、妇女,健康,第1组,1栋,zhang@example.com,是,138 0013 8000,否"
LI = "B2,李四,,单位在职,,第2组,2栋,,,,"

pytestmark = pytest.mark.usefixtures("publisher")


@pytest.fixture
def keeper(office: Office) -> Office:
    office._scopes = KEEPER
    return office


def _file(*rows: str, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    return "\r\n".join([header, *rows]).encode(encoding)


def _read(keeper: Office, content: bytes, *, area: str = COMMUNITY, options: str = "") -> dict[str, Any]:
    answer = upload(keeper, content, area=area, **dict.fromkeys(options.split(), "true"))
    assert answer.status_code == 202, answer.json
    run_imports()
    found = keeper.get(f"/residents/imports/{answer.json['import_id']}").json
    return {**found, "job": keeper.get(f"/jobs/{answer.json['job_id']}").json}


def _import(keeper: Office, *rows: str, header: str = HEADER, options: str = "") -> dict[str, Any]:
    found = _read(keeper, _file(*rows, header=header), options=f"{options} apply")
    assert found["state"] == "applied", found
    return found


def _residents() -> dict[str, Resident]:
    with reading() as session:
        return {row.number: row for row in session.scalars(select(Resident))}


def _contacts() -> dict[tuple[str, str], Contact]:
    with reading() as session:
        rows = session.execute(select(Resident.number, Contact).join(Contact, Contact.resident_id == Resident.id))
        return {(number, contact.channel): contact for number, contact in rows}


def test_a_file_is_read_and_shows_what_would_change_before_anything_does(keeper: Office) -> None:
    found = _read(keeper, _file(ZHANG, LI, encoding="gb18030"))
    assert (found["state"], found["job"]["state"]) == ("ready", "done")
    assert found["changes"] == {"rows": 2, "new": 2, "changed": 0, "back": 0, "moved_away": 0, "same": 0}
    assert _residents() == {}
    confirmed = keeper.post(f"/residents/imports/{found['id']}/confirmation")
    assert confirmed.status_code == 202
    run_imports()
    assert keeper.get(f"/residents/imports/{found['id']}").json["state"] == "applied"
    zhang = _residents()["B1"]
    assert (zhang.name, zhang.birth_date, zhang.kinds) == ("张三", date(1950, 2, 3), ["low_income", "women"])
    assert (zhang.interests, zhang.group, zhang.building) == (["health"], "第1组", "1栋")
    assert len(zhang.key) == 64


def test_an_address_with_consent_is_confirmed_and_one_without_is_not(keeper: Office) -> None:
    _import(keeper, ZHANG, LI)
    contacts = _contacts()
    assert set(contacts) == {("B1", "email"), ("B1", "sms")}
    assert (contacts["B1", "email"].address, contacts["B1", "email"].state) == ("zhang@example.com", "confirmed")
    assert contacts["B1", "email"].consent_at is not None
    assert (contacts["B1", "sms"].address, contacts["B1", "sms"].state) == ("+8613800138000", "unconfirmed")


def test_the_same_file_again_changes_nothing(keeper: Office) -> None:
    _import(keeper, ZHANG, LI)
    before, contacts = _residents(), _contacts()
    again = _import(keeper, ZHANG, LI)
    assert again["changes"] == {"rows": 2, "new": 0, "changed": 0, "back": 0, "moved_away": 0, "same": 2}
    assert {each.version for each in _residents().values()} == {1}
    assert _residents()["B1"].key == before["B1"].key
    assert _contacts()["B1", "email"].changed_at == contacts["B1", "email"].changed_at


def test_a_number_that_comes_again_changes_the_resident_and_adds_none(keeper: Office) -> None:
    _import(keeper, ZHANG, LI)
    changed = _import(keeper, ZHANG.replace("张三", "张叁").replace("zhang@", "new@"), LI)
    assert (changed["changes"]["changed"], changed["changes"]["same"]) == (1, 1)
    assert len(_residents()) == 2
    assert (_residents()["B1"].name, _residents()["B1"].version) == ("张叁", 2)
    assert _contacts()["B1", "email"].address == "new@example.com"


def test_columns_that_a_file_lacks_are_left_alone(keeper: Office) -> None:
    _import(keeper, ZHANG)
    _import(keeper, "B1,张三,3栋", header="编号,姓名,楼栋")
    zhang = _residents()["B1"]
    assert (zhang.building, zhang.kinds, zhang.group) == ("3栋", ["low_income", "women"], "第1组")
    assert set(_contacts()) == {("B1", "email"), ("B1", "sms")}


def test_who_is_missing_from_a_complete_register_has_moved_away_and_may_come_back(keeper: Office) -> None:
    _import(keeper, ZHANG, LI)
    assert _import(keeper, ZHANG)["changes"]["moved_away"] == 0
    gone = _read(keeper, _file(ZHANG), options="complete")
    assert gone["changes"]["moved_away"] == 1
    _import(keeper, ZHANG, options="complete")
    assert _residents()["B2"].moved_away_on is not None
    back = _import(keeper, ZHANG, LI, options="complete")
    assert (back["changes"]["back"], _residents()["B2"].moved_away_on) == (1, None)


def test_what_residents_set_themselves_no_import_overrides(keeper: Office) -> None:
    _import(keeper, ZHANG)
    with unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(Resident).values(interests=["sports"], chose_at=func.now()))
        uow.session.execute(update(Contact).where(Contact.channel == "email").values(kept_by=KeptBy.RESIDENT))
        uow.session.execute(update(Contact).where(Contact.channel == "sms").values(state=ContactState.LEFT))
    again = ZHANG.replace("zhang@", "other@").replace("8000,否", "8001,是").replace("健康", "治安")
    assert _import(keeper, again)["changes"]["same"] == 1
    contacts = _contacts()
    assert contacts["B1", "email"].address == "zhang@example.com"
    assert (contacts["B1", "sms"].address, contacts["B1", "sms"].state) == ("+8613800138000", "left")
    assert _residents()["B1"].interests == ["sports"]


def test_a_bounced_address_that_comes_again_is_no_better(keeper: Office) -> None:
    _import(keeper, ZHANG)
    with unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(Contact).values(state=ContactState.BOUNCED))
    _import(keeper, ZHANG.replace("8000,否", "8000,是"))
    assert {each.state for each in _contacts().values()} == {"bounced"}
    _import(keeper, ZHANG.replace("zhang@", "new@"))
    assert _contacts()["B1", "email"].state == "confirmed"


def test_every_bad_row_is_told_by_line_and_column_and_nothing_is_imported(keeper: Office) -> None:
    rows = [
        ZHANG,
        ",无编号,,,,,,,,,",
        "B3,王五,2999-01-01,外星人,,,,,,,",
        "B4,赵六,,,,,,a@b@c,是,0774-2021234,",
        "B1,重复,,,,,,,,,",
    ]
    found = _read(keeper, _file(*rows))
    assert (found["state"], found["job"]["state"]) == ("refused", "refused")
    faults = {(each["line"], each["column"], each["code"]) for each in found["job"]["outcome"]["fields"]}
    assert faults == {
        (3, "编号", "cell_empty"),
        (4, "居民类别", "word_unknown"),
        (5, "电子邮箱", "email_invalid"),
        (5, "手机号", "mobile_invalid"),
        (6, "编号", "number_doubled"),
    }
    assert _residents() == {}
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(resident_rows)) == 0
        assert session.scalar(select(func.count()).select_from(ResidentFilePart)) == 0


def test_a_register_of_a_district_names_each_residents_community(keeper: Office) -> None:
    rows = (f"{COMMUNITY},1,张三", f"{OTHER_COMMUNITY},1,李四")
    header = "区划代码,编号,姓名"
    found = _read(keeper, _file(*rows, header=header), area=DISTRICT, options="apply")
    assert found["changes"]["new"] == 2
    wrong = _read(keeper, _file("450405001001,1,王五", header=header), area=DISTRICT)
    assert wrong["state"] == "refused"
    without = _read(keeper, _file("1,王五", header="编号,姓名"), area=DISTRICT)
    assert without["state"] == "refused"


def test_a_workbook_is_read_like_text(keeper: Office) -> None:
    book = Workbook()
    book.active.append(HEADER.split(","))
    book.active.append(["B1", "张三", date(1950, 2, 3), "低保", None, "第1组", "1栋", None, None, 13800138000, "是"])
    content = io.BytesIO()
    book.save(content)
    found = _read(keeper, content.getvalue(), options="apply")
    assert found["changes"]["new"] == 1
    assert _contacts()["B1", "sms"].address == "+8613800138000"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty_file"),
        (b"%PDF-1.4 \n", 415, "unsupported_file"),
        ("姓名\n张三".encode(), 422, "columns_wrong"),
    ],
)
def test_what_is_no_register_is_refused_at_once(keeper: Office, content: bytes, status: int, code: str) -> None:
    answer = upload(keeper, content)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_file_that_was_read_can_be_given_up_and_is_confirmed_only_once(keeper: Office) -> None:
    given_up, taken = _read(keeper, _file(ZHANG)), _read(keeper, _file(LI))
    assert keeper.call("DELETE", f"/residents/imports/{given_up['id']}").status_code == 204
    assert keeper.post(f"/residents/imports/{given_up['id']}/confirmation").json["code"] == "import_not_ready"
    assert keeper.post(f"/residents/imports/{taken['id']}/confirmation").status_code == 202
    assert keeper.post(f"/residents/imports/{taken['id']}/confirmation").status_code == 409
    run_imports()
    assert set(_residents()) == {"B2"}


def test_a_file_that_nobody_confirms_is_given_up_after_a_week(keeper: Office) -> None:
    found = _read(keeper, _file(ZHANG))
    with unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(ResidentImport).values(created_at=clock.now() - timedelta(days=8)))
    give_up_forgotten_imports()
    assert keeper.get(f"/residents/imports/{found['id']}").json["state"] == "discarded"


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_file_whose_job_was_lost_at_every_try_is_given_up_with_all_that_was_kept(
    keeper: Office, confirmed: bool
) -> None:
    if confirmed:
        found = _read(keeper, _file(ZHANG))
        job = keeper.post(f"/residents/imports/{found['id']}/confirmation").json["job_id"]
    else:
        job = upload(keeper, _file(ZHANG)).json["job_id"]
        (found,) = keeper.get("/residents/imports").json["items"]
    give_up_forgotten_imports()
    assert keeper.get(f"/residents/imports/{found['id']}").json["state"] in {"reading", "confirmed"}
    with unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(jobs).where(jobs.c.id == UUID(job)).values(state=JobState.FAILED))
    give_up_forgotten_imports()
    assert keeper.get(f"/residents/imports/{found['id']}").json["state"] == "discarded"
    with reading() as session:
        kept = [session.scalar(select(func.count()).select_from(table)) for table in (resident_rows, ResidentFilePart)]
    assert kept == [0, 0]


def test_rows_that_a_crash_took_away_are_missed_and_nothing_is_changed(keeper: Office) -> None:
    found = _read(keeper, _file(ZHANG))
    with unit_of_work(SYSTEM) as uow:
        uow.session.execute(resident_rows.delete())
    job = keeper.post(f"/residents/imports/{found['id']}/confirmation").json["job_id"]
    run_imports()
    assert keeper.get(f"/jobs/{job}").json["state"] == "refused"
    assert keeper.get(f"/residents/imports/{found['id']}").json["state"] == "refused"


def test_another_areas_register_is_out_of_reach(keeper: Office) -> None:
    found = _read(keeper, _file(ZHANG))
    assert upload(keeper, _file(ZHANG), token_area=FOREIGN_DISTRICT).status_code == 404
    assert keeper.get(f"/residents/imports/{found['id']}", area=FOREIGN_DISTRICT).status_code == 404
    assert keeper.post(f"/residents/imports/{found['id']}/confirmation", area=FOREIGN_DISTRICT).status_code == 404
    assert keeper.get("/residents/imports", area=FOREIGN_DISTRICT).json["items"] == []
    assert upload(keeper, _file(ZHANG), scopes=("notices:read", "notices:residents:read")).status_code == 403


def test_a_thousand_rows_keep_the_order_and_the_tree(keeper: Office, publisher: Publisher) -> None:
    rows = [f"N{place},居民{place % 7},,,,,{place % 9}栋,n{place}@example.com,是,," for place in range(1200)]
    assert _import(keeper, *rows)["changes"]["new"] == 1200
    assert len(_contacts()) == 1200


def _read_from_the_beginning() -> int:
    """Rows of the register that were read without an index. Sessions have told of all when they have ended."""
    database.engine.dispose()
    deadline = time.monotonic() + 10
    while _asked("SELECT count(*) - 1 FROM pg_stat_activity WHERE datname = current_database()"):
        assert time.monotonic() < deadline, "a session does not end"
        time.sleep(0.02)
    return _asked("SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'residents'")


def _asked(query: str) -> int:
    with reading() as session:
        return session.scalar(text(query)) or 0


def test_a_large_register_is_not_checked_by_plans_that_were_kept_from_small_ones(keeper: Office) -> None:
    """A foreign key's check that was planned for forty residents read through all of them for each address: twenty
    thousand took twenty times as long, a million would have taken a day."""

    def register(name: str, rows: int) -> list[str]:
        return [f"{name}{n},张三,,,,,,,,138{n:08},是" for n in range(rows)]

    before = _read_from_the_beginning()
    _import(keeper, *register("A", 40))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE residents, contacts"))  # as the server does by itself within a minute
    for name in "BCDEFG":
        _import(keeper, *register(name, 5))
    _import(keeper, *register("X", 2_000))
    assert _read_from_the_beginning() - before < 500_000
