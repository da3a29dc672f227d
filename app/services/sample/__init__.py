"""The sample college: invented from the ground up, and never older than today.

What can be written down lies in `resources/samples/college`, one CSV per kind; the README beside
it says how days and years are written relative to today. Students, who are too many to be
written down, and what happens to them follow from rules in the modules here.
"""

from dataclasses import replace
from datetime import date

from app import settings
from app.errors import Refused
from app.models import KINDS
from app.services.office import Office
from app.services.query import ALL, Query
from app.services.sample.bases import fill_bases
from app.services.sample.cohorts import fill_cohorts
from app.services.sample.filling import FOLDER, PRESIDENT, Filling
from app.services.sample.internships import fill_internships
from app.services.sample.process import fill_process
from app.services.sample.recognition import fill_recognition
from app.services.sample.students import fill_students
from app.services.sample.years import fill_years

OPERATOR = "杨知行"
_ORGANISATION = ("campus", "department", "programme", "programme_adjustment", "partner")
_PARTS = ("contact", "contact_log", "site_inspection", "post", "credit_check", "contribution")
_PAPERS = ("approval", "amendment", "obligation", "annual_review")


def fill(office: Office, today: date) -> None:
    """Fill an empty folder with the sample college. Refused if it holds any record."""
    queries = (ALL, Query(deleted=True))
    if any(office.of(kind).count(query) for kind in KINDS for query in queries):
        raise Refused("这个文件夹里已经有记录。示例学院只能载入空的文件夹，请另选一个。")
    office.db.user = office.settings.operator or OPERATOR
    filling = Filling(office, today)
    _fill_partners(office, filling)
    fill_years(office, filling)
    people = fill_students(office, filling)
    fill_cohorts(office, filling, people)
    fill_recognition(office, filling)
    placements = fill_internships(office, filling, people)
    fill_process(office, filling, placements)
    fill_bases(office, filling)
    office.settings = replace(
        office.settings,
        college="川湘示例职业技术学院",
        college_code="4151000000",
        office="教务处",
        operator=office.db.user,
        telephone="028-80000021",
        contact="杨知行",
        legal_person="刘仲伯",
        address="四川省成都市龙泉驿区示例大道 1 号",
        alliance="成渝示例职教联盟",
        sample=True,
    )
    settings.save(office.settings, office.places.settings)


def _fill_partners(office: Office, filling: Filling) -> None:
    """The organisation, its partners and their agreements."""
    with office.db.write("载入示例学院") as writing:
        for table in (*_ORGANISATION, *_PARTS):
            filling.insert(writing, table)
        filling.insert_signed(writing)
    filling.draft_agreements()
    with office.db.write("登记审批、补充协议和履约情况") as writing:
        for table in _PAPERS:
            filling.insert(writing, table)
    filling.sign()
    filling.renew()
    filling.attach()


__all__ = ["FOLDER", "OPERATOR", "PRESIDENT", "fill"]
