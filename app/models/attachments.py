"""Scans and other files that belong to records."""

from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.record import About, Record, column


class Attachment(Record):
    """附件 — where the file belongs and what it is; the bytes lie in the store under their hash."""

    __tablename__ = "attachment"
    about = About("附件", counter="个", link=True)

    owner_kind: Mapped[str] = mapped_column(String(40))  # table of the record it belongs to
    owner_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str] = column("文件名", width=20)
    caption: Mapped[str | None] = column("说明", width=16)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int] = mapped_column()  # bytes
