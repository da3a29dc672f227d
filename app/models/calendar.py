"""The school calendar: terms, what is special about single days, and the hours of the day."""

from datetime import date, time
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice
from app.models.record import About, Record, column, reference
from app.models.values import not_negative, positive


class Weekday(Choice):
    """Days of the week; the order is ISO's, Monday first."""

    MONDAY = "周一"
    TUESDAY = "周二"
    WEDNESDAY = "周三"
    THURSDAY = "周四"
    FRIDAY = "周五"
    SATURDAY = "周六"
    SUNDAY = "周日"


class Term(Record):
    """学期 — one term of a school year; its code 2026-2027-1 is its name."""

    __tablename__ = "term"
    about = About(
        "学期",
        title="code",
        counter="个",
        icon="calendar-days",
        empty="每学期一条：第 1 周的星期一、教学周数、考试周。",
    )

    code: Mapped[str] = column(
        "学期", width=10, unique=True, search=True, limit=11, help="如 2026-2027-1。"
    )
    starts: Mapped[date] = column("第 1 周星期一", width=9)
    weeks: Mapped[int] = column("教学周数", width=6, unit="周", check=not_negative, default=18)
    exam_from: Mapped[int | None] = column("考试起始周", width=6, unit="周", check=not_negative)
    ends: Mapped[date | None] = column("学期结束", width=9, help="放假前最后一天。")
    closed: Mapped[bool] = column(
        "已封存",
        width=6,
        default=False,
        facet=True,
        help="封存后，这一学期的工学交替和这一学年的实习安排、毕业去向不能再改。",
    )
    remark: Mapped[str | None] = column("备注", width=16, lines=2, listed=False)


class DayKind(Choice):
    """What makes a day special. Days not listed: Monday to Friday working, the rest off."""

    HOLIDAY = "法定节假日休息"
    SHIFTED = "调休上班"
    SCHOOL_OFF = "学校放假"
    EVENT = "校内活动停课"
    EXAM = "考试"


class CalendarDay(Record):
    """校历特殊日 — a holiday, a shifted workday with the weekday it runs as, an event."""

    __tablename__ = "calendar_day"
    about = About("校历特殊日", counter="天", icon="calendar-clock")

    on: Mapped[date] = column("日期", width=9)
    kind: Mapped[DayKind] = column("性质", width=9, facet=True, default=DayKind.HOLIDAY)
    name: Mapped[str] = column("名称", width=10, search=True)
    runs_as: Mapped[Weekday | None] = column(
        "按周几上课", width=7, help="调休上班日必须写明按周几的课表上课。"
    )
    runs_week: Mapped[int | None] = column(
        "按第几周上课", width=7, unit="周", check=not_negative, help="留空为当天所在的教学周。"
    )
    source: Mapped[str | None] = column("依据", width=18, listed=False)


class Season(Choice):
    """Which timetable of the day holds."""

    ALL_YEAR = "全年"
    SUMMER = "夏季作息"
    WINTER = "冬季作息"


class ClassPeriod(Record):
    """节次 — when one class period begins and ends, per campus and season.

    `app.services.class_times` says which of several holds.
    """

    __tablename__ = "class_period"
    about = About(
        "节次",
        title="number",
        counter="节",
        icon="clock",
        empty="每节课的上课、下课时间，周视图、门牌和日历文件都照它。",
    )

    number: Mapped[int] = column("节次", width=5, check=positive)
    starts: Mapped[time] = column("上课", width=6)
    ends: Mapped[time] = column("下课", width=6)
    season: Mapped[Season] = column(
        "作息", width=8, facet=True, default=Season.ALL_YEAR,
        help="冬夏时间不同的节次才分列，没有分列的按全年。起止日期在“设置”里改。",
    )  # fmt: skip
    site_id: Mapped[UUID | None] = reference(
        "适用校区", "campus", width=10,
        help="留空为各校区通用。本校区单列的先于通用的。",
    )  # fmt: skip
