"""First."""
# ruff: noqa: PLR0915 - every table at once

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One step forward; the caller holds the transaction and has switched foreign keys off."""
    op.create_table(
        "campus",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_campus_campus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campus")),
    )
    op.create_index(op.f("ix_campus_campus_id"), "campus", ["campus_id"], unique=False)
    op.create_index(op.f("ix_campus_code"), "campus", ["code"], unique=False)
    op.create_index("ix_campus_listed", "campus", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_campus_name"), "campus", ["name"], unique=False)
    op.create_index(
        "uq_campus_code",
        "campus",
        ["code"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_index(
        "uq_campus_name",
        "campus",
        ["name"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "change_set",
        sa.Column("site", sa.String(24), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("user", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("app_version", sa.String(20), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("ctx", sa.JSON(), nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("site", "seq", name=op.f("pk_change_set")),
    )
    op.create_table(
        "event_log",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("user", sa.String(100), nullable=False),
        sa.Column("machine", sa.String(100), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("prev_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_log")),
    )
    op.create_table(
        "number_series",
        sa.Column("prefix", sa.String(12), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("campus", sa.String(6), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year", "campus", name=op.f("pk_number_series")),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_saved_view_kind_name")),
    )
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("record", sa.Uuid(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("record", name=op.f("uq_search_entry_record")),
    )
    op.create_index("ix_search_entry_kind", "search_entry", ["kind"], unique=False)
    op.create_table(
        "site_self",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(24), nullable=False),
        sa.Column("machine", sa.String(64), nullable=False),
        sa.Column("closed_clean", sa.DateTime(), nullable=True),
        sa.Column("last_event", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_self")),
    )
    op.create_table(
        "sync_known",
        sa.Column("site", sa.String(24), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_sync_known")),
    )
    op.create_table(
        "sync_site",
        sa.Column("site", sa.String(24), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=True),
        sa.Column("enrolled_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_sync_site")),
    )
    op.create_table(
        "attachment",
        sa.Column("owner_kind", sa.String(40), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("caption", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_attachment_campus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_campus_id"), "attachment", ["campus_id"], unique=False)
    op.create_index(
        "ix_attachment_listed", "attachment", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_attachment_owner_id"), "attachment", ["owner_id"], unique=False)
    op.create_index(op.f("ix_attachment_sha256"), "attachment", ["sha256"], unique=False)
    op.create_table(
        "change_op",
        sa.Column("site", sa.String(24), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("idx", sa.Integer(), nullable=False),
        sa.Column("tbl", sa.String(40), nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(1), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site", "seq"], ["change_set.site", "change_set.seq"], name=op.f("fk_change_op_site")
        ),
        sa.PrimaryKeyConstraint("site", "seq", "idx", name=op.f("pk_change_op")),
    )
    op.create_index("ix_change_op_uid", "change_op", ["uid"], unique=False)
    op.create_table(
        "department",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("head", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_department_campus_id")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["department.id"], name=op.f("fk_department_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
    )
    op.create_index(op.f("ix_department_campus_id"), "department", ["campus_id"], unique=False)
    op.create_index(
        "ix_department_listed", "department", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_department_name"), "department", ["name"], unique=False)
    op.create_index(op.f("ix_department_parent_id"), "department", ["parent_id"], unique=False)
    op.create_index(
        "uq_department_name",
        "department",
        ["name"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "agreement",
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("forms", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("handler", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("renewal", sa.String(40), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("aims", sa.String(), nullable=True),
        sa.Column("duties", sa.String(), nullable=True),
        sa.Column("takes_interns", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.String(), nullable=True),
        sa.Column("renews_id", sa.Uuid(), nullable=True),
        sa.Column("handling", sa.String(40), nullable=True),
        sa.Column("handling_note", sa.String(), nullable=True),
        sa.Column("archive", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_agreement_campus_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_agreement_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["renews_id"], ["agreement.id"], name=op.f("fk_agreement_renews_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_campus_id"), "agreement", ["campus_id"], unique=False)
    op.create_index(
        op.f("ix_agreement_department_id"), "agreement", ["department_id"], unique=False
    )
    op.create_index("ix_agreement_listed", "agreement", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_agreement_number"), "agreement", ["number"], unique=False)
    op.create_index(op.f("ix_agreement_renews_id"), "agreement", ["renews_id"], unique=False)
    op.create_index(
        "uq_agreement_number",
        "agreement",
        ["number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "partner",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short_name", sa.String(), nullable=True),
        sa.Column("former_names", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("status_reason", sa.String(), nullable=True),
        sa.Column("depth", sa.String(40), nullable=True),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("liaison", sa.String(), nullable=True),
        sa.Column("since", sa.String(10), nullable=True),
        sa.Column("nature", sa.String(40), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("size", sa.String(40), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("staff_on", sa.Date(), nullable=True),
        sa.Column("founded", sa.String(10), nullable=True),
        sa.Column("capital", sa.BigInteger(), nullable=True),
        sa.Column("revenue", sa.BigInteger(), nullable=True),
        sa.Column("legal_person", sa.String(), nullable=True),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("contact_name", sa.String(), nullable=True),
        sa.Column("contact_phone", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_partner_campus_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_partner_department_id")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["partner.id"], name=op.f("fk_partner_group_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
    )
    op.create_index(op.f("ix_partner_campus_id"), "partner", ["campus_id"], unique=False)
    op.create_index(op.f("ix_partner_code"), "partner", ["code"], unique=False)
    op.create_index(op.f("ix_partner_department_id"), "partner", ["department_id"], unique=False)
    op.create_index(op.f("ix_partner_group_id"), "partner", ["group_id"], unique=False)
    op.create_index("ix_partner_listed", "partner", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(
        "uq_partner_code",
        "partner",
        ["code"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "programme",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("chain", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_programme_campus_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_programme_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    op.create_index(op.f("ix_programme_campus_id"), "programme", ["campus_id"], unique=False)
    op.create_index(op.f("ix_programme_code"), "programme", ["code"], unique=False)
    op.create_index(
        op.f("ix_programme_department_id"), "programme", ["department_id"], unique=False
    )
    op.create_index("ix_programme_listed", "programme", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(
        "uq_programme_code",
        "programme",
        ["code"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "agreement_party",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("signatory", sa.String(), nullable=True),
        sa.Column("signatory_post", sa.String(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("how", sa.String(40), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_party_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_agreement_party_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_agreement_party_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_party")),
    )
    op.create_index(
        op.f("ix_agreement_party_agreement_id"), "agreement_party", ["agreement_id"], unique=False
    )
    op.create_index(
        op.f("ix_agreement_party_campus_id"), "agreement_party", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_agreement_party_listed", "agreement_party", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_agreement_party_partner_id"), "agreement_party", ["partner_id"], unique=False
    )
    op.create_table(
        "agreement_programme",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_programme_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_agreement_programme_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_agreement_programme_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_programme")),
    )
    op.create_index(
        op.f("ix_agreement_programme_agreement_id"),
        "agreement_programme",
        ["agreement_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_agreement_programme_campus_id"), "agreement_programme", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_agreement_programme_listed",
        "agreement_programme",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_agreement_programme_programme_id"),
        "agreement_programme",
        ["programme_id"],
        unique=False,
    )
    op.create_table(
        "amendment",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("new_ends", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_amendment_agreement_id")
        ),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_amendment_campus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_agreement_id"), "amendment", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_amendment_campus_id"), "amendment", ["campus_id"], unique=False)
    op.create_index("ix_amendment_listed", "amendment", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_amendment_number"), "amendment", ["number"], unique=False)
    op.create_index(
        "uq_amendment_number",
        "amendment",
        ["number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "annual_review",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.String(), nullable=False),
        sa.Column("progress", sa.String(), nullable=False),
        sa.Column("grade", sa.String(40), nullable=False),
        sa.Column("renew", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_annual_review_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_annual_review_campus_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_review")),
    )
    op.create_index(
        op.f("ix_annual_review_agreement_id"), "annual_review", ["agreement_id"], unique=False
    )
    op.create_index(
        op.f("ix_annual_review_campus_id"), "annual_review", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_annual_review_listed", "annual_review", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_table(
        "approval",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("opinion", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_approval_agreement_id")
        ),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_approval_campus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_agreement_id"), "approval", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_approval_campus_id"), "approval", ["campus_id"], unique=False)
    op.create_index("ix_approval_listed", "approval", ["deleted", "sort_key", "id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("signatory", sa.Boolean(), nullable=False),
        sa.Column("started", sa.String(10), nullable=True),
        sa.Column("left", sa.String(10), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_contact_campus_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_contact_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_campus_id"), "contact", ["campus_id"], unique=False)
    op.create_index("ix_contact_listed", "contact", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_contact_partner_id"), "contact", ["partner_id"], unique=False)
    op.create_table(
        "contact_log",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("ours", sa.String(), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_contact_log_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_contact_log_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_log")),
    )
    op.create_index(op.f("ix_contact_log_campus_id"), "contact_log", ["campus_id"], unique=False)
    op.create_index(
        "ix_contact_log_listed", "contact_log", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_contact_log_partner_id"), "contact_log", ["partner_id"], unique=False)
    op.create_table(
        "contribution",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_contribution_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_contribution_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_contribution_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    op.create_index(op.f("ix_contribution_campus_id"), "contribution", ["campus_id"], unique=False)
    op.create_index(
        "ix_contribution_listed", "contribution", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contribution_partner_id"), "contribution", ["partner_id"], unique=False
    )
    op.create_index(
        op.f("ix_contribution_programme_id"), "contribution", ["programme_id"], unique=False
    )
    op.create_table(
        "credit_check",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("result", sa.String(40), nullable=False),
        sa.Column("checker", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_credit_check_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_credit_check_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_check")),
    )
    op.create_index(op.f("ix_credit_check_campus_id"), "credit_check", ["campus_id"], unique=False)
    op.create_index(
        "ix_credit_check_listed", "credit_check", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_credit_check_partner_id"), "credit_check", ["partner_id"], unique=False
    )
    op.create_table(
        "obligation",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("promised", sa.Integer(), nullable=True),
        sa.Column("delivered", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_obligation_agreement_id")
        ),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_obligation_campus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
    )
    op.create_index(
        op.f("ix_obligation_agreement_id"), "obligation", ["agreement_id"], unique=False
    )
    op.create_index(op.f("ix_obligation_campus_id"), "obligation", ["campus_id"], unique=False)
    op.create_index(
        "ix_obligation_listed", "obligation", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_table(
        "partner_programme",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_partner_programme_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_partner_programme_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_partner_programme_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_programme")),
    )
    op.create_index(
        op.f("ix_partner_programme_campus_id"), "partner_programme", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_partner_programme_listed",
        "partner_programme",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_partner_programme_partner_id"), "partner_programme", ["partner_id"], unique=False
    )
    op.create_index(
        op.f("ix_partner_programme_programme_id"),
        "partner_programme",
        ["programme_id"],
        unique=False,
    )
    op.create_table(
        "post",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("staff_on", sa.Date(), nullable=True),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("labour_grade", sa.String(), nullable=True),
        sa.Column("hazards", sa.String(), nullable=True),
        sa.Column("shifts", sa.String(), nullable=True),
        sa.Column("night", sa.Boolean(), nullable=False),
        sa.Column("wage", sa.BigInteger(), nullable=True),
        sa.Column("equipment", sa.String(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_post_campus_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_post_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
    )
    op.create_index(op.f("ix_post_campus_id"), "post", ["campus_id"], unique=False)
    op.create_index("ix_post_listed", "post", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_post_partner_id"), "post", ["partner_id"], unique=False)
    op.create_table(
        "site_inspection",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("inspectors", sa.String(), nullable=False),
        sa.Column("qualification", sa.String(), nullable=True),
        sa.Column("integrity", sa.String(), nullable=True),
        sa.Column("management", sa.String(), nullable=True),
        sa.Column("posts", sa.String(), nullable=True),
        sa.Column("hours", sa.String(), nullable=True),
        sa.Column("workplace", sa.String(), nullable=True),
        sa.Column("living", sa.String(), nullable=True),
        sa.Column("health", sa.String(), nullable=True),
        sa.Column("safety", sa.String(), nullable=True),
        sa.Column("conclusion", sa.String(40), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("remark", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_site_inspection_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_site_inspection_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_inspection")),
    )
    op.create_index(
        op.f("ix_site_inspection_campus_id"), "site_inspection", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_site_inspection_listed", "site_inspection", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_site_inspection_partner_id"), "site_inspection", ["partner_id"], unique=False
    )
    op.create_table(
        "post_programme",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("key_ok", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(400), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_post_programme_campus_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_programme_post_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_post_programme_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_programme")),
    )
    op.create_index(
        op.f("ix_post_programme_campus_id"), "post_programme", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_post_programme_listed", "post_programme", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_post_programme_post_id"), "post_programme", ["post_id"], unique=False)
    op.create_index(
        op.f("ix_post_programme_programme_id"), "post_programme", ["programme_id"], unique=False
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_fts USING fts5"
            "(chars, initials, pinyin, content='', contentless_delete=1)"
        )


def downgrade() -> None:
    """There is no way back but the backup that was made before the upgrade."""
    raise NotImplementedError
