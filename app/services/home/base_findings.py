"""Training bases and their bookings: what waits for somebody, as the list of tasks counts it."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from app.models import Booking, BookingOccurrence
from app.models.record import Record
from app.services.bookings.tasks import Item, Task, tasks
from app.services.home.ground import Ground
from app.services.home.matters import Matter, Urgency, Why

Counted = tuple[Matter, Sequence[UUID], str]  # the most pressing one by name

_OWN = "本程序的工作提醒，不是法规要求。"


def _matter(  # noqa: PLR0913, PLR0917 - what a line says
    task: Task, kind: type[Record], words: str, urgency: Urgency, rule: str, remedy: str
) -> Matter:
    """All of these are solved in the list of tasks of the bookings."""
    why = Why(rule, _OWN, remedy)
    key = f"bookings_{task.name.lower()}"
    return Matter(key, kind, words, urgency, why, page="bookings", option=("待办", task.name))


MATTERS = {
    Task.CLOSED: _matter(
        Task.CLOSED,
        BookingOccurrence,
        "预约落在停用期内，还没有处理",
        Urgency.OVERDUE,
        "停用安排登记以后，仍有今天起的预约在停用的实训室和时间里，没有改到别处，也没有取消。",
        "在“预约”的“待办”里选中停用安排，按“处理停用…”，接受建议、改到别处或者取消。",
    ),
    Task.PLACE: _matter(
        Task.PLACE,
        Booking,
        "课表预约还没有排进实训室",
        Urgency.OVERDUE,
        "导入课表时，这一行的实训室已被占用，没有排入，状态为“待排”。",
        "在“预约”的“待办”里选中这一行，按“排课…”，从空闲的实训室和时间里选一个。",
    ),
    Task.DECIDE: _matter(
        Task.DECIDE,
        Booking,
        "预约等待审批",
        Urgency.SOON,
        "预约的状态为“待审”或“暂留”，按预约规定还有环节没有签意见。",
        "在“预约”的“待办”里选中，按“同意”或“驳回…”。",
    ),
    Task.WAIT: _matter(
        Task.WAIT,
        BookingOccurrence,
        "预约在候补，还没有空出",
        Urgency.GAP,
        "预约时没有空位，选了“排候补”。有人取消或减少人数时会自动转正。",
        "在“预约”的“待办”里查看；不再等的，打开这份预约取消这一天。",
    ),
    Task.CHECK_IN: _matter(
        Task.CHECK_IN,
        BookingOccurrence,
        "使用还没有登记",
        Urgency.GAP,
        "已批准的预约日期已过（30 天以内），没有使用登记，也没有登记爽约。",
        "在“预约”的“待办”里选中一次或几次，按“登记使用…”或“爽约”。",
    ),
}


def base_findings(ground: Ground) -> Iterator[Counted]:
    """A line for each kind of task that there is."""
    every = tasks(ground.office, ground.today)
    ours = [each for each in every if ground.campus is None or each.campus in (None, ground.campus)]
    for task, matter in MATTERS.items():
        found = [each for each in ours if each.task is task]
        keys = [key for each in found for key in _keys(each)]
        yield matter, list(dict.fromkeys(keys)), _named(found[0]) if found else ""


def _keys(item: Item) -> tuple[UUID, ...]:
    return item.dates or (item.date or item.record,)


def _named(item: Item) -> str:
    return f"{item.title}，{' '.join(part for part in (item.room, item.when) if part)}"
