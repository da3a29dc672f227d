"""Placements for classes at once, hosts changed."""

from datetime import date
from typing import Any

import pytest

from app.errors import Invalid, Refused
from app.models import (
    Agreement,
    Amendment,
    InternshipBatch,
    Partner,
    Placement,
    PlacementSegment,
    Post,
    RuleWaiver,
    SchoolClass,
    Student,
    Term,
)
from app.models.internships import PlacementState
from app.models.students import Standing
from app.services.clashes import clashes
from app.services.host_agreements import RULE, Override
from app.services.host_change import change_host
from app.services.office import Office
from app.services.placement_cells import enter, entering
from app.services.placement_rows import overlaps, places, rows
from app.services.placing import Fate, create, fill_down, filling, propose
from app.services.rules.spans import Span
from tests.make import Make

FIRST, LAST = date(2027, 2, 22), date(2027, 8, 20)
ANSWERS = Override("覃望川", "企业已书面承诺，续签手续办理中", date(2027, 2, 20))


@pytest.fixture
def batch(make: Make) -> InternshipBatch:
    made: InternshipBatch = make(InternshipBatch, name="2027年春季", starts=FIRST, ends=LAST)
    return made


@pytest.fixture
def people(make: Make) -> list[Student]:
    """Two classes: two third-year students each, a leaver, a first-year, one aged fifteen."""
    one = make(SchoolClass, name="车辆2401")
    two = make(SchoolClass, name="车辆2402")
    common: dict[str, Any] = {"birth": date(2006, 3, 1), "enrolled": 2024}
    return [
        make(Student, number="0004", class_id=two.id, **common),
        make(Student, number="0003", class_id=two.id, **common),
        make(Student, number="0002", class_id=one.id, **common),
        make(Student, number="0001", class_id=one.id, **common),
        make(Student, number="0005", class_id=one.id, standing=Standing.LEFT, **common),
        make(Student, number="0006", class_id=one.id, birth=date(2006, 3, 1), enrolled=2026),
        make(Student, number="0007", class_id=two.id, birth=date(2011, 3, 1), enrolled=2024),
    ]


def everyone(office: Office) -> list[Any]:
    return [each.id for each in office.of(SchoolClass).all()]


