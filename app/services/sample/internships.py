"""Internships of the sample college: a batch that runs, with every case rules ask about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.models import InternshipBatch, Partner, Placement, PlannedPlace, Post, Teacher
from app.models.internships import (
    Arrangement,
    Involvement,
    Lodging,
    Payer,
    PayMethod,
    PlacementState,
)
from app.models.values import uuid7
from app.services.database import Writing
from app.services.office import Office
from app.services.records import next_number
from app.services.sample.filling import Filling, rows
from app.services.sample.students import People
from app.services.years import SchoolYear

FIRST, SECOND, LAST_YEAR = (
    "{Y}年岗位实习（第一批）",
    "{Y}年岗位实习（第二批）",
    "{Y-1}年岗位实习",
)
_HOME = "51"  # the college's province
_CLOSED_GRADE = "工业机器人技术"
_NIGHT = {"shift_from": time(22), "shift_to": time(6)}


@dataclass(frozen=True, slots=True)
class Placed:
    """What was placed: placements with their values, and the batches by short name."""

    rows: Sequence[Mapping[str, Any]]
    batches: Mapping[str, InternshipBatch]
    names: Mapping[UUID, str]

    def of(self, batch: str, *states: PlacementState) -> list[Mapping[str, Any]]:
        """The placements of a batch in some states (none: all)."""
        key = self.batches[batch].id
        wanted = states or tuple(PlacementState)
        return [row for row in self.rows if row["batch_id"] == key and row["state"] in wanted]


def fill_internships(office: Office, filling: Filling, people: People) -> Placed:
    """Batches and placements."""
    with office.db.write("载入实习批次") as writing:
        filling.insert(writing, "internship_batch")
    held = {each.name: each for each in office.of(InternshipBatch).all()}
    batches = {name: held[filling.text(name)] for name in (FIRST, SECOND, LAST_YEAR)}
    desk = _Desk(office, filling, people, batches)
    with office.db.write("载入实习安排") as writing:
        placed = desk.running() + desk.singular() + desk.planned() + desk.archived()
        for row in placed:
            year = batches[row.pop("batch")].starts.year
            row["agreement_number"] = next_number(writing.session, "SX", None, year)
        filling.add(writing, PlannedPlace, desk.places())
        _link(writing, filling, placed)
    return Placed(placed, batches, people.names)


def _link(writing: Writing, filling: Filling, placed: Sequence[dict[str, Any]]) -> None:
    """Enter the placements; the second of a chain points at the first."""
    for row in placed:
        row["id"] = uuid7()
    for row in placed:
        if chained := row.pop("after", None):
            row["previous_id"] = chained["id"]
    filling.add(writing, Placement, placed)


class _Desk:
    """Whoever writes the placements: knows partners, posts, teachers and students by name."""

    def __init__(
        self,
        office: Office,
        filling: Filling,
        people: People,
        batches: Mapping[str, InternshipBatch],
    ) -> None:
        self._people = people
        self._batches = batches
        self._third = filling.year.start - 2
        self._today = filling.today
        self._partners = {each.name: each for each in office.partners.all()}
        posts = office.of(Post).all()
        self._posts = {(each.partner_id, each.name): each for each in posts}
        self._teachers = {each.name: each.id for each in office.of(Teacher).all()}
        self._seats = dict.fromkeys(people.programmes, 0)

    def running(self) -> list[dict[str, Any]]:
        """Group by group, in the order of the students' numbers; then the particular cases."""
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for group in rows("intern_group"):
            programme, count = group["专业"], int(group["人数"])
            first = self._seats[programme]
            self._seats[programme] += count
            students = self._people.of(programme, self._third, first, count)
            partner = self._partners[group["实习单位"]]
            key = partner.short_name or "", group["岗位"]
            found[key] = [self._row(FIRST, each, partner, group) for each in students]
        self._particular(found)
        return [row for group in found.values() for row in group]

    def _row(
        self, batch: str, student: UUID, partner: Partner, group: Mapping[str, str]
    ) -> dict[str, Any]:
        held = self._batches[batch]
        post = self._posts[partner.id, group["岗位"]]
        away = not (partner.region or "").startswith(_HOME)
        return {
            "batch": batch,
            "batch_id": held.id,
            "student_id": student,
            "partner_id": partner.id,
            "post_id": post.id,
            "post": post.name,
            "state": PlacementState.ON_POST,
            "matched": True,
            "arrangement": Arrangement.SCHOOL,
            "starts": held.starts,
            "ends": held.ends,
            "teacher_id": self._teachers[group["校内指导教师"]],
            "teacher": group["校内指导教师"],
            "mentor": group["企业指导人员"],
            "mentor_phone": partner.contact_phone,
            "region": partner.region,
            **_papers(held.starts, away=away),
            **_cover(held.starts, held.ends),
            **_work(post),
        }

    def _particular(self, found: Mapping[tuple[str, str], list[dict[str, Any]]]) -> None:
        """One case each, so that every rule has something to say."""
        begun = self._batches[FIRST].starts
        ends = self._batches[FIRST].ends
        late, short = {"signed_student": begun + timedelta(days=1)}, ends - timedelta(days=30)
        unsigned = {"state": PlacementState.PLANNED, "signed_student": None}
        none: dict[str, Any] = dict.fromkeys(("consented_on", "province_filing"))
        cases: list[tuple[tuple[str, str], int, dict[str, Any]]] = [
            (("蓉驰汽车", "整车装配工"), 0, late),
            (("蓉驰汽车", "整车装配工"), 1, {"insured_to": short}),
            (("蓉驰汽车", "整车装配工"), 4, {"trained_passed": False}),
            (("蓉驰集团", "动力电池检测员"), 0, {"consent_guardian": None}),
            (("蓉驰集团", "动力电池检测员"), 1, {"charged": Decimal(200)}),
            (("锦程智能", "PLC 装调员"), 0, {"pay": Decimal(1500)}),
            (("锦程智能", "工业机器人调试员"), 0, {"pay_method": PayMethod.RELAYED}),
            (("锦程智能", "工业机器人调试员"), 1, {"payer": Payer.STUDENT}),
            (("芯联电子", "电子装配检验员"), 3, {"lodging": Lodging.OWN, "lodging_consent": None}),
            (("芯联电子", "电子装配检验员"), 4, {"overtime": 12, "weekly_hours": 44}),
            (("山城智联", "智能网联测试员"), 0, none),
            (("康宁医院", "护理岗"), 0, _NIGHT),
            (("民族中医院", "护理岗"), 0, _NIGHT),
            (("锦里直播", "主播助理"), 0, {"shift_from": time(15, 30), "shift_to": time(23, 30)}),
            (("矮寨景区", "景区讲解员"), 0, {"arrangement": Arrangement.STUDENT}),
            (("矮寨景区", "景区讲解员"), 1,
             {"arrangement": Arrangement.STUDENT, "approved_on": begun - timedelta(days=20)}),
            (("蓉集电商", "直播运营专员"), 5,
             {"state": PlacementState.WITHDRAWN, "ends": self._today - timedelta(days=20),
              "ended_why": "因病休养，本人和监护人申请"}),
            (("三江酒业", "酿酒工助理"), 5, unsigned | {"unsigned_why": "因病请假，返校后补签"}),
            (("三江酒业", "酿酒工助理"), 6, unsigned | {"unsigned_why": "协议寄送途中"}),
            (("三江酒业", "酿酒工助理"), 7, unsigned),
        ]  # fmt: skip
        for group, at, values in cases:
            found[group][at] |= values

    def singular(self) -> list[dict[str, Any]]:
        """Students placed one by one: a first-year, one under age, one who changed host."""
        hotel = self._group("成都示例都江酒店管理有限公司", "前厅服务员", "田海棠", "许雅琴")
        grade = SchoolYear.of(self._batches[FIRST].starts).start
        fresh = self._people.of("旅游管理", grade, 25)[0]
        young = self._people.of("旅游管理", self._third, 26)[0]
        soon = self._today + timedelta(days=12)
        first_year = self._row(FIRST, fresh, *hotel)
        minor = self._row(FIRST, young, *hotel) | {
            "state": PlacementState.PLANNED,
            "starts": soon,
            "consent_guardian": None,
            "unsigned_why": "监护人在外地，约定返校日签字",
            "signed_school": None,
            "signed_student": None,
        }
        return [first_year, minor, *self._chain()]

    def _chain(self) -> list[dict[str, Any]]:
        """The first host gave up the post; the next placement is linked to the first."""
        old_host = self._group("成都示例云帆机器人有限公司", "机器人装调助理", "罗秋月", "严文博")
        new_host = self._group(
            "成都示例锦程智能装备有限公司", "工业机器人调试员", "罗秋月", "蒋承业"
        )
        student = self._people.of(_CLOSED_GRADE, self._third, 20)[0]
        changed = self._today - timedelta(days=30)
        old = self._row(FIRST, student, *old_host) | {
            "state": PlacementState.CHANGED,
            "ends": changed,
            "ended_why": "企业产线搬迁，岗位撤销",
        }
        signed = changed - timedelta(days=2)
        new = self._row(FIRST, student, *new_host) | {
            "starts": changed + timedelta(days=1),
            **dict.fromkeys(("signed_school", "signed_host", "signed_student"), signed),
            "after": old,
        }
        return [old, new]

    def planned(self) -> list[dict[str, Any]]:
        """The second batch, just begun: hardly anything is filled in."""
        students = self._people.of("护理", self._third, 20, 6)
        nurse = self._group("成都示例颐和养老服务有限公司", "护理员", "卓玛央宗", "")
        found = []
        for student in students:
            full = self._row(SECOND, student, *nurse)
            kept = ("batch", "batch_id", "student_id", "partner_id", "post_id", "post", "starts",
                    "ends", "teacher", "teacher_id", "region")  # fmt: skip
            found.append({key: full[key] for key in kept} | {"state": PlacementState.PLANNED})
        for row in found[4:]:
            row.update(partner_id=None, post_id=None, post=None, region=None)
        return found

    def places(self) -> list[dict[str, Any]]:
        """Where the second batch means to send its students."""
        return [
            {
                "batch_id": self._batches[SECOND].id,
                "partner_id": self._partners[row["实习单位"]].id,
                "post_id": self._posts[self._partners[row["实习单位"]].id, row["岗位"]].id,
                "places": int(row["名额"]),
                "teacher_id": self._teachers.get(row["校内负责教师"]),
                "tasks": row["实习内容"] or None,
            }
            for row in rows("planned_place")
        ]

    def archived(self) -> list[dict[str, Any]]:
        """Last year's batch: over, marked, and nearly filed."""
        students = self._people.of(_CLOSED_GRADE, self._third - 1, 0, 10)
        group = self._group("成都示例锦程智能装备有限公司", "工业机器人调试员", "罗秋月", "蒋承业")
        found = [self._row(LAST_YEAR, student, *group) for student in students]
        for n, row in enumerate(found):
            row |= {
                "state": PlacementState.ENDED,
                "school_score": 72 + n * 3,
                "host_score": 58 if n == 0 else 78 + n * 2,
                "self_score": 50 if n == 0 else 85 + n,
            }
        found[1]["host_score"] = None
        found[0]["school_score"] = 55
        return found

    def _group(
        self, partner: str, post: str, teacher: str, mentor: str
    ) -> tuple[Partner, Mapping[str, str]]:
        named = {"岗位": post, "校内指导教师": teacher, "企业指导人员": mentor}
        return self._partners[partner], named


