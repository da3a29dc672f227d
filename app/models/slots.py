"""Who has a room exclusively in one period: derived from the dates by the database's triggers.

The key is what refuses a second one, whoever writes it.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.models.record import Base


class RoomSlot(Base):
    """One period of one part of one room, taken."""

    __tablename__ = "room_slot"
    __table_args__ = (Index("ix_room_slot_occurrence", "occurrence_id"),)

    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    period: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False
    )  # 1 of an undivided one
    occurrence_id: Mapped[UUID] = mapped_column(ForeignKey("booking_occurrence.id"))
