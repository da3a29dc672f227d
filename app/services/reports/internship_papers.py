"""三方协议 and 知情同意书: a paper for every intern, all of a class in one file, ready to sign.

What is not known yet is a blank to be filled in by hand.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from app.models import InternshipBatch, Partner, Placement, Student
from app.models.fields import Field, option
from app.models.internships import Lodging
from app.services.office import Office
from app.services.reports.cells import BLANK
from app.services.reports.partner_register import place
from app.services.reports.placed import OfClasses, Placed, batch_of, current, placed
from app.services.reports.reading import Scope, scope, written
from app.services.reports.spec import (
    BLANK_DATE,
    Align,
    Column,
    Fact,
    Facts,
    Heading,
    Orientation,
    PageBreak,
    Report,
    Section,
    Style,
    Table,
    Text,
)

_BOX, _TICKED = "□", "■"  # as offices fill in forms; every Chinese font has both


@dataclass(frozen=True, slots=True)
class Papers(OfClasses):
    """What may be chosen."""

    student: UUID | None = option("学生", None, target="student", help="只打印一名学生的。")
    duplex: bool = option("双面打印", default=True, help="每份从新的一张纸开始。")


@dataclass(frozen=True, slots=True)
class Agreements(Papers):
    """What may be chosen for agreements."""

    consent: bool = option("附知情同意书", default=False, help="每名学生的协议后面跟一份。")


@dataclass(frozen=True, slots=True)
class Desk:
    """What all papers of a batch have in common."""

    at: Scope
    batch: InternshipBatch


Paper = Callable[[Desk, Placed], Iterator[Section]]


def agreements(office: Office, chosen: Agreements, today: date) -> Report:
    """One agreement for each intern in roster order, with its consent form if wanted."""
    return _whole(scope(office, chosen, today), chosen)


def consents(office: Office, chosen: Papers, today: date) -> Report:
    """One consent form for each intern in roster order."""
    return _whole(scope(office, chosen, today), chosen)


def by_class(office: Office, chosen: Papers, today: date) -> Iterator[tuple[str, Report]]:
    """The same papers, those of each class by themselves under the class's name."""
    at = scope(office, chosen, today)
    desk = Desk(at, batch_of(at, chosen.batch))
    for class_, found in groupby(_interns(at, chosen), lambda one: one.class_):
        interns = list(found)
        name = class_.name if class_ else "未分班"
        yield f"{name}_{len(interns)}人", _bound(desk, chosen, interns)


def _whole(at: Scope, chosen: Papers) -> Report:
    """The papers of all interns one after the other."""
    return _bound(Desk(at, batch_of(at, chosen.batch)), chosen, _interns(at, chosen))


def _interns(at: Scope, chosen: Papers) -> list[Placed]:
    found = current(placed(at, chosen.batch, chosen.school_class))
    return [one for one in found if chosen.student in (None, one.student.id)]


def _bound(desk: Desk, chosen: Papers, interns: Sequence[Placed]) -> Report:
    """The papers of these interns in one file."""
    id_, title, papers = _kind(chosen)
    sections: list[Section] = []
    for one in interns:
        for paper in papers:
            if sections:
                sections.append(PageBreak(document=True))
            sections += paper(desk, one)
    return desk.at.report(
        id_,
        title,
        sections or [Text("（没有需要打印的学生）", align=Align.CENTRE)],
        subtitle=desk.batch.name,
        style=Style.OFFICIAL,
        orientation=Orientation.PORTRAIT,
        duplex=chosen.duplex,
        draft=chosen.draft,
        figures={
            "interns": len(interns),
            "agreements": len(interns) * (_agreement in papers),
            "consent_forms": len(interns) * (_consent in papers),
            "classes": len({one.student.class_id for one in interns} - {None}),
            "without_number": sum(not one.placement.agreement_number for one in interns),
            "without_host": sum(one.host is None for one in interns),
            "without_guardian": sum(not one.student.guardian for one in interns),
        },
    )


def _kind(chosen: Papers) -> tuple[str, str, Sequence[Paper]]:
    """Id and title of the report, and the papers that everybody gets."""
    if not isinstance(chosen, Agreements):
        return "consent_form", "岗位实习知情同意书", [_consent]
    papers = [_agreement, _consent] if chosen.consent else [_agreement]
    return "tripartite_agreement", "岗位实习三方协议", papers


