"""突发事件联系单: whom to call, what they are told, and what the insurance is, on one page each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import EmergencyPlan, Incident, InternshipBatch, Partner, Placement
from app.models.fields import option
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import BLANK, GAP, known, word
from app.services.reports.partner_register import place
from app.services.reports.placed import OfBatch, Placed, batch_of, current, placed
from app.services.reports.reading import Scope, scope, written
from app.services.reports.spec import (
    Align,
    Column,
    Fact,
    Facts,
    Heading,
    Notes,
    Orientation,
    PageBreak,
    Report,
    Section,
    Signatures,
    Table,
    Text,
)

_ROOM = "　" * 4  # to write into


@dataclass(frozen=True, slots=True)
class Sheet(OfBatch):
    """What may be chosen."""

    incident: UUID | None = option(
        "突发事件", None, target="incident", help="只打印这一起；已登记的经过和报案号一并印出。"
    )
    school_class: UUID | None = option(
        "班级", None, target="school_class", help="留空为批次的全部班级，每人一页，上岗前备用。"
    )
    student: UUID | None = option("学生", None, target="student", help="只打印一名学生的。")


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about one student at one host."""

    at: Scope
    batch: InternshipBatch
    one: Placed
    incident: Incident | None
    plan: EmergencyPlan | None


def build(office: Office, chosen: Sheet, today: date) -> Report:
    """The sheet of an accident; or of students to whom nothing has happened yet, a page each."""
    at = scope(office, chosen, today)
    batch, cases = _cases(at, chosen)
    sections: list[Section] = []
    for case in cases:
        if sections:
            sections.append(PageBreak(document=True))
        sections += _page(case)
    return at.report(
        "emergency_sheet",
        "实习学生突发事件联系单",
        sections or [Text("（没有需要打印的学生）", align=Align.CENTRE)],
        subtitle=batch.name,
        orientation=Orientation.PORTRAIT,
        one_page=True,
        draft=chosen.draft,
        figures={
            "sheets": len(cases),
            "without_plan": sum(case.plan is None for case in cases),
            "without_guardian": sum(not case.one.student.guardian_phone for case in cases),
        },
    )


def _page(case: Case) -> Iterator[Section]:
    yield Heading("实习学生突发事件联系单", 0)
    yield from _happened(case)
    yield Heading("学生与监护人")
    yield Facts([*_student(case)])
    yield Heading("实习单位")
    yield Facts([*_host(case)])
    yield Heading("学校、保险与应急预案")
    yield Facts([*_school(case)])
    yield _reports(case)
    yield Signatures(("填写人", "学校负责人（签字）", "填写日期"))
    told = "报告的时限和范围以学校应急预案和主管部门的规定为准。本单含个人信息，限处置使用。"
    yield Notes([told])


def _cases(at: Scope, chosen: Sheet) -> tuple[InternshipBatch, list[Case]]:
    """Of one accident, whichever batch was chosen; or of everybody who is meant."""
    office = at.office
    incident: Incident | None = (
        office.of(Incident).get(chosen.incident) if chosen.incident else None
    )
    if incident is None:
        batch = batch_of(at, chosen.batch)
        found = current(placed(at, batch.id, chosen.school_class))
        interns = [one for one in found if chosen.student in (None, one.student.id)]
    else:
        held: Placement = office.of(Placement).get(incident.placement_id)
        batch = batch_of(at, held.batch_id)
        interns = [one for one in placed(at, batch.id) if one.placement.id == held.id]
    plans = office.of(EmergencyPlan).all(Query(where={"batch_id": batch.id}, order="on"))
    newest = {each.partner_id: each for each in plans}
    return batch, [
        Case(at, batch, one, incident, newest.get(one.host.id) if one.host else None)
        for one in interns
    ]


def _happened(case: Case) -> Iterator[Section]:
    incident = case.incident
    if incident is None:
        yield Facts(
            [
                Fact("发生时间", f"{BLANK}年{BLANK}月{BLANK}日{BLANK}时"),
                Fact("伤害程度", BLANK),
                Fact("经过", "\n\n", wide=True),
            ]
        )
        return
    due = f"（{written(incident.due)}前）" if incident.due else ""
    yield Facts(
        [
            Fact("发生日期", written(incident.on)),
            Fact("伤害程度", str(incident.injury)),
            Fact("经过", incident.what, wide=True),
            Fact("跟进事项", f"{incident.follow_up or BLANK}{due}", wide=True),
            *([Fact("处理结果", incident.result, wide=True)] if incident.result else []),
        ]
    )


