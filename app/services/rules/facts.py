"""What a check may look at: plain values, taken from the records. None: not filled in.

Money is whole fen. An empty set says that somebody looked and there was nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

from app.models.internships import (
    Arrangement,
    Clause,
    DocumentKind,
    ExemptScope,
    InternshipKind,
    Involvement,
    Lodging,
    Payer,
    PayMethod,
)
from app.models.partners import Conclusion, CreditResult, Hazard
from app.models.students import Entry, Sex
from app.services.rules.calendar import Calendar
from app.services.rules.spans import Span


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """One batch of internships, and what was decided for all of it."""

    id: UUID
    title: str
    starts: date
    ends: date
    kind: InternshipKind = InternshipKind.POST
    leader: str | None = None
    department: UUID | None = None
    plan_on: date | None = None
    plan_tasks: str | None = None
    rules_on: date | None = None
    meeting_on: date | None = None
    meeting_number: str | None = None
    published_on: date | None = None
    filing_number: str | None = None
    filed_on: date | None = None
    clauses: frozenset[Clause] | None = None
    visit_days: int = 30
    contact_days: int = 15
    weekly: bool = True
    school_weight: int = 40
    host_weight: int = 50
    self_weight: int = 10
    passed_from: int = 60


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """One inspection of a host on site."""

    on: date
    conclusion: Conclusion = Conclusion.FIT
    empty: tuple[str, ...] = ()  # which of the nine points the report leaves out
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class CreditFacts:
    """One look-up of a host's standing."""

    on: date
    result: CreditResult = CreditResult.CLEAN


