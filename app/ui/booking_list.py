"""预约清单 and 使用登记: bookings as records. What takes a room is done in the week view."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QPushButton

from app.models import Booking, BookingOccurrence, UseRecord
from app.services.bookings.doubled import doubled
from app.ui.base_views import BookingDates
from app.ui.booking_series import show_series
from app.ui.buttons import button
from app.ui.detail import Detail, RecordView
from app.ui.kindred import BOOKINGS, KindredPage
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.today import today
from app.ui.tokens import Tone

_TOLD = 3  # dates named when a teacher or class is in two places


class BookingListPage(KindredPage):
    """All bookings; a new one is made where one sees what is free."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "booking", BOOKINGS)

    def make_detail(self) -> Detail:
        return BookingDetail(self.desk)

    def start_new(self) -> None:
        if self.may_leave():
            self.wanted.emit(Target("bookings", option="new"))


class BookingDetail(Detail):
    """One booking."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, Booking)
        self.edit.saved.connect(self._tell_doubled)

    # --- hooks

    def make_views(self) -> Mapping[str, RecordView]:
        return {"日期与审批": BookingDates(self.desk)}

    def hidden_parts(self) -> frozenset[str]:
        return frozenset({"booking_occurrence", "booking_approval"})

    def header_buttons(self) -> Sequence[QPushButton]:
        return [button(self.desk.look, "每一天…", "calendar-days", press=self._each_date)]

    def menu_actions(self) -> Sequence[tuple[str, Any]]:
        given = {"booking": self.key}
        go = partial(self.wanted.emit, Target("reports", option=("booking_form", given)))
        return [("打印使用申请表…", go)]

    def _tell_doubled(self, key: UUID) -> None:
        """Another teacher or class may be elsewhere at that time: saved, but said."""
        if told := doubled(self.desk.office, key, today()):
            more = f"等 {len(told)} 次" if len(told) > _TOLD else ""
            words = f"已保存。请核对：{'；'.join(told[:_TOLD])}{more}。"
            self.edit.add_note(Banner(self.desk.look, words, Tone.CAUTION))

    def _each_date(self) -> None:
        if self.key is not None:
            show_series(self.desk, self.key, self.wanted.emit, self.window())


class UseRecordsPage(KindredPage):
    """What happened on each date."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "use_record", BOOKINGS)

    def make_detail(self) -> Detail:
        return UseDetail(self.desk)


class UseDetail(Detail):
    """What happened on one date."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, UseRecord)

    # --- hooks

    def heading(self) -> str:
        booking = self.desk.office.title(BookingOccurrence.__tablename__, self.record.occurrence_id)
        return f"{booking} {self.record.on}"
