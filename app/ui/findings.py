"""The exceptions of the home page: a line each, its reason on request, its records on a click."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.services.home import Finding, Urgency, Why
from app.ui.buttons import button
from app.ui.labels import Elided, IconLabel, label
from app.ui.layouts import column, row
from app.ui.lines import Lines
from app.ui.look import Look
from app.ui.row_button import RowButton
from app.ui.tokens import INK_OF, MEDIUM, NARROW, SNUG, TIGHT, Tone

_FIGURE = 44  # width of three digits
_TONES = {Urgency.OVERDUE: Tone.STOP, Urgency.SOON: Tone.CAUTION, Urgency.GAP: Tone.ACCENT}
_ICONS = {
    Urgency.OVERDUE: "circle-alert",
    Urgency.SOON: "calendar-clock",
    Urgency.GAP: "pencil",
}
_WORDS = {Urgency.OVERDUE: "需要马上处理", Urgency.SOON: "临近", Urgency.GAP: "需要补全"}


class Findings(QWidget):
    """All of them, the most urgent first; or calm, where there are none and all was looked at."""

    opened = Signal(Finding)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._lines = Lines(spacing=NARROW)
        self.setLayout(column(self._lines))

    def show_findings(self, findings: Sequence[Finding], *, more: bool = False) -> None:
        """Put these in the place of what was there; reasons that were open stay open.

        `more`: some are still being looked for.
        """
        rows = (each for each in self._lines.held if isinstance(each, FindingRow))
        open_ = {each.key for each in rows if each.told}
        lines: list[QWidget] = [self._row(each, open_) for each in findings]
        if more:
            lines.append(label("正在核对培养班和实习…", "muted"))
        self._lines.fill(lines or [_calm(self._look)])

    def _row(self, finding: Finding, open_: set[str]) -> "FindingRow":
        made = FindingRow(self._look, finding)
        made.opened.connect(lambda: self.opened.emit(finding))
        if made.key in open_:
            made.tell()
        return made


class FindingRow(QWidget):
    """One exception. The line opens its records; “为什么？” unfolds the reason under it."""

    opened = Signal()

    def __init__(self, look: Look, finding: Finding) -> None:
        super().__init__()
        matter = finding.matter
        self.key = matter.key
        tone = _TONES[matter.urgency]
        figure = label(str(finding.count), "figure")
        figure.setProperty("tone", tone.value)
        words = Elided(f"{finding.counter}{finding.words}", "strong")
        first = Elided(f"如：{finding.first}" if finding.first else "", "small")
        first.setVisible(bool(finding.first))
        figure.setMinimumWidth(_FIGURE)
        self._ask = button(look, "为什么？", kind="link", press=self.tell)
        self._ask.setAccessibleName(f"为什么？{finding.words}")
        self._line = RowButton(
            look,
            f"{_WORDS[matter.urgency]}：{finding.text}",
            IconLabel(look.icon(_ICONS[matter.urgency], INK_OF[tone])),
            figure,
            column(words, first, spacing=2),
            self._ask,
            IconLabel(look.icon("chevron-right", "faint")),
            framed=True,
            margins=(SNUG, TIGHT, SNUG, TIGHT),
        )
        self._line.stretch(2)
        self._line.opened.connect(self.opened)
        self._reason = _reason(matter.why)
        self._reason.hide()
        self.setLayout(column(self._line, self._reason, spacing=TIGHT))

    @property
    def told(self) -> bool:
        """Whether the reason is unfolded."""
        return not self._reason.isHidden()

    def tell(self) -> None:
        """Unfold the reason, or fold it away."""
        self._reason.setVisible(self._reason.isHidden())
        self._ask.setText("收起" if self.told else "为什么？")


def _reason(why: Why) -> QFrame:
    frame = QFrame()
    frame.setProperty("part", "banner")
    frame.setProperty("banner", "neutral")
    lines = column(spacing=NARROW, margins=(MEDIUM, SNUG, MEDIUM, SNUG))
    for head, text in (("规则", why.rule), ("依据", why.source), ("怎样消除", why.remedy)):
        name = label(head, "label")
        name.setFixedWidth(64)
        line = row(name, label(text, wrap=True, selectable=True))
        line.setStretch(1, 1)
        line.setAlignment(name, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(line)
    frame.setLayout(lines)
    return frame


def _calm(look: Look) -> QFrame:
    frame = QFrame()
    frame.setProperty("surface", "card")
    words = column(
        label("今天没有要处理的事", "part"),
        label("到期、逾期和缺项都已处理。下面是本学年的情况。", "muted"),
        spacing=TIGHT,
    )
    frame.setLayout(
        row(
            IconLabel(look.icon("circle-check", "good"), 32), words, 1,
            spacing=MEDIUM, margins=(MEDIUM, MEDIUM, MEDIUM, MEDIUM),
        )
    )  # fmt: skip
    return frame
