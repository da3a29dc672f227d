"""What the office decides once: every setting, its default, and how it is called."""

import json
import os
import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.models.fields import Choice, Options, option
from app.models.values import parse_date


class Appearance(Choice):
    """Light, dark, or as the system is."""

    SYSTEM = "跟随系统"
    LIGHT = "浅色"
    DARK = "深色"


def week_one(given: str) -> str:
    """The Monday on which the teaching weeks of a term begin, as ISO text."""
    day = parse_date(given)
    if day.weekday():
        raise ValueError(f"{day.isoformat()} 不是周一")
    return day.isoformat()


def month_day(given: str) -> str:
    """A day of every year as text such as 05-01; also 5月1日, 5.1 or 5/1 is understood."""
    fits = re.fullmatch(r"(\d{1,2})[-./月](\d{1,2})日?", given.strip())
    if fits is None:
        raise ValueError(f"“{given}”不是月和日，请写成 05-01 或 5月1日")
    month, day = int(fits[1]), int(fits[2])
    try:
        date(2000, month, day)  # a leap year
    except ValueError:
        raise ValueError(f"没有 {month}月{day}日 这一天") from None
    return f"{month:02}-{day:02}"


@dataclass(frozen=True, slots=True)
class Settings(Options):
    """Every setting."""

    college: str = option("学校名称", "", group="单位", width=20)
    college_code: str = option("学校代码", "", group="单位", identifier=True)
    office: str = option("填报部门", "教务处", group="单位")
    operator: str = option("操作人姓名", "", group="单位", help="写进每一次修改的记录里。")
    telephone: str = option("联系电话", "", group="单位")
    contact: str = option("联系人", "", group="单位", help="印在三方协议的甲方一栏。")
    legal_person: str = option("法定代表人", "", group="单位", help="印在三方协议的甲方一栏。")
    address: str = option("学校地址", "", group="单位", width=24, help="印在三方协议的甲方一栏。")
    alliance: str = option("联盟名称", "", group="单位", width=20)
    sample: bool = option(
        "演示数据", default=False, group="单位", fixed=True, help="载入的是虚构的示例学院。"
    )
    autumn: str = option(
        "第一学期第 1 周周一", "", group="学年与校历", check=week_one, help="如 2026-9-7，可留空。"
    )
    spring: str = option(
        "第二学期第 1 周周一", "", group="学年与校历", check=week_one, help="首页据此显示教学周。"
    )
    summer_from: str = option(
        "夏季作息开始", "05-01", group="学年与校历", check=month_day,
        help="每年这一天起按夏季作息上课。以本校作息通知为准，5 月 1 日是多数学校的惯例。",
    )  # fmt: skip
    winter_from: str = option(
        "冬季作息开始", "10-01", group="学年与校历", check=month_day,
        help="到夏季作息开始的前一天。不分冬夏作息的，两项留空。",
    )  # fmt: skip
    warn_days: int = option("到期提醒", 90, unit="天", group="提醒")
    inspection_months: int = option("考察有效期", 12, unit="个月", group="提醒")
    practice_days: int = option(
        "企业实践要求", 180, unit="天", group="师资", help="滚动五年内累计，六个月按 180 天。"
    )
    practice_year_days: int = option(
        "企业实践年度要求", 30, unit="天", group="师资", help="每学年；没有此要求的填 0。"
    )
    dual_target: int = option(
        "双师型占专业课教师目标", 50, unit="%", group="师资", help="按省市或学校规划填写。"
    )
    part_time_limit: int = option("兼职教师占比上限", 30, unit="%", group="师资")
    backup_on_exit: bool = option("退出时自动备份", default=True, group="备份")
    backup_hours: int = option("定时备份间隔", 4, unit="小时", group="备份")
    second_place: str = option(
        "第二备份位置", "", group="备份", width=24, help="U 盘或另一块硬盘上的文件夹，可留空。"
    )
    appearance: Appearance = option("界面外观", Appearance.SYSTEM, group="界面")
    compact: bool = option("紧凑行高", default=False, group="界面")
    welcomed: bool = option("已看过首次引导", default=False, group="界面", fixed=True)
    server: str = option(
        "数据库服务器", "", group="高级", width=24, help="只在学校自己架设了 PostgreSQL 时填写。"
    )


def load(path: Path) -> Settings:
    """What is in the file, and defaults for whatever is missing or makes no sense."""
    try:
        saved = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        saved = None
    if not isinstance(saved, dict):
        return Settings()
    fits: dict[str, Any] = {}
    for each in Settings.fields():
        value = saved.get(each.key)
        if issubclass(each.type, Choice) and isinstance(value, str):
            value = next((member for member in each.type if member.name == value), None)
        if isinstance(value, each.type):
            fits[each.key] = value
    return replace(Settings(), **fits)


def save(settings: Settings, path: Path) -> None:
    """All or nothing: a crash in the middle leaves the old file."""
    draft = path.with_suffix(".new")
    shown = {k: v.name if isinstance(v, Choice) else v for k, v in asdict(settings).items()}
    with draft.open("w", encoding="utf-8") as file:
        json.dump(shown, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
