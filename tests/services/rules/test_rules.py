"""Every rule of the shipped pack: what passes, what does not (with its numbers), what is open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

import pytest

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
from app.models.rules import Severity
from app.models.students import Entry, Sex
from app.services.rules.calendar import Calendar
from app.services.rules.checks import CHECKS
from app.services.rules.facts import (
    LABELS,
    ContactFacts,
    CreditFacts,
    DocumentFacts,
    EmergencyFacts,
    ExemptionFacts,
    IncidentFacts,
    InspectionFacts,
    PlacementFacts,
    Stay,
    StudentFacts,
)
from app.services.rules.finding import Breach, Missing, Verdict
from app.services.rules.judge import judge
from app.services.rules.spans import Span
from tests.services.rules.world import (
    AFTER,
    BATCH,
    ENDS,
    HOST,
    ON,
    PACK,
    PLACEMENT,
    POST,
    STARTS,
    STUDENT,
    breach,
    change,
    good,
    missing,
    told,
)

LATE = STARTS + timedelta(days=1)


def stays(count: int, *spans: Span, post: UUID | None = None) -> list[Stay]:
    """So many other students at the same host."""
    return [Stay(UUID(int=1000 + n), HOST, post, spans) for n in range(count)]


def exemption(*scopes: ExemptScope, **given: Any) -> ExemptionFacts:
    return ExemptionFacts(
        BATCH,
        HOST,
        frozenset(scopes),
        **({"number": "特 2026-7", "filed_on": STARTS} | given),
    )


ALL_TERM = Span(STARTS, ENDS)
MINOR = {"student.birth": date(2009, 9, 2)}  # 16 on the first day, 17 the day after
AWAY = {
    "placement.region": "500112",
    "placement.consented_on": STARTS,
    "placement.province_filing": "川教备 2026-8",
}
OWN = {"placement.arrangement": Arrangement.STUDENT, "placement.approved_on": STARTS}


@dataclass(frozen=True)
class Case:
    """What makes a rule apply and pass, and what then breaks it."""

    rule: str
    broken: Mapping[str, Any]
    message: str
    numbers: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    on: date = ON
    lesser: bool = False


CASES = [
    Case(
        "I-01",
        {"host.registered": False},
        "未取得法人或非法人组织登记",
        given={"host.on_campus": True, "host.code": None, "host.registered": True},
    ),
    Case(
        "I-02",
        {"host.credit": (CreditFacts(date(2026, 7, 1), CreditResult.DISHONEST),)},
        "失信被执行",
        {"核查日期": date(2026, 7, 1), "核查结果": "失信被执行"},
    ),
    Case(
        "I-02",
        {"host.credit": (CreditFacts(ON - timedelta(days=366)),)},
        "已 366 天",
        {"核查日期": date(2025, 11, 20), "已过天数": 366, "有效天数": 365},
        lesser=True,
    ),
    Case("I-02", {"host.barred": True}, "黑名单"),
    Case("I-03", {"host.inspections": ()}, "缺少实地考察评估书面报告", {"开始日期": STARTS}),
    Case(
        "I-03",
        {"host.inspections": (InspectionFacts(LATE),)},
        "晚于首批学生开始日期",
        {"开始日期": STARTS, "考察日期": LATE},
    ),
    Case(
        "I-03",
        {"host.inspections": (InspectionFacts(STARTS, Conclusion.UNFIT),)},
        "不符合要求",
        {"开始日期": STARTS, "考察日期": STARTS},
    ),
    Case(
        "I-03",
        {"host.inspections": (InspectionFacts(STARTS, empty=("健康保障", "安全防护")),)},
        "缺 2 项：健康保障、安全防护",
        {"开始日期": STARTS, "考察日期": STARTS, "缺项数": 2},
        lesser=True,
    ),
    Case(
        "I-04",
        {"batch.published_on": None},
        "缺少名单公布",
        {"开始日期": STARTS, "党组织会议": date(2026, 8, 1)},
    ),
    Case(
        "I-04",
        {"batch.published_on": date(2026, 7, 31)},
        "早于党组织会议",
        {"党组织会议": date(2026, 8, 1), "名单公布": date(2026, 7, 31)},
    ),
    Case("I-05", {"batch.plan_on": None}, "缺少实习方案", {"开始日期": STARTS}),
    Case(
        "I-05",
        {"batch.plan_on": LATE},
        "晚于开始日期",
        {"开始日期": STARTS, "实习方案": LATE},
    ),
    Case("I-06", {"placement.mentor": None}, "未指派企业指导人员"),
    Case(
        "I-06",
        {"placement.teacher_left": date(2026, 9, 1)},
        "彭书宁已于 2026-09-01 离校",
        {"离校日期": date(2026, 9, 1)},
    ),
    Case(
        "I-06",
        {"placement.mentor_left": date(2026, 10, 1)},
        "张子墨已于 2026-10-01 离任",
        {"离任日期": date(2026, 10, 1)},
    ),
    Case(
        "I-07",
        {"student.major": "530302"},
        "跨专业大类",
        {"学生专业代码": "530302", "岗位对应专业": "460103"},
    ),
    Case(
        "I-07",
        {"student.major": "460701"},
        "专业类不同",
        {"学生专业代码": "460701", "岗位对应专业": "460103"},
        lesser=True,
    ),
    Case(
        "I-08",
        {"placement.consent_guardian": LATE},
        "监护人签字 2026-09-02",
        {"开始日期": STARTS, "学生签字": date(2026, 8, 20), "监护人签字": LATE},
    ),
    Case(
        "I-09",
        {"placement.approved_on": None},
        "缺少学校批准",
        {"开始日期": STARTS, "学生申请": date(2026, 8, 20), "监护人签字": date(2026, 8, 20)},
        given=OWN,
    ),
    Case(
        "I-10",
        {"elsewhere": stays(17, ALL_TERM)},
        "占比 10.5 %，超过 10 %",
        {
            "实习学生": 21,
            "职工": 200,
            "上限百分比": 10,
            "占比": "10.5 %",
            "峰值日": STARTS,
            "首个超出日": STARTS,
            "最后超出日": ENDS,
            "超出天数": 180,
            "超出人数": 1,
            "外校实习学生": 3,
            "统计日期": date(2026, 6, 30),
        },
        given={"elsewhere": stays(16, ALL_TERM)},  # 20 of 200: exactly 10 %
    ),
    Case(
        "I-11",
        {"elsewhere": stays(8, Span(ENDS, ENDS), post=POST)},
        "占比 22.5 %，超过 20 %",
        {
            "实习学生": 9,
            "职工": 40,
            "上限百分比": 20,
            "占比": "22.5 %",
            "峰值日": ENDS,
            "首个超出日": ENDS,
            "最后超出日": ENDS,
            "超出天数": 1,
            "超出人数": 1,
            "统计日期": date(2026, 6, 30),
        },
        given={"elsewhere": stays(7, ALL_TERM, post=POST)},  # 8 of 40: exactly 20 %
    ),
    Case("I-12", {"placement.arrangement": Arrangement.ORDERED}, "上级指定"),
    Case(
        "I-13",
        {"placement.ends": STARTS + timedelta(days=163)},
        "共 164 天",
        {
            "天数": 164,
            "分段数": 1,
            "开始日期": STARTS,
            "结束日期": date(2027, 2, 11),
            "一般不少于": 165,
        },
        given={"placement.ends": STARTS + timedelta(days=164)},
        lesser=True,
    ),
    Case(
        "I-13",
        {"elsewhere": [Stay(STUDENT, None, None, (Span(date(2025, 9, 1), date(2026, 3, 6)),))]},
        "超过 366 天",
        {
            "天数": 367,
            "分段数": 2,
            "开始日期": date(2025, 9, 1),
            "结束日期": ENDS,
            "上限": 366,
        },
    ),
    Case("I-13", {"batch.plan_tasks": None}, "没有实习任务清单"),
    Case("I-14", {"batch.leader": None}, "未明确分管校领导"),
    Case(
        "I-14",
        {"emergency": [EmergencyFacts(BATCH, HOST, LATE)]},
        "应急预案",
        {"开始日期": STARTS, "应急预案": LATE},
    ),
    Case(
        "I-15",
        {"placement.signed_host": None, "placement.signed_student": LATE},
        "未签三方协议不得安排实习：缺少单位签订；晚于开始日期：学生签订 2026-09-02",
        {"开始日期": STARTS, "学校签订": date(2026, 8, 20), "学生签订": LATE},
    ),
    Case(
        "I-16",
        {"batch.clauses": frozenset(Clause) - {Clause.BREACH}},
        "缺 1 项必备内容：违约责任",
        {"缺项数": 1, "应有项数": 9},
    ),
    Case(
        "I-17",
        {"student.enrolled": 2026},
        "第 1 学年",
        {"入学年份": 2026, "开始日期": STARTS, "学年序": 1},
        given={"student.enrolled": 2025},
    ),
    Case(
        "I-18",
        {"student.birth": date(2010, 9, 2)},
        "未满 16 周岁，现 15 周岁",
        {"出生日期": date(2010, 9, 2), "开始日期": STARTS, "周岁": 15, "最低年龄": 16},
        given={"student.birth": date(2010, 9, 1)},  # sixteen that very day
    ),
    Case(
        "I-19",
        {"post.hazards": frozenset({Hazard.DUST, Hazard.HEAT})},
        "开始日 16 周岁，属未成年人，不得安排禁忌作业：数控车铣操作员（高温、生产性粉尘）",
        {"周岁": 16, "岗位": "数控车铣操作员", "禁忌作业": "高温、生产性粉尘"},
        given=MINOR,
    ),
    Case(
        "I-20",
        {"post.hazards": frozenset({Hazard.LOAD})},
        "女学生，不得安排禁忌作业",
        {"岗位": "数控车铣操作员", "禁忌作业": "重负荷搬运"},
    ),
    Case("I-21", {"host.industry": "R9011"}, "营业性娱乐场所", {"行业代码": "R9011"}),
    Case("I-21", {"host.industry": "6233"}, "营业性娱乐场所", {"行业代码": "6233"}),
    Case("I-21", {"host.entertainment": True}, "经营性娱乐场所"),
    Case(
        "I-22",
        {"placement.agency": "示例劳务有限公司"},
        "示例劳务有限公司",
        {"经办中介": "示例劳务有限公司"},
    ),
    Case(
        "I-22",
        {"host.industry": "L7263"},
        "职业中介或劳务派遣",
        {"行业代码": "L7263"},
        lesser=True,
    ),
    Case(
        "I-23",
        {"post.labour_grade": 3},
        "体力劳动强度为 3 级",
        {"劳动强度等级": 3, "岗位": "数控车铣操作员"},
    ),
    Case(
        "I-24",
        {"post.hazards": frozenset({Hazard.HEIGHT})},
        "高风险作业（高处作业）",
        {"岗位": "数控车铣操作员", "高风险作业": "高处作业"},
    ),
    Case("I-25", {"placement.rest_days": True}, "期间共 54 天", {"休息日数": 54}),
    Case(
        "I-25",
        {"placement.weekly_hours": 48},
        "每周 48 小时、每天 8 小时",
        {"周工时": 48, "日工时": 8},
        lesser=True,
    ),
    Case(
        "I-25",
        {"placement.segments": (Span(date(2026, 10, 1), date(2026, 10, 7)),)},
        "2026-10-01 至 2026-10-07 全是休息日",
        {"开始日期": date(2026, 10, 1), "结束日期": date(2026, 10, 7)},
    ),
    Case(
        "I-26",
        {"placement.daily_hours": 10, "placement.weekly_hours": 50},
        "每天 10 小时，超过 8 小时；每周 50 小时，超过 40 小时",
        {"日工时": 10, "日工时上限": 8, "周工时": 50, "周工时上限": 40},
    ),
    Case("I-26", {"placement.overtime": 20}, "每月加班 20 小时", {"月加班": 20}),
    Case(
        "I-26",
        {"post.night": True, "placement.shift_to": None},
        "数控车铣操作员有夜班",
        {"岗位": "数控车铣操作员"},
        lesser=True,
    ),
    Case(
        "I-26",
        {"placement.shift_from": time(20, 0), "placement.shift_to": time(4, 0)},
        "班次 20:00–04:00 含夜间（22:00–06:00）",
        {"上班时间": "20:00", "下班时间": "04:00"},
    ),
    Case(
        "I-27",
        {"exemptions": [exemption(ExemptScope.NIGHT, number=None)]},
        "没有备案号，不予认可",
        {"备案日期": STARTS, "开始日期": STARTS},
        given={"exemptions": [exemption(ExemptScope.NIGHT)]},
    ),
    Case(
        "I-27",
        {"exemptions": [exemption(ExemptScope.NIGHT, filed_on=LATE)]},
        "晚于开始日期",
        {"备案号": "特 2026-7", "备案日期": LATE, "开始日期": STARTS},
        given={"exemptions": [exemption(ExemptScope.NIGHT)]},
    ),
    Case(
        "I-28",
        {"placement.pay": 299_999},
        "实习报酬低于标准：2999.99 元，同岗工资 4200.00 元的 80 % 为 3360.00 元",
        {"实习报酬": "2999.99", "同岗工资": "4200.00", "标准": "3360.00", "最低档工资": "3000.00"},
        given={"placement.pay": 300_000},  # the lowest grade is enough
    ),
    Case(
        "I-28",
        {"placement.pay": 0},
        "应当给予适当报酬",
        given={"placement.involvement": Involvement.ASSISTING},
    ),
    Case(
        "I-28",
        {"placement.pay": 1_680_000},
        "请核对",
        {"实习报酬": "16800.00", "同岗工资": "4200.00"},
        lesser=True,
    ),
    Case(
        "I-29",
        {"placement.pay_method": PayMethod.GOODS},
        "实物或代金券",
        {"支付方式": "实物或代金券", "支付周期": 30},
    ),
    Case(
        "I-29",
        {"placement.pay_days": 32},
        "支付周期 32 天",
        {"支付周期": 32, "上限": 31},
        given={"placement.pay_days": 31},
        lesser=True,
    ),
    Case("I-30", {"placement.charged": 5_000}, "50.00 元", {"向学生收费": "50.00"}),
    Case("I-31", {"host.declared_on": None}, "书面承诺"),
    Case(
        "I-32",
        {"placement.contacts": (ContactFacts(date(2026, 11, 10)),)},
        "没有告知监护人的记录",
        {"开始日期": STARTS, "已过天数": 81},
    ),
    Case(
        "I-32",
        {"placement.contacts": (ContactFacts(date(2026, 10, 1), guardian=True),)},
        "已 149 天",
        {"最近告知": date(2026, 10, 1), "已过天数": 149, "间隔上限": 120},
        on=AFTER,
    ),
    Case(
        "I-33",
        {"placement.lodging_consent": None},
        "自行住宿",
        given={"placement.lodging": Lodging.OWN, "placement.lodging_consent": STARTS},
    ),
    Case(
        "I-34",
        {"placement.consented_on": None},
        "跨省实习未经主管部门同意",
        {"开始日期": STARTS},
        given=AWAY,
    ),
    Case(
        "I-34",
        {"placement.province_filing": None},
        "没有省级备案号",
        {"主管部门同意": STARTS, "开始日期": STARTS},
        given=AWAY,
    ),
    Case(
        "I-35",
        {"batch.filing_number": None},
        "没有主管部门备案号",
        {"开始日期": STARTS, "备案日期": date(2026, 8, 20)},
    ),
    Case(
        "I-36",
        {"placement.host_score": None},
        "缺企业评分",
        {"结束日期": ENDS, "应完成": date(2027, 3, 29)},
        on=AFTER,
    ),
    Case(
        "I-37",
        {"placement.host_score": 59, "placement.self_score": 59},
        "总评 59 分，合格线 60 分",
        {"总评": 59, "合格线": 60},
        given={
            "placement.school_score": 60,
            "placement.host_score": 59,
            "placement.self_score": 60,  # 59.5: a half counts up
        },
        on=AFTER,
    ),
    Case(
        "I-38",
        {
            "placement.documents": (
                DocumentFacts(AFTER, frozenset(DocumentKind) - {DocumentKind.REPORT}),
            )
        },
        "归档材料 7/8，缺：学生实习报告",
        {"已归档": 7, "应归档": 8, "应完成": date(2027, 3, 29)},
        on=AFTER,
    ),
    Case(
        "I-39",
        {"placement.trained_passed": False},
        "岗前考核不合格",
        {"岗前培训": date(2026, 8, 28), "开始日期": STARTS},
    ),
    Case("I-39", {"placement.trained_on": None}, "缺少岗前培训", {"开始日期": STARTS}),
    Case(
        "I-40",
        {"placement.insured_to": ENDS - timedelta(days=1)},
        "保险期间未覆盖实习期间",
        {
            "保险起": STARTS,
            "保险止": date(2027, 2, 26),
            "开始日期": STARTS,
            "结束日期": ENDS,
            "缺天数": 1,
        },
    ),
    Case(
        "I-40",
        {"placement.policy": None, "placement.insured_from": None, "placement.insured_to": None},
        "没有实习责任保险",
    ),
    Case("I-41", {"placement.payer": Payer.STUDENT}, "保险费由学生承担"),
    Case(
        "I-42",
        {"placement.incidents": (IncidentFacts(date(2026, 11, 13), None, "校领导"),)},
        "已 8 天未结案",
        {"发生日期": date(2026, 11, 13), "已过天数": 8, "期限": 7},
        given={"placement.incidents": (IncidentFacts(date(2026, 11, 14), None, "校领导"),)},
    ),
]
each_case = pytest.mark.parametrize(
    "case", CASES, ids=[f"{case.rule}-{at}" for at, case in enumerate(CASES)]
)


def test_every_rule_of_the_pack_is_tried() -> None:
    assert [rule.id for rule in PACK.rules] == [f"I-{n:02}" for n in range(1, 43)]
    assert {case.rule for case in CASES} == {rule.id for rule in PACK.rules}
    assert {name for rule in PACK.rules for name in rule.checks} == set(CHECKS)


@each_case
def test_what_is_in_order_passes(case: Case) -> None:
    found = told(case.rule, change(good(), case.given), case.on)
    assert Verdict.PASSED in found
    assert not [each for each in found if isinstance(each, Breach | Missing)]


@each_case
def test_a_breach_says_what_is_wrong_with_its_numbers(case: Case) -> None:
    found = breach(case.rule, change(good(), {**case.given, **case.broken}), case.on)
    assert case.message in found.message
    assert found.numbers == case.numbers
    assert found.lesser is case.lesser


@each_case
def test_the_finding_carries_all_it_takes_to_explain_and_clear_it(case: Case) -> None:
    facts = change(good(), {**case.given, **case.broken})
    judgement = judge(facts, PACK, case.on)
    (found,) = [each for each in judgement.findings if each.rule == case.rule]
    rule = PACK.rule(case.rule)
    assert found.severity is (rule.lesser if case.lesser else rule.severity)
    assert found.cited.pack == "internship-2021@2026.11"
    assert found.cited.how_to_clear == rule.clear
    assert rule.article in found.cited.source
    assert found.subject.title


NEEDS = [
    (check.name, need, case)
    for check in CHECKS.values()
    for need in check.needs
    for case in CASES
    if check.name in PACK.rule(case.rule).checks and not case.lesser
]
_UNKNOWN = {"calendar": Calendar(), "host.credit": ()}


@pytest.mark.parametrize(("name", "need"), sorted({(name, need) for name, need, _ in NEEDS}))
def test_a_missing_field_is_never_a_pass(name: str, need: str) -> None:
    case = next(case for known, wanted, case in NEEDS if (known, wanted) == (name, need))
    facts = change(good(), {**case.given, need: _UNKNOWN.get(need)})
    if need == "placement.region":
        facts = change(facts, {"host.region": None})
    if need == "post.wage":
        facts = change(facts, {"host.lowest_wage": None, "placement.pay": 100})
    if need == "placement.involvement":
        facts = change(facts, {"host.lowest_wage": None, "placement.pay": 100})
    if need == "placement.post" and name == "paid_enough":
        facts = change(facts, {"host.lowest_wage": None})
    found = told(case.rule, facts, case.on)
    assert need in missing(case.rule, facts, case.on)
    looked_at = [each for each in found if each is Verdict.PASSED]
    others = {*PACK.rule(case.rule).checks} - {name, "daytime"}  # no post here has night shifts
    assert len(looked_at) == len(others)
    assert LABELS[need]


def test_every_need_has_a_label_and_every_label_is_needed() -> None:
    declared = {need for check in CHECKS.values() for need in check.needs}
    assert declared | {"placement.host", "calendar"} == set(LABELS)


# --- boundaries and single decisions


def test_the_last_insured_day_may_be_the_last_day() -> None:
    assert told("I-40", good()) == [Verdict.PASSED]


def test_insurance_has_to_cover_only_the_days_on_post() -> None:
    weeks = (Span(STARTS, date(2026, 9, 30)), Span(date(2027, 2, 1), ENDS))
    facts = change(good(), {"placement.segments": weeks, "placement.insured_to": STARTS})
    assert breach("I-40", facts).numbers["缺天数"] == 29 + 27


def test_half_a_policy_is_not_judged() -> None:
    assert missing("I-40", change(good(), {"placement.insured_to": None})) == {
        "placement.insured_to"
    }


def test_eighteen_on_the_first_day_is_no_minor() -> None:
    facts = change(good(), {"post.hazards": frozenset({Hazard.DUST})})
    assert told("I-19", change(facts, {"student.birth": date(2008, 9, 1)})) == [
        Verdict.NOT_CONCERNED
    ]
    assert breach("I-19", change(facts, {"student.birth": date(2008, 9, 2)})).numbers["周岁"] == 17


def test_born_on_the_29th_of_february_is_older_from_the_1st_of_march() -> None:
    born = {"student.birth": date(2008, 2, 29), "placement.ends": date(2024, 12, 1)}
    young = change(good(), {**born, "placement.starts": date(2024, 2, 28)})
    assert breach("I-18", young).numbers["周岁"] == 15
    old = change(good(), {**born, "placement.starts": date(2024, 2, 29)})
    assert told("I-18", old) == [Verdict.PASSED]


def test_two_plus_three_students_are_told_how_their_years_are_counted() -> None:
    facts = change(good(), {"student.enrolled": 2026, "student.entry": Entry.JOINT_2_3})
    assert "现学段" in breach("I-17", facts).message


def test_starting_before_enrolment_is_no_pass() -> None:
    assert breach("I-17", change(good(), {"student.enrolled": 2027})).numbers["学年序"] == 0


def test_majors_of_other_levels_are_compared_by_category() -> None:
    assert told("I-07", change(good(), {"student.major": "660103"})) == [Verdict.PASSED]
    assert breach("I-07", change(good(), {"student.major": "660601"})).lesser


def test_a_filing_sheet_that_says_it_does_not_match_is_believed() -> None:
    facts = change(good(), {"placement.matched": False, "placement.post": None})
    assert "不对口" in breach("I-07", facts).message


def test_own_choice_replaces_the_consent_form() -> None:
    facts = change(good(), {**OWN, "placement.consent_guardian": None})
    assert told("I-08", facts) == [Verdict.NOT_CONCERNED]
    assert "监护人签字" in breach("I-09", facts).message


def test_a_coarse_industry_code_is_not_judged() -> None:
    for code in ("R", "R90", "H62"):
        assert missing("I-21", change(good(), {"host.industry": code})) == {"host.industry"}
    assert told("I-21", change(good(), {"host.industry": "H6210"})) == [Verdict.PASSED]


def test_three_years_after_a_violation_it_is_forgotten() -> None:
    old = CreditFacts(date(2023, 11, 21), CreditResult.VIOLATION)
    fresh = CreditFacts(date(2026, 11, 1))
    facts = change(good(), {"host.credit": (old, fresh)})
    assert breach("I-02", facts).numbers["核查日期"] == date(2023, 11, 21)
    assert told("I-02", facts, ON + timedelta(days=1)) == [Verdict.PASSED]


def test_no_look_up_at_all_is_not_judged() -> None:
    assert missing("I-02", change(good(), {"host.credit": ()})) == {"host.credit"}


def test_abroad_needs_no_region() -> None:
    facts = change(good(), {"placement.abroad": True, "placement.region": None})
    assert "赴国（境）外实习未经主管部门同意" in breach("I-34", facts).message
    assert "赴国（境）外" in breach("I-34", change(good(), {"placement.region": "810000"})).message


def test_within_the_province_nothing_is_filed() -> None:
    assert told("I-34", good()) == [Verdict.NOT_CONCERNED]


def test_an_accepted_filing_lifts_only_what_it_names() -> None:
    nightly = {
        "placement.shift_from": time(22, 0),
        "placement.shift_to": time(6, 0),
        "placement.overtime": 4,
    }
    facts = change(good(), {**nightly, "exemptions": [exemption(ExemptScope.NIGHT)]})
    assert breach("I-26", facts).numbers == {"月加班": 4}
    both = [exemption(ExemptScope.NIGHT, ExemptScope.OVERTIME)]
    assert told("I-26", change(facts, {"exemptions": both})) == [Verdict.EXEMPT]


@pytest.mark.parametrize(
    "given",
    [
        {"number": None},
        {"filed_on": None},
        {"filed_on": LATE},
        {"post": "另一个岗位"},
    ],
)
def test_a_filing_that_does_not_fit_lifts_nothing(given: dict[str, Any]) -> None:
    facts = change(
        good(),
        {
            "placement.rest_days": True,
            "post.hazards": frozenset({Hazard.FIRE}),
            "placement.overtime": 1,
            "exemptions": [exemption(*ExemptScope, **given)],
        },
    )
    for rule in ("I-24", "I-25", "I-26"):
        assert breach(rule, facts)


@pytest.mark.parametrize("post", [POST, None])
def test_a_filing_for_the_post_lifts_all_it_names(post: UUID | None) -> None:
    facts = change(
        good(),
        {
            "placement.post": post,
            "placement.post_name": "数控车铣操作员",
            "placement.rest_days": True,
            "post.hazards": frozenset({Hazard.FIRE}),
            "placement.overtime": 1,
            "exemptions": [exemption(*ExemptScope, post="数控车铣操作员")],
        },
    )
    for rule in ("I-24", "I-25", "I-26") if post else ("I-25", "I-26"):
        assert told(rule, facts) == [Verdict.EXEMPT]


@pytest.mark.parametrize(
    ("start", "end", "night"),
    [
        (time(14), time(22), False),
        (time(14), time(22, 1), True),
        (time(6), time(14), False),
        (time(5, 59), time(14), True),
        (time(0), time(8), True),
        (time(23), time(23, 30), True),
        (time(21), time(21), True),  # around the clock
    ],
)
def test_night_begins_at_ten_and_ends_at_six(start: time, end: time, night: bool) -> None:
    facts = change(good(), {"placement.shift_from": start, "placement.shift_to": end})
    assert any(isinstance(each, Breach) for each in told("I-26", facts)) is night


def test_a_breach_is_told_even_if_other_hours_are_not_filled_in() -> None:
    facts = change(good(), {"placement.daily_hours": 12, "placement.shift_from": None})
    assert breach("I-26", facts).numbers == {"日工时": 12, "日工时上限": 8}


def test_a_short_stay_in_a_year_without_a_table_is_not_judged() -> None:
    days = (Span(date(2028, 1, 24), date(2028, 1, 28)),)
    facts = change(good(), {"placement.segments": days})
    assert missing("I-25", facts) == {"calendar"}
    long = change(
        good(), {"placement.starts": date(2028, 3, 1), "placement.ends": date(2028, 8, 1)}
    )
    assert told("I-25", long) == [Verdict.PASSED]


def test_a_weekend_shifted_to_work_is_no_rest_day() -> None:
    shifted = Span(date(2026, 10, 10), date(2026, 10, 10))
    facts = change(good(), {"placement.segments": (shifted,)})
    assert told("I-25", facts) == [Verdict.PASSED]
    sunday = Span(date(2026, 10, 11), date(2026, 10, 11))
    assert breach("I-25", change(good(), {"placement.segments": (sunday,)}))


def test_pay_without_a_known_wage_is_judged_only_if_the_lowest_grade_decides() -> None:
    facts = change(good(), {"post.wage": None})
    assert told("I-28", facts) == [Verdict.PASSED]
    assert missing("I-28", change(facts, {"placement.pay": 299_999})) == {"post.wage"}


def test_how_independent_the_work_is_matters_only_below_the_floor() -> None:
    facts = change(good(), {"placement.involvement": None})
    assert told("I-28", facts) == [Verdict.PASSED]
    assert missing("I-28", change(facts, {"placement.pay": 299_999})) == {"placement.involvement"}
    assert "没有报酬" in breach("I-28", change(facts, {"placement.pay": 0})).message


def test_low_pay_with_an_unknown_lowest_grade_says_so() -> None:
    facts = change(good(), {"host.lowest_wage": None, "placement.pay": 335_999})
    assert "最低档工资未填" in breach("I-28", facts).message
    assert told("I-28", change(facts, {"placement.pay": 336_000})) == [Verdict.PASSED]


def test_one_too_many_is_told_although_other_schools_are_unknown() -> None:
    facts = change(good(), {"elsewhere": stays(20, ALL_TERM), "host.other_interns": None})
    assert breach("I-10", facts).numbers["实习学生"] == 21
    within = change(facts, {"elsewhere": ()})
    assert missing("I-10", within) == {"host.other_interns"}


def test_somebody_without_dates_keeps_the_ratio_open() -> None:
    facts = change(good(), {"elsewhere": [*stays(2), *stays(1, ALL_TERM)]})
    assert missing("I-10", facts) == {"placement.starts", "placement.ends"}


def test_a_student_with_two_placements_at_a_host_counts_once() -> None:
    twice = [Stay(STUDENT, HOST, POST, (ALL_TERM,))] * 20
    assert told("I-10", change(good(), {"elsewhere": twice})) == [Verdict.PASSED]


def test_a_student_who_changed_hosts_is_judged_over_both() -> None:
    half = {"placement.ends": date(2026, 11, 30)}
    rest = Stay(STUDENT, UUID(int=77), None, (Span(date(2026, 12, 1), ENDS),))
    assert Verdict.PASSED in told("I-13", change(good(), {**half, "elsewhere": [rest]}))
    assert breach("I-13", change(good(), half)).lesser


def test_ending_before_starting_is_not_judged() -> None:
    facts = change(good(), {"placement.ends": date(2026, 8, 1)})
    for rule in ("I-10", "I-11", "I-13", "I-40"):
        assert missing(rule, facts), rule


def test_who_left_is_not_assessed_here() -> None:
    facts = change(good(), {"placement.left": True, "placement.host_score": None})
    for rule in ("I-36", "I-37", "I-38"):
        assert told(rule, facts, AFTER) == [Verdict.NOT_CONCERNED]


def test_scores_may_wait_thirty_days() -> None:
    facts = change(good(), {"placement.host_score": None, "placement.documents": ()})
    for rule in ("I-36", "I-37", "I-38"):
        assert told(rule, facts, ENDS + timedelta(days=30)) == [Verdict.NOT_CONCERNED]
    after = ENDS + timedelta(days=31)
    assert breach("I-36", facts, after)
    assert breach("I-38", facts, after)
    assert missing("I-37", facts, after) == {"placement.host_score"}


def test_a_score_without_weight_is_not_asked_for() -> None:
    facts = change(
        good(), {"batch.self_weight": 0, "batch.host_weight": 60, "placement.self_score": None}
    )
    assert told("I-37", facts, AFTER) == [Verdict.PASSED]


def test_no_host_yet_leaves_the_host_rules_open() -> None:
    facts = change(good(), {"placement.host": None, "placement.post": None})
    for rule in ("I-01", "I-02", "I-03", "I-10", "I-11", "I-14", "I-21", "I-31"):
        assert "placement.host" in missing(rule, facts), rule


def test_other_kinds_of_internship_are_spared_post_rules() -> None:
    facts = change(good(), {"batch.kind": InternshipKind.VISIT, "placement.signed_host": None})
    assert told("I-15", facts) == []
    assert told("I-40", facts) == [Verdict.PASSED]


def test_severities_are_what_the_table_says() -> None:
    reminders = [rule.id for rule in PACK.rules if rule.severity is Severity.REMIND]
    assert reminders == [f"I-{n:02}" for n in (12, 31, 32, 37, 42)]
    warnings = [rule.id for rule in PACK.rules if rule.severity is Severity.WARN]
    assert warnings == [f"I-{n:02}" for n in (7, 10, 11, 13, 16, 28, 33, 35, 36, 38)]


def test_men_are_not_asked() -> None:
    facts = change(good(), {"student.sex": Sex.MALE, "post.hazards": None})
    assert told("I-20", facts) == [Verdict.NOT_CONCERNED]


def test_unreported_incidents_are_told_at_once() -> None:
    facts = change(good(), {"placement.incidents": (IncidentFacts(ON, ON),)})
    assert "没有报告记录" in breach("I-42", facts).message


def test_a_plan_for_a_batch_without_students_is_still_asked_for() -> None:
    facts = change(good(), {"placements": (), "batch.plan_on": None})
    assert breach("I-05", facts).numbers == {"开始日期": STARTS}


def test_the_earliest_start_counts_for_the_batch() -> None:
    early = PlacementFacts(
        UUID(int=9), BATCH, UUID(int=10), HOST, POST, starts=date(2026, 8, 10), ends=ENDS
    )
    facts = good()
    facts = change(
        facts,
        {
            "placements": [*facts.placements, early],
            "students": [*facts.students, StudentFacts(UUID(int=10), "彭小雨（2401010102）")],
        },
    )
    assert breach("I-05", facts).numbers == {
        "开始日期": date(2026, 8, 10),
        "实习方案": date(2026, 8, 20),
    }
    assert early.id != PLACEMENT
