"""All services over one data folder, made once and handed to whoever needs one."""

import getpass
from typing import Any
from uuid import UUID

from app.models import KINDS, Record
from app.places import RESOURCES, Places
from app.services.agreements import AgreementParties, Agreements
from app.services.attachments import Attachments
from app.services.backup import Backups
from app.services.bases import Accesses, Closures, Equipments, Inspections, Policies, Rooms
from app.services.bookings.records import Bookings, Needs, Occurrences, UseRecords
from app.services.calendar import CalendarDays, ClassPeriods, Terms
from app.services.codes import Codes
from app.services.cohorts import Cohorts, Members, Outcomes, Pairings, Rotations
from app.services.database import Database, open_file
from app.services.history import History
from app.services.partners import Partners
from app.services.pinyin import Pinyin
from app.services.placements import Batches, Placements, PlannedPlaces
from app.services.programmes import Adjustments
from app.services.recognition.records import (
    Applications,
    Events,
    Recognitions,
    Rounds,
    Standards,
)
from app.services.records import Records
from app.services.students import Students
from app.services.teachers.records import Engagements, Stints, Teachers, Trainings
from app.settings import Settings, load


class Office:
    """The office's records, codes and settings."""

    def __init__(self, places: Places, settings: Settings, db: Database, codes: Codes) -> None:
        self.places = places
        self.settings = settings
        self.db = db
        self.codes = codes
        self.remarks: tuple[str, ...] = ()  # what the person should hear about the folder
        self.partners = Partners(db)
        self.agreements = Agreements(db)
        self.history = History(db)
        self.attachments = Attachments(db, places.attachments)
        self.backups = Backups(places)
        special: dict[str, Records[Any]] = {
            "partner": self.partners,
            "agreement": self.agreements,
            "agreement_party": AgreementParties(db),
            "room": Rooms(db),
            "room_inspection": Inspections(db),
            "equipment": Equipments(db),
            "closure": Closures(db),
            "safety_access": Accesses(db),
            "policy": Policies(db),
            "booking": Bookings(db),
            "booking_occurrence": Occurrences(db),
            "booking_equipment": Needs(db),
            "use_record": UseRecords(db),
            "student": Students(db),
            "internship_batch": Batches(db),
            "placement": Placements(db),
            "planned_place": PlannedPlaces(db),
            "cohort": Cohorts(db),
            "cohort_member": Members(db),
            "pairing": Pairings(db),
            "rotation": Rotations(db),
            "term": Terms(db),
            "calendar_day": CalendarDays(db),
            "class_period": ClassPeriods(db),
            "outcome": Outcomes(db),
            "programme_adjustment": Adjustments(db),
            "teacher": Teachers(db),
            "practice_stint": Stints(db),
            "training_record": Trainings(db),
            "part_time_engagement": Engagements(db),
            "recognition": Recognitions(db),
            "recognition_event": Events(db),
            "recognition_standard": Standards(db),
            "recognition_round": Rounds(db),
            "recognition_application": Applications(db),
        }
        self._records = {
            kind.__tablename__: special.get(kind.__tablename__) or Records(db, kind)
            for kind in KINDS
        }

    def of(self, kind: type[Record] | str) -> Records[Any]:
        """The service of one kind, given as class or table name."""
        return self._records[kind if isinstance(kind, str) else kind.__tablename__]

    # --- what editors ask (app.ui.lookup.Lookup)

    def search(self, target: str, text: str, limit: int = 20) -> list[tuple[UUID, str, str]]:
        """Records of a kind that a person who typed `text` may mean."""
        return self.of(target).lookup(text, limit)

    def title(self, target: str, id_: UUID) -> str:
        """What to call one record."""
        return self.of(target).titles([id_]).get(id_, "")

    def code_name(self, table: str, code: str | None) -> str:
        """What an official code stands for."""
        return self.codes.name(table, code)

    def codes_like(self, table: str, text: str, limit: int = 30) -> list[tuple[str, str]]:
        """Official codes that a person who typed `text` may mean."""
        return self.codes.search(table, text, limit)

    def initials(self, text: str) -> str:
        """First letters of the pinyin."""
        return self.codes.initials(text)


def open_office(places: Places, *, user: str = "") -> Office:
    """Open (or make) the data in a folder. The caller holds the lock on it."""
    places.create()
    settings = load(places.settings)
    pinyin = Pinyin(RESOURCES / "pinyin")
    db = open_file(places.database, pinyin, user or signature(settings))
    return Office(places, settings, db, Codes(RESOURCES / "reference", pinyin))


def signature(settings: Settings) -> str:
    """The name under which changes are written down, if none was given."""
    try:
        return settings.operator or getpass.getuser()
    except (OSError, KeyError):  # a service account without a name
        return "未署名"
