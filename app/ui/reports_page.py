"""报表: a report is chosen, seen page by page as it will be printed, then printed or kept."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.services.database import Commit
from app.services.reports import catalogue
from app.services.reports.fonts import Missing
from app.services.reports.spec import Report
from app.ui.buttons import button
from app.ui.class_papers import missing_words, print_by_class
from app.ui.dialogs import EXCEL, PDF, ask, choose_new_file
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.page import Desk, Page, Scope, Target
from app.ui.panels import Banner
from app.ui.pdf_pages import PdfDocument
from app.ui.printing import ask_printer, put_on_paper
from app.ui.report_choice import ReportChoice
from app.ui.report_preview import ReportPreview
from app.ui.strips import ProgressStrip, done_strip
from app.ui.tasks import Progress, Task
from app.ui.today import today
from app.ui.tokens import MEDIUM, NARROW, SNUG, TIGHT, Tone

_PAUSE = 300  # ms of not changing anything before the pages are made again
_NAMED = 4  # missing characters that the strip names


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was made, and its pages."""

    report: Report
    pages: bytes
    missing: tuple[Missing, ...]


class ReportsPage(Page):
    """Choice at the left, pages at the right; what is kept is exactly what is seen."""

    name = "reports"
    label = "报表"
    icon = "printer"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._made: Made | None = None
        self._task: Task | None = None
        self._stale = True
        self._shown = ""  # id of the report whose pages are shown
        self.choice = ReportChoice(desk)
        self.preview = ReportPreview(desk.look)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._make)
        self._lay_out()
        self.choice.changed.connect(self._on_choice)

    # --- the page's side

    def activate(self) -> None:
        """The data may have changed since."""
        if self.choice.form is None:
            self.choice.choose(self.choice.entry.id)
        elif self._stale:
            self._on_choice()

    def set_scope(self, scope: Scope) -> None:
        self.choice.set_campus(scope.campus)

    def show_target(self, target: Target) -> None:
        """A report by its id, or by its id with options."""
        given: dict[str, Any] = {}
        wanted = target.option
        if isinstance(wanted, tuple):
            wanted, given = wanted
        if isinstance(wanted, str):
            self.choice.choose(wanted, given)

    def on_commit(self, commit: Commit) -> None:
        self._stale = True
        if self.isVisible():
            self._on_choice()

    # --- the preview

    def _on_choice(self) -> None:
        """Something was changed: the pages are out of date, new ones come after a pause."""
        self._made = None
        self._offer()
        self._pause.start()

    def _make(self) -> None:
        chosen = self.choice.chosen()
        if self._task is not None:
            self._task.cancel()
        if chosen is None:
            words = self.choice.lacking
            self.preview.show_nothing(f"请先选择{words}" if words else "请检查左边标红的选项")
            return
        office, id_ = self._desk.office, self.choice.entry.id
        day = today()

        def work(progress: Progress) -> Made:
            progress(0, 0, "统计")
            report = catalogue.run(office, id_, chosen, day)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "preview.pdf"
                printed = catalogue.preview(report, file, progress)
                return Made(report, file.read_bytes(), printed.missing)

        self._stale = False
        if not self.preview.view.count:
            self.preview.show_nothing("正在生成预览…")
        task = self._desk.tasks.run(work, self._show, f"预览 {self.choice.entry.label}")
        task.finished.connect(lambda: self._forget(task))
        self._task = task

    def _forget(self, task: Task) -> None:
        if self._task is task:
            self._task = None

    def _show(self, made: Made) -> None:
        self._made = made
        same = self._shown == made.report.id
        self._shown = made.report.id
        self.preview.show_document(PdfDocument(made.pages), keep_place=same)
        strips = [self._missing_strip(made.missing)] if made.missing else []
        self._say(strips)
        self._offer()

    def _missing_strip(self, missing: Sequence[Missing]) -> Banner:
        named = "；".join(f"“{each.text}”里的 {each.codepoint}" for each in missing[:_NAMED])
        more = f" 等 {len(missing)} 处" if len(missing) > _NAMED else ""
        told = f"这台电脑上没有能打印这些字的字体：{named}{more}。预览里以“〓”代替。"
        return Banner(self._desk.look, told, Tone.CAUTION)

    # --- keeping and printing

    def save_pdf(self, path: Path | None = None) -> None:
        """The pages as a file."""
        self._keep(path, "另存为 PDF", PDF, ".pdf")

    def save_xlsx(self, path: Path | None = None) -> None:
        """The same tables as a workbook."""
        self._keep(path, "另存为 Excel", EXCEL, ".xlsx")

    def _keep(self, path: Path | None, title: str, kind: str, ending: str) -> None:
        made = self._made
        if made is None or not self._accepted(made):
            return
        proposed = f"{made.report.title}{made.report.as_of:%Y%m%d}{ending}"
        chosen = path or choose_new_file(self, title, proposed, kind)
        if chosen is None:
            return
        office = self._desk.office
        pdf, xlsx = (chosen, None) if ending == ".pdf" else (None, chosen)

        def work(progress: Progress) -> catalogue.Written:
            return catalogue.write(
                office, made.report, pdf, xlsx, accept_missing=True, progress=progress
            )

        self._run(work, lambda written: self._tell_kept(chosen, written), title)

    def _tell_kept(self, path: Path, written: Any) -> None:
        size = f"{written.pages} 页，" if written.pages else ""
        told = f"已存为 {path.name}（{size}{written.rows} 行），并记入导出记录。"
        if written.cut:
            told += f"有 {written.cut} 格文字太长，Excel 放不下，已截断并注明。"
        printing = self.print if path.suffix == ".pdf" else None
        self._say([done_strip(self._desk.look, told, path, printing)])

    def save_by_class(self) -> None:
        """The same as one file per class, in a folder of their own."""
        chosen = self.choice.chosen()
        if chosen is not None:
            id_ = self.choice.entry.id
            print_by_class(self._desk, id_, chosen, self, lambda strip: self._say([strip]))

    def print(self) -> None:
        """On paper, by a printer the person chooses."""
        made = self._made
        if made is None or not self._accepted(made):
            return
        document = PdfDocument(made.pages)  # its own: the preview may go on to another
        printer = ask_printer(self.window(), document, made.report.title)
        if printer is None:
            return
        office = self._desk.office

        def work(progress: Progress) -> int:
            with tempfile.TemporaryDirectory() as folder:
                paper = Path(folder) / f"{made.report.title}.pdf"
                catalogue.write(office, made.report, paper, accept_missing=True)
            return put_on_paper(printer, document, progress)

        self._run(work, self._tell_printed, "打印")

    def _tell_printed(self, pages: int) -> None:
        told = f"已送出 {pages} 页到打印机，并记入导出记录。"
        self._say([Banner(self._desk.look, told, Tone.GOOD)])

    def _accepted(self, made: Made) -> bool:
        """Whether the person goes on although some characters cannot be printed."""
        if not made.missing:
            return True
        text = missing_words(made.missing)
        return ask(self._desk.look, self.window(), "有的字打印不出来", text, "用“〓”代替")

    def _run(self, work: Any, then: Any, title: str) -> None:
        task = self._desk.tasks.run(work, then, title)
        self._say([ProgressStrip(self._desk.look, task)])
        for each in self._actions:
            each.setEnabled(False)
        task.finished.connect(self._end)

    def _end(self) -> None:
        self._say(())
        self._offer()

    def _offer(self) -> None:
        for each in self._actions:
            each.setEnabled(self._made is not None)
        self.excel.setVisible(not self.choice.entry.form)
        self.classes.setVisible(self.choice.entry.by_class is not None)

    def _say(self, strips: Sequence[QWidget]) -> None:
        self._strips.fill(strips)

    def _lay_out(self) -> None:
        look = self._desk.look
        self.excel = button(look, "另存 Excel…", "file-spreadsheet", press=self.save_xlsx)
        self.classes = button(look, "每班一个文件…", "folder-open", press=self.save_by_class)
        self._actions = (
            button(look, "打印…", "printer", kind="primary", press=self.print),
            button(look, "另存 PDF…", "file-text", press=self.save_pdf),
            self.excel,
            self.classes,
        )
        self._strips = Lines(spacing=TIGHT)
        right = column(row(*self._actions, 1, spacing=NARROW), self._strips, spacing=SNUG)
        right.addWidget(self.preview, 1)
        whole = row(spacing=SNUG, margins=MEDIUM)
        whole.addWidget(self.choice)
        whole.addLayout(right, 1)
        self.setLayout(whole)
        self._offer()
