"""Planning a batch (S11): hosts and posts with places, how full they get, what is lacking."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from app.errors import Invalid
from app.models import (
    InternshipBatch,
    Partner,
    Placement,
    PlannedPlace,
    Post,
    Programme,
    SchoolClass,
    SiteInspection,
    Student,
)
from app.models.partners import PartnerStatus
from app.services.batch_plan import Place, Plan, plan
from app.services.office import Office
from app.services.plan_offers import add_places, offers
from app.services.rules.service import boards, judge_college
from tests.make import Make

INSPECTED = {f.key: "符合" for f in SiteInspection.fields() if f.group == "考察内容"}
ON, STARTS, ENDS = date(2026, 11, 22), date(2027, 3, 1), date(2027, 8, 29)


class College:
    """Two hosts for one major, and a batch that has only dates and a target."""

    def __init__(self, office: Office, make: Make) -> None:
        self.office, self.make = office, make
        self.nursing = make(Programme, name="护理", code="520201")
        self.batch = make(
            InternshipBatch, name="2027年春季岗位实习", starts=STARTS, ends=ENDS,
            programmes=(self.nursing.id,), target=12,
        )  # fmt: skip
        self.good = self.host("成都示例康宁医院", staff=100, other_interns=0)
        make(SiteInspection, partner_id=self.good.id, on=date(2026, 9, 1), **INSPECTED)
        self.ward = self.post(self.good, "护理岗", places=8, staff=60, night=True)
        self.unseen = self.host("成都示例颐和养老服务有限公司", staff=50, other_interns=0)
        self.care = self.post(self.unseen, "护理员", places=6, staff=40)

    def host(self, name: str, **given: Any) -> Partner:
        made: Partner = self.make(Partner, name=name, **given)
        return made

    def post(self, host: Partner, name: str, **given: Any) -> Post:
        values = {"night": False, "programmes": (self.nursing.id,)} | given
        made: Post = self.make(Post, partner_id=host.id, name=name, **values)
        return made

    def class_of(self, name: str, enrolled: int, births: Sequence[date | None]) -> None:
        made = self.make(
            SchoolClass, name=name, programme_id=self.nursing.id, enrolled=enrolled, closed=False
        )
        for n, born in enumerate(births):
            self.make(Student, number=f"{name}{n}", class_id=made.id, birth=born, enrolled=enrolled)

    def plan_all(self) -> None:
        suited = [each for each in offers(self.office, self.batch.id) if each.suits]
        add_places(self.office, self.batch.id, suited)

    def plan(self) -> Plan:
        return plan(self.office, self.batch.id, ON)

    def place(self, host: Partner) -> Place:
        return next(e for e in self.plan().places if e.record.partner_id == host.id)


@pytest.fixture
def college(office: Office, make: Make) -> College:
    return College(office, make)


def lacks(college: College) -> str:
    return "\n".join(each.words for each in college.plan().lacks)


def test_what_suits_the_majors_is_offered_first_with_what_to_know(college: College) -> None:
    other = college.host("成都示例安居装饰有限公司")
    college.host("成都示例旧友有限公司", status=PartnerStatus.BARRED, status_reason="失信")
    found = offers(college.office, college.batch.id)
    assert [(e.host_name, e.suits) for e in found if e.suits] == [
        (college.good.name, True),
        (college.unseen.name, True),
    ]
    assert [e.host for e in found if not e.suits] == [other.id]
    assert found[0].remarks == ("有夜班",)
    assert found[1].remarks == ("没有有效的实地考察",)


def test_several_are_taken_in_at_once_and_one_undo_takes_them_out(college: College) -> None:
    seqs: list[int] = []
    college.office.db.subscribe(lambda commit: seqs.append(commit.seq))
    college.plan_all()
    assert college.plan().planned == 14
    assert len(seqs) == 1
    assert all(each.planned for each in offers(college.office, college.batch.id))
    college.office.db.take_back(seqs[0])
    assert college.plan().places == ()


def test_a_host_without_a_valid_assessment_is_red_with_the_reason(college: College) -> None:
    college.plan_all()
    rows = boards(college.office, college.batch.id, ON).before
    red = {row.subject.title: row.squares[0] for row in rows if row.subject}
    assert "缺少实地考察评估书面报告" in red[college.unseen.name].why
    assert college.unseen.name in lacks(college)
    assert "缺少实地考察评估书面报告" in lacks(college)
    found = college.place(college.unseen).findings
    assert "I-03" in {each.rule for each in found}


def test_the_peak_is_told_with_its_day_and_both_numbers(college: College) -> None:
    college.plan_all()
    found = college.place(college.unseen).unit
    assert found is not None
    assert (found.peak, found.staff, found.peak_day, found.share) == (6, 50, STARTS, "12.0 %")
    assert found.exceeded
    within = college.place(college.good).unit
    assert within is not None
    assert (within.peak, within.staff, within.room) == (8, 100, 2)


def test_what_another_batch_plans_there_counts_too(college: College) -> None:
    college.plan_all()
    later = college.make(
        InternshipBatch, name="2027年夏季", starts=date(2027, 7, 1), ends=date(2027, 12, 31)
    )
    college.make(PlannedPlace, batch_id=later.id, partner_id=college.good.id, places=3)
    found = college.place(college.good).unit
    assert found is not None
    assert (found.peak, found.peak_day, found.breach_days) == (11, date(2027, 7, 1), 60)


def test_whoever_is_placed_fills_a_place(college: College) -> None:
    college.plan_all()
    college.make(
        Placement, batch_id=college.batch.id, partner_id=college.good.id, post="护理岗",
        starts=STARTS, ends=ENDS,
    )  # fmt: skip
    found = college.place(college.good)
    assert found.placed == 1
    assert found.unit is not None
    assert found.unit.peak == 8


def test_a_night_post_is_flagged_with_rule_and_source(college: College) -> None:
    college.plan_all()
    (night,) = [
        each
        for each in judge_college(college.office, ON, college.batch.id).open
        if each.rule == "I-26"
    ]
    assert night.subject.id == college.ward.id
    assert "教职成〔2021〕4号" in night.source
    assert night.how_to_clear


def test_first_years_and_children_are_kept_out(college: College) -> None:
    grown = date(2008, 1, 1)
    college.class_of("护理2501", 2025, [grown, date(2011, 3, 2), None])  # 15 on the first day
    college.class_of("护理2601", 2026, [grown, grown])
    first, second = college.plan().classes
    assert (first.students, len(first.too_young), first.undated) == (3, 1, 1)
    assert not first.first_year
    assert second.first_year
    assert college.plan().suited == 2


def test_the_plan_says_what_is_not_there_yet(college: College) -> None:
    assert "还没有落实实习单位和岗位" in lacks(college)
    assert "名额合计 0 人，比计划人数 12 人少 12 人" in lacks(college)
    college.plan_all()
    assert "名额合计 14 人，比计划人数 12 人多 2 人" in lacks(college)
    office = college.office
    place = college.place(college.good).record
    office.of(PlannedPlace).save({"places": 9}, place)
    assert "名额 9 人，可接收 8 人" in lacks(college)
    assert "没有写校内负责教师" in lacks(college)


def test_the_same_post_is_planned_only_once(college: College) -> None:
    college.plan_all()
    with pytest.raises(Invalid, match="已有这个单位和岗位"):
        college.plan_all()


def test_a_post_of_another_host_is_refused(college: College) -> None:
    values = {
        "batch_id": college.batch.id,
        "partner_id": college.good.id,
        "post_id": college.care.id,
    }
    with pytest.raises(Invalid, match="不属于"):
        college.office.of(PlannedPlace).save(values)
