"""Commands about safety: backup, restore, check."""

import argparse

from app.cli.answer import DONE, FAULT, Answer
from app.cli.desk import must_exist, remark
from app.services.backup import Backups
from app.services.check import check_folder
from app.services.lock import hold
from app.services.office import signature
from app.services.restore import restore
from app.settings import load


def backup(wanted: argparse.Namespace) -> Answer:
    """A verified copy. It may be made while the window is open."""
    must_exist(wanted.places)
    backups = Backups(wanted.places)
    made = backups.make() if wanted.out is None else backups.export(wanted.out)
    data = {
        "out": str(made.path),
        "at": made.at.isoformat(),
        "size": made.size,
        "sha256": made.sha256,
    }
    remark(backups.trouble)
    return Answer(data, f"已备份并验证：{made.path}（{made.size / 1_048_576:.1f} MB）")


def bring_back(wanted: argparse.Namespace) -> Answer:
    """A backup in the place of the present data, which is kept aside."""
    places = wanted.places
    person = signature(load(places.settings))
    with hold(places, person):
        restored = restore(places, wanted.file, person)
    aside = restored.kept_aside
    data = {
        "file": str(wanted.file),
        "kept_aside": str(aside) if aside else None,
        "problems": list(restored.problems),
        "lost_attachments": restored.lost_attachments,
    }
    lines = [f"已恢复：{wanted.file}"]
    lines += [f"原来的数据另存在：{aside}"] if aside else []
    lines += [f"有 {restored.lost_attachments} 个附件找不到了。"] * bool(restored.lost_attachments)
    return Answer(data, "\n".join([*lines, *restored.problems]))


def check(wanted: argparse.Namespace) -> Answer:
    """The check-up of file, log, attachments and backups."""
    must_exist(wanted.places)
    found = check_folder(wanted.places)
    remark(*found.hints)
    words = "\n".join(found.problems) or "检查完成，数据完好。"
    data = {"ok": found.ok, "problems": list(found.problems)}
    return Answer(data, words, DONE if found.ok else FAULT)
