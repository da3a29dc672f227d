"""Every kind of record, in menu order; parts and associations after what they belong to."""

from app.models.agreements import (
    Agreement,
    AgreementParty,
    AgreementProgramme,
    Amendment,
    AnnualReview,
    Approval,
    Obligation,
)
from app.models.attachments import Attachment
from app.models.fields import Choice, Described, Field, Mask, Options, Privacy, option
from app.models.organisation import Campus, Department
from app.models.partners import (
    Contact,
    ContactLog,
    Contribution,
    CreditCheck,
    Partner,
    PartnerProgramme,
    Post,
    PostProgramme,
    SiteInspection,
)
from app.models.programmes import Programme
from app.models.record import About, Base, Record

KINDS: tuple[type[Record], ...] = (
    Partner,
    Contact,
    ContactLog,
    SiteInspection,
    Post,
    CreditCheck,
    Contribution,
    Agreement,
    AgreementParty,
    Approval,
    Amendment,
    Obligation,
    AnnualReview,
    Programme,
    Department,
    Campus,
)
ASSOCIATIONS: tuple[type[Record], ...] = (
    PartnerProgramme,
    PostProgramme,
    AgreementProgramme,
    Attachment,
)
KIND_OF_TABLE: dict[str, type[Record]] = {k.__tablename__: k for k in (*KINDS, *ASSOCIATIONS)}

__all__ = [
    "ASSOCIATIONS",
    "KINDS",
    "KIND_OF_TABLE",
    "About",
    "Agreement",
    "AgreementParty",
    "AgreementProgramme",
    "Amendment",
    "AnnualReview",
    "Approval",
    "Attachment",
    "Base",
    "Campus",
    "Choice",
    "Contact",
    "ContactLog",
    "Contribution",
    "CreditCheck",
    "Department",
    "Described",
    "Field",
    "Mask",
    "Obligation",
    "Options",
    "Partner",
    "PartnerProgramme",
    "Post",
    "PostProgramme",
    "Privacy",
    "Programme",
    "Record",
    "SiteInspection",
    "option",
]
