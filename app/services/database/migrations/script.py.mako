"""${message}."""
% if down_revision is None:
# ruff: noqa: PLR0915 - every table at once
% endif

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward; the caller holds the transaction and has switched foreign keys off."""
    ${upgrades if upgrades else "pass"}
% if down_revision is None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_fts USING fts5"
            "(chars, initials, pinyin, content='', contentless_delete=1)"
        )
% endif


def downgrade() -> None:
    """There is no way back but the backup that was made before the upgrade."""
    raise NotImplementedError
