"""What can be the matter while cohorts and internships run."""

from app.models import CalendarDay, Cohort, Incident, Partner, Placement
from app.services.home.matters import Matter, Urgency, Why

_INTERNSHIP = "《职业学校学生实习管理规定》（2021 年修订），以学校核对过的文本为准。"
_OWN = "本程序的工作提醒，不是法规要求。"

VISITS = Matter(
    "visits",
    Partner,
    "实习单位超过间隔没有巡查",
    Urgency.OVERDUE,
    Why(
        "单位有学生在岗，最近一次巡查（没有巡查的，从第一名学生上岗起）距今超过批次规定的巡查间隔。",
        "间隔在实习批次的“过程要求”里规定，默认 30 天。",
        "安排巡查，在“岗位实习”的“过程”里登记日期和情况。",
    ),
    page="board",
    option=("过程", "visits"),
)
CONTACTS = Matter(
    "contacts",
    Placement,
    "在岗学生超过间隔没有联系上",
    Urgency.OVERDUE,
    Why(
        "学生在岗，最近一次“已联系上”的记录（没有记录的，从上岗起）距今超过批次规定的联系间隔。",
        "间隔在实习批次的“过程要求”里规定，默认 15 天。",
        "联系学生，在“岗位实习”的“过程”里登记。没有联系上的也要登记，但仍会提醒。",
    ),
    page="board",
    option=("过程", "calls"),
)
WEEKLY = Matter(
    "weekly",
    Placement,
    "在岗学生缺周记",
    Urgency.SOON,
    Why(
        "批次要求周记，学生已经结束的实习周里有周记没有收到。周次从上岗第一天起每七天一周。",
        "是否要求周记在实习批次的“过程要求”里规定。",
        "催收周记，在“岗位实习”的“过程”里勾选收到的周次。",
    ),
    page="board",
    option=("过程", "weeks"),
)
UNINSURED = Matter(
    "uninsured",
    Placement,
    "学生的保险没有覆盖实习期间",
    Urgency.OVERDUE,
    Why(
        "学生在岗或将在 30 天内上岗，没有登记保险期间，或保险期间短于实习期间。",
        _INTERNSHIP,
        "补办或续保，在实习安排的“保险”里改写止期；确实缩短实习的，改写结束日期。",
    ),
    page="board",
    option=("过程", "gaps"),
)
INCIDENTS = Matter(
    "incidents",
    Incident,
    "突发事件还没有结案",
    Urgency.OVERDUE,
    Why(
        "登记了突发事件，还没有填写结案日期。",
        _OWN,
        "办完“跟进事项”后，在“岗位实习”的“过程”里结案，写明处理结果。",
    ),
    page="board",
    option=("过程", "incidents"),
)
UNFILED = Matter(
    "unfiled",
    Placement,
    "学生的实习材料没有归档齐",
    Urgency.SOON,
    Why(
        "批次的状态是“考核中”，或已经过了结束日期而没有归档，学生的八类材料还有缺项。"
        "已退出、已换单位的实习安排不计。缺项名单与“实习归档清单”一致。",
        _INTERNSHIP,
        "收齐材料后在“岗位实习”的“成绩与归档”里登记归档；全部办完的批次改为“已归档”。",
    ),
    page="board",
    option=("成绩与归档", "archive"),
)
LEAVERS = Matter(
    "leavers",
    Placement,
    "已离校或休学的学生还在实习安排里",
    Urgency.OVERDUE,
    Why(
        "学生的学籍状态是休学、退学或转出，实习安排仍是“待上岗”或“在岗”。",
        _OWN,
        "核实后把实习安排改为“已退出”，写明结束日期和原因，并通知实习单位和家长。",
    ),
)
MINORS = Matter(
    "minors",
    Placement,
    "未满 18 周岁的学生即将上岗",
    Urgency.SOON,
    Why(
        "学生将在 30 天内上岗，上岗当天未满 18 周岁。未满 16 周岁的不得安排。",
        _INTERNSHIP,
        "核对岗位不属于未成年工禁忌作业，确认监护人已签知情同意书。",
    ),
)
BELOW = Matter(
    "below_target",
    Cohort,
    "培养班人数没有达到计划",
    Urgency.GAP,
    Why(
        "培养班的状态是“筹备”或“在培”，今天在册人数少于计划人数。人数由花名册按日期算出。",
        _OWN,
        "补充学员，或与企业商定后修改计划人数。",
    ),
)
COHORT_AGREEMENT = Matter(
    "cohort_agreement",
    Cohort,
    "培养班的依据协议已失效或期限不够",
    Urgency.GAP,
    Why(
        "培养班没有选择依据协议，或协议已到期、已终止，或协议期限没有覆盖开班到结业。",
        _OWN,
        "续签或登记期限变更的补充协议，再在培养班里选择有效的协议。",
    ),
)
MENTORS_GONE = Matter(
    "mentors_gone",
    Cohort,
    "培养班有学徒的师傅已经离任",
    Urgency.OVERDUE,
    Why(
        "企业师傅的聘任止期已过，师徒结对还没有结束。",
        _OWN,
        "给学徒另行结对，原来的结对填写止期。",
    ),
)
UNSETTLED = Matter(
    "unsettled_days",
    CalendarDay,
    "调休上班日还没有写明按周几上课",
    Urgency.SOON,
    Why(
        "校历里的调休上班日没有填写“按周几上课”，程序不能推算那天的课表和工学交替。",
        "由学校校历或通知决定。",
        "打开校历特殊日，选择那天按周几的课表上课。",
    ),
)
