"""Ending the look at the sample college: an empty file in its place, it is kept as a backup."""

from dataclasses import replace

from app import settings
from app.errors import Refused
from app.places import RESOURCES, Places
from app.services import durable
from app.services.backup import Backups, Why
from app.services.database import open_file
from app.services.lock import hold
from app.services.office import signature
from app.services.pinyin import Pinyin
from app.settings import Settings


def begin_afresh(places: Places) -> None:
    """Start with nothing, in a folder that nobody has open. Refused unless it holds the sample."""
    held = settings.load(places.settings)
    if not held.sample:
        raise Refused("这里不是示例数据，不能整个清空。要删除记录，请在列表里选中后删除。")
    with hold(places, signature(held)):
        Backups(places).make(Why.RESTORE)
        draft = durable.draft_of(places.database)
        open_file(draft, Pinyin(RESOURCES / "pinyin"), signature(Settings())).close()
        durable.publish(draft, places.database)
        fresh = replace(Settings(), appearance=held.appearance, compact=held.compact)
        settings.save(fresh, places.settings)
