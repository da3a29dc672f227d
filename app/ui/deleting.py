"""Deleting: to the recycle bin, after a look at what still refers to the records."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from app.services.query import Query
from app.services.records import Records, Used
from app.ui.buttons import button
from app.ui.dialogs import ask, tell
from app.ui.page import Desk, Target
from app.ui.tokens import Tone

_NAMED = 5


def delete(
    desk: Desk,
    records: Records[Any],
    keys: Sequence[UUID],
    parent: QWidget,
    go: Callable[[Target], object],
) -> None:
    """Ask in numbers, then delete; where something refers to them, show what instead."""
    titles = records.titles(keys)
    about = records.kind.about
    used = _used(records, keys)
    if used:
        _explain(desk, [titles.get(key, "") for key in keys], used, parent, go)
        return
    named = "、".join(f"“{titles[key]}”" for key in keys[:_NAMED] if key in titles)
    if len(keys) > _NAMED:
        named += f"等 {len(keys)} {about.counter}"
    text = f"{named}将移到回收站，连同属于它的内容。可以随时还原，也可以按 Ctrl+Z 撤销。"
    if ask(desk.look, parent.window(), f"删除{about.label}？", text, "移到回收站"):
        tell_done(desk, records.delete(keys), parent)


def tell_done(desk: Desk, told: Sequence[str], parent: QWidget) -> None:
    """What the deletion did to others, if anything: it was not asked for, so it must be read."""
    if told:
        tell(desk.look, parent.window(), "已移到回收站", f"{'；'.join(told)}。", Tone.GOOD)


def _used(records: Records[Any], keys: Sequence[UUID]) -> list[Used]:
    """Who refers to any of them, each kind and field once; those that go along do not count."""
    found: dict[tuple[str, str], Used] = {}
    for key in keys:
        for each in records.used(key):
            place = each.kind.__tablename__, each.field.key
            before = found[place].ids if place in found else ()
            ids = tuple(dict.fromkeys((*before, *each.ids)))
            found[place] = Used(each.kind, each.field, ids)
    return list(found.values())


def _explain(
    desk: Desk,
    titles: Sequence[str],
    used: Sequence[Used],
    parent: QWidget,
    go: Callable[[Target], object],
) -> None:
    told = "、".join(f"{len(u.ids)} {u.kind.about.counter}{u.kind.about.label}" for u in used)
    title = f"“{titles[0]}”" if len(titles) == 1 else "选中的记录"
    links = []
    for each in used:
        words = f"查看{each.kind.about.label}（{len(each.ids)}）"
        target = Target(
            each.kind.__tablename__, Query(only=each.ids), title=f"正在使用{title}的记录"
        )
        links.append((button(desk.look, words), target))
    dialog = tell(
        desk.look,
        parent.window(),
        "现在不能删除",
        f"{title}还有 {told}在使用。请先处理它们，再删除。",
        Tone.CAUTION,
        *(link for link, _ in links),
    )
    for link, target in links:
        link.clicked.connect(dialog.accept)
        link.clicked.connect(lambda _=False, t=target: go(t))
