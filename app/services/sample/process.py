"""What happens while the sample college's internships run: visits, calls, records, accidents."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.models import (
    ArchivedDocument,
    ContactRecord,
    EmergencyPlan,
    Exemption,
    Incident,
    PlacementSegment,
    RuleChange,
    RuleWaiver,
    VisitRecord,
    WeeklyRecordReceipt,
)
from app.models.internships import DocumentKind, ExemptScope, InjuryGrade, PlacementState
from app.models.rules import Severity
from app.services.database import Writing
from app.services.office import Office
from app.services.readiness import CONSENT
from app.services.sample.filling import Filling
from app.services.sample.internships import FIRST, LAST_YEAR, Placed

_FINDINGS = (
    "学生出勤正常，带教安排落实，宿舍整洁。",
    "两名学生反映轮岗计划推迟，已与车间商定下周起轮岗。",
    "劳保用品发放齐全，抽查三人安全须知均能答出。",
    "食堂高峰排队较长，企业答应错峰就餐。",
)
_CALLS = (
    "一切正常，已适应岗位",
    "反映宿舍热水不足，已转告企业",
    "师傅更换，学生满意",
    "请假一天看病，已返岗",
)

Rows = Sequence[Mapping[str, Any]]


def fill_process(office: Office, filling: Filling, placed: Placed) -> None:
    """Evidence of the running batch, with gaps; the archive of the last one; what was decided."""
    today = filling.today
    on_post = placed.of(FIRST, PlacementState.ON_POST)
    with office.db.write("载入实习过程记录") as writing:
        _hosts(filling, writing, on_post, today)
        _calls(filling, writing, on_post, today)
        _weeks(filling, writing, on_post)
        _incidents(filling, writing, on_post, today)
        _exempt(filling, writing, on_post)
        _split(filling, writing, on_post)
        _archive(filling, writing, placed.of(LAST_YEAR))
        _decisions(filling, writing, on_post, today)


def _hosts(filling: Filling, writing: Writing, on_post: Rows, today: date) -> None:
    """An emergency plan and a visit for every host but one; two were visited too long ago."""
    batch, begun = on_post[0]["batch_id"], on_post[0]["starts"]
    hosts = list(dict.fromkeys(row["partner_id"] for row in on_post))
    plans = [
        {"batch_id": batch, "partner_id": host, "on": begun - timedelta(days=30)}
        for host in hosts[:-1]
    ]
    filling.add(writing, EmergencyPlan, plans)
    visits = [
        {
            "batch_id": batch,
            "partner_id": host,
            "on": today - timedelta(days=45 if n in (3, 8) else 4 + n),
            "visitors": "彭书宁、覃望川",
            "seen": sum(row["partner_id"] == host for row in on_post),
            "findings": _FINDINGS[n % len(_FINDINGS)],
            "action": "已与企业班组长商定整改时间" if n % len(_FINDINGS) == 1 else None,
            "settled": n % len(_FINDINGS) != 1,
        }
        for n, host in enumerate(hosts[:-1])
    ]
    filling.add(writing, VisitRecord, visits)


def _calls(filling: Filling, writing: Writing, on_post: Rows, today: date) -> None:
    """Everybody was reached within a fortnight, but for a few; one could not be reached at all."""
    alone = _alone(on_post)
    rows = [
        {
            "placement_id": row["id"],
            "on": today - timedelta(days=22 if n % 25 == 7 else 2 + n % 12),
            "by": row["teacher"],
            "reached": n % 60 != 30,
            "summary": _CALLS[n % len(_CALLS)] if n % 60 != 30 else "电话无人接听",
            "guardian": n % 12 != 4,
        }
        for n, row in enumerate(alone)
    ]
    filling.add(writing, ContactRecord, rows)


def _weeks(filling: Filling, writing: Writing, on_post: Rows) -> None:
    """Eight weeks are over; some of the records have not come in."""
    rows = [
        {
            "placement_id": row["id"],
            "week": week,
            "received_on": row["starts"] + timedelta(days=7 * week),
        }
        for n, row in enumerate(_alone(on_post))
        for week in range(1, 9)
        if not (n % 14 == 5 and week in (3, 7)) and not (n % 30 == 9 and week == 8)
    ]
    filling.add(writing, WeeklyRecordReceipt, rows)


def _incidents(filling: Filling, writing: Writing, on_post: Rows, today: date) -> None:
    first, second = _alone(on_post)[9:11]
    rows = [
        {
            "placement_id": first["id"],
            "on": today - timedelta(days=34),
            "what": "搬运料盒时扭伤手腕，送附近医院检查，休息三天。",
            "injury": InjuryGrade.LIGHT,
            "reported_to": "校企合作处彭书宁",
            "case_number": "BA20180034",
            "result": "保险已赔付，学生已返岗",
            "closed_on": today - timedelta(days=12),
        },
        {
            "placement_id": second["id"],
            "on": today - timedelta(days=10),
            "what": "下班途中骑车摔倒，膝盖擦伤，已就医。",
            "injury": InjuryGrade.LIGHT,
            "reported_to": "校企合作处彭书宁",
            "follow_up": "补齐门诊病历和发票，向保险公司报案",
            "due": today + timedelta(days=5),
        },
    ]
    filling.add(writing, Incident, rows)


def _exempt(filling: Filling, writing: Writing, on_post: Rows) -> None:
    """Night duty at one hospital was filed in time, at the other it was not."""
    hospital = filling.key("partner", "吉首示例民族中医院")
    filed = {
        "batch_id": on_post[0]["batch_id"],
        "partner_id": hospital,
        "post": "护理岗",
        "scopes": (ExemptScope.NIGHT,),
        "number": "TB-示例-003",
        "filed_on": on_post[0]["starts"] - timedelta(days=25),
        "authority": "示例教育局",
        "reason": "护理专业须跟班学习夜间病房护理，每月夜班不超过四次，由带教护士全程陪同。",
    }
    filling.add(writing, Exemption, [filed])


def _split(filling: Filling, writing: Writing, on_post: Rows) -> None:
    """One internship in two parts."""
    row = _alone(on_post)[30]
    half = row["starts"] + timedelta(days=80)
    parts = [
        {"placement_id": row["id"], "starts": row["starts"], "ends": half, "note": "第一段"},
        {
            "placement_id": row["id"],
            "starts": half + timedelta(days=15),
            "ends": row["ends"],
            "note": "第二段，中间返校参加技能考核",
        },
    ]
    filling.add(writing, PlacementSegment, parts)


def _archive(filling: Filling, writing: Writing, ended: Rows) -> None:
    """All eight papers for most; the rest wait for the student's own report."""
    rows = [
        {
            "placement_id": row["id"],
            "kinds": tuple(k for k in DocumentKind if n < 7 or k not in _LATE),
            "name": "实习档案袋",
            "on": row["ends"] + timedelta(days=20),
            "shelf": f"实习柜 2-{n + 1:02}",
        }
        for n, row in enumerate(ended)
    ]
    filling.add(writing, ArchivedDocument, rows)


_LATE = (DocumentKind.REPORT, DocumentKind.SUMMARY)


def _decisions(filling: Filling, writing: Writing, on_post: Rows, today: date) -> None:
    """One finding somebody answers for, and one rule the office is stricter about."""
    row = next(each for each in on_post if each["consent_guardian"] is None)
    waiver = {
        "rule": CONSENT,
        "batch_id": row["batch_id"],
        "student_id": row["student_id"],
        "placement_id": row["id"],
        "reason": "监护人在外务工，已电话确认并录音，纸质同意书邮寄途中。",
        "by": "彭书宁",
        "on": row["starts"] - timedelta(days=1),
    }
    filling.add(writing, RuleWaiver, [waiver])
    stricter = {
        "rule": "I-10",
        "severity": Severity.STOP,
        "reason": "学院办公会决定：单位实习学生占比超过上限的不得安排。",
        "by": "刘仲伯",
        "on": today - timedelta(days=110),
    }
    filling.add(writing, RuleChange, [stricter])


def _alone(on_post: Rows) -> list[Mapping[str, Any]]:
    """Placements of students who have only this one, so that their names say which is meant."""
    return [row for row in on_post if row.get("previous_id") is None]
