"""The rows of lists: well-behaved for every kind, read in blocks, named in Chinese."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.models import KINDS, Agreement, Partner, Programme, Record
from app.models.agreements import AgreementState
from app.models.partners import PartnerStatus
from app.services.database import Commit
from app.services.office import Office
from app.services.query import Query
from app.ui.table_model import KEY, TONE, RecordTableModel
from app.ui.tokens import Tone
from tests.make import Make

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


@pytest.fixture
def model_of(office: Office, qtbot: QtBot) -> Callable[[type[Record]], RecordTableModel]:
    def made(kind: type[Record]) -> RecordTableModel:
        model = RecordTableModel(office.of(kind), office.code_name)
        model.load(Query())
        return model

    return made


def cell(model: RecordTableModel, row: int, key: str, role: int = Qt.ItemDataRole.DisplayRole):  # type: ignore[no-untyped-def]
    column = [field.key for field in model.columns].index(key) + 1
    return model.index(row, column).data(role)


@every_kind
def test_every_kind_has_a_well_behaved_table(
    kind: type[Record], model_of: Callable, make: Make, qtmodeltester: ModelTester
) -> None:
    for _ in range(3):
        make(kind)
    model = model_of(kind)
    qtmodeltester.check(model)
    make(kind)
    model.refresh()
    assert model.rowCount() >= 4


@every_kind
def test_every_column_has_a_heading_and_every_cell_is_text(
    kind: type[Record], model_of: Callable, office: Office, make: Make
) -> None:
    office.of(kind).save(make.values(kind, full=True))
    model = model_of(kind)
    model.set_columns(field.key for field in kind.fields())
    for column in range(1, model.columnCount()):
        assert model.headerData(column, Qt.Orientation.Horizontal)
        text = model.index(0, column).data()
        assert isinstance(text, str)
        assert "\n" not in text


def test_rows_far_apart_are_read_in_blocks_and_in_order(
    model_of: Callable, make: Make, db: object
) -> None:
    for n in range(300):
        make(Programme, name=f"专业{n:03}")
    model = model_of(Programme)
    assert [cell(model, row, "name") for row in (299, 0, 130, 128, 127)] == [
        "专业299",
        "专业000",
        "专业130",
        "专业128",
        "专业127",
    ]
    assert model.index(130, 0).data(KEY) == model.key_at(130)
    assert model.row_of(model.key_at(299)) == 299


def test_codes_have_names_statuses_have_tones_numbers_stand_right(
    model_of: Callable, make: Make
) -> None:
    make(
        Partner,
        industry="C3670",
        staff=1200,
        status=PartnerStatus.BARRED,
        status_reason="安全事故",
    )
    model = model_of(Partner)
    assert cell(model, 0, "industry") == "汽车零部件及配件制造"
    assert cell(model, 0, "status") == "黑名单"
    assert cell(model, 0, "status", TONE) is Tone.STOP
    assert cell(model, 0, "name", TONE) is None
    right = cell(model, 0, "staff", Qt.ItemDataRole.TextAlignmentRole)
    assert right & Qt.AlignmentFlag.AlignRight
    assert (
        not cell(model, 0, "name", Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    )


def test_a_refresh_without_other_rows_only_renews_the_cells(
    model_of: Callable, office: Office, make: Make, qtbot: QtBot
) -> None:
    partner = make(Partner, name="甲", short_name="一")
    model = model_of(Partner)
    model.set_columns(["name", "short_name"])
    office.partners.save({"short_name": "二"}, office.partners.get(partner.id))
    with qtbot.waitSignal(model.dataChanged), qtbot.assertNotEmitted(model.modelReset):
        assert model.refresh() is False
    assert cell(model, 0, "short_name") == "二"


def test_it_knows_which_commits_concern_it(model_of: Callable, office: Office, make: Make) -> None:
    heard: list[Commit] = []
    office.db.subscribe(heard.append)
    agreements, programmes = model_of(Agreement), model_of(Programme)
    make(Partner)  # shown in the agreements' column of partners
    assert agreements.concerned(heard[-1])
    assert not programmes.concerned(heard[-1])
    make(Agreement, state=AgreementState.DRAFT)
    assert agreements.concerned(heard[-1])


def test_what_is_called_a_code_is_shown_as_one(model_of: Callable, make: Make) -> None:
    make(Programme, name="数控技术", code="460103")
    make(Partner, industry="C3670")
    assert "460103" in texts(model_of(Programme))
    assert "C3670" not in texts(model_of(Partner))


def texts(model: RecordTableModel) -> list[str]:
    """What the first row says."""
    return [model.index(0, at).data() for at in range(1, model.columnCount())]
