"""Choosing hosts and posts for the plan of a batch: several at once, with what to know before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import (
    InternshipBatch,
    Partner,
    PlannedPlace,
    Post,
    PostProgramme,
    SiteInspection,
)
from app.models.partners import PartnerStatus
from app.models.values import uuid7
from app.services.host_agreements import lapsed
from app.services.office import Office


@dataclass(frozen=True, slots=True)
class Offer:
    """A host and one of its posts, to choose from; without a post where none is on file."""

    host: UUID
    host_name: str
    post: UUID | None
    post_name: str
    places: int | None
    suits: bool  # one of the majors of the batch
    planned: bool
    remarks: tuple[str, ...]  # to know before choosing


def offers(office: Office, batch: UUID) -> list[Offer]:
    """Every host that may be chosen, its posts for the majors of the batch first."""
    held: InternshipBatch = office.of(InternshipBatch).get(batch)
    gone = (PartnerStatus.CLOSED, PartnerStatus.BARRED)
    with office.db.read() as session:
        hosts = session.scalars(
            select(Partner).where(Partner.deleted.is_(False), Partner.status.not_in(gone))
        ).all()
        seen = _inspected(session, held.starts)
        ended = lapsed(session, (each.id for each in hosts), held.starts)
        programmes = _programmes(session)
        posts: dict[UUID, list[Post | None]] = {}
        for each in session.scalars(
            select(Post).where(Post.deleted.is_(False)).order_by(Post.sort_key, Post.id)
        ):
            posts.setdefault(each.partner_id, []).append(each)
        taken = {
            (place.partner_id, place.post_id)
            for place in session.scalars(
                select(PlannedPlace).where(
                    PlannedPlace.batch_id == batch, PlannedPlace.deleted.is_(False)
                )
            )
        }
    wanted = frozenset(held.programmes)
    found = []
    for host in sorted(hosts, key=lambda each: (each.sort_key, each.id)):
        told = [] if host.id in seen else ["没有有效的实地考察"]
        told += [ended[host.id]] if host.id in ended else []
        for post in posts.get(host.id, [None]):
            found.append(
                _offer(host, post, wanted & programmes.get(_key(post), set()), taken, told)
            )
    return sorted(found, key=lambda each: not each.suits)  # stable: hosts stay by name


def _key(post: Post | None) -> UUID | None:
    return post.id if post else None


def _offer(
    host: Partner,
    post: Post | None,
    shared: frozenset[UUID],
    taken: set[tuple[UUID, UUID | None]],
    told: Sequence[str],
) -> Offer:
    night = ["有夜班"] if post and post.night else []
    return Offer(
        host=host.id,
        host_name=host.name,
        post=_key(post),
        post_name=post.name if post else "",
        places=post.places if post else None,
        suits=bool(shared),
        planned=(host.id, _key(post)) in taken,
        remarks=(*night, *told),
    )


def _inspected(session: Session, on: date) -> frozenset[UUID]:
    """Hosts with an inspection that is still good on a day."""
    query = select(SiteInspection.partner_id).where(
        SiteInspection.deleted.is_(False),
        SiteInspection.on <= on,
        SiteInspection.valid_until.is_(None) | (SiteInspection.valid_until >= on),
    )
    return frozenset(session.scalars(query))


def _programmes(session: Session) -> dict[UUID | None, set[UUID]]:
    found: dict[UUID | None, set[UUID]] = {}
    query = select(PostProgramme.post_id, PostProgramme.programme_id).where(
        PostProgramme.deleted.is_(False)
    )
    for post, programme in session.execute(query):
        found.setdefault(post, set()).add(programme)
    return found


def add_places(office: Office, batch: UUID, chosen: Sequence[Offer]) -> list[UUID]:
    """Take hosts and posts into the plan, with as many places as the host offers, in one step."""
    records, keys = office.of(PlannedPlace), []
    with office.db.write(f"加入实习计划 {len(chosen)} 项") as writing:
        for each in chosen:
            keys.append(uuid7())
            values = {
                "batch_id": batch,
                "partner_id": each.host,
                "post_id": each.post,
                "places": each.places,
            }
            records.put(writing, keys[-1], values, fresh=True)
    return keys
