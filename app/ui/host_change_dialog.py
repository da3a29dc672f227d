"""更换单位: the first placement ends with a day and a reason, the second begins the day after."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from app.models import Placement
from app.models.fields import Field
from app.services.host_agreements import Override
from app.services.host_change import change_host
from app.services.process_lists import Person
from app.services.readiness import told, uninsured
from app.ui.form import Form
from app.ui.page import Desk
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.tokens import Tone

_OLD, _NEW, _DESPITE = "原单位", "新单位", "新单位协议已到期时"
_FIELDS = (
    Field(key="last_day", label="在原单位的最后一天", type=date, group=_OLD),
    Field(key="why", label="更换原因", group=_OLD, lines=2),
    replace(Placement.field("partner_id"), required=True, group=_NEW),
    *(
        replace(Placement.field(key), group=_NEW)
        for key in ("post", "mentor", "mentor_phone", "ends")
    ),
    Field(
        key="by", label="由谁决定", required=False, group=_DESPITE,
        help="合作协议已到期仍要安排的，写明决定人和理由，会记入例外说明。",
    ),
    Field(key="reason", label="理由", required=False, group=_DESPITE),
)  # fmt: skip
_OF_THE_DEED = ("last_day", "why", "by", "reason")


def ask_host_change(
    desk: Desk, person: Person, today: date, window: QWidget
) -> tuple[str, Tone] | None:
    """Ask and do it; what came of it in words, none if the person thought better of it."""
    old: Placement = desk.office.of(Placement).get(person.placement)
    form = Form(_FIELDS, desk.look, desk.lookup)
    form.start({"last_day": today, "ends": old.ends})
    made: list[Placement] = []

    def save(values: dict[str, Any]) -> None:
        given = {key: value for key, value in values.items() if key not in _OF_THE_DEED}
        by, reason = values.get("by") or "", values.get("reason") or ""
        override = Override(by, reason, today) if by or reason else None
        last_day, why = values["last_day"], values["why"]
        made.append(change_host(desk.office, old.id, last_day, why, given, override=override))

    title = f"更换实习单位：{person.name}（现在 {person.host or '未定单位'}）"
    if not run(FormDialog(desk.look, form, Deed(title, save, "更换单位"), window)):
        return None
    return _words(desk, person, made[0])


def _words(desk: Desk, person: Person, made: Placement) -> tuple[str, Tone]:
    host = desk.lookup.title("partner", made.partner_id) if made.partner_id else ""
    words = (
        f"{person.name}的原安排已于前一天结束，新安排自 {made.starts} 起在{host}，状态是“待上岗”。"
        "知情同意书、三方协议和岗前培训要重新办理。"
    )
    gaps = uninsured(made)
    if gaps:
        return f"{words}保险缺口：{told(gaps)}。", Tone.STOP
    return f"{words}保险覆盖新的实习期间。", Tone.GOOD
