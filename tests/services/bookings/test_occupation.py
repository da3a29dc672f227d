"""The conflict engine, and what it promises whatever is asked of it."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.bookings import UseKind
from app.models.teaching_time import Periods, opening
from app.services.bookings.occupation import (
    Agreed,
    Closed,
    Pupils,
    RoomFacts,
    Stock,
    Use,
    What,
    World,
    clashes,
    seats_left,
)

DAY = date(2026, 9, 1)
ROOM, OTHER, TEACHER, CLASS, LATHE, FIRM, BASE = (UUID(int=n) for n in range(1, 8))


def use(first: int = 3, last: int = 4, **given: object) -> Use:
    return Use(**({"on": DAY, "periods": Periods(first, last), "room": ROOM} | given))  # type: ignore[arg-type]


def world(*taken: Use, room: RoomFacts | None = None, **given: object) -> World:
    facts = room or RoomFacts(number="B101", seats=40, parts=2, base=BASE)
    made = World(rooms={ROOM: facts, OTHER: RoomFacts(number="C2", seats=30)}, **given)  # type: ignore[arg-type]
    for each in taken:
        made.add(each)
    return made


def kinds(asked: Use, around: World) -> list[What]:
    return [clash.what for clash in clashes(asked, around)]


def test_a_room_taken_by_somebody_else() -> None:
    lesson = use(1, 3, title="车工", key=UUID(int=99))
    assert kinds(use(3, 4), world(lesson)) == [What.ROOM]
    assert "“车工”（第1-3节）" in clashes(use(3, 4), world(lesson))[0].words
    assert kinds(use(4, 5), world(lesson)) == []
    assert kinds(use(1, 3, key=UUID(int=99)), world(lesson)) == []
    assert kinds(use(3, 4, room=OTHER), world(lesson)) == []


def test_parts_of_a_room_are_free_of_each_other() -> None:
    half = use(part=1)
    assert kinds(use(part=2), world(half)) == []
    assert kinds(use(part=1), world(half)) == [What.ROOM]
    assert kinds(use(), world(half)) == [What.ROOM]


def test_a_room_that_is_not_divided_has_no_second_part() -> None:
    here = use(part=1, room=OTHER, shared=True, seats=30)
    assert "C2 不分区，没有第 2 区" in clashes(use(part=2, room=OTHER), world())[0].words
    assert kinds(use(part=1, room=OTHER, shared=True, seats=1), world(here)) == [What.SEATS]
    stale = use(part=3)  # stored while the room still had three parts
    assert kinds(use(part=1), world(stale)) == [What.ROOM]


def test_seats_of_a_part_count_for_the_whole_room() -> None:
    around = world(use(part=1, shared=True, seats=20))
    assert kinds(use(shared=True, seats=20), around) == []
    assert clashes(use(shared=True, seats=21), around)[0].words == "B101 只剩 20 个工位，需要 21 个"
    assert kinds(use(part=2, shared=True, seats=20), around) == []
    assert kinds(use(part=2, shared=True, seats=21), around) == [What.SEATS]


def test_shared_seats_until_there_are_none_left() -> None:
    around = world(use(3, 6, shared=True, seats=30))
    assert kinds(use(shared=True, seats=10), around) == []
    assert clashes(use(shared=True, seats=12), around)[0].words == "B101 只剩 10 个工位，需要 12 个"
    assert kinds(use(), around) == [What.ROOM]
    assert kinds(use(shared=True, seats=1), world(use())) == [What.ROOM]
    assert kinds(use(shared=True, seats=1), world(room=RoomFacts(number="X"))) == [What.SEATS]


def test_seats_that_are_taken_one_after_the_other_do_not_add_up() -> None:
    around = world(use(1, 2, shared=True, seats=30), use(3, 4, shared=True, seats=30))
    assert kinds(use(1, 4, shared=True, seats=10), around) == []


def test_teacher_class_and_exam_elsewhere() -> None:
    away = use(room=OTHER, teacher=TEACHER, school_class=CLASS, title="钳工")
    asked = use(teacher=TEACHER, school_class=CLASS)
    assert kinds(asked, world(away)) == [What.TEACHER, What.CLASS]
    assert not any(clash.hard for clash in clashes(asked, world(away)))
    exam = use(room=OTHER, school_class=CLASS, kind=UseKind.EXAM)
    assert kinds(asked, world(exam)) == [What.EXAM]


def test_equipment_counts_what_is_in_use_at_the_same_time() -> None:
    around = world(
        use(1, 2, room=OTHER, equipment=((LATHE, 4),)),
        use(3, 4, room=OTHER, equipment=((LATHE, 2),)),
        stock={LATHE: Stock("车床", 5, date(2026, 12, 31))},
    )
    assert kinds(use(1, 4, equipment=((LATHE, 1),)), around) == []
    assert clashes(use(1, 4, equipment=((LATHE, 2),)), around)[0].words == "车床可用 1 台套，需要 2"
    late = use(on=date(2027, 1, 1), equipment=((LATHE, 1),))
    assert kinds(late, around) == [What.EQUIPMENT]


@pytest.mark.parametrize(
    ("closed", "hit"),
    [
        (Closed(name="检修", starts=DAY, ends=DAY), True),
        (Closed(name="检修", starts=DAY), True),
        (Closed(name="检修", starts=date(2026, 9, 2)), False),
        (Closed(name="检修", starts=DAY, room=OTHER), False),
        (Closed(name="检修", starts=DAY, base=BASE), True),
        (Closed(name="检修", starts=DAY, base=OTHER), False),
        (Closed(name="检修", starts=DAY, weekdays=frozenset({3})), False),
        (Closed(name="检修", starts=DAY, weekdays=frozenset({2})), True),
        (Closed(name="检修", starts=DAY, periods=Periods(1, 2)), False),
        (Closed(name="检修", starts=DAY, periods=Periods(4, 8)), True),
    ],
)
def test_closures(closed: Closed, hit: bool) -> None:
    assert kinds(use(), world(closures=[closed])) == ([What.CLOSED] if hit else [])


def test_closed_for_good_closed_hours_and_exams() -> None:
    gone = RoomFacts(number="B101", closed_on=DAY)
    assert kinds(use(), world(room=gone)) == [What.CLOSED]
    shut = RoomFacts(number="B101", opens=opening("周一至周五 1-3"))
    assert "第4节不开放" in clashes(use(), world(room=shut))[0].words
    exam = Closed(name="等级考试", starts=DAY, exam=True)
    assert kinds(use(), world(closures=[exam, exam])) == [What.EXAM, What.EXAM]


LAB = RoomFacts(number="L1", seats=40, parts=2, gap=1)


def test_a_room_that_is_set_up_between_two_uses_is_left_empty_for_that_long() -> None:
    lesson = use(5, 6, title="高压", key=UUID(int=99), booking=UUID(int=98))
    around = world(lesson, room=LAB)
    told = {first: kinds(use(first, first + 1), around) for first in (2, 3, 4, 6, 7, 8)}
    assert told == {
        2: [], 3: [What.GAP], 4: [What.ROOM], 6: [What.ROOM], 7: [What.GAP], 8: []
    }  # fmt: skip
    (clash,) = clashes(use(3, 4), around)
    assert clash.hard
    assert clash.others == (lesson,)
    assert "L1 前后要空 1 节，离“高压”（第5-6节）太近" in clash.words
    assert kinds(use(7, 8, booking=UUID(int=98)), around) == []
    assert kinds(use(7, 8, key=UUID(int=99)), around) == []
    assert kinds(use(7, 8, room=OTHER), around) == []
    assert kinds(use(7, 8), world(lesson)) == []


def test_parts_and_neighbours_at_shared_seats_need_no_setting_up() -> None:
    assert kinds(use(3, 4, part=1), world(use(5, 6, part=2), room=LAB)) == []
    assert kinds(use(3, 4, part=1), world(use(5, 6), room=LAB)) == [What.GAP]
    club = use(5, 6, shared=True, seats=5)
    assert kinds(use(3, 4, shared=True, seats=5), world(club, room=LAB)) == []
    assert kinds(use(3, 4), world(club, room=LAB)) == [What.GAP]


@given(
    st.integers(0, 3),
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3)), max_size=4),
    st.integers(1, 12),
    st.integers(0, 3),
)
def test_the_gap_is_kept_exactly(
    gap: int, taken: list[tuple[int, int]], first: int, more: int
) -> None:
    """Against a day written out as a string of periods."""
    others = [Periods(start, min(start + length, 12)) for start, length in taken]
    asked = Periods(first, min(first + more, 12))
    empty = set(range(asked.first - gap, asked.last + gap + 1))
    met = any(set(each) & empty for each in others)
    room = RoomFacts(number="L1", seats=40, gap=gap)
    uses = [use(each.first, each.last, key=UUID(int=n)) for n, each in enumerate(others, 50)]
    assert bool(kinds(use(asked.first, asked.last), world(*uses, room=room))) == met


def test_access_partner_and_heads_are_told_but_do_not_keep_out() -> None:
    room = RoomFacts(number="B101", seats=20, hazards=("机械",))
    asked = use(teacher=TEACHER, partner=FIRM, heads=46)
    found = clashes(asked, world(room=room))
    assert [each.what for each in found] == [What.CAPACITY, What.ACCESS, What.PARTNER]
    assert not any(each.hard for each in found)
    granted = world(
        room=RoomFacts(number="B101", seats=50, hazards=("机械",)),
        access={(TEACHER, "机械"): DAY},
        partners={FIRM: Agreed("精工", ((None, date(2026, 12, 31)),))},
    )
    assert kinds(asked, granted) == []
    later = use(on=date(2027, 1, 1), teacher=TEACHER, partner=FIRM)
    assert kinds(later, granted) == [What.ACCESS, What.PARTNER]


def test_students_without_access_are_counted_on_the_day() -> None:
    room = RoomFacts(number="B101", seats=50, hazards=("机械",))
    asked = use(school_class=CLASS)
    some = {CLASS: Pupils(3, {"机械": (DAY, date.max), "电气": (date.max,)})}
    (clash,) = clashes(asked, world(room=room, pupils=some))
    assert clash.words == "该班 3 人中 1 人没有有效的机械安全准入"
    assert not clash.hard
    later = use(on=date(2026, 9, 2), school_class=CLASS)
    assert "3 人中 2 人" in clashes(later, world(room=room, pupils=some))[0].words
    all_ = {CLASS: Pupils(2, {"机械": (DAY, DAY)})}
    assert kinds(asked, world(room=room, pupils=all_)) == []


uses = st.builds(
    lambda first, length, part, shared, seats, room: use(
        first, min(first + length, 12), part=part, shared=shared, seats=seats, room=room
    ),
    st.integers(1, 12),
    st.integers(0, 3),
    st.none() | st.integers(1, 3),
    st.booleans(),
    st.integers(1, 40),
    st.sampled_from([ROOM, OTHER]),
)


@given(st.lists(uses, max_size=30))
def test_whoever_is_let_in_nobody_sits_on_anybody(asked: list[Use]) -> None:
    """Never two exclusive occupants, never more seats than there are, in any period."""
    around = world()
    for each in asked:
        if not any(clash.hard for clash in clashes(each, around)):
            around.add(each)
    held = around.taken.get(DAY, [])
    for room, facts in around.rooms.items():
        for period in range(1, 13):
            here = [o for o in held if o.room == room and period in o.periods]
            for part in range(1, facts.parts + 1):
                inside = [o for o in here if facts.part(o.part) in (None, part)]
                assert sum(not o.shared for o in inside) == 0 or len(inside) == 1
                own = [o.seats for o in inside if o.shared and facts.part(o.part)]
                assert sum(own) <= facts.places(part)
            assert sum(o.seats for o in here if o.shared) <= (facts.seats or 0)


@given(st.lists(uses, max_size=12), uses)
def test_seats_left_is_what_can_still_be_taken(taken: list[Use], asked: Use) -> None:
    around = world()
    for each in taken:
        if each.part is None and not any(clash.hard for clash in clashes(each, around)):
            around.add(each)
    here = [other for other in around.meeting(asked) if other.room == asked.room]
    left = seats_left(around.rooms[asked.room], None, asked.periods, here)
    whole = use(asked.periods.first, asked.periods.last, room=asked.room, shared=True, seats=left)
    more = use(
        asked.periods.first, asked.periods.last, room=asked.room, shared=True, seats=left + 1
    )
    assert left == 0 or not clashes(whole, around)
    assert clashes(more, around)
