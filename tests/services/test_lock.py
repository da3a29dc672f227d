"""One writer at a time, whoever crashed before."""

import json
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.errors import Fault, Refused
from app.places import Places
from app.services import lock
from app.services.lock import hold, holder

CHILD = """
import sys
from pathlib import Path
from app.places import Places
from app.services.lock import hold
with hold(Places(Path(sys.argv[1])), "石晓岚"):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def other_process(places: Places) -> Iterator["subprocess.Popen[str]"]:
    """Somebody else, who has the folder open."""
    child = subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", CHILD, str(places.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def test_a_second_start_is_told_who_is_in(places: Places) -> None:
    with other_process(places), pytest.raises(Refused) as refused, hold(places, "杨知行"):
        pass
    assert "石晓岚" in refused.value.message
    assert platform.node() in refused.value.message


def test_the_same_process_cannot_come_in_twice(places: Places) -> None:
    with hold(places, "杨知行"), pytest.raises(Refused, match="杨知行"), hold(places, "龙应龙"):
        pass


def test_after_a_kill_the_next_start_takes_over(places: Places) -> None:
    with other_process(places) as child:
        child.kill()
        child.wait()
        assert holder(places) is not None, "the dead one's name is still there"
        with hold(places, "杨知行"):
            found = holder(places)
            assert found is not None
            assert found.person == "杨知行"


def test_who_left_is_no_longer_named(places: Places) -> None:
    with hold(places, "杨知行"):
        assert holder(places) is not None
    assert holder(places) is None
    with hold(places, "龙应龙"):
        pass


def test_who_was_thrown_out_by_an_error_is_no_longer_named(places: Places) -> None:
    with pytest.raises(RuntimeError), hold(places, "杨知行"):
        raise RuntimeError
    assert holder(places) is None


def _left_by_another_pc(places: Places) -> None:
    left = {"person": "彭小雨", "pc": "JWC-03", "pid": 7, "since": "2026-03-02T08:15:00+08:00"}
    places.lock.write_text(json.dumps(left), "utf-8")


def test_on_a_share_the_word_of_another_pc_counts(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    _left_by_another_pc(places)
    monkeypatch.setattr(lock, "is_remote", lambda _: True)
    with pytest.raises(Refused, match=r"彭小雨（电脑 JWC-03，03月02日 08:15 打开）"):
        hold(places, "杨知行").__enter__()
    with hold(places, "杨知行", take_over=True):
        found = holder(places)
        assert found is not None
        assert found.person == "杨知行"


def test_on_a_local_disk_a_dead_name_is_no_obstacle(places: Places) -> None:
    _left_by_another_pc(places)
    with hold(places, "杨知行"):
        pass


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"person": "x"}', "\udcff"])
def test_an_unreadable_lock_file_is_no_obstacle(places: Places, content: str) -> None:
    places.lock.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert holder(places) is None
    with hold(places, "杨知行"):
        pass


def test_a_folder_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    places = Places(tmp_path)
    places.lock.mkdir()  # as good as read-only, also for root
    with pytest.raises(Fault, match="不能在文件夹"), hold(places, "杨知行"):
        pass
