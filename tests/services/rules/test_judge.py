"""A judgement as a whole: nothing lost, waivers kept, plain values for the command line."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

from app.services.rules.facts import WaiverFacts
from app.services.rules.finding import judgement_json
from app.services.rules.judge import judge
from tests.services.rules.world import BATCH, HOST, ON, PACK, PLACEMENT, change, good


def waiver(rule: str, subject: UUID, batch: UUID | None = None) -> WaiverFacts:
    return WaiverFacts(rule, subject, batch, "协议正在用印", "刘仲伯", date(2026, 11, 20))


def test_where_everything_is_in_order_nothing_is_found_and_nothing_is_open() -> None:
    found = judge(good(), PACK, ON)
    assert found.findings == ()
    assert found.not_judged == ()
    assert all(count.in_force for count in found.counts)
    never = {count.rule for count in found.counts if not count.judged}
    # no campus base, no own choice, no minor, no filing, not away, not over yet, no incident
    assert never == {f"I-{n:02}" for n in (1, 9, 19, 27, 34, 36, 37, 38, 42)}


def test_a_bare_placement_leaves_open_what_it_does_not_say() -> None:
    facts = good()
    bare = replace(
        facts.placements[0],
        pay=None,
        pay_method=None,
        daily_hours=None,
        lodging=None,
        post=None,
        payer=None,
    )
    found = judge(replace(facts, placements=[bare]), PACK, ON)
    unknown = {each.rule: each.missing for each in found.not_judged}
    assert unknown["I-28"] == ("实习报酬",)
    assert unknown["I-29"] == ("支付方式",)
    assert unknown["I-26"] == ("日工时",)
    assert unknown["I-33"] == ("住宿",)
    assert unknown["I-41"] == ("出资方",)
    assert unknown["I-11"] == unknown["I-23"] == unknown["I-24"] == ("岗位档案",)
    assert not {count.rule for count in found.counts if count.passed and count.rule in unknown}


def test_a_waived_finding_stays_listed_with_its_reason() -> None:
    facts = change(good(), {"placement.signed_host": None})
    facts = replace(facts, waivers=[waiver("I-15", PLACEMENT, BATCH)])
    (found,) = judge(facts, PACK, ON).findings
    assert found.waiver is not None
    assert found.waiver.by == "刘仲伯"
    assert judge(facts, PACK, ON).open == ()
    assert judge(facts, PACK, ON).counts[14].breached == 1


def test_a_waiver_for_another_rule_or_batch_changes_nothing() -> None:
    facts = change(good(), {"emergency": ()})
    for given in (waiver("I-15", HOST, BATCH), waiver("I-14", HOST, UUID(int=8))):
        (found,) = judge(replace(facts, waivers=[given]), PACK, ON).findings
        assert found.waiver is None
    (found,) = judge(replace(facts, waivers=[waiver("I-14", HOST)]), PACK, ON).findings
    assert found.waiver is not None


def test_the_newest_waiver_is_shown() -> None:
    facts = change(good(), {"host.declared_on": None})
    old = waiver("I-31", HOST)
    new = replace(old, reason="已电话确认", on=date(2026, 11, 21))
    for order in ([old, new], [new, old]):
        (found,) = judge(replace(facts, waivers=order), PACK, ON).findings
        assert found.waiver == new


def test_findings_follow_the_pack_and_then_the_names() -> None:
    facts = good()
    first, second = facts.students[0], replace(facts.students[0], id=UUID(int=61), title="安然")
    other = replace(facts.placements[0], id=UUID(int=60), student=second.id)
    facts = replace(facts, students=[first, second], placements=[*facts.placements, other])
    facts = change(facts, {"placement.payer": None, "placement.teacher": None, "batch.leader": ""})
    found = judge(facts, PACK, ON)
    assert [(each.rule, each.subject.title) for each in found.findings] == [
        ("I-06", "安然"),
        ("I-06", "石晓岚（2401010101）"),
        ("I-14", "2024 级数控岗位实习"),
    ]
    assert [each.subject.title for each in found.not_judged] == ["安然", "石晓岚（2401010101）"]


def test_the_command_line_gets_plain_values() -> None:
    facts = change(good(), {"placement.insured_to": date(2026, 12, 31), "placement.payer": None})
    facts = replace(facts, waivers=[waiver("I-40", PLACEMENT)])
    plain = json.loads(json.dumps(judgement_json(judge(facts, PACK, ON)), ensure_ascii=False))
    (finding,) = plain["findings"]
    assert finding["rule"] == "I-40"
    assert finding["severity"] == "stop"
    assert finding["subject"] == "石晓岚（2401010101）"
    assert finding["numbers"]["保险止"] == "2026-12-31"
    assert finding["numbers"]["缺天数"] == 58
    assert finding["waived"]["by"] == "刘仲伯"
    assert plain["not_judged"] == [
        {
            "rule": "I-41",
            "subject": "石晓岚（2401010101）",
            "subject_kind": "placement",
            "subject_id": str(PLACEMENT),
            "missing": ["出资方"],
        }
    ]
    assert plain["counts"][39] == {
        "rule": "I-40",
        "in_force": True,
        "judged": 1,
        "passed": 0,
        "breached": 1,
        "exempt": 0,
        "not_judged": 0,
        "not_concerned": 0,
    }
