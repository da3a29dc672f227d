"""The command about rules: judge."""

import argparse
from datetime import date
from uuid import UUID

from app.cli.answer import Answer, WrongUse
from app.cli.desk import at_work, must_exist
from app.models import InternshipBatch
from app.models.values import parse_date
from app.services.office import Office
from app.services.query import Query
from app.services.rules.finding import Judgement, judgement_json
from app.services.rules.service import judge_college


def judge(wanted: argparse.Namespace) -> Answer:
    """All internship rules over one batch or the whole college, as of a day."""
    must_exist(wanted.places)
    try:
        on = parse_date(wanted.date) if wanted.date else date.today()  # noqa: DTZ011 - office day
    except ValueError as why:
        raise WrongUse(f"--date：{why}") from None
    with at_work(wanted.places) as office:
        batch = _batch(office, wanted.batch) if wanted.batch else None
        found = judge_college(office, on, batch)
    return Answer(judgement_json(found), _told(found))


def _batch(office: Office, name: str) -> UUID:
    records = office.of(InternshipBatch)
    for key, title in records.titles(records.find(Query())).items():
        if title == name.strip():
            return key
    raise WrongUse(f"没有叫“{name}”的实习批次。")


def _told(found: Judgement) -> str:
    lines = [
        f"{each.severity}  {each.rule}  {each.subject.title}：{each.message}"
        for each in found.findings
    ]
    lines.append(
        f"按 {found.on.isoformat()} 检查：问题 {len(found.findings)} 项，"
        f"因缺少数据不能判断 {len(found.not_judged)} 项。"
    )
    return "\n".join(lines)
