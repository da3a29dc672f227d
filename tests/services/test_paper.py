"""Papers that come back: ticked off, scanned, explained; and who may go on post then."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from app.errors import Cancelled, Invalid, Refused
from app.models import Attachment, InternshipBatch, Placement, RuleWaiver, SchoolClass, Student
from app.models.internships import PlacementState
from app.services.departure import departure, send
from app.services.host_agreements import Override
from app.services.office import Office
from app.services.paper import AGREEMENT, CONSENT, Fate, Signing, tick_off
from app.services.paper_state import explain, paper_states, unsigned
from app.services.placing import create
from app.services.query import Query
from app.services.readiness import AGREEMENT as AGREEMENT_RULE
from app.services.readiness import CONSENT as CONSENT_RULE
from app.services.readiness import INSURANCE
from app.services.scans import attach_scans, match_scans
from tests.make import Make

FIRST, LAST = date(2027, 2, 22), date(2027, 8, 20)
DAY, TODAY = date(2027, 1, 8), date(2027, 1, 10)
ANSWERS = Override("覃望川", "企业已书面承诺，协议寄送途中", date(2027, 2, 20))
ALL_THREE = Signing(tuple(AGREEMENT), DAY)


@pytest.fixture
def batch(make: Make) -> InternshipBatch:
    made: InternshipBatch = make(InternshipBatch, name="2027年春季", starts=FIRST, ends=LAST)
    return made


@pytest.fixture
def keys(office: Office, make: Make, batch: InternshipBatch) -> list[UUID]:
    """Four students of one class, with agreements SX-2027-ZB-001 to 004."""
    one = make(SchoolClass, name="车辆2401")
    people = (("2401001", "石晓岚"), ("2401002", "王䶮"), ("2401003", "周𬭎"), ("2401004", "㼆𠅤"))
    made = [
        make(Student, number=number, name=name, class_id=one.id, enrolled=2024)
        for number, name in people
    ]
    return create(office, batch.id, [each.id for each in made], {})


def number_of(office: Office, key: UUID) -> str:
    return str(office.of(Placement).get(key).agreement_number)


def fates(sheets: Any) -> list[tuple[str, Fate]]:
    return [(each.typed, each.fate) for each in sheets]


def test_each_number_of_a_stack_is_told_what_became_of_it(
    office: Office, make: Make, batch: InternshipBatch, keys: list[UUID]
) -> None:
    other = make(InternshipBatch, name="提前批", starts=FIRST, ends=LAST)
    stranger = make(Student, number="2401009", name="龙应龙")
    make(Student, number="2401010", name="彭小雨")
    [foreign] = create(office, other.id, [stranger.id], {})
    first = number_of(office, keys[0])
    tick_off(office, batch.id, first, ALL_THREE, TODAY)
    typed = f"{first}\n２４０１００２ {number_of(office, keys[2]).lower()}，2401003\nSX-9;2401010"
    typed += f"、{number_of(office, foreign)}、2401009"
    sheets = tick_off(office, batch.id, typed, ALL_THREE, TODAY)
    assert fates(sheets) == [
        (first, Fate.ALREADY),
        ("2401002", Fate.TICKED),
        (number_of(office, keys[2]).lower(), Fate.TICKED),
        ("2401003", Fate.ALREADY),
        ("SX-9", Fate.UNKNOWN),
        ("2401010", Fate.ELSEWHERE),
        (number_of(office, foreign), Fate.ELSEWHERE),
        ("2401009", Fate.ELSEWHERE),
    ]
    words = [each.words for each in sheets]
    assert words[0] == "登记的日期是 2027-01-08"
    assert words[3] == "这一叠里重复了"
    assert words[5] == "彭小雨没有安排在本批次"
    assert words[6] == words[7] == "龙应龙属于批次“提前批”"
    assert [each.number for each in unsigned(office, batch.id)] == ["2401004"]
    assert office.of(Placement).get(foreign).signed_host is None


def test_the_last_part_of_an_agreement_number_is_enough_if_it_is_clear(
    office: Office, make: Make, batch: InternshipBatch, keys: list[UUID]
) -> None:
    [sheet] = tick_off(office, batch.id, "002", ALL_THREE, TODAY)
    assert sheet.paper is not None
    assert sheet.paper.placement == keys[1]
    records = office.of(Placement)
    records.save({"agreement_number": "SX-2026-LQ-003"}, records.get(keys[3]))
    [sheet] = tick_off(office, batch.id, "003", ALL_THREE, TODAY)
    assert sheet.fate is Fate.UNCLEAR
    assert "SX-2026-LQ-003" in sheet.words
    [sheet] = tick_off(office, batch.id, "2", ALL_THREE, TODAY)
    assert sheet.fate is Fate.UNKNOWN


def test_only_the_chosen_signatures_are_noted_and_dates_stay(
    office: Office, batch: InternshipBatch, keys: list[UUID]
) -> None:
    tick_off(office, batch.id, "2401001", Signing(("signed_student",), DAY), TODAY)
    later = Signing(("signed_student", "signed_school", "consent_guardian"), TODAY)
    [sheet] = tick_off(office, batch.id, "2401001", later, TODAY)
    assert (sheet.fate, sheet.words) == (Fate.TICKED, "三方协议学校；同意书监护人")
    held = office.of(Placement).get(keys[0])
    assert (held.signed_student, held.signed_school) == (DAY, TODAY)
    assert (held.signed_host, held.consent_student) == (None, None)
    [state] = [each for each in paper_states(office, batch.id) if each.placement == keys[0]]
    assert (state.unsigned, state.unconsented) == (("实习单位",), ("学生",))


def test_nobody_signed_or_tomorrow_is_refused(office: Office, batch: InternshipBatch) -> None:
    with pytest.raises(Invalid, match="谁的签字"):
        tick_off(office, batch.id, "2401001", Signing((), DAY), TODAY)
    with pytest.raises(Invalid, match="还没有到"):
        tick_off(office, batch.id, "2401001", Signing(("signed_host",), LAST), TODAY)


def test_a_stack_is_one_step_to_take_back(
    office: Office, batch: InternshipBatch, keys: list[UUID]
) -> None:
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    tick_off(office, batch.id, "2401001 2401002 2401003 什么", ALL_THREE, TODAY)
    assert len(steps) == 1
    office.db.take_back(steps[0])
    assert len(unsigned(office, batch.id)) == len(keys)
    tick_off(office, batch.id, "什么", ALL_THREE, TODAY)
    assert len(steps) == 2, "nothing was written where nothing fitted"


def test_an_explanation_stands_until_all_have_signed(
    office: Office, batch: InternshipBatch, keys: list[UUID]
) -> None:
    explain(office, {keys[0]: "学生请假，返校后补签"})
    with pytest.raises(Invalid):
        explain(office, {keys[0]: " "})
    tick_off(office, batch.id, "2401001", Signing(("signed_school",), DAY), TODAY)
    assert unsigned(office, batch.id)[0].why == "学生请假，返校后补签"
    tick_off(office, batch.id, "2401001", ALL_THREE, TODAY)
    assert office.of(Placement).get(keys[0]).unsigned_why is None


def scanned(folder: Path, *names: str) -> Path:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"%PDF-1.7 " + name.encode())
    return folder


def test_a_folder_of_scans_goes_to_whom_the_names_say(
    office: Office, batch: InternshipBatch, keys: list[UUID], tmp_path: Path
) -> None:
    number = number_of(office, keys[0])
    folder = scanned(
        tmp_path / "扫描", f"{number}_1.pdf", f"{number}-知情同意书.pdf", "2401002-2.JPG",
        "车辆2401/王䶮 2401002.pdf", "合影.jpg", "2401003.exe", "24010031.pdf", "Thumbs.db",
        "2401003、2401004.pdf",
    )  # fmt: skip
    (folder / "2401004.pdf").touch()
    scans = match_scans(office, batch.id, [folder])
    told = {each.file.name: (each.paper.placement, each.caption) for each in scans.fitting}
    assert told == {
        f"{number}_1.pdf": (keys[0], "三方协议扫描件"),
        f"{number}-知情同意书.pdf": (keys[0], "知情同意书扫描件"),
        "2401002-2.JPG": (keys[1], "三方协议扫描件"),
        "王䶮 2401002.pdf": (keys[1], "三方协议扫描件"),
    }
    why = {each.file.name: each.why for each in scans.strays}
    assert why.keys() == {"合影.jpg", "2401003.exe", "24010031.pdf", "2401004.pdf",
                          "2401003、2401004.pdf"}  # fmt: skip
    assert "没有本批次" in why["24010031.pdf"]
    assert why["2401003、2401004.pdf"].endswith("周𬭎、㼆𠅤")
    assert "程序" in why["2401003.exe"]
    assert "空的" in why["2401004.pdf"]


def test_scans_are_attached_in_one_step_that_can_be_taken_back(
    office: Office, batch: InternshipBatch, keys: list[UUID], tmp_path: Path
) -> None:
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    folder = scanned(tmp_path / "扫描", "2401001.pdf", "2401002.pdf", "2401002同意书.pdf")
    assert attach_scans(office, match_scans(office, batch.id, [folder])) == 3
    assert {each.number: each.scans for each in paper_states(office, batch.id)} == {
        "2401001": 1, "2401002": 2, "2401003": 0, "2401004": 0,
    }  # fmt: skip
    again = match_scans(office, batch.id, [folder, folder / "2401001.pdf"])
    assert not again.fitting
    assert all("同名附件" in each.why for each in again.strays)
    [step] = steps
    office.db.take_back(step)
    assert not office.attachments.listed(Placement, keys[1])


def test_attaching_that_is_stopped_attaches_nothing(
    office: Office, batch: InternshipBatch, keys: list[UUID], tmp_path: Path
) -> None:
    folder = scanned(tmp_path / "扫描", "2401001.pdf", "2401002.pdf")

    def stop(done: int, _total: int, _what: str) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        attach_scans(office, match_scans(office, batch.id, [folder]), stop)
    with office.db.read() as session:
        assert session.query(Attachment).count() == 0


def insured() -> dict[str, Any]:
    return {"insured_from": FIRST, "insured_to": LAST}


def test_nobody_goes_on_post_without_papers(
    office: Office, batch: InternshipBatch, keys: list[UUID]
) -> None:
    records = office.of(Placement)
    on_post = {"state": PlacementState.ON_POST}
    with pytest.raises(Refused, match="三方协议") as refusal:
        records.save(on_post, records.get(keys[0]))
    assert "知情同意书" in refusal.value.message
    assert "保险" in refusal.value.message
    going = departure(office, batch.id)
    assert [each.name for each in going] == ["石晓岚", "王䶮", "周𬭎", "㼆𠅤"]
    assert "未登记实习责任保险" in going[0].barred
    with pytest.raises(Invalid, match="请写明理由"):
        send(office, keys[:1], Override("覃望川", " ", FIRST))
    send(office, keys[:1], ANSWERS)
    assert records.get(keys[0]).state is PlacementState.ON_POST
    kept = office.of(RuleWaiver).all(Query(where={"batch_id": batch.id}))
    assert {each.rule for each in kept} == {AGREEMENT_RULE, CONSENT_RULE, INSURANCE}
    assert {(each.by, each.reason) for each in kept} == {(ANSWERS.by, ANSWERS.reason)}
    assert [each.placement for each in departure(office, batch.id)] == keys[1:]
    # Who is on post already may be corrected without being asked again.
    records.save({"mentor": "何正"}, records.get(keys[0]))
    with pytest.raises(Refused, match="在岗"):
        send(office, keys[:1])


def test_with_papers_they_go_together_or_not_at_all(
    office: Office, batch: InternshipBatch, keys: list[UUID]
) -> None:
    good, bad = keys[:2]
    records = office.of(Placement)
    for key in (good, bad):
        records.save(insured(), records.get(key))
    signed = Signing((*AGREEMENT, *CONSENT), DAY)
    tick_off(office, batch.id, "2401001", signed, TODAY)
    with pytest.raises(Refused):
        send(office, [good, bad])
    assert records.get(good).state is PlacementState.PLANNED
    told = {each.placement: each.barred for each in departure(office, batch.id, [good, bad])}
    assert told[good] == ()
    assert any("三方协议" in words for words in told[bad])
    send(office, [good])
    assert office.of(RuleWaiver).count() == 0
    records.save({"insured_to": date(2027, 3, 1)}, records.get(bad))
    tick_off(office, batch.id, "2401002", signed, TODAY)
    [left] = departure(office, batch.id, [bad])
    assert left.barred == ("保险期间（2027-02-22 至 2027-03-01）未覆盖实习期间",)


def test_many_go_on_post_with_as_few_questions_as_one(
    office: Office, batch: InternshipBatch, keys: list[UUID]
) -> None:
    papers = dict.fromkeys((*AGREEMENT, *CONSENT), DAY)
    office.of(Placement).bulk_change(keys, papers | insured())
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(office.db.engine, "before_cursor_execute", note)

    def questions(wanted: list[UUID]) -> int:
        asked.clear()
        send(office, wanted)
        return sum(statement.lstrip().startswith("SELECT") for statement in asked)

    assert questions(keys[:1]) == questions(keys[1:])
    found = office.of(Placement).all(Query(where={"batch_id": batch.id}))
    assert {each.state for each in found} == {PlacementState.ON_POST}


def test_many_exceptions_are_kept_one_each_and_taken_back_at_once(
    office: Office, batch: InternshipBatch, keys: list[UUID]
) -> None:
    seqs: list[int] = []
    office.db.subscribe(lambda commit: seqs.append(commit.seq))
    send(office, keys, ANSWERS)
    waivers = office.of(RuleWaiver)
    rules = (AGREEMENT_RULE, CONSENT_RULE, INSURANCE)
    assert {(each.placement_id, each.rule) for each in waivers.all()} == {
        (key, rule) for key in keys for rule in rules
    }
    assert waivers.count() == len(keys) * len(rules)
    office.db.take_back(seqs[0])
    assert len(departure(office, batch.id)) == len(keys)
    assert waivers.count() == 0


def test_first_years_and_children_stay_unless_somebody_answers(
    office: Office, make: Make, batch: InternshipBatch
) -> None:
    young = make(Student, name="彭小雨", enrolled=2024, birth=date(2011, 6, 1))
    fresh = make(Student, name="石晓岚", enrolled=2026, birth=date(2007, 6, 1))
    held = create(office, batch.id, [young.id, fresh.id], {})
    papers = dict.fromkeys((*AGREEMENT, *CONSENT), DAY)
    office.of(Placement).bulk_change(held, papers | insured())
    barred = {each.name: each.barred for each in departure(office, batch.id)}
    assert barred["彭小雨"] == ("开始时未满 16 周岁",)
    assert barred["石晓岚"] == ("开始时为一年级在校学生，不得安排岗位实习",)
    with pytest.raises(Refused, match="未满 16 周岁"):
        send(office, held)
    assert office.of(Placement).get(held[1]).state is PlacementState.PLANNED
    send(office, held, ANSWERS)
    assert {each.rule for each in office.of(RuleWaiver).all(Query())} == {"I-17", "I-18"}
