"""Packs: read strictly, changed by the office without touching what was shipped."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from app.errors import Fault, Invalid
from app.models.partners import Hazard
from app.models.rules import Severity
from app.places import RESOURCES
from app.services.rules.judge import judge
from app.services.rules.pack import Override, apply, load, override_text
from app.services.rules.parameters import plain, read
from tests.services.rules.world import ON, PACK, breach, change, good, told

SHIPPED = (RESOURCES / "rules" / "internship-2021.toml").read_text("utf-8")


def changed(rule: str, **given: Any) -> Override:
    values: dict[str, Any] = {"reason": "省级细则更严", "by": "杨知行", "on": date(2026, 9, 1)}
    return Override(rule=rule, **(values | given))


def broken(tmp_path: Path, old: str, new: str) -> str:
    """What loading says of the shipped pack with one thing replaced."""
    assert SHIPPED.count(old) >= 1
    path = tmp_path / "pack.toml"
    path.write_text(SHIPPED.replace(old, new, 1), "utf-8")
    with pytest.raises(Fault) as caught:
        load(path)
    return caught.value.message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "unit_percent = 10",
            'unit_percent = "10"',
            "I-10：参数 unit_percent（单位占比上限）：应为整数",
        ),
        ("unit_percent = 10", "unit_percent = true", "应为整数"),
        ("unit_percent = 10", "unit_percent = -1", "unit_percent"),
        ("unit_percent = 10", "percent = 10", "缺少参数 unit_percent（单位占比上限）"),
        ("unit_percent = 10", "unit_percent = 10\nextra = 1", "I-10：多余的参数 extra"),
        ('checks = ["unit_share"]', 'checks = ["share"]', "没有这种核对：share"),
        ('checks = ["unit_share"]', "checks = []", "checks 为空"),
        ('severity = "stop"', 'severity = "block"', "severity 只能是 stop、warn、remind"),
        ('severity = "stop"', "severity = 1", "severity 应为文字"),
        ('status = "V"', 'status = "X"', "status 只能是 V、V-part、K"),
        (
            "confirmed = true\nsource",
            'confirmed = "yes"\nsource',
            "confirmed 应为 true 或 false",
        ),
        ("[[rule]]", "[[ruler]]", "不认识 ruler"),
        ('kinds = ["岗位实习", "认识实习"]', 'kinds = ["顶岗实习"]', "kinds 只能是"),
        ('id = "I-02"', 'id = "I-01"', "规则编号重复：I-01"),
        ('id = "I-02"', 'id = " "', "id 应为文字"),
        ('article = "第二条"', "", "缺少 article"),
        ('article = "第二条"', 'article = "第二条"\nnote = "x"', "不认识 note"),
        ("night_from = 22:00:00", 'night_from = "25:00"', "夜间起"),
        ('danger_tags = [\n    "高处作业"', 'danger_tags = [\n    "爬树"', "高风险作业"),
        ("valid_from = 2022-01-01", 'valid_from = "2022"', "valid_from 应为日期"),
        ("[pack]", "[pack]]", "不是有效的 TOML 文件"),
    ],
)
def test_a_pack_with_a_mistake_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert message in broken(tmp_path, old, new)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    path.write_text(
        SHIPPED.replace('status = "K"', 'status = "?"').replace("limit_days = 366", ""), "utf-8"
    )
    with pytest.raises(Fault) as caught:
        load(path)
    assert caught.value.message.count("；") + caught.value.message.count(";") >= 9


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "缺少 pack"),
        ("pack = 1\nrule = 2\n", "pack 应为参数表"),
        ("rule = [1]\n[pack]\n", "第 1 条规则应为参数表"),
    ],
)
def test_something_else_is_no_pack(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "pack.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(Fault) as caught:
        load(path)
    assert message in caught.value.message


def test_a_missing_pack_is_told(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="读不到规则包"):
        load(tmp_path / "none.toml")


def test_unconfirmed_articles_say_so() -> None:
    assert PACK.rule("I-18").reference.endswith("第十六条第二项")
    assert PACK.rule("I-15").reference.endswith("第十四条（条款号待核对）")


def test_parameters_come_as_their_types() -> None:
    assert PACK.rule("I-26").told["humane"].night_from == time(22)
    assert Hazard.DUST in PACK.rule("I-19").told["minor_safe"].minor_tags


def test_what_a_record_keeps_is_read_back() -> None:
    for rule in PACK.rules:
        for value in rule.told.values():
            kept = {name: plain(getattr(value, name)) for name in type(value).__slots__}
            assert read(type(value), kept) == value


# --- overrides


def test_an_override_changes_a_copy() -> None:
    facts = change(good(), {"host.staff": 30, "host.other_interns": 2})
    assert told("I-10", facts) == told("I-10", good())
    mine = apply(PACK, [changed("I-10", parameters={"unit_percent": 5})])
    found = [each for each in judge(facts, mine, ON).findings if each.rule == "I-10"]
    assert found[0].numbers["上限百分比"] == 5
    assert found[0].cited.pack == "internship-2021@2026.11+1"
    assert PACK.rule("I-10").parameters == {"unit_percent": 10}
    assert mine.overrides[0].reason == "省级细则更严"


def test_severity_can_be_raised_and_the_milder_degree_stays_milder() -> None:
    mine = apply(PACK, [changed("I-28", severity=Severity.STOP)]).rule("I-28")
    assert (mine.severity, mine.lesser) == (Severity.STOP, Severity.REMIND)
    mine = apply(PACK, [changed("I-29", severity=Severity.REMIND)]).rule("I-29")
    assert (mine.severity, mine.lesser) == (Severity.REMIND, Severity.REMIND)
    mine = apply(PACK, [changed("I-10", severity=Severity.STOP)]).rule("I-10")
    assert (mine.severity, mine.lesser) == (Severity.STOP, Severity.STOP)


def test_later_overrides_win_and_keep_what_they_do_not_name() -> None:
    first = changed("I-26", parameters={"daily_limit": 7, "weekly_limit": 35})
    second = changed("I-26", parameters={"daily_limit": 6}, on=date(2026, 10, 1))
    for order in ([first, second], [second, first]):
        given = apply(PACK, order).rule("I-26").parameters
        assert (given["daily_limit"], given["weekly_limit"]) == (6, 35)


def test_times_may_be_given_as_text() -> None:
    mine = apply(PACK, [changed("I-26", parameters={"night_from": "21:00"})])
    assert mine.rule("I-26").told["humane"].night_from == time(21)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rule": "I-99", "parameters": {"unit_percent": 5}}, "没有 I-99"),
        ({"parameters": {"unit_percent": "viel"}}, "应为整数"),
        ({"parameters": {"post_percent": 5}}, "多余的参数 post_percent"),
        ({"parameters": {"unit_percent": 5}, "reason": " "}, "请写明调整理由"),
        ({"parameters": {"unit_percent": 5}, "by": ""}, "请写明决定人"),
        ({}, "没有改动任何内容"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(Invalid) as caught:
        apply(PACK, [changed(given.pop("rule", "I-10"), **given)])
    assert message in caught.value.message


def test_changed_parameters_are_kept_as_one_line() -> None:
    kept = override_text({"night_from": time(21), "danger_tags": (Hazard.FIRE,), "daily_limit": 7})
    assert kept == '{"daily_limit": 7, "danger_tags": ["易燃易爆"], "night_from": "21:00"}'


# --- validity


def test_a_rule_counts_from_its_first_to_its_last_day() -> None:
    facts = change(good(), {"placement.charged": 1})
    assert breach("I-30", facts)
    before = judge(facts, PACK, date(2021, 12, 31))
    assert not before.findings
    assert not before.not_judged
    assert not any(count.in_force for count in before.counts)
    assert judge(facts, PACK, date(2022, 1, 1)).counts[0].in_force


def test_an_expired_rule_is_listed_as_not_in_force(tmp_path: Path) -> None:
    path = tmp_path / "pack.toml"
    old = 'clear = "立即退还，留存退还凭证。"'
    path.write_text(SHIPPED.replace(old, f"{old}\nvalid_to = 2026-11-21"), "utf-8")
    pack = load(path)
    facts = change(good(), {"placement.charged": 1})
    on_the_day = judge(facts, pack, ON)
    after = judge(facts, pack, date(2026, 11, 22))
    assert "I-30" in {each.rule for each in on_the_day.findings}
    assert "I-30" not in {each.rule for each in after.findings}
    assert [count.rule for count in after.counts if not count.in_force] == ["I-30"]
