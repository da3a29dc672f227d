"""Long work: beside the window, one after another, to be stopped, its errors at home."""

from threading import Event, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject

from app.errors import Cancelled, Refused
from app.ui.strips import ProgressStrip
from app.ui.tasks import Task, Tasks
from tests.ui.hands import click


@pytest.fixture
def tasks(qapp):
    made = Tasks()
    yield made
    made.wait()


def test_work_is_done_elsewhere_and_its_result_comes_home(tasks, qtbot):
    where, results = [], []

    def work(progress):
        where.append(current_thread())
        return 42

    def then(result):
        where.append(current_thread())
        results.append(result)

    with qtbot.waitSignal(tasks.started):
        task = tasks.run(work, then, "统计")
    assert tasks.running == 1
    qtbot.waitUntil(lambda: bool(results))
    assert results == [42]
    assert where[0] is not main_thread()
    assert where[1] is main_thread()
    assert tasks.running == 0
    assert task.title == "统计"


def test_tasks_run_one_after_another(tasks, qtbot):
    order: list[str] = []
    gate = Event()

    def first(progress):
        gate.wait(5)
        order.append("first")

    def second(progress):
        order.append("second")

    done: list[None] = []
    tasks.run(first, done.append)
    tasks.run(second, done.append)
    assert tasks.running == 2
    gate.set()
    qtbot.waitUntil(lambda: len(done) == 2)
    assert order == ["first", "second"]


def test_progress_arrives_and_its_end_is_never_swallowed(tasks, qtbot):
    heard: list[tuple[int, int, str]] = []
    gate = Event()

    def work(progress):
        gate.wait(5)
        for n in range(1, 1001):
            progress(n, 1000, "检查")

    done: list[None] = []
    task = tasks.run(work, done.append)
    task.progressed.connect(lambda *told: heard.append(told))
    gate.set()
    qtbot.waitUntil(lambda: bool(done))
    assert heard[-1] == (1000, 1000, "检查")
    assert len(heard) < 1000, "a thousand signs in one blink are not worth painting"


def test_cancelled_work_stops_where_it_reports_and_nothing_follows(tasks, qtbot):
    started, stopped = Event(), Event()

    def work(progress):
        started.set()
        try:
            while True:
                progress(0, 0, "")
        except Cancelled:
            stopped.set()
            raise

    results: list[object] = []
    task = tasks.run(work, results.append)
    started.wait(5)
    with qtbot.waitSignal(task.finished):
        task.cancel()
    assert stopped.is_set()
    assert results == []
    assert tasks.running == 0


def test_an_error_is_raised_at_home_as_itself(tasks, qtbot):
    def work(progress):
        raise Refused("第 3 行没有企业名称")

    with qtbot.captureExceptions() as caught:
        task = tasks.run(work, lambda _: None)
        qtbot.waitSignal(task.finished).wait()
    assert [type(error) for _, error, _ in caught] == [Refused]
    assert caught[0][1].message == "第 3 行没有企业名称"


def test_the_end_of_the_program_waits_for_work(qapp):
    tasks, ended, started = Tasks(), Event(), Event()

    def work(progress):
        started.set()
        try:
            while True:
                progress(0, 0, "")
        finally:
            ended.set()

    tasks.run(work, lambda _: None)
    started.wait(5)
    tasks.wait()
    assert ended.is_set()


def test_a_strip_shows_how_far_the_work_is_and_stops_it(look, qtbot):
    home = QObject()
    task = Task(lambda _: None, lambda _: None, "导入合作企业", home)
    strip = ProgressStrip(look, task)
    qtbot.addWidget(strip)
    strip.show()
    assert strip.bar.maximum() == 0, "busy, as long as nobody knows how much there is"
    task.report(1200, 5000, "检查")
    assert (strip.bar.value(), strip.bar.maximum()) == (1200, 5000)
    assert strip._what.text() == "检查　1,200 / 5,000"
    click(strip.stop)
    assert task.cancelling
    assert not strip.stop.isEnabled()
    with pytest.raises(Cancelled):
        task.report(1300, 5000)
    with qtbot.waitSignal(strip.ended):
        task.finished.emit()
    assert not strip.isVisible()
