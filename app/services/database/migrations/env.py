"""What Alembic runs to get at the database: the caller has it open, in a transaction of its own."""

from alembic import context

from app.models import Base

given = context.config.attributes
context.configure(
    connection=given["connection"], target_metadata=Base.metadata, **given.get("options", {})
)
with context.begin_transaction():
    context.run_migrations()
