"""Exporting what a list shows: choose whom it is for, write it beside the event loop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.models import Field, Record
from app.models.fields import Choice, Options, option
from app.services.mask import Profile
from app.services.query import Query
from app.services.spreadsheet import Exported
from app.ui.dialogs import EXCEL, choose_new_file
from app.ui.form import Form
from app.ui.page import Desk
from app.ui.part_dialog import Deed, FormDialog, run
from app.ui.strips import done_strip

CSV = "CSV 文本 (*.csv)"


class Rows(Choice):
    """Which records."""

    LISTED = "列表里的全部记录"
    SELECTED = "只要选中的记录"


class Cells(Choice):
    """Which of their fields."""

    SHOWN = "现在显示的列"
    ALL = "全部列"


@dataclass(frozen=True, slots=True)
class Wanted(Options):
    """What a person chooses before exporting."""

    rows: Rows = option("导出哪些记录", Rows.LISTED)
    cells: Cells = option("导出哪些列", Cells.SHOWN)
    profile: Profile = option(
        "给谁看",
        Profile.INTERNAL,
        help="决定电话、证件号等个人信息是否遮盖：公开和报联盟会遮盖，内部只遮盖敏感项，完整不遮盖。",
    )


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows right now."""

    kind: type[Record]
    query: Query
    selected: Sequence[UUID]
    fields: Sequence[Field]


def ask_and_export(
    desk: Desk, listing: Listing, parent: QWidget, show: Callable[[QWidget], None]
) -> None:
    """The options, then the file's name, then the work; `show` puts the result on the page."""
    form = Form(Wanted.fields(), desk.look)
    start = Wanted(rows=Rows.SELECTED if len(listing.selected) > 1 else Rows.LISTED)
    form.start({field.key: getattr(start, field.key) for field in Wanted.fields()})
    chosen: list[Wanted] = []
    deed = Deed("导出", lambda values: chosen.append(Wanted(**values)), "选择位置…")
    if not run(FormDialog(desk.look, form, deed, parent.window())):
        return
    proposed = f"{listing.kind.about.label}.xlsx"
    path = choose_new_file(parent.window(), "导出到", proposed, EXCEL, CSV)
    if path is not None:
        _export(desk, listing, chosen[-1], path, show)


def _export(
    desk: Desk, listing: Listing, wanted: Wanted, path: Path, show: Callable[[QWidget], None]
) -> None:
    query = listing.query
    if wanted.rows is Rows.SELECTED and listing.selected:
        query = replace(query, only=tuple(listing.selected))
    keys = [f.key for f in listing.fields] if wanted.cells is Cells.SHOWN else []

    def work(progress: Any) -> Exported:
        from app.services.exchange.exporter import export  # noqa: PLC0415 - writes spreadsheets

        return export(
            desk.office,
            listing.kind,
            path,
            keys=keys,
            query=query,
            profile=wanted.profile,
            progress=progress,
        )

    def done(written: Exported) -> None:
        about = listing.kind.about
        text = f"已导出 {written.rows:,} {about.counter}{about.label}到 {path.name}。"
        if written.cut:
            text += f"有 {written.cut} 个单元格太长，Excel 放不下，已截断。"
        show(done_strip(desk.look, text, path))

    desk.tasks.run(work, done, f"导出{listing.kind.about.label}")
