"""Recognition of dual-qualified teachers (双师型教师认定): rounds, applications, certificates."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from app.models.fields import Choice
from app.models.record import About, Record, column, reference
from app.models.values import not_negative


class RecognitionLevel(Choice):
    """The three levels; a rule pack may know fewer."""

    JUNIOR = "初级"
    MIDDLE = "中级"
    SENIOR = "高级"


class RecognitionState(Choice):
    """Where a recognition stands. Those before the first gap follow from dates alone."""

    PENDING = "待生效"
    VALID = "有效"
    DUE = "到期复核"
    EXPIRED = "已过期"

    REVIEWING = "复核中"
    SUSPENDED = "已暂停"
    REVOKED = "已撤销"
    SUPERSEDED = "已升级替代"

    @property
    def counts(self) -> bool:
        """Whether its holder is dual-qualified in this state."""
        return self in (
            RecognitionState.VALID,
            RecognitionState.DUE,
            RecognitionState.REVIEWING,
        )


class RecognitionStandard(Record):
    """认定标准 — a rule pack of the office's own; what the program ships are templates for it."""

    __tablename__ = "recognition_standard"
    about = About(
        "双师认定标准",
        counter="份",
        icon="scale",
        empty="省级或学校的认定标准。可从内置模板新建，填好条款并核实后再用于批次。",
    )

    name: Mapped[str] = column("标准名称", width=18, search=True, unique=True)
    source: Mapped[str | None] = column("来源文号", width=16, search=True)
    edition: Mapped[str | None] = column("版本", width=8)
    confirmed: Mapped[bool] = column(
        "已核实", width=6, default=False, facet=True, help="逐条对照文件核实后再勾选。"
    )
    text: Mapped[str] = column(
        "条款", width=20, lines=20, limit=200_000, listed=False, help="按模板的格式填写。"
    )


class RoundState(Choice):
    """Where a round of recognition stands."""

    PLANNED = "筹备"
    OPEN = "申报"
    REVIEWING = "评审"
    PUBLISHED = "公示"
    DONE = "已发文"


class RecognitionRound(Record):
    """认定批次 — one round: until when evidence counts, and the standard it is judged by."""

    __tablename__ = "recognition_round"
    about = About(
        "双师认定批次",
        counter="批",
        icon="badge-check",
        empty="每次组织双师型教师认定一条：佐证截止日、认定标准、申报人。",
    )

    name: Mapped[str] = column(
        "批次名称", width=18, search=True, unique=True, synonyms=("认定批次",)
    )
    state: Mapped[RoundState] = column("状态", width=6, facet=True, default=RoundState.PLANNED)
    cut_off: Mapped[date] = column(
        "佐证截止日", width=9, help="这一天之后的材料不计入；资格条件也按这一天判断。"
    )
    opens: Mapped[date | None] = column("申报开始", width=9)
    closes: Mapped[date | None] = column("申报截止", width=9)
    authority: Mapped[str | None] = column("认定机构", width=14)
    document: Mapped[str | None] = column("认定文号", width=12, identifier=True)
    decided_on: Mapped[date | None] = column("发文日期", width=9)
    published_from: Mapped[date | None] = column("公示开始", width=9, listed=False)
    published_to: Mapped[date | None] = column("公示结束", width=9, listed=False)
    years: Mapped[int | None] = column(
        "有效年限", width=6, unit="年", check=not_negative, help="不填时按认定标准里的年限。"
    )
    pack: Mapped[str | None] = column(
        "认定标准", width=12, fixed=True, identifier=True, listed=False
    )
    pack_name: Mapped[str | None] = column("认定标准名称", width=16, fixed=True)
    frozen_on: Mapped[date | None] = column("标准冻结日期", width=9, fixed=True, listed=False)
    rules: Mapped[str | None] = column(
        "冻结的标准全文",
        width=10,
        group="标准",
        fixed=True,
        listed=False,
        lines=12,
        limit=200_000,
        help="本批次自始至终按它判断；以后修改标准不影响本批次。",
    )
    remark: Mapped[str | None] = column("备注", width=14, lines=3, listed=False)


class ApplicationState(Choice):
    """Where one application stands."""

    DRAFT = "草稿"
    SUBMITTED = "已提交"
    CHECKING = "形式审查"
    RETURNED = "退回补正"
    QUALIFIED = "资格审查通过"
    EXPERTS = "专家评审"
    PUBLISHED = "公示"
    PASSED = "认定通过"
    FAILED = "认定未通过"
    WITHDRAWN = "已撤回"


