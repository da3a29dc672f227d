"""Teachers: recognitions that want a review, and practice that runs out next term."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from app.models import Recognition, Teacher
from app.services.home.ground import Ground
from app.services.home.matters import Matter, Urgency, Why
from app.services.recognition.reviews import due_for_review
from app.services.teachers.meters import falling_below, next_term, practices

Counted = tuple[Matter, Sequence[UUID], str]  # the most pressing one by name

_RULE = "《职业学校教师企业实践规定》（2016 年）和省级认定办法，以学校核对过的文本为准。"

REVIEWS = Matter(
    "reviews",
    Recognition,
    "双师认定 90 天内到期或已过期，需要复核",
    Urgency.SOON,
    Why(
        "在职教师最近一份认定的有效期至（已计入复核）距今不超过 90 天，"
        "或已经过去而没有登记复核结果。已暂停、已撤销、已升级替代和复核未通过的不在内。",
        _RULE,
        "打开认定，在“认定变动”里登记“开始复核”“复核通过”（写明新的有效期至）或“复核未通过”。",
    ),
)
FALLING = Matter(
    "practice_falling",
    Teacher,
    "专业课教师的企业实践到下学期末将不足要求",
    Urgency.SOON,
    Why(
        "教师现在满足滚动五年的企业实践天数，但早先的天数将在下学期结束前移出五年窗口，"
        "不再安排就会不足。天数要求在“数据与设置”的“师资”里规定，默认 180 天。",
        _RULE,
        "安排企业实践，并在教师的“企业实践”里登记起止日期。",
    ),
)


def teacher_findings(ground: Ground) -> Iterator[Counted]:
    """As far as the teachers are in sight."""
    office, today = ground.office, ground.today
    with office.db.read() as session:
        ours = set(session.scalars(select(Teacher.id).where(ground.ours(Teacher))))
    due = due_for_review(office, today, teachers=ours)
    told = f"{due[0].name}，{due[0].until.isoformat()}" if due else ""
    yield REVIEWS, [each.recognition for each in due], told
    until = next_term(office, today).last
    falling = falling_below(practices(office, today, ours), until)
    first = falling[0] if falling else None
    told = f"{first.teacher.name}，{first.meter.falls_below} 起" if first else ""
    yield FALLING, [each.teacher.id for each in falling], told
