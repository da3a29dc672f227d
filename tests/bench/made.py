"""Invented people and companies in any number, the same ones every time."""

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.models.partners import PartnerStatus, Role
from app.places import Places
from app.services.office import Office, open_office

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕田向石龙"
)
_GIVEN = (
    "明国华建文平志伟东海强晓生光林小民永杰军金健江福祥中正振勇耀春大宁亮宇兴剑云学仁"
    "涛瑞飞鹏安泽世棠雨书知行远舟梅兰竹岚"
)
_CITIES = ("成都", "绵阳", "德阳", "眉山", "宜宾", "重庆", "湘西", "资阳")
_TRADES = ("智能装备", "汽车零部件", "电子科技", "生物医药", "文旅发展", "航空部件", "食品", "软件")


def person(dice: random.Random) -> str:
    """A name of two or three characters."""
    given = "".join(dice.choice(_GIVEN) for _ in range(dice.choice((1, 2, 2))))
    return dice.choice(_SURNAMES) + given


def company(dice: random.Random, number: int) -> str:
    """A company's name, different for every number."""
    middle = "".join(dice.choice(_GIVEN) for _ in range(2))
    return f"{dice.choice(_CITIES)}{middle}{number}{dice.choice(_TRADES)}有限公司"


def partner(name: str, **values: Any) -> dict[str, Any]:
    """The least that `insert_many` wants of a partner."""
    least = {"name": name, "status": PartnerStatus.ACTIVE, "role": Role.HOST, "labels": ()}
    return least | {"on_campus": False, "entertainment": False} | values


@contextmanager
def office() -> Iterator[Office]:
    """An empty office in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        opened = open_office(Places(Path(folder)), user="bench")
        yield opened
        opened.db.close()