class Application(Record):
    """认定申报 — one teacher in one round."""

    __tablename__ = "recognition_application"
    about = About(
        "双师认定申报",
        title="teacher_id",
        counter="人",
        parent="round_id",
        icon="file-text",
        empty="参加本批次申报的教师。",
    )

    round_id: Mapped[UUID] = reference("认定批次", "recognition_round", width=14)
    teacher_id: Mapped[UUID] = reference("教师", "teacher", width=8, synonyms=("教工号", "工号"))
    programme_id: Mapped[UUID | None] = reference("申报专业", "programme", width=12)
    level: Mapped[RecognitionLevel] = column(
        "申报级别", width=6, facet=True, default=RecognitionLevel.JUNIOR
    )
    clauses: Mapped[str | None] = column("申报依据条款", width=10, help="如：2.1、2.3。")
    state: Mapped[ApplicationState] = column(
        "申报状态", width=8, facet=True, default=ApplicationState.DRAFT
    )
    submitted_on: Mapped[date | None] = column("提交日期", width=9)
    returned_why: Mapped[str | None] = column("退回原因", width=14, lines=2)
    department_opinion: Mapped[str | None] = column(
        "院系意见", width=14, lines=3, group="意见", listed=False
    )
    department_on: Mapped[date | None] = column("院系意见日期", width=9, group="意见", listed=False)
    school_opinion: Mapped[str | None] = column(
        "学校评审意见", width=14, lines=3, group="意见", listed=False
    )
    school_on: Mapped[date | None] = column("学校意见日期", width=9, group="意见", listed=False)
    authority_opinion: Mapped[str | None] = column(
        "主管部门意见", width=14, lines=3, group="意见", listed=False
    )
    granted: Mapped[RecognitionLevel | None] = column("认定级别", width=6, facet=True)
    failed_why: Mapped[str | None] = column("未通过原因", width=14, lines=2)
    recognition_id: Mapped[UUID | None] = reference(
        "形成的认定", "recognition", width=8, fixed=True, listed=False
    )
    remark: Mapped[str | None] = column("备注", width=12, lines=2, listed=False)


class Evidence(Record):
    """佐证材料 — what an application rests on, clause by clause; scans are attached to it."""

    __tablename__ = "recognition_evidence"
    about = About(
        "佐证材料",
        counter="份",
        parent="application_id",
        icon="file-check",
        empty="逐条款列出佐证材料，扫描件附在各条下面。",
    )

    application_id: Mapped[UUID] = reference("认定申报", "recognition_application", width=8)
    clause: Mapped[str] = column("条款", width=6, help="认定标准里的条款号。")
    name: Mapped[str] = column("材料名称", width=18, search=True)
    document: Mapped[str | None] = column("文号或证书号", width=12, identifier=True)
    on: Mapped[date | None] = column(
        "材料日期", width=9, help="晚于佐证截止日的材料不计入，程序会注明。"
    )
    pages: Mapped[str | None] = column("页码", width=6)
    remark: Mapped[str | None] = column("备注", width=12)


class Recognition(Record):
    """双师认定 — what a teacher was recognised as, by whom, from when and until when."""

    __tablename__ = "recognition"
    about = About(
        "双师认定",
        title="teacher_id",
        counter="份",
        parent="teacher_id",
        icon="badge-check",
        empty="双师型教师认定结果。可随教师一览表导入，也可由认定批次形成。",
    )

    teacher_id: Mapped[UUID] = reference("教师", "teacher", width=8, synonyms=("教工号", "工号"))
    level: Mapped[RecognitionLevel] = column(
        "双师级别", width=6, facet=True, synonyms=("认定级别", "双师型级别")
    )
    state: Mapped[RecognitionState] = column(
        "登记状态",
        width=8,
        facet=True,
        default=RecognitionState.VALID,
        fixed=True,
        help="最后一次登记的状态；到期与否由日期算出。",
    )
    programme_id: Mapped[UUID | None] = reference("认定专业", "programme", width=12, facet=True)
    number: Mapped[str | None] = column(
        "认定证书编号", width=13, identifier=True, unique=True, search=True, synonyms=("证书编号",)
    )
    granted_on: Mapped[date] = column(
        "认定日期", width=9, synonyms=("认定时间", "生效日期"), help="这一天起有效。"
    )
    valid_until: Mapped[date | None] = column(
        "有效期至",
        width=9,
        synonyms=("复核到期日",),
        help="认定时写明的最后一天，没有期限的留空；复核通过的，以复核时填写的为准。",
    )
    authority: Mapped[str | None] = column("认定机构", width=14)
    round_id: Mapped[UUID | None] = reference("认定批次", "recognition_round", width=14)
    document: Mapped[str | None] = column("认定文号", width=12, identifier=True)
    clauses: Mapped[str | None] = column("符合条款", width=10, listed=False)
    remark: Mapped[str | None] = column("备注", width=12, lines=2, listed=False)


class RecognitionStep(Choice):
    """What can happen to a recognition after it was granted."""

    REVIEW = "开始复核"
    RENEW = "复核通过"
    SUSPEND = "暂停"
    RESUME = "恢复"
    REVOKE = "撤销"
    SUPERSEDE = "升级替代"
    LAPSE = "复核未通过"


class RecognitionEvent(Record):
    """认定变动 — the dated steps of a recognition; its state on any day follows from them."""

    __tablename__ = "recognition_event"
    about = About("认定变动", title="what", counter="次", parent="recognition_id", icon="history")

    recognition_id: Mapped[UUID] = reference("双师认定", "recognition", width=8)
    on: Mapped[date] = column("日期", width=9, help="这一天起算。")
    what: Mapped[RecognitionStep] = column("变动", width=8)
    valid_until: Mapped[date | None] = column("新的有效期至", width=9, help="复核通过时填写。")
    document: Mapped[str | None] = column("文号", width=12, identifier=True)
    reason: Mapped[str | None] = column("原因", width=18, lines=2)
    by: Mapped[str | None] = column("经办", width=8)
