"""Printing for whole classes: one file per class into a folder, with progress, stop and result."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from app.services.reports.by_class import Folder, Unwritten, write_by_class
from app.services.reports.catalogue import entry
from app.services.reports.fonts import Missing
from app.services.reports.reading import Common
from app.ui.dialogs import ask, choose_folder
from app.ui.page import Desk
from app.ui.strips import ProgressStrip, done_strip
from app.ui.today import today

_NAMED = 12  # characters that cannot be printed are named so far


def print_by_class(
    desk: Desk, id_: str, chosen: Common, parent: QWidget, show: Callable[[QWidget], None]
) -> None:
    """Ask for the folder, then write; `show` puts what is said about it on the page."""
    folder = choose_folder(parent.window(), "打印文件存到哪个文件夹（每班一个 PDF）")
    if folder is None:
        return

    def write(*, accept_missing: bool) -> None:
        office, day = desk.office, today()
        task = desk.tasks.run(
            lambda progress: write_by_class(
                office, id_, chosen, folder, day, accept_missing=accept_missing, progress=progress
            ),
            done,
            f"按班打印{entry(id_).label}",
        )
        show(ProgressStrip(desk.look, task))

    def done(made: Folder | Unwritten) -> None:
        if isinstance(made, Folder):
            told = f"已生成 {len(made.files)} 个班的{entry(id_).label}，"
            told += f"共 {made.pages:,} 页，并记入导出记录。"
            show(done_strip(desk.look, told, made.files[0]))
            return
        text = missing_words(made.missing)
        if ask(desk.look, parent.window(), "有的字打印不出来", text, "用“〓”代替"):
            write(accept_missing=True)

    write(accept_missing=False)


def missing_words(missing: Sequence[Missing]) -> str:
    """What is asked when some characters cannot be printed."""
    lines = "\n".join(f"{each.text}：{each.codepoint}" for each in missing[:_NAMED])
    more = f"\n…… 共 {len(missing)} 处" if len(missing) > _NAMED else ""
    return (
        f"下面这些字没有字体可以打印，将印成“〓”：\n{lines}{more}\n\n"
        "也可以先取消，把这些字改好再输出。"
    )
