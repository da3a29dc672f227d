"""The catalogue of reports: what there is, what may be chosen, and making one.

A new report: its module with a dataclass of options (made with `option`) and
`build(office, chosen, today) -> Report`, and its line in `REPORTS`. Dialog, command line, paper,
workbook and the export log follow from it. `form` says that it is paper to be signed, without a
table that a workbook could hold; `by_class` gives the same as a report per class (`by_class.py`).
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from app.errors import Refused
from app.models.fields import Choice, Field
from app.services.office import Office
from app.services.reports import (
    agreement_register,
    alternation_calendar,
    archive_pack,
    articulation,
    base_register,
    base_utilisation,
    batch_boards,
    booking_form,
    certificate_statistics,
    chase_sheet,
    closure_notice,
    cohort_roster,
    cohort_statistics,
    cooperation_statistics,
    dual_qualified_ratio,
    dual_qualified_register,
    emergency_sheet,
    enterprise_practice,
    grade_list,
    host_assessment,
    internship_filing,
    internship_papers,
    internship_plan,
    internship_self_check,
    part_time_teachers,
    partner_card,
    partner_register,
    recognition_application,
    room_sheets,
    school_calendar,
    teacher_chase_sheet,
    teacher_dossier,
    unsigned_list,
)
from app.services.reports.fonts import Fonts, Missing, windows_fonts
from app.services.reports.reading import Common
from app.services.reports.spec import Report

if TYPE_CHECKING:
    from app.services.reports.pdf import Printed

Progress = Callable[[int, int, str], None]
_ALIKE = 3  # names offered where several fit


@dataclass(frozen=True, slots=True)
class Entry:
    """A report that can be asked for."""

    id: str
    label: str
    group: str
    about: str
    options: type[Common]
    build: Callable[[Office, Any, date], Report]
    form: bool = False
    by_class: Callable[[Office, Any, date], Iterator[tuple[str, Report]]] | None = None


REPORTS = (
    Entry(
        "partner_register",
        "合作企业一览表",
        "合作企业",
        "全部合作企业的基本情况、有效协议数和主要联系人，报联盟或存档。",
        partner_register.Register,
        partner_register.build,
    ),
    Entry(
        "partner_card",
        "合作企业名片",
        "合作企业",
        "一家企业的情况、协议、投入和最近联系，一页纸，会前使用。",
        partner_card.Card,
        partner_card.build,
    ),
    Entry(
        "agreement_register",
        "校企合作协议台账",
        "协议",
        "全部协议按到期时间分组：已到期、30 至 120 天内到期、未填写到期日。",
        agreement_register.Ledger,
        agreement_register.build,
    ),
    Entry(
        "cooperation_statistics",
        "校企合作情况统计表",
        "统计",
        "一个年度内校企合作的各项数量和金额，按专业、按企业各一张表。",
        cooperation_statistics.Year,
        cooperation_statistics.build,
    ),
    Entry(
        "cohort_statistics",
        "订单班/学徒制培养情况表",
        "订单班与学徒制",
        "截至某一天每个培养班的人数、师徒比、出师、毕业和就业，按类型合计。",
        cohort_statistics.Training,
        cohort_statistics.build,
    ),
    Entry(
        "cohort_roster",
        "培养班花名册",
        "订单班与学徒制",
        "一个培养班截至某一天的在册学员，可加签名栏，用于点名、领取和签收。",
        cohort_roster.Roster,
        cohort_roster.build,
    ),
    Entry(
        "alternation_calendar",
        "交替教学安排表",
        "订单班与学徒制",
        "一个培养班每个教学周在校还是在企业，带节假日、调休和待处理事项，发班级和企业。",
        alternation_calendar.Alternation,
        alternation_calendar.build,
    ),
    Entry(
        "articulation",
        "中高职衔接情况表",
        "订单班与学徒制",
        "中高职衔接（2+3、3+2）各专业的衔接学校和在读人数。",
        articulation.Joint,
        articulation.build,
    ),
    Entry(
        "certificate_statistics",
        "1+X证书情况统计表",
        "订单班与学徒制",
        "各专业 1+X 职业技能等级证书的报考、考核和取得情况。",
        certificate_statistics.Exams,
        certificate_statistics.build,
    ),
    Entry(
        "internship_plan",
        "岗位实习计划",
        "实习",
        "一个批次开始前的方案：专业、单位和岗位名额、任务、负责人、占比测算、尚缺事项。",
        internship_plan.Planning,
        internship_plan.build,
    ),
    Entry(
        "before_board",
        "八个事先核对表",
        "实习",
        "一个批次逐单位核对八个事先，打勾的附材料日期，未完成的写明原因，作附件用。",
        batch_boards.Beforehand,
        batch_boards.before,
    ),
    Entry(
        "running_board",
        "三个全程、两个及时核对表",
        "实习",
        "一个批次进行中逐单位核对指导、管理、思想状况，或结束后核对考核和归档。",
        batch_boards.Running,
        batch_boards.running,
    ),
    Entry(
        "internship_filing",
        "岗位实习备案表",
        "实习",
        "一个批次的实习学生名单，常用栏目或国家数据采集栏目，报主管部门备案。",
        internship_filing.Filing,
        internship_filing.build,
    ),
    Entry(
        "tripartite_agreement",
        "岗位实习三方协议",
        "实习",
        "一个批次或一个班的三方协议，每人一份，按花名册顺序合成一个打印文件。",
        internship_papers.Agreements,
        internship_papers.agreements,
        form=True,
        by_class=internship_papers.by_class,
    ),
    Entry(
        "consent_form",
        "实习知情同意书",
        "实习",
        "一个批次或一个班的学生和监护人知情同意书，每人一份，按花名册顺序。",
        internship_papers.Papers,
        internship_papers.consents,
        form=True,
        by_class=internship_papers.by_class,
    ),
    Entry(
        "unsigned_list",
        "未签协议学生名单",
        "实习",
        "一个批次三方协议没有签齐的学生：谁还没有签、书面说明和上岗例外，按班排列。",
        unsigned_list.Unsigned,
        unsigned_list.build,
    ),
    Entry(
        "internship_self_check",
        "实习合规自查表",
        "实习",
        "按规则逐条自查一个或全部批次：判断了多少、问题、未填报和例外说明。",
        internship_self_check.SelfCheck,
        internship_self_check.build,
    ),
    Entry(
        "host_assessment",
        "实习单位考察与名单",
        "实习",
        "一个批次全部实习单位的考察、信用核查和名单公布情况，或只列公布的名单。",
        host_assessment.Hosts,
        host_assessment.build,
    ),
    Entry(
        "chase_sheet",
        "指导教师催办单",
        "实习",
        "每位教师一页：超期未联系、未巡查、缺周记和保险缺口，附撕下交回的回执。",
        chase_sheet.Chase,
        chase_sheet.build,
    ),
    Entry(
        "emergency_sheet",
        "突发事件联系单",
        "实习",
        "学生的监护人、单位、保险和预案，向谁报告什么，每人一页，出事时使用。",
        emergency_sheet.Sheet,
        emergency_sheet.build,
    ),
    Entry(
        "grade_list",
        "实习成绩单",
        "实习",
        "一个批次或一个班的三方评分、总评和等级，按批次规定的权重计算。",
        grade_list.Grades,
        grade_list.build,
    ),
    Entry(
        "archive_pack",
        "实习归档清单",
        "实习",
        "一个批次每名学生八类材料的归档情况、缺项名单和档案盒标签。",
        archive_pack.Pack,
        archive_pack.build,
    ),
    Entry(
        "base_register",
        "实训基地情况表",
        "实训基地",
        "校内、校外实训基地的国家采集栏目：面积、设备、工位、人时、接待学生等。",
        base_register.Bases,
        base_register.build,
    ),
    Entry(
        "base_utilisation",
        "实训室使用率统计表",
        "实训基地",
        "开放和使用节次、人时、利用率、爽约率，按实训室、基地、班级、类型和周次，附口径。",
        base_utilisation.Utilisation,
        base_utilisation.build,
    ),
    Entry(
        "door_sheet",
        "实训室门牌课表",
        "实训基地",
        "一间实训室一周的安排，贴在门上；不选实训室为每间一页。",
        room_sheets.Days,
        room_sheets.door_sheet,
    ),
    Entry(
        "day_sheet",
        "实训室当日安排表",
        "实训基地",
        "一天里谁在哪间实训室，按节次排列，值班室使用。",
        room_sheets.Days,
        room_sheets.day_sheet,
    ),
    Entry(
        "week_poster",
        "实训室一周安排表",
        "实训基地",
        "全部实训室一周的安排，一间一行，张贴在走廊。",
        room_sheets.Days,
        room_sheets.week_poster,
    ),
    Entry(
        "use_register",
        "实训室使用登记表",
        "实训基地",
        "一间实训室一天的签到登记，已预约的先印好，其余空白手填。",
        room_sheets.Days,
        room_sheets.use_register,
    ),
    Entry(
        "booking_form",
        "实训室使用申请表",
        "实训基地",
        "一份预约的申请内容、每个日期和院系、实训中心、教务处三级审批意见。",
        booking_form.Form,
        booking_form.build,
    ),
    Entry(
        "closure_notice",
        "实训室停用通知",
        "实训基地",
        "一次停用影响到的预约，每位教师一页：改到哪里、取消了的逐次写明，未定的列出可改到的实训室。",
        closure_notice.Notice,
        closure_notice.build,
    ),
    Entry(
        "school_calendar",
        "校历",
        "校历",
        "一个学年的教学周、节假日、调休（按周几第几周上课）和考试周，每学期一页，可以张贴。",
        school_calendar.WallYear,
        school_calendar.build,
    ),
    Entry(
        "dual_qualified_ratio",
        "双师型教师比例统计表",
        "双师教师",
        "某一天的双师型教师比例，按院系和专业分列，附分子、分母名单。",
        dual_qualified_ratio.Proportion,
        dual_qualified_ratio.build,
    ),
    Entry(
        "dual_qualified_register",
        "双师型教师认定汇总表",
        "双师教师",
        "一个批次的全部申报人，或某一天有效的全部双师型教师，按级别合计。",
        dual_qualified_register.Register,
        dual_qualified_register.build,
    ),
    Entry(
        "recognition_application",
        "双师型教师认定申报表",
        "双师教师",
        "一个批次申报人的申报表，按记录填好，附佐证材料目录，一式三份。",
        recognition_application.Applications,
        recognition_application.build,
    ),
    Entry(
        "part_time_teachers",
        "校外兼职教师一览表",
        "双师教师",
        "某一天在聘期内的校外兼职教师：单位、协议、课程、课时和课酬。",
        part_time_teachers.PartTime,
        part_time_teachers.build,
    ),
    Entry(
        "enterprise_practice",
        "教师企业实践情况表",
        "双师教师",
        "每名教师近五年企业实践天数、还差多少、何时到期，按院系合计，可附明细。",
        enterprise_practice.Practising,
        enterprise_practice.build,
    ),
    Entry(
        "teacher_dossier",
        "教师档案",
        "双师教师",
        "一名教师的企业实践、认定、培养班和指导实习情况，一页纸。",
        teacher_dossier.Dossier,
        teacher_dossier.build,
    ),
    Entry(
        "teacher_chase_sheet",
        "教师材料催办单",
        "双师教师",
        "每名教师一张：还缺哪些天数、材料和信息，下面附回执。",
        teacher_chase_sheet.Chase,
        teacher_chase_sheet.build,
    ),
)


@dataclass(frozen=True, slots=True)
class Written:
    """What was made, in numbers."""

    pages: int
    rows: int
    figures: Mapping[str, int | float]
    missing: tuple[Missing, ...]  # drawn as 〓
    cut: int  # texts too long for a cell of the workbook


def entry(id_: str) -> Entry:
    """A report by its id; Refused with the list if there is none."""
    for each in REPORTS:
        if each.id == id_:
            return each
    known = "、".join(f"{each.id}（{each.label}）" for each in REPORTS)
    raise Refused(f"没有“{id_}”这份报表。可用的有：{known}。")


def choose(office: Office, wanted: Entry, given: Mapping[str, str], today: date) -> Common:
    """Options from texts, as the command line has them; records may be named by their title."""
    described = {field.key: field for field in wanted.options.fields()}
    for key in given:
        if key not in described:
            known = "、".join(f"{field.key}（{field.label}）" for field in described.values())
            raise Refused(f"“{wanted.label}”没有选项“{key}”。可用的有：{known}。")
    values: dict[str, Any] = {
        key: _read(office, described[key], text) for key, text in given.items()
    }
    values.setdefault("as_of", today)
    chosen = wanted.options(**values)
    for key, field in described.items():
        field.accept(getattr(chosen, key))
    return chosen


def run(office: Office, id_: str, chosen: Common, today: date) -> Report:
    """The report as a value: for the preview, for paper, for the workbook."""
    report = entry(id_).build(office, chosen, today)
    return marked(office, report, chosen)


def marked(office: Office, report: Report, chosen: Common) -> Report:
    """A report that knows what was chosen, and whether the college is an invented one."""
    return replace(report, demo=office.settings.sample, choices=_told(office, chosen))


def preview(report: Report, path: Path, progress: Progress | None = None) -> "Printed":
    """The pages as they would be printed, into a file that is thrown away; nothing is noted."""
    from app.services.reports.pdf import write_pdf  # noqa: PLC0415 - ReportLab only when printing

    fonts = Fonts(windows_fonts())
    return write_pdf(report, path, fonts, accept_missing=True, progress=progress)


def write(  # noqa: PLR0913 - what people choose when they print
    office: Office,
    report: Report,
    pdf: Path | None,
    xlsx: Path | None = None,
    *,
    accept_missing: bool = False,
    progress: Progress | None = None,
) -> Written:
    """Write paper, workbook or both, and note it in the export log.

    Unprintable (Refused) with every character that no font has, before anything is written,
    unless 〓 in its place was accepted. Refused for the workbook of a form.
    """
    if xlsx is not None and entry(report.id).form:
        raise Refused(f"“{report.title}”是供签字的文书，没有表格，请输出 PDF。")
    from app.services.reports.pdf import missing_glyphs, write_pdf  # noqa: PLC0415 - as above
    from app.services.reports.workbook import write_xlsx  # noqa: PLC0415

    fonts = Fonts(windows_fonts())
    pages, cut, rows = 0, 0, 0
    if pdf is not None:
        printed = write_pdf(report, pdf, fonts, accept_missing=accept_missing, progress=progress)
        pages, rows, missing = printed.pages, printed.rows, printed.missing
    else:
        missing = missing_glyphs(report, fonts)
    if xlsx is not None:
        exported = write_xlsx(report, xlsx)
        rows, cut = exported.rows, exported.cut
    note(office, report, [path for path in (pdf, xlsx) if path is not None], rows)
    return Written(pages, rows, report.figures, missing, cut)


def _read(office: Office, field: Field, text: str) -> object:
    """One option; a choice also by its English name, a record by its title or the like."""
    if field.target:
        return _record(office, field, text)
    if issubclass(field.type, Choice):
        named = {member.name.lower(): member for member in field.type}
        if text.strip().lower() in named:
            return named[text.strip().lower()]
    return field.parse(text)


def _record(office: Office, field: Field, text: str) -> UUID | None:
    """The record that is meant; Refused with those that may be, if it is not clear."""
    if not text.strip():
        return None
    found = office.of(field.target).lookup(text, 20)
    same = [key for key, title, hint in found if text.strip() in (title, hint)]
    if len(same) == 1 or (not same and len(found) == 1):
        return same[0] if same else found[0][0]
    if not found:
        raise Refused(f"{field.label}：没有找到“{text}”。")
    alike = "、".join(title for _, title, _ in found[:_ALIKE])
    raise Refused(f"{field.label}：“{text}”不止一个，请写全名，如：{alike}。")


def _told(office: Office, chosen: Common) -> dict[str, str]:
    """What was chosen, by label, in words; what was left open is not mentioned."""
    told = {}
    for field in chosen.fields():
        value = getattr(chosen, field.key)
        if isinstance(value, UUID):
            told[field.label] = office.title(field.target, value)
        elif value not in (None, ""):
            told[field.label] = field.show(value)
    return told


def note(office: Office, report: Report, paths: Sequence[Path], rows: int) -> None:
    """The export log: who and when are added by it; which file it was, its hash tells."""
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    detail = {"报表": report.title, "编号": report.id, "行数": rows, "选项": dict(report.choices)}
    office.db.event("报表", detail | {"文件": files})
