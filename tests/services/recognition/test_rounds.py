"""A round from its standard to its results, as scenario S16 tells it."""

from datetime import date
from typing import Any

import pytest

from app.errors import Invalid, Refused, UserError
from app.models import (
    Application,
    Evidence,
    PracticeStint,
    Recognition,
    RecognitionEvent,
    RecognitionRound,
    RecognitionStandard,
    Teacher,
    TeacherQualification,
)
from app.models.recognition import (
    ApplicationState,
    RecognitionLevel,
    RecognitionState,
    RecognitionStep,
    RoundState,
)
from app.models.teachers import Ethics, TeacherKind, TitleLevel
from app.models.values import uuid7
from app.services.office import Office
from app.services.recognition.candidates import candidate, candidates, enter
from app.services.recognition.judging import Verdict
from app.services.recognition.pack import read
from app.services.recognition.results import Decision, enter_results
from app.services.recognition.standards import adopt, freeze, standards, templates
from app.services.recognition.what_if import what_if_round
from app.services.teachers.ratios import ratios
from tests.make import STANDARD, Make

CUT_OFF, GRANTED = date(2026, 2, 28), date(2026, 4, 1)
Level = RecognitionLevel
State = ApplicationState


@pytest.fixture
def round_(office: Office, make: Make) -> RecognitionRound:
    made = make(RecognitionRound, name="2026年春季", cut_off=CUT_OFF, authority="示例学院")
    return freeze(office, made.id, "national-2022", date(2026, 3, 1))


def teacher(make: Make, days: int = 200, **given: Any) -> Teacher:
    """A professional teacher who meets everything, unless said otherwise."""
    said = {
        "kind": TeacherKind.PROFESSIONAL,
        "ethics": Ethics.PASSED,
        "prior_years": 0,
        "other_title": "工程师",
        "other_title_level": TitleLevel.MIDDLE,
    } | given
    made: Teacher = make(Teacher, **said)
    if days:
        starts = date.fromordinal(CUT_OFF.toordinal() - days + 1)
        make(PracticeStint, teacher_id=made.id, starts=starts, ends=CUT_OFF)
    return made


def verdicts(office: Office, round_: RecognitionRound, who: Teacher) -> list[Verdict]:
    found = candidate(office, round_.id, who.id)
    assert found is not None
    return [each.verdict for each in found.levels]


