"""Practice, recognitions and rounds of the sample college: every case an office meets.

Who it is stands in `teacher.csv`; what happened to them stands here, by staff number, in days
before today.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.models import (
    Application,
    Evidence,
    PartTimeEngagement,
    PracticeStint,
    Recognition,
    RecognitionEvent,
    RecognitionRound,
    RecognitionStandard,
    Teacher,
    TeacherAchievement,
    TeacherQualification,
    TrainingRecord,
)
from app.models.recognition import (
    ApplicationState,
    RoundState,
)
from app.models.recognition import RecognitionLevel as Level
from app.models.recognition import RecognitionState as State
from app.models.recognition import RecognitionStep as Step
from app.models.teachers import (
    AchievementKind,
    AchievementLevel,
    EngagementKind,
    PracticeForm,
    StintGrade,
    TitleLevel,
    TrainingKind,
)
from app.services.database import Writing
from app.services.office import Office
from app.services.recognition.pack import read
from app.services.recognition.standards import templates
from app.services.sample.filling import Filling
from app.services.years import years_before

Keys = Mapping[str, UUID]  # teachers by staff number
Rows = Sequence[tuple[Any, ...]]
_AUTHORITY = "川湘示例职业技术学院"

# Number, first and last day before today (None: still there; negative: ahead), company, form.
_STINTS: Rows = (
    ("00101", 900, 760, "成都示例锦程智能装备有限公司", PracticeForm.RESEARCH),
    ("00101", 800, 720, "成都示例川西数控机床有限公司", PracticeForm.PRODUCTION),  # overlaps
    ("00102", 1500, 1400, "成都示例云帆机器人有限公司", PracticeForm.MANAGING),
    ("00102", 400, 290, "成都示例锦程智能装备有限公司", PracticeForm.RESEARCH),
    ("00103", 1820, 1635, "成都示例云帆机器人有限公司", PracticeForm.PRODUCTION),  # falls below
    ("00104", 620, 470, "成都示例川西数控机床有限公司", PracticeForm.PRODUCTION),
    ("00104", 75, None, "成都示例精工模具有限公司", PracticeForm.TRAINING),  # still there
    ("00105", 900, 700, "德阳示例重装机械股份有限公司", PracticeForm.PRODUCTION),
    ("00108", 1200, 1000, "德阳示例重装机械股份有限公司", PracticeForm.PRODUCTION),
    ("00109", 300, 180, "成都示例精工模具有限公司", PracticeForm.TRAINING),
    ("00109", -30, -90, "成都示例精工模具有限公司", PracticeForm.TRAINING),  # to come
    ("00201", 1300, 1110, "四川示例蓉驰汽车集团有限公司", PracticeForm.RESEARCH),
    ("00202", 700, 560, "成都示例众行汽车服务有限公司", PracticeForm.PRODUCTION),
    ("00202", 200, 140, "成都示例蓉驰汽车零部件有限公司", PracticeForm.TRAINING),
    ("00203", 1000, 810, "重庆示例山城智能网联汽车有限公司", PracticeForm.RESEARCH),
    ("00204", 260, 110, "成都示例驭风新能源汽车有限公司", PracticeForm.TRAINING),
    ("00205", 2300, 2000, "成都示例众行汽车服务有限公司", PracticeForm.PRODUCTION),  # long ago
    ("00301", 950, 760, "成都示例云栈软件有限公司", PracticeForm.RESEARCH),
    ("00302", 640, 455, "成都示例云栈软件有限公司", PracticeForm.PRODUCTION),
    ("00303", 330, 285, "成都示例智感物联科技有限公司", PracticeForm.OBSERVING),
    ("00401", 1100, 915, "眉山示例东坡泡菜食品有限公司", PracticeForm.TRAINING),
    ("00402", 800, 650, "成都示例百草生物制药有限公司", PracticeForm.PRODUCTION),
    ("00402", 690, 600, "某生物工程中试基地", PracticeForm.TRAINING),  # no partner of ours
    ("00403", 500, 300, "湘西示例武陵酒业有限公司", PracticeForm.PRODUCTION),
    ("00501", 420, 390, "成都示例正信会计师事务所", PracticeForm.MANAGING),
    ("00502", 1790, 1600, "成都示例蓉集电子商务有限公司", PracticeForm.MANAGING),  # falls below
    ("00503", 610, 520, "成都示例快达仓储有限公司", PracticeForm.PRODUCTION),
    ("00601", 980, 790, "成都示例康宁医院", PracticeForm.PRODUCTION),
    ("00602", 720, 600, "成都示例康宁医院", PracticeForm.PRODUCTION),
    ("00602", 60, 30, "成都示例颐和养老服务有限公司", PracticeForm.OBSERVING),
    ("00701", 480, 360, "成都示例霓裳制衣有限公司", PracticeForm.TRAINING),
    ("00702", 850, 650, "湘西示例苗银文化有限公司", PracticeForm.RESEARCH),
    ("00801", 540, 480, "凤凰示例古城文旅有限公司", PracticeForm.OBSERVING),
    ("00902", 350, 230, "吉首示例湘货优选电子商务有限公司", PracticeForm.PRODUCTION),
)  # fmt: skip

# Number, level, granted and last day in days from today, what happened later: step, day, reason.
_RECOGNISED: Rows = (
    ("00101", Level.JUNIOR, -2400, -600, (Step.SUPERSEDE, -1000, "升级为高级")),
    ("00101", Level.SENIOR, -1000, 825, None),
    ("00102", Level.SENIOR, -1400, 425, None),
    ("00103", Level.MIDDLE, -1810, 15, None),  # review within 30 days
    ("00104", Level.JUNIOR, -700, 1125, None),
    ("00105", Level.MIDDLE, -900, 925, None),  # has left
    ("00108", Level.JUNIOR, -1775, 50, None),  # within 60
    ("00201", Level.SENIOR, -1100, 725, None),
    ("00202", Level.MIDDLE, -1745, 80, None),  # within 90
    ("00203", Level.MIDDLE, -500, 1325, None),
    ("00205", Level.JUNIOR, -1900, -75, None),  # expired, nobody reviewed it
    ("00301", Level.MIDDLE, -2000, -175, (Step.RENEW, -200, "复核合格")),
    ("00302", Level.JUNIOR, -400, 1425, None),
    ("00401", Level.MIDDLE, -800, 1025, None),
    ("00403", Level.JUNIOR, -1200, 625, (Step.SUSPEND, -60, "师德核查期间暂停")),
    ("00502", Level.MIDDLE, -1300, 525, None),
    ("00503", Level.JUNIOR, -450, 1375, None),  # on leave
    ("00601", Level.JUNIOR, -650, 1175, None),
    ("00602", Level.JUNIOR, -1700, 125, (Step.REVIEW, -10, "提前复核")),
    ("00702", Level.MIDDLE, -600, 1225, None),
    ("00801", Level.JUNIOR, -1500, 325, (Step.REVOKE, -300, "佐证材料不实")),
    ("W0001", Level.SENIOR, -1250, 575, None),
    ("W0003", Level.MIDDLE, -350, 1475, None),
    ("W0004", Level.JUNIOR, 20, 1845, None),  # begins in twenty days
)

# Number, level, state, clause of the evidence, its name, its day before the cut-off (or after).
_APPLIED: Rows = (
    ("00104", Level.MIDDLE, ApplicationState.SUBMITTED, "2.2", "课程改革结题证书", -200),
    ("00106", Level.JUNIOR, ApplicationState.DRAFT, "1.2", "教学质量考核表", -120),
    ("00109", Level.JUNIOR, ApplicationState.CHECKING, "1.2", "精品课程立项文件", -300),
    ("00204", Level.JUNIOR, ApplicationState.RETURNED, "1.2", "公开课评价表", 12),  # too late
    ("00302", Level.MIDDLE, ApplicationState.QUALIFIED, "2.2", "指导学生竞赛获奖证书", -90),
    ("00402", Level.MIDDLE, ApplicationState.EXPERTS, "2.2", "活页式教材出版证明", -150),
    ("00901", Level.JUNIOR, ApplicationState.SUBMITTED, "1.2", "说课比赛获奖证书", None),
    ("00902", Level.JUNIOR, ApplicationState.WITHDRAWN, "1.2", "教学日志", -60),
)  # fmt: skip


def fill_recognition(office: Office, filling: Filling) -> None:
    """Everything, in the order in which an office would have entered it."""
    keys: Keys = {str(each.number): each.id for each in office.of(Teacher).all()}
    with office.db.write("载入教师企业实践、培训和业绩") as writing:
        _practise(filling, writing, keys)
        _train(filling, writing, keys)
        _engage(filling, writing, keys)
    with office.db.write("载入双师型教师认定") as writing:
        done, running = _rounds(filling, writing)
        _recognise(filling, writing, keys, done)
        _apply(filling, writing, keys, running)


def _practise(filling: Filling, writing: Writing, keys: Keys) -> None:
    grades = tuple(StintGrade)[:3]
    rows = []
    for n, (number, first, last, company, form) in enumerate(_STINTS):
        ends = None if last is None else _before(filling, last)
        rows.append(
            {
                "teacher_id": keys[number],
                "enterprise": company,
                "partner_id": filling.key("partner", company) if "示例" in company else None,
                "form": form,
                "starts": _before(filling, first),
                "ends": ends,
                "post": ("工艺员", "技术员", "项目助理", "质检员")[n % 4],
                "grade": grades[n % 3] if ends and ends < filling.today else None,
                "result": "形成一份岗位案例，已用于课程教学。" if n % 3 == 0 else None,
                "evidence": "企业鉴定表、考勤表" if n % 5 else None,
            }
        )
    filling.add(writing, PracticeStint, rows)


def _train(filling: Filling, writing: Writing, keys: Keys) -> None:
    trained = [
        {
            "teacher_id": keys[number],
            "name": f"{name}骨干教师培训",
            "kind": kind,
            "organiser": "示例师资培训基地",
            "starts": _before(filling, day),
            "ends": _before(filling, day - 9),
            "hours": 80,
        }
        for number, name, kind, day in (
            ("00101", "数控技术", TrainingKind.NATIONAL, 480),
            ("00203", "智能网联汽车", TrainingKind.PROVINCIAL, 300),
            ("00302", "软件技术", TrainingKind.ENTERPRISE, 130),
        )
    ]
    filling.add(writing, TrainingRecord, trained)
    achieved = [
        {
            "teacher_id": keys[number],
            "name": name,
            "kind": kind,
            "level": level,
            "on": _before(filling, day),
            "amount": amount,
        }
        for number, name, kind, level, day, amount in (
            ("00101", "薄壁件加工工艺改进", AchievementKind.SERVICE, None, 420, Decimal(360_000)),
            ("00102", "机器人打磨专利", AchievementKind.PATENT, None, 700, None),
            ("00201", "新能源汽车课程思政示范课", AchievementKind.COURSE,
             AchievementLevel.PROVINCIAL, 500, None),
            ("00302", "指导软件测试赛项二等奖", AchievementKind.COACHING,
             AchievementLevel.PROVINCIAL, 200, None),
        )
    ]  # fmt: skip
    filling.add(writing, TeacherAchievement, achieved)
    qualified = [
        {
            "teacher_id": keys[number],
            "name": name,
            "level": level,
            "issuer": "示例技能鉴定机构",
            "on": _before(filling, day),
        }
        for number, name, level, day in (
            ("00106", "工业机器人系统操作员技师", TitleLevel.MIDDLE, 600),
            ("00204", "新能源汽车装调工（三级）", TitleLevel.JUNIOR, 240),
            ("00303", "物联网安装调试员", None, 150),
        )
    ]
    filling.add(writing, TeacherQualification, qualified)


def _engage(filling: Filling, writing: Writing, keys: Keys) -> None:
    """Part-time teachers: one agreement has run out, one says nothing of hours."""
    companies = (
        "四川示例蓉驰汽车集团有限公司", "成都示例蓉驰汽车零部件有限公司",
        "成都示例川西数控机床有限公司", "湘西示例武陵酒业有限公司", "成都示例云栈软件有限公司",
        "成都示例康宁医院",
    )  # fmt: skip
    hours = (96, 64, 72, 48, None, 80)
    rows = [
        {
            "teacher_id": keys[f"W000{n + 1}"],
            "kind": EngagementKind.PROFESSOR if n == 0 else EngagementKind.PART_TIME,
            "number": f"PR-{filling.year.start}-{n + 1:03}",
            "employer": company,
            "partner_id": filling.key("partner", company),
            "post": ("总工程师", "工艺主管", "高级技师", "酿造车间主任", "架构师", "护士长")[n],
            "starts": filling.year.first,
            "ends": _before(filling, 120) if n == 5 else filling.year.last,
            "hours": hours[n],
            "rate": Decimal(150),
            "paid": Decimal(150 * (hours[n] or 0)),
            "licensed": n % 2 == 0,
        }
        for n, company in enumerate(companies)
    ]
    rows[5]["starts"] = filling.year.before.first
    filling.add(writing, PartTimeEngagement, rows)


def _rounds(filling: Filling, writing: Writing) -> tuple[UUID, UUID]:
    """A standard of the college's own, the round of last year, and the one that runs."""
    text = next(each.text for each in templates() if each.key == "national-2022")
    standard = read(text)
    values = {"name": "本校认定实施细则（示例）", "source": "示例院〔{Y}〕12号", "text": text,
              "edition": "{Y}", "confirmed": False}  # fmt: skip
    values = {k: filling.text(v) if isinstance(v, str) else v for k, v in values.items()}
    (own,) = filling.add(writing, RecognitionStandard, [values])
    frozen = {
        "pack": str(own),
        "pack_name": standard.edition,
        "rules": text,
        "years": standard.years,
        "authority": _AUTHORITY,
    }
    done, running = filling.add(
        writing,
        RecognitionRound,
        [
            frozen
            | {
                "name": filling.text("{Y-1}年双师型教师认定"),
                "state": RoundState.DONE,
                "cut_off": _before(filling, 480),
                "frozen_on": _before(filling, 500),
                "decided_on": _before(filling, 400),
                "document": filling.text("示例院〔{Y-1}〕31号"),
            },
            frozen
            | {
                "name": filling.text("{Y}年双师型教师认定"),
                "state": RoundState.OPEN,
                "cut_off": _before(filling, 20),
                "frozen_on": _before(filling, 45),
                "opens": _before(filling, 40),
                "closes": _before(filling, -20),
            },
        ],
    )
    return done, running


