"""实习归档清单: which of the eight papers are there for whom, what is missing, the box label."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from app.models import ArchivedDocument, InternshipBatch
from app.models.attachments import Attachment
from app.models.fields import option
from app.models.internships import DocumentKind
from app.services.evaluation import Filed, archive
from app.services.mask import Profile
from app.services.office import Office
from app.services.query import Query
from app.services.reports.cells import GAP, TICK, known, named, shown_share, word
from app.services.reports.placed import OfClasses, Placed, batch_of, current, placed
from app.services.reports.reading import Scope, masking, scope, written
from app.services.reports.spec import (
    Align,
    Column,
    Fact,
    Facts,
    Heading,
    Notes,
    Orientation,
    PageBreak,
    Report,
    Section,
    Table,
    Text,
)
from app.services.shares import Share

_MARKS = "①②③④⑤⑥⑦⑧"


@dataclass(frozen=True, slots=True)
class Pack(OfClasses):
    """What may be chosen."""

    profile: Profile = option("用途", Profile.INTERNAL, help="决定姓名是否遮盖。")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The archive of a batch."""

    at: Scope
    chosen: Pack
    batch: InternshipBatch
    interns: Sequence[Placed]
    filed: Mapping[UUID, Filed]
    scans: Mapping[UUID, int]
    places: Mapping[UUID, str]


def build(office: Office, chosen: Pack, today: date) -> Report:
    """Index, gaps, label."""
    shelf = _shelf(scope(office, chosen, today), chosen)
    return shelf.at.report(
        "archive_pack",
        f"{shelf.batch.kind}材料归档清单",
        [
            Facts([*_facts(shelf)], columns=3),
            _index(shelf),
            shelf.at.hands(),
            Notes([*_notes(shelf)]),
            PageBreak(),
            Heading("缺项名单"),
            *_gaps(shelf),
            PageBreak(),
            *_label(shelf),
        ],
        subtitle=shelf.batch.name,
        orientation=Orientation.LANDSCAPE,
        draft=chosen.draft,
        figures=_figures(shelf),
    )


def _shelf(at: Scope, chosen: Pack) -> Shelf:
    batch = batch_of(at, chosen.batch)
    interns = current(placed(at, batch.id, chosen.school_class))
    keys = [one.placement.id for one in interns]
    filed = archive(at.office, keys, at.day)  # what the home page counts by
    papers = [
        each
        for each in at.office.of(ArchivedDocument).all(Query(order="on"))
        if each.placement_id in filed and each.on <= at.day
    ]
    owners = {each.id: each.placement_id for each in papers} | {key: key for key in keys}
    scans = _scans(at, owners)
    places = {each.placement_id: each.shelf for each in papers if each.shelf}
    return Shelf(at, chosen, batch, interns, filed, scans, places)


def _scans(at: Scope, owners: Mapping[UUID, UUID]) -> Mapping[UUID, int]:
    """How many files hang on a placement and on its papers."""
    with at.office.db.read() as session:
        held = session.scalars(select(Attachment.owner_id).where(Attachment.deleted.is_(False)))
        return Counter(owners[owner] for owner in held if owner in owners)


def _held(shelf: Shelf) -> int:
    return sum(len(each.present) for each in shelf.filed.values())


def _facts(shelf: Shelf) -> Iterator[Fact]:
    batch, whole = shelf.batch, len(shelf.interns) * len(DocumentKind)
    complete = sum(not each.missing for each in shelf.filed.values())
    yield Fact("实习起止", f"{batch.starts} 至 {batch.ends}")
    yield Fact("实习人数", f"{len(shelf.interns)} 人")
    yield Fact("备案号", str(known(batch.filing_number)))
    yield Fact("材料齐全", f"{shown_share(Share(complete, len(shelf.interns)))} 人")
    yield Fact("已归档材料", f"{shown_share(Share(_held(shelf), whole))} 项")
    yield Fact("扫描件", f"{sum(shelf.scans.values())} 份")