def test_candidates_meet_nearly_not_or_cannot_be_judged(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    meets, nearly = teacher(make), teacher(make, days=150)
    assert verdicts(office, round_, meets)[:2] == [Verdict.MEETS, Verdict.MEETS]
    assert verdicts(office, round_, nearly)[:2] == [Verdict.MEETS, Verdict.NEARLY]
    assert verdicts(office, round_, teacher(make, days=0, other_title=None))[0] is Verdict.NOT
    unknown = teacher(make, ethics=None)
    assert verdicts(office, round_, unknown)[0] is Verdict.UNKNOWN
    found = candidate(office, round_.id, nearly.id)
    assert found is not None
    assert found.levels[1].missing == ("2.3 企业实践差 30 天（近五年 150 天，要求 180 天）",)
    told = candidate(office, round_.id, unknown.id)
    assert told is not None
    assert told.levels[0].words == "无法判断：1.1 没有填写近三年师德考核"


def test_bad_ethics_bar_every_level(office: Office, make: Make, round_: RecognitionRound) -> None:
    assert set(verdicts(office, round_, teacher(make, ethics=Ethics.FAILED))) == {Verdict.NOT}


def test_who_may_not_apply_is_no_candidate(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    teacher(make, kind=TeacherKind.GENERAL)
    teacher(make, left=date(2026, 1, 31))
    assert candidates(office, round_.id) == []


def test_overlapping_stints_count_once_and_days_after_the_cut_off_not_at_all(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    who = teacher(make, days=100)
    at = {"teacher_id": who.id, "starts": date(2026, 1, 1), "enterprise": "示例厂"}
    make(PracticeStint, **at, ends=date(2026, 6, 30))
    found = candidate(office, round_.id, who.id)
    assert found is not None
    assert found.who.meter.days == 100
    assert found.levels[1].excluded == ("企业实践“示例厂”在佐证截止日 2026-02-28 之后的天数不计入",)


def test_evidence_after_the_cut_off_is_left_out_and_said_so(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    who = teacher(make)
    (key,) = enter(office, round_.id, {who.id: Level.JUNIOR})
    assert verdicts(office, round_, who)[0] is Verdict.NEARLY
    late = {"application_id": key, "clause": "1.2", "name": "公开课评价"}
    make(Evidence, **late, on=date(2026, 3, 2))
    make(Evidence, application_id=key, clause="1.2", name="教案", on=None)
    found = candidate(office, round_.id, who.id)
    assert found is not None
    assert found.best is not None
    assert found.best.missing == ("1.2 缺佐证材料 1 份",)
    assert found.best.excluded == (
        "“公开课评价”日期 2026-03-02 晚于佐证截止日 2026-02-28，不计入",
        "“教案”没有日期，不能计入",
    )
    make(Evidence, application_id=key, clause="1.2", name="课程标准", on=CUT_OFF)
    assert verdicts(office, round_, who)[0] is Verdict.MEETS


def test_a_certificate_of_later_is_left_out(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    who = teacher(make, other_title=None, other_title_level=None)
    make(
        TeacherQualification,
        teacher_id=who.id,
        name="高级技师",
        level=TitleLevel.MIDDLE,
        on=date(2026, 3, 5),
    )
    found = candidate(office, round_.id, who.id)
    assert found is not None
    assert found.levels[0].missing[0].startswith("1.4 ")
    assert "高级技师" in found.levels[0].excluded[0]


def test_one_of_a_group_is_enough() -> None:
    standard = read(STANDARD + _GROUP)
    level = standard.of(Level.MIDDLE)
    assert level is not None
    assert level.choose == {"任选": 1}


_GROUP = """
[[level]]
name = "中级"
[[level.clause]]
id = "2.1"
title = "实践"
check = "practice"
status = "K"
group = "任选"
parameters = { days = 90 }
[[level.clause]]
id = "2.2"
title = "课时"
check = "teaching"
status = "K"
group = "任选"
parameters = { hours = 200 }
[level.choose]
"任选" = 1
"""


def test_results_become_recognitions_with_their_last_day(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    passed, failed = teacher(make), teacher(make, days=0)
    keys = enter(office, round_.id, {passed.id: Level.JUNIOR, failed.id: Level.JUNIOR})
    before = ratios(office, GRANTED).professional.share
    for key in keys:
        make(Evidence, application_id=key, clause="1.2", name="课程标准", on=CUT_OFF)
    expected = what_if_round(office, round_.id, GRANTED)
    decisions = [
        Decision(keys[0], Level.JUNIOR, number="SS-2026-001"),
        Decision(keys[1], None, reason="企业实践不足"),
    ]
    (made,) = enter_results(office, round_.id, decisions, GRANTED)
    recognition = office.of(Recognition).get(made)
    assert (recognition.granted_on, recognition.valid_until) == (GRANTED, date(2031, 3, 31))
    assert recognition.authority == "示例学院"
    after = ratios(office, GRANTED).professional.share
    assert (before.part, after.part, after.whole) == (0, 1, 2)
    assert expected.before.professional.share == before
    assert expected.after.professional.share == after
    states = {each.id: each.state for each in office.of(Application).all()}
    assert states == {keys[0]: ApplicationState.PASSED, keys[1]: ApplicationState.FAILED}
    assert office.of(RecognitionRound).get(round_.id).state is RoundState.DONE


def test_a_higher_level_supersedes_the_lower_and_the_same_again_is_refused(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    upgraded, again = teacher(make), teacher(make, name="彭小雨")
    old = [
        make(
            Recognition,
            teacher_id=each.id,
            level=Level.JUNIOR,
            granted_on=date(2024, 1, 1),
            valid_until=date(2028, 12, 31),
        )
        for each in (upgraded, again)
    ]
    keys = enter(office, round_.id, {upgraded.id: Level.MIDDLE, again.id: Level.JUNIOR})
    both = [Decision(keys[0], Level.MIDDLE), Decision(keys[1], Level.JUNIOR)]
    with pytest.raises(Refused, match="不能同时有两个"):
        enter_results(office, round_.id, both, GRANTED)
    assert office.of(Recognition).count() == 2  # nothing of it was written
    enter_results(office, round_.id, both[:1], GRANTED)
    assert office.of(Recognition).get(old[0].id).state is RecognitionState.SUPERSEDED
    assert office.of(Recognition).get(old[1].id).state is RecognitionState.VALID
    assert ratios(office, GRANTED).count(Level.MIDDLE) == 1


def test_results_are_one_step_back(office: Office, make: Make, round_: RecognitionRound) -> None:
    keys = enter(office, round_.id, {teacher(make).id: Level.JUNIOR})
    commits: list[int] = []
    office.db.subscribe(lambda commit: commits.append(commit.seq))
    enter_results(office, round_.id, [Decision(keys[0], Level.JUNIOR)], GRANTED)
    (step,) = commits
    office.db.take_back(step)
    assert office.of(Recognition).count() == 0
    assert office.of(Application).get(keys[0]).state is ApplicationState.DRAFT


@pytest.mark.parametrize(
    "case",
    [
        (ApplicationState.DRAFT, ApplicationState.PASSED, "登记结果…"),
        (ApplicationState.DRAFT, ApplicationState.EXPERTS, "只能改为“已提交”、“已撤回”"),
        (ApplicationState.PUBLISHED, ApplicationState.PASSED, "登记结果…"),
        (ApplicationState.WITHDRAWN, ApplicationState.QUALIFIED, "只能改为“草稿”"),
    ],
)
def test_an_application_takes_no_step_too_many_by_hand(
    office: Office,
    make: Make,
    round_: RecognitionRound,
    case: tuple[ApplicationState, ApplicationState, str],
) -> None:
    before, wanted, told = case
    records = office.of(Application)
    held = make(Application, round_id=round_.id, teacher_id=teacher(make).id, state=before)
    values = {"state": wanted, "granted": Level.JUNIOR}
    with pytest.raises(Invalid, match=told):
        records.save(values, held)
    with pytest.raises(Invalid, match=told):
        records.bulk_change([held.id], values)
    assert records.get(held.id).state is before


def test_an_application_goes_its_way_and_back_for_correction(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    records = office.of(Application)
    held = make(Application, round_id=round_.id, teacher_id=teacher(make).id)
    for each in (State.SUBMITTED, State.CHECKING, State.RETURNED, State.SUBMITTED,
                 State.CHECKING, State.QUALIFIED, State.EXPERTS, State.PUBLISHED):  # fmt: skip
        held = records.save({"state": each, "returned_why": "缺证书"}, held)
    assert enter_results(office, round_.id, [Decision(held.id, Level.JUNIOR)], GRANTED)
    held = records.get(held.id)
    with pytest.raises(Invalid, match="结果已经登记"):
        records.save({"state": State.DRAFT}, held)


def test_a_new_one_is_decided_by_results_and_a_withdrawn_one_not_at_all(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    given = {"round_id": round_.id, "teacher_id": teacher(make, name="彭小雨").id}
    passed = {"state": ApplicationState.PASSED, "granted": Level.JUNIOR}
    with pytest.raises(Invalid, match="登记结果…"):
        make(Application, **given, **passed)
    with office.db.write("导入") as writing:  # as an import brings what was finished before
        key = uuid7()
        office.of(Application).put(writing, key, given | passed, fresh=True)
    assert office.of(Application).get(key).state is ApplicationState.PASSED
    gone = make(
        Application,
        round_id=round_.id,
        teacher_id=teacher(make, name="向远舟").id,
        state=ApplicationState.WITHDRAWN,
    )
    with pytest.raises(Invalid, match="向远舟”的申报已撤回"):
        enter_results(office, round_.id, [Decision(gone.id, Level.JUNIOR)], GRANTED)


def test_a_teacher_who_left_cannot_apply(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    who = teacher(make, name="龙应龙", left=date(2026, 2, 1))
    with pytest.raises(Invalid, match="龙应龙”已于 2026-02-01 离校"):
        enter(office, round_.id, {who.id: Level.JUNIOR})
    assert office.of(Application).count() == 0


def test_nobody_applies_twice_in_a_round(
    office: Office, make: Make, round_: RecognitionRound
) -> None:
    who = teacher(make)
    enter(office, round_.id, {who.id: Level.JUNIOR})
    with pytest.raises(Invalid, match="已经有一份申报"):
        enter(office, round_.id, {who.id: Level.MIDDLE})


def test_a_level_that_the_standard_does_not_know_is_refused(office: Office, make: Make) -> None:
    own = make(RecognitionStandard, name="本校标准")
    made = make(RecognitionRound, cut_off=CUT_OFF)
    freeze(office, made.id, str(own.id), date(2026, 3, 1))
    who = teacher(make)
    with pytest.raises(Invalid, match="本批次的标准里没有高级，只有初级"):
        enter(office, made.id, {who.id: Level.SENIOR})
    (key,) = enter(office, made.id, {who.id: Level.JUNIOR})
    with pytest.raises(Invalid, match="没有中级"):
        enter_results(office, made.id, [Decision(key, Level.MIDDLE)], GRANTED)


def test_a_round_keeps_the_words_it_began_with(office: Office, make: Make) -> None:
    own = make(RecognitionStandard, name="本校标准")
    made = make(RecognitionRound, cut_off=CUT_OFF)
    with pytest.raises(Invalid, match="还没有选定认定标准"):
        office.of(RecognitionRound).save({"state": RoundState.OPEN}, made)
    frozen = freeze(office, made.id, str(own.id), date(2026, 3, 1))
    changed = STANDARD.replace("days = 90", "days = 900")
    office.of(RecognitionStandard).save({"text": changed}, own)
    assert verdicts(office, frozen, teacher(make, days=100)) == [Verdict.MEETS]
    opened = office.of(RecognitionRound).save({"state": RoundState.OPEN}, frozen)
    with pytest.raises(Refused, match="不能再换认定标准"):
        freeze(office, opened.id, "national-2022", date(2026, 3, 2))


def test_shipped_standards_are_templates_and_empty_ones_cannot_be_used(
    office: Office, make: Make
) -> None:
    shipped = {each.key: each for each in templates()}
    assert set(shipped) == {"national-2022", "province", "college"}
    assert shipped["national-2022"].problems == ()
    assert "未核实" in shipped["national-2022"].name
    made = make(RecognitionRound, cut_off=CUT_OFF)
    with pytest.raises(Refused, match="还没有填写任何条款"):
        freeze(office, made.id, "province", CUT_OFF)
    own = adopt(office, "college", "本校实施细则")
    assert standards(office)[0].key == str(own.id)
    assert not own.confirmed


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (('name = "初级"', 'name = "特级"'), "只能是：初级、中级、高级"),
        (('check = "practice"', 'check = "magic"'), "没有这种核对“magic”"),
        (("{ days = 90 }", "{ hours = 90 }"), "多余的参数 hours"),
        (("{ days = 90 }", '{ days = "90" }'), "应为整数"),
        (("years = 5", "years = true"), "years 应为整数"),
        (('status = "K"', 'status = "X"'), "status 只能是"),
        (("[[level]]", "[[level"), "格式不对：第"),
        (('source = "测试"', ""), "缺少 source"),
    ],
)
def test_a_standard_is_read_strictly(
    office: Office, make: Make, broken: tuple[str, str], told: str
) -> None:
    assert broken[0] in STANDARD
    with pytest.raises(Invalid, match=told):
        make(RecognitionStandard, text=STANDARD.replace(*broken))


# --- what happens to a recognition


@pytest.fixture
def held(make: Make) -> Recognition:
    made: Recognition = make(
        Recognition,
        teacher_id=teacher(make).id,
        granted_on=date(2024, 1, 1),
        valid_until=date(2028, 12, 31),
    )
    return made


def step(office: Office, held: Recognition, on: date, what: RecognitionStep, **more: Any) -> Any:
    values = {"recognition_id": held.id, "on": on, "what": what} | more
    return office.of(RecognitionEvent).save(values)


def test_steps_follow_from_the_state_and_leave_their_mark(
    office: Office, held: Recognition
) -> None:
    day = date(2026, 3, 1)
    with pytest.raises(Invalid, match="请写明原因"):
        step(office, held, day, RecognitionStep.SUSPEND)
    with pytest.raises(Invalid, match="是“有效”，不能登记“恢复”"):
        step(office, held, day, RecognitionStep.RESUME)
    step(office, held, day, RecognitionStep.SUSPEND, reason="师德核查")
    assert office.of(Recognition).get(held.id).state is RecognitionState.SUSPENDED
    resumed = step(office, held, date(2026, 5, 1), RecognitionStep.RESUME)
    assert office.of(Recognition).get(held.id).state is RecognitionState.VALID
    office.of(RecognitionEvent).delete([resumed.id])
    assert office.of(Recognition).get(held.id).state is RecognitionState.SUSPENDED


def test_a_renewal_needs_a_new_last_day(office: Office, held: Recognition) -> None:
    with pytest.raises(Invalid, match="新的有效期至"):
        step(office, held, date(2028, 11, 1), RecognitionStep.RENEW)
    until = date(2033, 12, 31)
    step(office, held, date(2028, 11, 1), RecognitionStep.RENEW, valid_until=until)
    assert office.of(Recognition).get(held.id).state is RecognitionState.VALID


def test_two_valid_at_once_are_refused_however_they_come_about(
    office: Office, make: Make, held: Recognition
) -> None:
    other = {"teacher_id": held.teacher_id, "level": Level.SENIOR}
    with pytest.raises(UserError, match="不能同时有两个"):
        make(Recognition, **other, granted_on=date(2026, 1, 1), valid_until=None)
    revoked = step(office, held, date(2026, 1, 1), RecognitionStep.SUSPEND, reason="核查")
    make(Recognition, **other, granted_on=date(2026, 1, 1), valid_until=None)
    with pytest.raises(UserError, match="不能同时有两个"):
        step(office, held, date(2026, 6, 1), RecognitionStep.RESUME)
    assert revoked.id