def _agreement(desk: Desk, one: Placed) -> Iterator[Section]:
    """Who, what, the terms, and room for three seals or hands and the guardian's."""
    yield Heading("职业学校学生岗位实习三方协议", 0)
    number = f"协议编号：{one.placement.agreement_number or BLANK * 2}"
    yield Text(number, indent=False, align=Align.RIGHT)
    yield Facts([*_school(desk), *_host(desk, one), *_student(one, "丙方学生"), *_work(desk, one)])
    yield Facts([Fact(label, text, wide=True) for label, text in _TERMS])
    yield Text("\n本协议一式三份，甲、乙、丙三方各执一份，自三方签字盖章之日起生效。", indent=False)
    yield _hands()


def _school(desk: Desk) -> Iterator[Fact]:
    settings = desk.at.office.settings
    yield Fact("甲方学校", settings.college or BLANK, wide=True)
    yield Fact("学校代码", settings.college_code or BLANK)
    yield Fact("法定代表人", settings.legal_person or BLANK)
    yield Fact("学校地址", settings.address or BLANK * 3, wide=True)
    yield Fact("联系人", settings.contact or BLANK)
    yield Fact("联系电话", settings.telephone or BLANK)


def _host(desk: Desk, one: Placed) -> Iterator[Fact]:
    host = one.host
    yield Fact("乙方单位", host.name if host else BLANK * 3, wide=True)
    yield Fact("信用代码", _said(Partner.field("code"), host and host.code))
    yield Fact("法定代表人", _said(Partner.field("legal_person"), host and host.legal_person))
    yield Fact("单位地址", _address(desk, host), wide=True)
    yield Fact("联系人", _said(Partner.field("contact_name"), host and host.contact_name))
    yield Fact("联系电话", _said(Partner.field("contact_phone"), host and host.contact_phone))


def _address(desk: Desk, host: Partner | None) -> str:
    if host is None:
        return BLANK * 3
    return host.address or place(desk.at.office, host.region) or BLANK * 3


def _student(one: Placed, label: str) -> Iterator[Fact]:
    student = one.student
    relation = f"（{student.guardian_relation}）" if student.guardian_relation else ""
    yield Fact(label, student.name)
    yield Fact("性别", _said(Student.field("sex"), student.sex))
    yield Fact("学号", student.number)
    yield Fact("身份证号", student.identity or BLANK * 2)
    yield Fact("专业", one.programme.name if one.programme else BLANK)
    yield Fact("班级", one.class_.name if one.class_ else BLANK)
    yield Fact("家庭住址", student.address or BLANK * 3, wide=True)
    yield Fact("监护人", f"{student.guardian}{relation}" if student.guardian else BLANK)
    yield Fact("监护人电话", student.guardian_phone or BLANK)


def _work(desk: Desk, one: Placed) -> Iterator[Fact]:
    """Post, place, time, pay, board and lodging."""
    placement = one.placement
    yield Fact("实习岗位", one.where or BLANK)
    yield Fact("实习地点", place(desk.at.office, placement.region) or BLANK)
    yield Fact("实习时间", _time(desk, placement), wide=True)
    yield Fact("每日工时", _counted(placement.daily_hours, "小时"))
    yield Fact("每周工时", _counted(placement.weekly_hours, "小时"))
    pay = Placement.field("pay")
    yield Fact("实习报酬", _counted(placement.pay and pay.show(placement.pay), "元/月"))
    yield Fact("支付方式", _said(Placement.field("pay_method"), placement.pay_method))
    yield Fact("就餐", _choice(("提供", "餐补", "自理"), ""))
    yield Fact("住宿", _choice(tuple(_LODGING), _lodged(placement.lodging)))
    yield Fact("实习保险", _insured(placement), wide=True)


_LODGING = {"提供": (Lodging.UNIT, Lodging.SCHOOL), "房补": (), "自理": (Lodging.HOME, Lodging.OWN)}


def _lodged(lodging: Lodging | None) -> str:
    return next((word for word, kinds in _LODGING.items() if lodging in kinds), "")


def _choice(words: Sequence[str], chosen: str) -> str:
    return "　".join(f"{_TICKED if word == chosen else _BOX}{word}" for word in words)


def _time(desk: Desk, placement: Placement) -> str:
    """The placement's own dates, or else those of the batch."""
    first, last = placement.starts or desk.batch.starts, placement.ends or desk.batch.ends
    return f"{written(first)}至{written(last)}"


