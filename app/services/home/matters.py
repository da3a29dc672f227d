"""What can be the matter: in words, how urgent, and the answer to “为什么？” for each.

The office confirms the wording of rules before it relies on it, so no article is quoted.
"""

from dataclasses import dataclass
from enum import IntEnum

from app.models import Agreement, ContactLog, Obligation, Partner, Record

_MEASURES = "《职业学校校企合作促进办法》（2018 年），以学校核对过的文本为准。"
_INTERNSHIP = "《职业学校学生实习管理规定》（2021 年修订），以学校核对过的文本为准。"
_OWN = "本程序的工作提醒，不是法规要求。"

PATIENCE = 30  # days an agreement may stand in approval or signing before it is asked about


class Urgency(IntEnum):
    """In which order exceptions stand."""

    OVERDUE = 0
    SOON = 1
    GAP = 2


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is listed."""

    rule: str
    source: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of exception."""

    key: str
    kind: type[Record]
    words: str  # what follows the count
    urgency: Urgency
    why: Why
    page: str = ""  # where its records are opened, if not in the list of their kind
    option: tuple[str, str] | None = None  # and in which part of that page


EXPIRED = Matter(
    "expired",
    Agreement,
    "协议已到期，还没有处理",
    Urgency.OVERDUE,
    Why(
        "状态为“履行中”，但到期日期（已计入签订过的补充协议）早于今天。到期的协议不能再作为"
        "新设订单班、安排实习和使用基地的依据。",
        _MEASURES,
        "在到期看板里选中协议，登记“续签”“不再续签”或“跟进中”。登记为已续签、不再续签的不再提醒。",
    ),
    page="due",
)
RUNNING_OUT = Matter(
    "running_out",
    Agreement,
    "协议将在 {days} 天内到期",
    Urgency.SOON,
    Why(
        "状态为“履行中”，距到期日期不超过设置里的“到期提醒”天数。最后一天当天仍算有效。",
        "到期提醒天数在“数据与设置”里修改，默认 90 天。",
        "在到期看板里选中协议，登记“续签”“不再续签”或“跟进中”。",
    ),
    page="due",
)
UNSPECIFIED = Matter(
    "unspecified",
    Agreement,
    "履行中的协议没有填写到期日期",
    Urgency.GAP,
    Why(
        "状态为“履行中”，没有到期日期，续期方式也不是“无固定期限”，程序无法提醒到期。",
        _MEASURES,
        "打开协议补上到期日期；确实没有期限的，把续期方式改为“无固定期限”。"
        "已经签署锁定的，登记一份期限变更的补充协议。",
    ),
    page="due",
)
STEP = Matter(
    "steps",
    ContactLog,
    "联系事项过了截止日期，还没有办结",
    Urgency.OVERDUE,
    Why(
        "联系记录里写了截止日期，日期已过，“已办结”还没有勾选。",
        _OWN,
        "打开联系记录，办完的勾选“已办结”，没办完的改截止日期。",
    ),
)
OBLIGATION = Matter(
    "obligations",
    Obligation,
    "履约事项过了期限，还没有完成",
    Urgency.OVERDUE,
    Why(
        "协议的履约事项过了期限，“已完成”还没有勾选。",
        _MEASURES,
        "打开履约事项，填写完成情况并勾选“已完成”；另有约定的修改期限。",
    ),
)
SLOW = Matter(
    "slow",
    Agreement,
    "协议停在审批或签署环节超过 {days} 天",
    Urgency.SOON,
    Why(
        "协议进入“审批中”或“待签署”已超过 30 天。天数从修改记录里状态改变的那一天算起。",
        _OWN,
        "打开协议，在“审批”或“签约方”里登记进展；不再推进的改为“已作废”。",
    ),
)
SHORT = Matter(
    "short",
    Agreement,
    "接收实习的协议合作期限不足三年",
    Urgency.GAP,
    Why(
        "协议勾选了“接收学生实习”，生效日期到到期日期（已计入签订过的补充协议）不足三年。",
        _MEASURES,
        "续签或登记一份期限变更的补充协议；并不接收实习的，取消勾选。",
    ),
)
CODELESS = Matter(
    "codeless",
    Partner,
    "合作企业没有统一社会信用代码",
    Urgency.GAP,
    Why(
        "合作状态为“合作中”或“暂停”，统一社会信用代码没有填写。没有代码时，导入和查重只能靠名称。",
        "上报联盟和主管部门的表格要求填写统一社会信用代码。",
        "打开企业，从营业执照或国家企业信用信息公示系统补上 18 位代码。",
    ),
)
NOT_INSPECTED = Matter(
    "not_inspected",
    Partner,
    "接收实习的企业没有实地考察记录",
    Urgency.OVERDUE,
    Why(
        "企业有接收实习的履行中协议，但没有任何实地考察记录。新增实习单位应先实地考察并形成书面报告。",
        _INTERNSHIP,
        "打开企业的“实地考察”，登记考察日期、人员、内容和结论。",
    ),
)
INSPECTION_OLD = Matter(
    "inspection_old",
    Partner,
    "接收实习的企业实地考察已过有效期",
    Urgency.OVERDUE,
    Why(
        "企业有接收实习的履行中协议，最近一次实地考察已过有效期。没有写有效期的，"
        "按设置里的“考察有效期”计算。",
        _INTERNSHIP,
        "安排一次新的实地考察并登记。",
    ),
)
CREDIT_OLD = Matter(
    "credit_old",
    Partner,
    "接收实习的企业 12 个月内没有做过信用核查",
    Urgency.OVERDUE,
    Why(
        "企业有接收实习的履行中协议，最近 12 个月内没有信用核查记录。",
        _INTERNSHIP,
        "查询国家企业信用信息公示系统等渠道，在企业的“信用核查”里登记日期和结果。",
    ),
)
CREDIT_BAD = Matter(
    "credit_bad",
    Partner,
    "接收实习的企业最近一次信用核查有问题",
    Urgency.OVERDUE,
    Why(
        "企业有接收实习的履行中协议，最近一次信用核查的结果是失信、经营异常或安全生产违法。",
        _INTERNSHIP,
        "核实情况后登记新的核查结果；属实的，停止安排实习并把合作状态改为“暂停”或“黑名单”。",
    ),
)