def _student(case: Case) -> Iterator[Fact]:
    student, class_ = case.one.student, case.one.class_
    relation = f"（{student.guardian_relation}）" if student.guardian_relation else ""
    yield Fact("姓名", student.name)
    yield Fact("学号", student.number)
    yield Fact("班级", _said(class_ and class_.name))
    yield Fact("出生日期", written(student.birth) if student.birth else GAP)
    yield Fact("身份证号", _said(student.identity))
    yield Fact("本人电话", _said(student.phone))
    yield Fact("监护人", f"{student.guardian}{relation}" if student.guardian else GAP)
    yield Fact("监护人电话", _said(student.guardian_phone))
    yield Fact("家庭住址", _said(student.address), wide=True)


def _host(case: Case) -> Iterator[Fact]:
    one, host = case.one, case.one.host
    yield Fact("单位名称", _said(host and host.name), wide=True)
    yield Fact("单位地址", _said(host and _address(case, host)), wide=True)
    yield Fact("单位联系人", _said(host and host.contact_name))
    yield Fact("联系电话", _said(host and host.contact_phone))
    yield Fact("企业指导人员", _said(one.placement.mentor))
    yield Fact("指导人员电话", _said(one.placement.mentor_phone))
    yield Fact("实习岗位", _said(one.where))
    yield Fact("住宿", _said(one.placement.lodging and str(one.placement.lodging)))


def _school(case: Case) -> Iterator[Fact]:
    held, settings, plan = case.one.placement, case.at.office.settings, case.plan
    yield Fact("指导教师", _said(case.one.guide))
    yield Fact("教师电话", _said(case.one.teacher and case.one.teacher.phone))
    yield Fact("分管校领导", _said(case.batch.leader))
    yield Fact("管理部门电话", _said(settings.telephone))
    yield Fact("保险公司", _said(held.insurer))
    yield Fact("保单号", _said(held.policy))
    yield Fact("保险期间", _insured(held))
    yield Fact("保险报案号", case.incident.case_number or BLANK if case.incident else BLANK)
    told = f"{plan.name}（{written(plan.on)}）" if plan else "没有登记与该单位共同制定的应急预案"
    yield Fact("应急预案", told, wide=True)


def _insured(held: Placement) -> str:
    if held.insured_from is None or held.insured_to is None:
        return "没有登记"
    return f"{held.insured_from} 至 {held.insured_to}"


def _reports(case: Case) -> Table:
    """What is reported to whom, in order, with room for when and by whom."""
    student, host, batch = case.one.student, case.one.host, case.batch
    insured = " ".join(filter(None, (case.one.placement.insurer, case.one.placement.policy)))
    guardian = " ".join(filter(None, (student.guardian, student.guardian_phone)))
    contact = " ".join(filter(None, (host.contact_name, host.contact_phone))) if host else ""
    steps = (
        ("急救、报警", "120　110　119", "地点、人数、伤情、现场危险"),
        ("实习单位", contact, "停止作业、保护现场、派人陪护、保存记录"),
        ("监护人", guardian, "发生了什么、伤情、就诊医院、已采取的措施"),
        ("学校分管领导", batch.leader, "时间地点、经过、伤情、处置和需要的支持"),
        ("保险公司", insured, "报案，记下报案号；保存病历、票据和现场照片"),
        ("主管部门", "按应急预案", "书面报告：时间、地点、人员、经过、原因、处置"),
    )
    return Table(
        title="报告与处置（逐项填写时间和经办人）",
        columns=[
            word("向谁", 6), Column(label="联系方式", width=10),
            Column(label="说什么、做什么", width=20), word("时间", 5), word("经办人", 5),
        ],
        rows=[(who, known(how), what, _ROOM, _ROOM) for who, how, what in steps],
    )  # fmt: skip


def _address(case: Case, host: Partner) -> str:
    return host.address or place(case.at.office, host.region) or ""


def _said(value: object) -> str:
    return str(value) if value else GAP
