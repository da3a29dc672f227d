"""Opening an order class: pasted numbers, pairs, leaving on a day, and the roster on paper."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.models import (
    Agreement,
    Cohort,
    CohortMember,
    Mentor,
    Pairing,
    Partner,
    Programme,
    Student,
    Teacher,
)
from app.models.cohorts import CohortState, LeaveReason
from app.services.enrolment import enrol
from app.services.office import Office
from app.ui.chips import Chip
from app.ui.cohort_joining import JoinDialog
from app.ui.cohort_overview import Funnel
from app.ui.cohort_pairing import PairDialog
from app.ui.cohort_roster import CohortRoster
from app.ui.cohorts import CohortDetail, CohortsPage
from app.ui.page import Desk
from app.ui.part_dialog import FormDialog
from tests.make import Make
from tests.ui.answers import meet
from tests.ui.hands import click, press, rewrite
from tests.ui.pages.conftest import Visit

OPENED = date(2026, 10, 8)
GONE = date(2026, 12, 1)


@pytest.fixture
def partners(make: Make) -> list[Partner]:
    return [make(Partner, name=f"成都示例{name}有限公司") for name in ("锦程", "蓉驰")]


@pytest.fixture
def people(make: Make) -> list[Student]:
    return [
        make(Student, number=f"0{n:03}", name="王䶮" if n == 7 else "石晓岚") for n in range(38)
    ]


@pytest.fixture
def page(desk: Desk, visit: Callable[[CohortsPage], Visit]) -> CohortsPage:
    made = CohortsPage(desk)
    made.seen = visit(made)  # type: ignore[attr-defined]  # where it wanted to go
    return made


def opened(page: CohortsPage, cohort: Cohort) -> CohortRoster:
    page._open_record(cohort.id)
    detail = page.detail
    names = [detail.tabs.tabText(at) for at in range(detail.tabs.count())]
    detail.tabs.setCurrentIndex(names.index("名单"))
    found = detail.own["名单"]
    assert isinstance(found, CohortRoster)
    return found


def buttons(widget: QWidget) -> dict[str, QPushButton]:
    return {b.text(): b for b in widget.findChildren(QPushButton) if b.isVisible()}


def chips(widget: QWidget) -> list[str]:
    return [c.text for c in widget.findChildren(Chip) if c.isVisible()]


def words(widget: QWidget) -> str:
    return "\n".join(w.text() for w in widget.findChildren(QLabel) if w.isVisible())


def type_day(roster: CohortRoster, day: date) -> None:
    line = roster.day.widget
    assert isinstance(line, QLineEdit)
    rewrite(line, day.isoformat())
    press(line, Qt.Key.Key_Return)


def test_an_order_class_from_the_form_to_the_roster_on_paper(
    office: Office,
    make: Make,
    page: CohortsPage,
    partners: list[Partner],
    people: list[Student],
) -> None:
    other = make(Cohort, name="驭风订单班")
    enrol(office, other.id, [people[3].id], OPENED)
    agreement, major = make(Agreement), make(Programme)
    page.start_new()
    form = page.detail.edit.form
    form.type_in({
        "name": "锦程订单班", "partners": tuple(p.id for p in partners), "target": 40,
        "agreement_id": agreement.id, "programme_id": major.id, "starts": OPENED,
    })  # fmt: skip
    page.detail.edit.save()
    cohort = next(c for c in office.of(Cohort).all() if c.name == "锦程订单班")
    assert set(cohort.partners) == {p.id for p in partners}
    roster = opened(page, cohort)
    numbers = [each.number for each in people]
    told: list[str] = []

    def paste(dialog: JoinDialog) -> None:
        QApplication.clipboard().setText("\n".join([*numbers[:20], "9999", "8888", *numbers[20:]]))
        dialog.numbers.paste()
        model = dialog.list.lines
        told.extend(model.index(at, 0).data() for at in range(model.rowCount()))
        warned = model.index(0, 2, model.index(1, 0))
        told.append(warned.data())
        click(buttons(dialog)["加入 38 人"])
        told.append(dialog.numbers.toPlainText())
        click(buttons(dialog)["关闭"])

    meet(paste)
    click(roster.join_button)
    assert told == [
        "查无此学号（2）", "需要留意，仍可加入（1）", "可以加入（37）",
        "已在“驭风订单班”", "9999\n8888",
    ]  # fmt: skip
    type_day(roster, OPENED)
    assert chips(roster) == ["在册 38 人", "计划 40 人，差 2 人"]
    assert "2 个学号没有找到学生，没有加入：9999、8888" in words(roster)

    make(Student, number="9999", name="周𬭚")

    def again(dialog: JoinDialog) -> None:
        assert dialog.numbers.toPlainText() == "9999\n8888"
        click(buttons(dialog)["加入 1 人"])
        click(buttons(dialog)["关闭"])

    meet(again)
    click(buttons(roster)["再核对"])
    assert "1 个学号没有找到学生，没有加入：8888" in words(roster)
    assert chips(roster)[0] == "在册 39 人"

    def leave(dialog: FormDialog) -> None:
        dialog.form.type_in({"left": GONE, "left_why": LeaveReason.QUIT})
        click(buttons(dialog)["离班"])

    meet(leave)
    chosen = [key for key, seat in roster.seats.items() if seat.number in numbers[:2]]
    roster.list.choose(chosen)
    click(roster.leave_button)
    for day, count in ((date(2026, 11, 30), 39), (GONE, 37), (date(2026, 10, 7), 0)):
        type_day(roster, day)
        assert chips(roster)[0] == f"在册 {count} 人"
    type_day(roster, GONE)
    roster.print_roster(signature=True)
    assert page.seen.wish.option == (  # type: ignore[attr-defined]
        "cohort_roster",
        {"cohort": cohort.id, "as_of": GONE, "signature": True},
    )


def test_pairs_with_a_word_about_too_many(
    office: Office,
    make: Make,
    page: CohortsPage,
    partners: list[Partner],
    people: list[Student],
) -> None:
    cohort = make(Cohort, partners=(partners[0].id,), starts=OPENED, target=6)
    enrol(office, cohort.id, [each.id for each in people[:6]], OPENED)
    mentor = make(Mentor, name="何正", partner_id=partners[0].id, left=None)
    teacher = make(Teacher, name="杨知行")
    roster = opened(page, cohort)
    said: list[str] = []

    def pair(dialog: PairDialog) -> None:
        dialog.form.type_in({"mentor_id": mentor.id, "teacher_id": teacher.id, "starts": OPENED})
        said.append(words(dialog))
        click(dialog.agree)

    meet(pair)
    assert not roster.pair_button.isEnabled()
    roster.list.choose(list(roster.seats))
    roster.pair_action.trigger()
    assert "何正已带 0 人，结对后共 6 人，超过每名师傅 5 人。" in said[0]
    assert office.of(Pairing).count() == 6
    assert {(s.mentors, s.teachers) for s in roster.seats.values()} == {(("何正",), ("杨知行",))}
    assert "师徒比 6.0:1" in chips(roster)

    successor = make(Mentor, name="罗启明", partner_id=partners[0].id, left=None)

    def again(dialog: PairDialog) -> None:
        assert dialog.instead.isVisible()
        dialog.form.type_in({"mentor_id": successor.id, "starts": GONE})
        click(dialog.agree)

    type_day(roster, GONE)
    roster.list.choose(list(roster.seats)[:3])
    meet(again)
    roster.pair_action.trigger()
    assert [s.mentors for s in roster.seats.values()] == [("罗启明",)] * 3 + [("何正",)] * 3
    type_day(roster, date(2026, 11, 30))
    assert {s.mentors for s in roster.seats.values()} == {("何正",)}

    def end(dialog: FormDialog) -> None:
        dialog.form.type_in({"ends": date(2026, 11, 30)})
        click(buttons(dialog)["结束结对"])

    roster.list.choose(list(roster.seats)[3:])
    meet(end)
    roster.part_action.trigger()
    type_day(roster, GONE)
    assert [s.mentors for s in roster.seats.values()] == [("罗启明",)] * 3 + [()] * 3
    assert "未结对 3 人" in chips(roster)


def test_a_mentor_who_left_is_refused_before_anything_is_written(
    office: Office,
    make: Make,
    page: CohortsPage,
    partners: list[Partner],
    people: list[Student],
) -> None:
    cohort = make(Cohort, partners=(partners[0].id,), starts=OPENED)
    enrol(office, cohort.id, [people[0].id], OPENED)
    gone = make(Mentor, name="何正", partner_id=partners[1].id, left=date(2026, 5, 1))
    roster = opened(page, cohort)
    said: list[str] = []

    def pair(dialog: PairDialog) -> None:
        dialog.form.type_in({"mentor_id": gone.id, "starts": OPENED})
        said.append(words(dialog))
        dialog.reject()

    meet(pair)
    roster.list.choose(list(roster.seats))
    roster.pair_action.trigger()
    assert "何正已于 2026-05-01 离任，请另选师傅。" in said[0]
    assert "何正不是这个班合作企业的师傅" in said[0]
    assert office.of(Pairing).count() == 0


def test_the_overview_says_count_target_and_funnel(
    office: Office, make: Make, page: CohortsPage, people: list[Student]
) -> None:
    cohort = make(Cohort, starts=date(2026, 9, 1), target=40, applied=50)
    keys = enrol(office, cohort.id, [each.id for each in people], date(2026, 9, 1))
    records = office.of(CohortMember)
    records.save({"certified_on": date(2026, 11, 1)}, records.get(keys[0]))
    page._open_record(cohort.id)
    assert isinstance(page.detail, CohortDetail)
    assert {"在册 38 人", "计划 40 人，差 2 人"} <= set(chips(page.detail.overview))
    funnel = page.detail.overview.findChild(Funnel)
    assert funnel is not None
    told = words(funnel).splitlines()
    assert dict(zip(told[0:12:2], told[1:12:2], strict=True)) == {
        "报名": "50", "入班": "38", "在培": "38", "出师": "1", "留任": "0", "就业": "0",
    }  # fmt: skip


def test_a_class_to_come_is_shown_as_of_its_first_day(
    office: Office, make: Make, page: CohortsPage, people: list[Student]
) -> None:
    cohort = make(Cohort, starts=date(2099, 9, 1), target=38)
    enrol(office, cohort.id, [each.id for each in people], date(2099, 9, 1))
    roster = opened(page, cohort)
    assert roster.on == date(2099, 9, 1)
    assert chips(roster) == ["在册 38 人", "已达计划 38 人"]
    assert roster.print_button.isEnabled()


def test_an_undo_takes_the_whole_class_off_the_roster_again(
    office: Office, make: Make, page: CohortsPage, people: list[Student]
) -> None:
    cohort = make(Cohort, starts=OPENED)
    roster = opened(page, cohort)
    steps: list[int] = []
    office.db.subscribe(lambda commit: steps.append(commit.seq))
    enrol(office, cohort.id, [each.id for each in people], OPENED)
    assert len(roster.seats) == 38
    office.db.take_back(steps[0])
    assert not roster.seats


def test_a_cohort_that_is_over_is_short_of_nobody(
    office: Office, make: Make, page: CohortsPage, people: list[Student]
) -> None:
    cohort = make(
        Cohort, starts=date(2023, 9, 1), ends=date(2026, 6, 30), target=40,
        state=CohortState.FINISHED,
    )  # fmt: skip
    enrol(office, cohort.id, [each.id for each in people], date(2023, 9, 1))
    roster = opened(page, cohort)
    assert chips(roster) == ["毕业 38 人", "计划 40 人"]