def _index(shelf: Shelf) -> Table:
    columns = [
        word("学号", 8),
        word("姓名", 7),
        word("班级", 8),
        Column(label="实习单位", width=14),
        *(
            word(f"{mark}{kind}", 4)
            for mark, kind in zip(_MARKS, DocumentKind, strict=True)
        ),
        word("归档项数", 4),
        word("扫描件", 4, unit="份"),
        word("存放位置", 6),
    ]  # fmt: skip
    rows = [_row(shelf, one) for one in shelf.interns]
    return Table(title="归档情况", columns=columns, rows=rows, keys=2)


def _row(shelf: Shelf, one: Placed) -> tuple[object, ...]:
    filed = shelf.filed[one.placement.id]
    return (
        *_who(shelf, one),
        known(one.host and one.host.name),
        *(TICK if kind in filed.present else GAP for kind in DocumentKind),
        filed.shown,
        shelf.scans.get(one.placement.id, 0),
        known(shelf.places.get(one.placement.id)),
    )


def _who(shelf: Shelf, one: Placed) -> tuple[object, object, object]:
    name = known(named(one.student, shelf.chosen.profile, shelf.at.day))
    return one.student.number, name, known(one.class_ and one.class_.name)


def _gaps(shelf: Shelf) -> Iterator[Section]:
    """What is missing, by kind in numbers and then student by student."""
    lacking = Counter(kind for filed in shelf.filed.values() for kind in filed.missing)
    total = len(shelf.interns)
    yield Table(
        columns=[
            word("材料种类", 12),
            word("已归档", 14),
            Column(label="缺", unit="人", width=6, type=int, align=Align.RIGHT, total=True),
        ],
        rows=[
            (str(kind), shown_share(Share(total - lacking[kind], total)), lacking[kind])
            for kind in DocumentKind
        ],
    )
    columns = [
        word("学号", 8),
        word("姓名", 7),
        word("班级", 8),
        word("归档项数", 5),
        Column(label="缺少的材料", width=40),
    ]
    rows = [
        (*_who(shelf, one), filed.shown, "、".join(map(str, filed.missing)))
        for one in shelf.interns
        if (filed := shelf.filed[one.placement.id]).missing
    ]
    yield Table(title="缺项学生", columns=columns, rows=rows, empty="（材料齐全，没有缺项）")


def _label(shelf: Shelf) -> Iterator[Section]:
    """Cut out and stuck on the back of the box."""
    batch, settings = shelf.batch, shelf.at.office.settings
    classes = list(dict.fromkeys(one.class_.name for one in shelf.interns if one.class_))
    yield Heading("档案盒标签")
    yield Facts(
        [
            Fact("全宗名称", str(known(settings.college)), wide=True),
            Fact("案卷题名", f"{batch.name}（{batch.kind}）学生材料", wide=True),
            Fact("起止日期", f"{written(batch.starts)}至{written(batch.ends)}", wide=True),
            Fact("班级", str(known("、".join(classes))), wide=True),
            Fact("人数", f"{len(shelf.interns)} 人"),
            Fact("材料", f"{_held(shelf)} 项"),
            Fact("归档部门", str(known(settings.office))),
            Fact("保管期限", ""),
            Fact("盒号", "第　　　盒　共　　　盒"),
            Fact("归档人", ""),
        ]
    )
    yield Text("沿表格外框剪下，贴于档案盒正面或脊背。", indent=False)


def _figures(shelf: Shelf) -> dict[str, int | float]:
    return {
        "interns": len(shelf.interns),
        "complete": sum(not each.missing for each in shelf.filed.values()),
        "papers": _held(shelf),
        "wanted": len(shelf.interns) * len(DocumentKind),
        "missing": sum(len(each.missing) for each in shelf.filed.values()),
        "scans": sum(shelf.scans.values()),
    }


def _notes(shelf: Shelf) -> Iterator[str]:
    yield (
        f"归档情况截至{written(shelf.at.day)}；“{TICK}”为已归档，“{GAP}”为没有登记归档。"
        "已退出、已换单位的实习安排不列入。"
    )
    yield "扫描件为附在实习安排和归档材料上的文件份数。"
    if note := masking(shelf.chosen.profile):
        yield note