def _recognise(filling: Filling, writing: Writing, keys: Keys, done: UUID) -> None:
    rows, later = [], []
    for n, (number, level, granted, until, then) in enumerate(_RECOGNISED, 1):
        rows.append(
            {
                "teacher_id": keys[number],
                "level": level,
                "state": _state_after(then),
                "number": f"SS{filling.year.start - 6}{n:04}",
                "granted_on": _before(filling, -granted),
                "valid_until": _before(filling, -until),
                "authority": _AUTHORITY,
                "round_id": done if granted == -400 else None,
                "document": filling.text("示例院〔{Y-1}〕31号") if granted == -400 else None,
            }
        )
        later.append(then)
    made = filling.add(writing, Recognition, rows)
    filling.add(writing, RecognitionEvent, list(_events(filling, made, later)))


def _state_after(then: tuple[Step, int, str] | None) -> State:
    if then is None:
        return State.VALID
    return {
        Step.RENEW: State.VALID,
        Step.SUPERSEDE: State.SUPERSEDED,
        Step.SUSPEND: State.SUSPENDED,
        Step.REVIEW: State.REVIEWING,
        Step.REVOKE: State.REVOKED,
    }[then[0]]


def _events(
    filling: Filling, made: Sequence[UUID], later: Iterable[tuple[Step, int, str] | None]
) -> Iterable[dict[str, Any]]:
    for key, then in zip(made, later, strict=True):
        if then is None:
            continue
        what, day, reason = then
        on = _before(filling, -day)
        until = years_before(on, -5) if what is Step.RENEW else None
        yield {
            "recognition_id": key, "on": on, "what": what, "reason": reason, "valid_until": until,
        }  # fmt: skip


def _apply(filling: Filling, writing: Writing, keys: Keys, running: UUID) -> None:
    rows = [
        {
            "round_id": running,
            "teacher_id": keys[number],
            "level": level,
            "state": state,
            "clauses": clause,
            "submitted_on": None if state is ApplicationState.DRAFT else _before(filling, 15),
            "returned_why": "公开课评价表晚于佐证截止日，请补充截止日以前的材料。"
            if state is ApplicationState.RETURNED
            else None,
        }
        for number, level, state, clause, *_ in _APPLIED
    ]
    made = filling.add(writing, Application, rows)
    cut_off = _before(filling, 20)
    papers = [
        {
            "application_id": key,
            "clause": clause,
            "name": name,
            "on": None if day is None else cut_off + timedelta(days=day),
            "pages": f"{n + 1}-{n + 2}",
        }
        for n, (key, (_, _, _, clause, name, day)) in enumerate(zip(made, _APPLIED, strict=True))
    ]
    filling.add(writing, Evidence, papers)


def _before(filling: Filling, days: int) -> date:
    return filling.today - timedelta(days=days)
