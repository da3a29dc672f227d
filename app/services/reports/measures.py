"""What cooperation tables count, and the cross-tables of contributions by either side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.models import Contribution
from app.models.partners import ContributionKind
from app.models.values import WAN, show_wan
from app.services.reports.spec import Table

Value = int | Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """One column: the contributions of one kind, added up."""

    key: str
    kind: ContributionKind
    label: str
    unit: str
    pieces: bool = False  # a record without a quantity is one piece

    @property
    def money(self) -> bool:
        """Whether amounts are added, not quantities."""
        return self.unit == "万元"

    def of(self, given: Contribution) -> int | None:
        """What one contribution counts: fen or pieces; None if it does not say."""
        if self.money:
            return None if given.amount is None else int(given.amount * 100)
        return 1 if given.quantity is None and self.pieces else given.quantity

    def value(self, total: int) -> Value:
        """A sum as it stands in a table."""
        return Decimal(total).scaleb(-2) if self.money else total

    def printed(self, value: Value) -> Value:
        """A sum in the unit it is printed in."""
        return value / WAN if isinstance(value, Decimal) else value

    def figure(self, value: Value) -> int | float:
        """A sum as a headline number, in the same unit."""
        shown = self.printed(value)
        return float(shown) if isinstance(shown, Decimal) else shown

    def shown(self, value: Value) -> str:
        """A sum as a person reads it."""
        return show_wan(value) if isinstance(value, Decimal) else str(value)


MEASURES = (
    Measure("trainees", ContributionKind.TRAINEES, "订单培养人数", "人"),
    Measure("courses", ContributionKind.COURSE, "共同开发课程门数", "门", pieces=True),
    Measure("textbooks", ContributionKind.TEXTBOOK, "共同开发教材数", "种", pieces=True),
    Measure("teachers", ContributionKind.TEACHERS, "支持学校兼职教师数", "人"),
    Measure("interns", ContributionKind.INTERNS, "接收实习学生数", "人"),
    Measure("graduates", ContributionKind.GRADUATES, "接收毕业生就业数", "人"),
    Measure("practice", ContributionKind.PRACTICE, "教师实践岗位数", "个"),
    Measure("patents", ContributionKind.PATENT, "专利标准数", "项", pieces=True),
    Measure("donation", ContributionKind.DONATION, "对学校捐赠设备总值", "万元"),
    Measure("on_loan", ContributionKind.ON_LOAN, "准捐赠设备总值", "万元"),
    Measure("fund", ContributionKind.FUND, "企业投入资金", "万元"),
    Measure("scholarship", ContributionKind.SCHOLARSHIP, "奖助学金", "万元"),
    Measure("service", ContributionKind.SERVICE, "学校为企业技术服务收入", "万元"),
    Measure("training", ContributionKind.TRAINING, "学校为企业培训员工数", "人天"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Contributions added up by programme and measure, and by partner and measure."""

    by_programme: Mapping[tuple[str, str], int]
    by_partner: Mapping[tuple[str, str], int]
    unknown: int  # contributions that do not say how much

    def of_programme(self, key: UUID | None, measures: Sequence[Measure]) -> list[Value]:
        """The row of a programme; None: what is assigned to none."""
        return [each.value(self.by_programme.get((str(key), each.key), 0)) for each in measures]

    def of_partner(self, key: UUID, measures: Sequence[Measure]) -> list[Value]:
        """The row of a partner."""
        return [each.value(self.by_partner.get((str(key), each.key), 0)) for each in measures]


def counted(given: Sequence[Contribution]) -> Counted:
    """The two cross-tables."""
    measure = {each.kind: each for each in MEASURES}
    said = [(each, measure[each.kind]) for each in given if each.kind in measure]
    rows = [
        (str(each.programme_id), str(each.partner_id), of.key, amount)
        for each, of in said
        if (amount := of.of(each)) is not None
    ]
    import pandas as pd  # noqa: PLC0415 - half a second that only this report needs

    table = pd.DataFrame(rows, columns=["programme", "partner", "measure", "amount"])
    return Counted(_sums(table, "programme"), _sums(table, "partner"), len(said) - len(rows))


def _sums(table: Any, side: str) -> dict[tuple[str, str], int]:
    summed = table.groupby([side, "measure"])["amount"].sum()
    return {key: int(amount) for key, amount in summed.items()}


def totals(table: Table) -> dict[str, Value]:
    """The sums of a finished table, column by column, as a reader would add them up."""
    found: dict[str, Value] = {}
    for at, column in enumerate(table.columns):
        values = [row[at] for row in table.rows]
        if column.total:
            found[column.key] = sum((v for v in values if isinstance(v, int | Decimal)), start=0)
    return found