@dataclass(frozen=True, slots=True)
class HostFacts:
    """A unit that takes interns."""

    id: UUID
    title: str
    code: str | None = None
    on_campus: bool = False
    registered: bool | None = None
    entertainment: bool = False
    agency: bool = False
    barred: bool = False
    industry: str | None = None
    region: str | None = None
    staff: int | None = None
    staff_on: date | None = None
    other_interns: int | None = None
    lowest_wage: int | None = None
    declared_on: date | None = None
    inspections: tuple[InspectionFacts, ...] = ()
    credit: tuple[CreditFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PostFacts:
    """What students do at a host."""

    id: UUID
    title: str
    host: UUID
    staff: int | None = None
    staff_on: date | None = None
    majors: frozenset[str] | None = None
    hazards: frozenset[Hazard] | None = None
    labour_grade: int | None = None
    wage: int | None = None
    night: bool = False


@dataclass(frozen=True, slots=True)
class StudentFacts:
    """A student, as far as rules go."""

    id: UUID
    title: str
    birth: date | None = None
    sex: Sex | None = None
    enrolled: int | None = None
    entry: Entry = Entry.DIRECT
    major: str | None = None
    class_teacher: str | None = None


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """The school spoke with a student."""

    on: date
    guardian: bool = False  # and told the guardian


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Papers of a placement that went into the archive."""

    on: date
    kinds: frozenset[DocumentKind]


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """Something happened to a student."""

    on: date
    closed_on: date | None = None
    reported_to: str | None = None


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """One student at one host."""

    id: UUID
    batch: UUID
    student: UUID
    host: UUID | None = None
    post: UUID | None = None
    post_name: str | None = None  # as it is called, also where it is not on file
    starts: date | None = None
    ends: date | None = None
    segments: tuple[Span, ...] = ()  # where the internship is split
    left: bool = False  # went on to another host, or gave up
    matched: bool | None = None
    arrangement: Arrangement | None = None
    teacher: str | None = None
    teacher_left: date | None = None
    mentor: str | None = None
    mentor_left: date | None = None
    region: str | None = None
    abroad: bool = False
    consent_student: date | None = None
    consent_guardian: date | None = None
    signed_school: date | None = None
    signed_host: date | None = None
    signed_student: date | None = None
    unsigned_why: str | None = None
    trained_on: date | None = None
    trained_passed: bool | None = None
    approved_on: date | None = None
    consented_on: date | None = None
    province_filing: str | None = None
    policy: str | None = None
    insured_from: date | None = None
    insured_to: date | None = None
    payer: Payer | None = None
    involvement: Involvement | None = None
    pay: int | None = None
    pay_method: PayMethod | None = None
    pay_days: int | None = None
    charged: int | None = None
    daily_hours: int | None = None
    weekly_hours: int | None = None
    overtime: int | None = None
    shift_from: time | None = None
    shift_to: time | None = None
    rest_days: bool | None = None
    lodging: Lodging | None = None
    lodging_consent: date | None = None
    agency: str | None = None
    school_score: int | None = None
    host_score: int | None = None
    self_score: int | None = None
    contacts: tuple[ContactFacts, ...] = ()
    weeks: frozenset[int] = frozenset()  # whose weekly record was handed in
    documents: tuple[DocumentFacts, ...] = ()
    incidents: tuple[IncidentFacts, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """When the student is on post; nothing while a date is missing or they make no sense."""
        if self.segments:
            return tuple(sorted(self.segments))
        if self.starts is None or self.ends is None or self.ends < self.starts:
            return ()
        return (Span(self.starts, self.ends),)


@dataclass(frozen=True, slots=True)
class Stay:
    """A student at a host: what counts into ratios and durations. No spans: no dates known."""

    student: UUID
    host: UUID | None
    post: UUID | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PlannedFacts:
    """How many a batch means to send to a host, or to one post there."""

    batch: UUID
    host: UUID
    post: UUID | None = None
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """Students who are planned for a host and not placed yet."""

    batch: UUID
    host: UUID
    post: UUID | None
    span: Span
    count: int


@dataclass(frozen=True, slots=True)
class EmergencyFacts:
    """An emergency plan made with a host for a batch."""

    batch: UUID
    host: UUID
    on: date


@dataclass(frozen=True, slots=True)
class ExemptionFacts:
    """A filing that lifts what interns otherwise may not do."""

    batch: UUID
    host: UUID
    scopes: frozenset[ExemptScope]
    post: str | None = None  # none: every post there
    number: str | None = None
    filed_on: date | None = None


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """Somebody from the school went there."""

    batch: UUID
    host: UUID
    on: date


@dataclass(frozen=True, slots=True)
class WaiverFacts:
    """A finding somebody decided to live with."""

    rule: str
    subject: UUID
    batch: UUID | None
    reason: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known about some batches, and what counts towards their hosts from elsewhere."""

    batches: Sequence[BatchFacts] = ()
    hosts: Sequence[HostFacts] = ()
    posts: Sequence[PostFacts] = ()
    students: Sequence[StudentFacts] = ()
    placements: Sequence[PlacementFacts] = ()
    elsewhere: Sequence[Stay] = ()  # post internships of the same hosts or students outside
    planned: Sequence[PlannedFacts] = ()
    coming: Sequence[Expected] = ()  # what batches outside still plan for the same hosts
    emergency: Sequence[EmergencyFacts] = ()
    exemptions: Sequence[ExemptionFacts] = ()
    visits: Sequence[VisitFacts] = ()
    waivers: Sequence[WaiverFacts] = ()
    calendar: Calendar = field(default_factory=Calendar)
    province: str | None = None  # of the school, two digits


# What is said to be missing, by what a check asks for.
LABELS = {
    "batch.clauses": "三方协议载明事项",
    "calendar": "节假日表",
    "host.credit": "信用核查",
    "host.industry": "所属行业（小类）",
    "host.other_interns": "外校实习生数",
    "host.registered": "已办法人或非法人组织登记",
    "host.staff": "在岗职工总数",
    "placement.arrangement": "实习安排",
    "placement.charged": "向学生收费",
    "placement.daily_hours": "日工时",
    "placement.ends": "结束日期",
    "placement.host": "实习单位",
    "placement.host_score": "企业评分",
    "placement.insured_from": "保险起",
    "placement.insured_to": "保险止",
    "placement.involvement": "工作方式",
    "placement.lodging": "住宿",
    "placement.overtime": "月加班",
    "placement.pay": "实习报酬",
    "placement.pay_days": "支付周期",
    "placement.pay_method": "支付方式",
    "placement.payer": "出资方",
    "placement.post": "岗位档案",
    "placement.region": "实习地点",
    "placement.rest_days": "休息日安排实习",
    "placement.school_score": "学校评分",
    "placement.self_score": "学生自评",
    "placement.shift_from": "上班时间",
    "placement.shift_to": "下班时间",
    "placement.starts": "开始日期",
    "placement.trained_passed": "岗前考核合格",
    "placement.weekly_hours": "周工时",
    "post.hazards": "禁忌作业类别",
    "post.labour_grade": "劳动强度等级",
    "post.majors": "岗位对应专业",
    "post.staff": "同岗职工数",
    "post.wage": "同岗工资标准",
    "province": "学校代码（由它得知学校所在省份）",
    "student.birth": "出生日期",
    "student.enrolled": "入学年份",
    "student.major": "学生专业代码",
    "student.sex": "性别",
}
