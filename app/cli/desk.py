"""What every command needs: the office at work, the kind that was named, a word aside."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.cli.answer import WrongUse, say
from app.errors import Refused
from app.models import KIND_OF_TABLE, KINDS, Record
from app.places import Places
from app.services.office import Office
from app.services.opening import open_for_work


@contextmanager
def at_work(places: Places, *, new: bool = False) -> Iterator[Office]:
    """The office, locked; `new`: made if there is none. Says what must be said of its folder."""
    if not new:
        must_exist(places)
    with open_for_work(places) as office:
        remark(*office.remarks)
        yield office


def must_exist(places: Places) -> None:
    """Refused where no office is: a mistyped folder must not become an empty one."""
    if not places.database.exists():
        raise Refused(f"“{places.folder}”里没有双元的数据，请检查 --data 后面的文件夹。")


def remark(*sentences: str) -> None:
    """Say something that a person should know besides the result."""
    say(*(f"提示：{sentence}" for sentence in sentences if sentence))


def kind_named(name: str) -> type[Record]:
    """The kind that a person wrote in English. WrongUse with all of them if there is none."""
    kind = KIND_OF_TABLE.get(name)
    if kind not in KINDS:
        known = "、".join(f"{each.__tablename__} {each.about.label}" for each in KINDS)
        raise WrongUse(f"没有“{name}”这一类记录。可用的有：{known}。")
    return kind