def test_classes_in_roster_order_with_what_to_look_at(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    create(office, batch.id, [people[0].id], {})
    other = make(InternshipBatch, name="提前批", starts=FIRST, ends=LAST)
    create(office, other.id, [people[3].id], {})
    found = {each.number: each for each in propose(office, batch.id, everyone(office))}
    assert list(found) == ["0001", "0002", "0005", "0006", "0003", "0004", "0007"]
    assert found["0004"].fate is Fate.PRESENT
    assert found["0005"].fate is Fate.GONE
    assert found["0006"].fate is Fate.NEW
    assert "一年级" in found["0006"].flags[0]
    assert found["0007"].flags == ("开始时未满 16 周岁",)
    assert found["0001"].flags == ("同期已在“提前批”",)
    assert found["0002"].flags == ()


def test_creating_again_passes_over_who_is_there(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    partner = make(Partner)
    keys = [each.id for each in people[:3]]
    made = create(office, batch.id, keys, {"partner_id": partner.id, "post": "整车装配工"})
    again = create(office, batch.id, [*keys, people[3].id], {"post": "整车装配工"})
    assert (len(made), len(again)) == (3, 1)
    held = office.of(Placement).all()
    assert {(each.starts, each.ends) for each in held} == {(FIRST, LAST)}
    assert sorted(each.agreement_number for each in held) == [
        f"SX-2027-ZB-{n:03}" for n in range(1, 5)
    ]


def test_rows_say_what_is_missing_and_are_filled_down(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    keys = create(office, batch.id, [each.id for each in people[:4]], {})
    shown = rows(office, batch.id)
    assert [each.number for each in shown] == ["0001", "0002", "0003", "0004"]
    words = [lack.words for lack in shown[0].lacks]
    assert words[:2] == ["未定实习单位", "未定实习岗位"]
    assert "三方协议学校、实习单位、学生未签" in words
    records = office.of(Placement)
    records.save({"post": "数控操作员", "mentor": "何正"}, records.get(keys[0]))
    fill_down(office, keys, ["post", "mentor"])
    assert {each.post for each in records.all()} == {"数控操作员"}
    assert all(
        "未指派企业指导人员" not in [w.words for w in r.lacks] for r in rows(office, batch.id)
    )


def lapsed_host(make: Make, **amended: Any) -> Partner:
    partner: Partner = make(Partner, name="成都示例蓉驰汽车零部件有限公司")
    agreement = make(
        Agreement, name="实习基地协议", partners=(partner.id,), takes_interns=True,
        signed_on=date(2023, 9, 1), starts=date(2023, 9, 1), ends=date(2026, 8, 31),
    )  # fmt: skip
    if amended:
        make(Amendment, agreement_id=agreement.id, signed_on=date(2026, 8, 1), **amended)
    return partner


def test_a_lapsed_agreement_stops_new_placements(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    host = lapsed_host(make)
    wanted = {"partner_id": host.id}
    with pytest.raises(Refused, match="已于 2026-08-31 到期，不能再新安排实习"):
        create(office, batch.id, [people[0].id], wanted)
    assert office.of(Placement).count() == 0
    with pytest.raises(Invalid, match="请写明理由"):
        create(office, batch.id, [people[0].id], wanted, Override("覃望川", " ", FIRST))
    create(office, batch.id, [people[0].id], wanted, ANSWERS)
    kept = office.of(RuleWaiver).all()
    assert [(w.rule, w.by, w.partner_id, w.batch_id) for w in kept] == [
        (RULE, "覃望川", host.id, batch.id)
    ]
    # From then on somebody answers for this host in this batch.
    create(office, batch.id, [people[1].id], wanted)
    one = create(office, batch.id, [people[2].id], {})[0]
    office.of(Placement).save(wanted, office.of(Placement).get(one))
    other = make(InternshipBatch, name="别的批次", starts=FIRST, ends=LAST)
    made = create(office, other.id, [people[3].id], {})[0]
    with pytest.raises(Refused, match="到期"):
        office.of(Placement).save(wanted, office.of(Placement).get(made))


def test_who_answers_for_a_lapsed_host_is_asked_before_it_is_typed_or_filled_down(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    host = lapsed_host(make)
    typed, filled, other = create(office, batch.id, [each.id for each in people[:3]], {})
    texts = {typed: {"partner_id": host.name, "starts": "2027-03-01"}}
    [question] = entering(office, texts)
    assert (question.batch, question.host) == (batch.id, host.id)
    assert question.words == f"{host.name}的协议“实习基地协议”已于 2026-08-31 到期"
    assert enter(office, texts).saved == 0
    assert enter(office, texts, ANSWERS).saved == 1
    assert entering(office, {filled: texts[typed]}) == [], "answered for in this batch"
    waivers = office.of(RuleWaiver)
    waivers.delete([each.id for each in waivers.all()])
    assert entering(office, texts) == [], "who is there already is not asked about"
    keys = [typed, filled, other]
    assert [each.host for each in filling(office, keys, ["partner_id"])] == [host.id]
    assert filling(office, keys, ["post"]) == []
    fill_down(office, keys, ["partner_id"], ANSWERS)
    assert {each.partner_id for each in office.of(Placement).all()} == {host.id}
    assert [(each.rule, each.partner_id) for each in waivers.all()] == [(RULE, host.id)]


def test_an_amended_agreement_is_in_force(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    host = lapsed_host(make, new_ends=date(2029, 8, 31))
    assert create(office, batch.id, [people[0].id], {"partner_id": host.id})


def test_changing_host_links_two_placements(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    old_host, host = make(Partner), make(Partner)
    common = {"partner_id": old_host.id, "policy": "BX001", "consent_student": FIRST}
    key = create(office, batch.id, [people[0].id], common)[0]
    late = make(PlacementSegment, placement_id=key, starts=date(2027, 6, 1), ends=LAST)
    cut = make(PlacementSegment, placement_id=key, starts=FIRST, ends=date(2027, 5, 31))
    day = date(2027, 4, 30)
    with pytest.raises(Invalid, match="请写明原因"):
        change_host(office, key, day, " ", {"partner_id": host.id})
    with pytest.raises(Invalid, match="早于开始日期"):
        change_host(office, key, date(2027, 1, 1), "岗位撤销", {"partner_id": host.id})
    made = change_host(office, key, day, "岗位撤销", {"partner_id": host.id, "post": "质检员"})
    old = office.of(Placement).get(key)
    assert (old.ends, old.state, old.ended_why) == (day, PlacementState.CHANGED, "岗位撤销")
    assert (made.previous_id, made.starts, made.ends) == (key, date(2027, 5, 1), LAST)
    assert (made.policy, made.consent_student, made.post) == ("BX001", None, "质检员")
    assert made.agreement_number != old.agreement_number
    segments = office.of(PlacementSegment)
    assert [each.id for each in segments.all()] == [cut.id]
    assert segments.get(cut.id).ends == day
    assert segments.get(late.id).deleted
    assert overlaps(office) == []
    with pytest.raises(Refused, match="已换单位"):
        change_host(office, key, day, "再换", {"partner_id": host.id})


def test_overlaps_of_one_student(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    other = make(InternshipBatch, name="暑期", starts=date(2027, 8, 1), ends=date(2027, 9, 30))
    create(office, batch.id, [people[0].id, people[1].id], {})
    create(office, other.id, [people[0].id], {})
    found = overlaps(office)
    assert [(each.student, each.days.first, each.days.last) for each in found] == [
        (people[0].id, date(2027, 8, 1), LAST)
    ]


def test_of_a_split_placement_only_the_parts_overlap(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    other = make(InternshipBatch, name="暑期", starts=date(2027, 5, 1), ends=date(2027, 5, 31))
    post = make(Post, name="整车装配工", places=1)
    split, between = (
        create(office, each.id, [people[0].id], {"post_id": post.id})[0] for each in (batch, other)
    )
    assert [each.days for each in overlaps(office)] == [Span(other.starts, other.ends)]
    assert [each.taken for each in places(office, batch.id)] == [2]
    for first, last in ((FIRST, date(2027, 4, 30)), (date(2027, 6, 1), LAST)):
        make(PlacementSegment, placement_id=split, starts=first, ends=last)
    assert overlaps(office) == []
    assert [each.taken for each in places(office, batch.id)] == [1]
    records = office.of(Placement)
    records.save({"starts": date(2027, 4, 30), "ends": date(2027, 6, 2)}, records.get(between))
    assert [each.days for each in overlaps(office)] == [
        Span(date(2027, 4, 30), date(2027, 4, 30)), Span(date(2027, 6, 1), date(2027, 6, 2)),
    ]  # fmt: skip


def test_who_is_placed_twice_is_listed_with_the_other_place(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    host = make(Partner, name="成都云沙电子有限公司")
    other = make(InternshipBatch, name="暑期", starts=date(2027, 8, 1), ends=date(2027, 9, 30))
    keys = create(office, batch.id, [people[0].id, people[1].id], {})
    [elsewhere] = create(office, other.id, [people[0].id], {"partner_id": host.id})
    again = make(
        Placement, batch_id=batch.id, student_id=people[1].id, partner_id=host.id,
        starts=None, ends=None,
    )  # fmt: skip
    found = {each.number: each for each in clashes(office, batch.id)}
    assert found.keys() == {"0004", "0003"}
    assert {found["0004"].placement, found["0004"].other} == {keys[0], elsewhere}
    assert found["0004"].words == ("与“暑期”（成都云沙电子有限公司）重叠：2027-08-01 至 2027-08-20")
    assert {found["0003"].placement, found["0003"].other} == {keys[1], again.id}
    assert found["0003"].words.startswith("本批次重复安排")
    office.of(Placement).save({"state": PlacementState.WITHDRAWN}, again)
    assert [each.number for each in clashes(office, batch.id)] == ["0004"]
    assert [each.number for each in clashes(office, other.id)] == ["0004"]


def test_places_of_posts(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    post = make(Post, name="整车装配工", places=2)
    keys = create(office, batch.id, [each.id for each in people[:3]], {"post_id": post.id})
    assert [(each.taken, each.free) for each in places(office, batch.id)] == [(3, -1)]
    records = office.of(Placement)
    records.save({"ends": date(2027, 3, 31)}, records.get(keys[0]))
    records.save({"starts": date(2027, 4, 1)}, records.get(keys[1]))
    assert [(each.taken, each.free) for each in places(office, batch.id)] == [(2, 0)]


def test_a_closed_year_takes_no_placements(
    office: Office, make: Make, batch: InternshipBatch, people: list[Student]
) -> None:
    key = create(office, batch.id, [people[0].id], {})[0]
    make(Term, code="2026-2027-1", closed=True)
    make(Term, code="2026-2027-2", closed=True)
    records = office.of(Placement)
    for act in (
        lambda: create(office, batch.id, [people[1].id], {}),
        lambda: records.save({"post": "质检员"}, records.get(key)),
        lambda: records.delete([key]),
    ):
        with pytest.raises(Refused, match="2026-2027学年已封存"):
            act()