def _papers(begun: date, *, away: bool) -> dict[str, Any]:
    """Everything signed in time."""
    signed = begun - timedelta(days=12)
    agreed = begun - timedelta(days=40) if away else None
    return {
        "consent_student": begun - timedelta(days=20),
        "consent_guardian": begun - timedelta(days=18),
        "signed_school": signed,
        "signed_host": signed,
        "signed_student": signed,
        "trained_on": begun - timedelta(days=5),
        "trained_passed": True,
        "consented_on": agreed,
        "province_filing": f"川教备〔示例〕{begun.year}-{begun.month:02}" if away else None,
    }


def _cover(begun: date, ends: date) -> dict[str, Any]:
    return {
        "insurer": "示例财产保险股份有限公司",
        "policy": f"BX{begun.year}0018",
        "insured_from": begun - timedelta(days=1),
        "insured_to": ends + timedelta(days=1),
        "payer": Payer.SCHOOL,
    }


def _work(post: Post) -> dict[str, Any]:
    """Paid nine tenths of what others at the post get, by day, with weekends off."""
    wage = post.wage or Decimal(3600)
    return {
        "involvement": Involvement.INDEPENDENT,
        "pay": (wage * 9 / 10).quantize(Decimal(1)),
        "pay_method": PayMethod.TRANSFER,
        "pay_days": 30,
        "charged": Decimal(0),
        "daily_hours": 8,
        "weekly_hours": 40,
        "overtime": 0,
        "shift_from": time(8, 30),
        "shift_to": time(17, 30),
        "rest_days": False,
        "lodging": Lodging.UNIT,
    }
