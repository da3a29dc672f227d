"""What a person should hear when the data has just been opened."""

from collections.abc import Callable
from functools import partial

from app.services.drafts import Draft, Drafts
from app.ui.buttons import button
from app.ui.page import Desk, Target
from app.ui.panels import Banner
from app.ui.tokens import Tone


def remarks(desk: Desk) -> list[Banner]:
    """What is risky about the folder, and whether the program ended badly."""
    return [Banner(desk.look, each, Tone.CAUTION) for each in desk.office.remarks]


def unfinished(desk: Desk, go: Callable[[Target], None]) -> list[Banner]:
    """What was being typed when the program ended without saving it."""
    found = []
    for draft in Drafts(desk.office.places.folder).all():
        target = Target(
            draft.kind.__tablename__, record=draft.id, option="edit" if draft.id else "new"
        )
        show = button(desk.look, "打开", "pencil", press=partial(go, target))
        told = f"上次有没保存的填写：{_called(desk, draft)}。"
        found.append(Banner(desk.look, told, Tone.ACCENT, [show]))
    return found


def _called(desk: Desk, draft: Draft) -> str:
    label = draft.kind.about.label
    if draft.id is None:
        return f"新建的{label}"
    return f"{label}“{desk.office.title(draft.kind.__tablename__, draft.id)}”"