def _insured(placement: Placement) -> str:
    period = "____年__月__日至____年__月__日"
    if placement.insured_from and placement.insured_to:
        period = f"{written(placement.insured_from)}至{written(placement.insured_to)}"
    policy = f"保单号 {placement.policy or BLANK}"
    return f"实习责任保险，{placement.insurer or BLANK}，{policy}，{period}"


def _said(field: Field, value: object) -> str:
    return field.show(value) or BLANK


def _counted(value: object, unit: str) -> str:
    return f"{BLANK if value is None else value} {unit}"


_TERMS = (
    ("实习内容", "乙方按三方确认的实习方案安排与丙方所学专业相符的岗位和内容，并配备专门指导人员；"
     "甲方选派指导教师，共同指导、共同管理。"),
    ("工时休假", "执行国家关于工作时间和休息休假的规定；不安排丙方在休息日、法定节假日实习，"
     "不安排加班和夜班，法规另有规定并已备案的除外。"),
    ("食宿", "就餐、住宿按上列约定；乙方提供的住宿应安全卫生；丙方自行住宿的，须经监护人签字同意"
     "并报甲方备案。"),
    ("实习报酬", "乙方以货币形式按时足额直接支付给丙方，支付周期不超过 1 个月，"
     "不以实物或代金券抵付，不经第三方转发。"),
    ("不得收费", "甲、乙双方不向丙方收取押金、培训费、报酬提成、管理费等任何费用，不扣押证件，"
     "不要求提供担保。"),
    ("劳动保护", "乙方在上岗前进行安全教育培训并考核，提供劳动防护用品和安全卫生条件，"
     "防治职业病，不安排法规禁止学生从事的作业。"),
    ("保险与事故", "实习责任保险覆盖实习全程，费用不由丙方承担；发生伤亡事故，乙方立即救治"
     "并通知甲方和监护人，三方依法处理。"),
    ("实习考核", "由甲、乙双方共同实施，过程考核与结果考核相结合，成绩记入丙方学业成绩。"),
    ("丙方义务", "遵守甲、乙双方规章制度和安全规程，保守商业秘密，"
     "按时提交实习日志和报告，不擅自离岗。"),
    ("违约与解除", "一方违约造成损失的，依法承担责任；不能继续实习的，"
     "书面通知其他两方后解除本协议。"),
    ("其他约定", "\n\n"),
)  # fmt: skip


def _hands() -> Table:
    """Room for the round seals, which go over the names and the dates."""
    heads = ("甲方（盖章）", "乙方（盖章）", "丙方及监护人（签字）")
    agent = f"\n\n\n\n\n\n法定代表人或代理人：\n\n{BLANK_DATE}"
    signed = f"学生：\n\n\n监护人：\n\n\n与学生关系：\n\n{BLANK_DATE}"
    return _cells(heads, (agent, agent, signed))


def _signed(*heads: str) -> Table:
    return _cells(heads, [f"\n\n{BLANK_DATE}"] * len(heads))


def _cells(heads: Sequence[str], rooms: Sequence[str]) -> Table:
    columns = [Column(label=head, width=12) for head in heads]
    return Table(columns=columns, rows=[rooms], numbered=False, hands=True)


def _consent(desk: Desk, one: Placed) -> Iterator[Section]:
    """What student and guardian were told, and that they agree."""
    student, settings = one.student, desk.at.office.settings
    yield Heading("学生岗位实习知情同意书", 0)
    yield Facts(
        [
            *_student(one, "学生"),
            Fact("实习单位", one.host.name if one.host else BLANK * 3, wide=True),
            Fact("实习岗位", one.where or BLANK),
            Fact("实习地点", place(desk.at.office, one.placement.region) or BLANK),
            Fact("实习时间", _time(desk, one.placement), wide=True),
        ]
    )
    yield Text(
        f"\n{settings.college or BLANK * 2}已向我们说明上述岗位实习的单位、岗位、内容、时间、地点、"
        "报酬、食宿、实习责任保险、安全要求和纪律，以及学校统一安排和自主选择两种方式。"
        f"我们已经知悉并理解，对{student.name}参加本次岗位实习的意见是：\n"
        f"{_BOX}同意按学校安排参加实习，遵守学校和实习单位的管理规定，签订三方协议。\n"
        f"{_BOX}不同意学校安排，自主选择实习单位，另行提交书面申请。"
    )
    yield _signed("学生（签字）", "监护人（签字）")
