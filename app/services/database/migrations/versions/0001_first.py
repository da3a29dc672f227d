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
        "calendar_day",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("runs_as", sa.String(40), nullable=True),
        sa.Column("runs_week", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_calendar_day_campus_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
    )
    op.create_index(op.f("ix_calendar_day_campus_id"), "calendar_day", ["campus_id"], unique=False)
    op.create_index(
        "ix_calendar_day_listed", "calendar_day", ["deleted", "sort_key", "id"], unique=False
    )
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
        "class_period",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("season", sa.String(40), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_class_period_campus_id")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["campus.id"], name=op.f("fk_class_period_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_period")),
    )
    op.create_index(op.f("ix_class_period_campus_id"), "class_period", ["campus_id"], unique=False)
    op.create_index(
        "ix_class_period_listed", "class_period", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_class_period_site_id"), "class_period", ["site_id"], unique=False)
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
        "recognition_round",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column("opens", sa.Date(), nullable=True),
        sa.Column("closes", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("published_from", sa.Date(), nullable=True),
        sa.Column("published_to", sa.Date(), nullable=True),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("pack", sa.String(), nullable=True),
        sa.Column("pack_name", sa.String(), nullable=True),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("rules", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_recognition_round_campus_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_round")),
    )
    op.create_index(
        op.f("ix_recognition_round_campus_id"), "recognition_round", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_recognition_round_listed",
        "recognition_round",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_recognition_round_name"), "recognition_round", ["name"], unique=False)
    op.create_index(
        "uq_recognition_round_name",
        "recognition_round",
        ["name"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "recognition_standard",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("edition", sa.String(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_recognition_standard_campus_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_standard")),
    )
    op.create_index(
        op.f("ix_recognition_standard_campus_id"),
        "recognition_standard",
        ["campus_id"],
        unique=False,
    )
    op.create_index(
        "ix_recognition_standard_listed",
        "recognition_standard",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recognition_standard_name"), "recognition_standard", ["name"], unique=False
    )
    op.create_index(
        "uq_recognition_standard_name",
        "recognition_standard",
        ["name"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "rule_change",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("severity", sa.String(40), nullable=True),
        sa.Column("parameters", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_rule_change_campus_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_change")),
    )
    op.create_index(op.f("ix_rule_change_campus_id"), "rule_change", ["campus_id"], unique=False)
    op.create_index(
        "ix_rule_change_listed", "rule_change", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_table(
        "term",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("exam_from", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_term_campus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    op.create_index(op.f("ix_term_campus_id"), "term", ["campus_id"], unique=False)
    op.create_index(op.f("ix_term_code"), "term", ["code"], unique=False)
    op.create_index("ix_term_listed", "term", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(
        "uq_term_code",
        "term",
        ["code"],
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
        "internship_batch",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("leader", sa.String(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("plan_on", sa.Date(), nullable=True),
        sa.Column("plan_tasks", sa.String(), nullable=True),
        sa.Column("rules_on", sa.Date(), nullable=True),
        sa.Column("meeting_on", sa.Date(), nullable=True),
        sa.Column("meeting_number", sa.String(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("filing_number", sa.String(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("filing_office", sa.String(), nullable=True),
        sa.Column("clauses", sa.Text(), nullable=False),
        sa.Column("visit_days", sa.Integer(), nullable=False),
        sa.Column("contact_days", sa.Integer(), nullable=False),
        sa.Column("weekly", sa.Boolean(), nullable=False),
        sa.Column("school_weight", sa.Integer(), nullable=False),
        sa.Column("host_weight", sa.Integer(), nullable=False),
        sa.Column("self_weight", sa.Integer(), nullable=False),
        sa.Column("excellent_from", sa.Integer(), nullable=False),
        sa.Column("good_from", sa.Integer(), nullable=False),
        sa.Column("passed_from", sa.Integer(), nullable=False),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_internship_batch_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_internship_batch_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_internship_batch")),
    )
    op.create_index(
        op.f("ix_internship_batch_campus_id"), "internship_batch", ["campus_id"], unique=False
    )
    op.create_index(
        op.f("ix_internship_batch_department_id"),
        "internship_batch",
        ["department_id"],
        unique=False,
    )
    op.create_index(
        "ix_internship_batch_listed",
        "internship_batch",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_internship_batch_name"), "internship_batch", ["name"], unique=False)
    op.create_index(
        "uq_internship_batch_name",
        "internship_batch",
        ["name"],
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
        sa.Column("on_campus", sa.Boolean(), nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=True),
        sa.Column("entertainment", sa.Boolean(), nullable=False),
        sa.Column("other_interns", sa.Integer(), nullable=True),
        sa.Column("other_interns_on", sa.Date(), nullable=True),
        sa.Column("lowest_wage", sa.BigInteger(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=True),
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
        sa.Column("surveyed", sa.Date(), nullable=True),
        sa.Column("demand", sa.String(), nullable=True),
        sa.Column("standard", sa.String(), nullable=True),
        sa.Column("process", sa.String(), nullable=True),
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
        "teacher",
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("sex", sa.String(40), nullable=True),
        sa.Column("birth", sa.String(10), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("identity", sa.String(), nullable=True),
        sa.Column("ethnic", sa.String(), nullable=True),
        sa.Column("political", sa.String(), nullable=True),
        sa.Column("started_work", sa.String(10), nullable=True),
        sa.Column("joined", sa.String(10), nullable=True),
        sa.Column("left", sa.Date(), nullable=True),
        sa.Column("leave_from", sa.Date(), nullable=True),
        sa.Column("leave_to", sa.Date(), nullable=True),
        sa.Column("leave_why", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("title_level", sa.String(40), nullable=True),
        sa.Column("title_on", sa.String(10), nullable=True),
        sa.Column("other_title", sa.String(), nullable=True),
        sa.Column("other_title_level", sa.String(40), nullable=True),
        sa.Column("other_title_on", sa.String(10), nullable=True),
        sa.Column("licence", sa.String(), nullable=True),
        sa.Column("licence_number", sa.String(), nullable=True),
        sa.Column("licence_subject", sa.String(), nullable=True),
        sa.Column("education", sa.String(40), nullable=True),
        sa.Column("degree", sa.String(), nullable=True),
        sa.Column("school", sa.String(), nullable=True),
        sa.Column("ethics", sa.String(40), nullable=True),
        sa.Column("courses", sa.String(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("first_taught", sa.Date(), nullable=True),
        sa.Column("prior_years", sa.Integer(), nullable=True),
        sa.Column("prior_work", sa.String(), nullable=True),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_teacher_campus_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_teacher_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher")),
    )
    op.create_index(op.f("ix_teacher_campus_id"), "teacher", ["campus_id"], unique=False)
    op.create_index(op.f("ix_teacher_department_id"), "teacher", ["department_id"], unique=False)
    op.create_index("ix_teacher_listed", "teacher", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_teacher_number"), "teacher", ["number"], unique=False)
    op.create_index(
        "uq_teacher_number",
        "teacher",
        ["number"],
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
        "batch_programme",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
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
            ["batch_id"], ["internship_batch.id"], name=op.f("fk_batch_programme_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_batch_programme_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_batch_programme_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_programme")),
    )
    op.create_index(
        op.f("ix_batch_programme_batch_id"), "batch_programme", ["batch_id"], unique=False
    )
    op.create_index(
        op.f("ix_batch_programme_campus_id"), "batch_programme", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_batch_programme_listed", "batch_programme", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_batch_programme_programme_id"), "batch_programme", ["programme_id"], unique=False
    )
    op.create_table(
        "cohort",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("level", sa.String(40), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("applied", sa.Integer(), nullable=True),
        sa.Column("recruiting", sa.String(40), nullable=True),
        sa.Column("approval", sa.String(), nullable=True),
        sa.Column("head", sa.String(), nullable=True),
        sa.Column("partner_head", sa.String(), nullable=True),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("courses", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("partner_hours", sa.Integer(), nullable=True),
        sa.Column("jobs", sa.Integer(), nullable=True),
        sa.Column("scholarship", sa.BigInteger(), nullable=True),
        sa.Column("standard", sa.String(), nullable=True),
        sa.Column("partner_school", sa.String(), nullable=True),
        sa.Column("partner_school_code", sa.String(), nullable=True),
        sa.Column("secondary_programme", sa.String(), nullable=True),
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
            ["agreement_id"], ["agreement.id"], name=op.f("fk_cohort_agreement_id")
        ),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_cohort_campus_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_cohort_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_cohort_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_index(op.f("ix_cohort_agreement_id"), "cohort", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_cohort_campus_id"), "cohort", ["campus_id"], unique=False)
    op.create_index(op.f("ix_cohort_department_id"), "cohort", ["department_id"], unique=False)
    op.create_index("ix_cohort_listed", "cohort", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_cohort_programme_id"), "cohort", ["programme_id"], unique=False)
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
        "emergency_plan",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
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
            ["batch_id"], ["internship_batch.id"], name=op.f("fk_emergency_plan_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_emergency_plan_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_emergency_plan_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_plan")),
    )
    op.create_index(
        op.f("ix_emergency_plan_batch_id"), "emergency_plan", ["batch_id"], unique=False
    )
    op.create_index(
        op.f("ix_emergency_plan_campus_id"), "emergency_plan", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_emergency_plan_listed", "emergency_plan", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_emergency_plan_partner_id"), "emergency_plan", ["partner_id"], unique=False
    )
    op.create_table(
        "exemption",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
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
            ["batch_id"], ["internship_batch.id"], name=op.f("fk_exemption_batch_id")
        ),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_exemption_campus_id")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_exemption_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemption")),
    )
    op.create_index(op.f("ix_exemption_batch_id"), "exemption", ["batch_id"], unique=False)
    op.create_index(op.f("ix_exemption_campus_id"), "exemption", ["campus_id"], unique=False)
    op.create_index("ix_exemption_listed", "exemption", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_exemption_partner_id"), "exemption", ["partner_id"], unique=False)
    op.create_table(
        "mentor",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("skill", sa.String(), nullable=True),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("started", sa.Date(), nullable=True),
        sa.Column("left", sa.Date(), nullable=True),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_mentor_campus_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_mentor_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor")),
    )
    op.create_index(op.f("ix_mentor_campus_id"), "mentor", ["campus_id"], unique=False)
    op.create_index("ix_mentor_listed", "mentor", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_mentor_partner_id"), "mentor", ["partner_id"], unique=False)
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
        "part_time_engagement",
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
        sa.Column("employer", sa.String(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("employer_code", sa.String(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("post_since", sa.String(10), nullable=True),
        sa.Column("skill", sa.String(), nullable=True),
        sa.Column("years", sa.Integer(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("courses", sa.String(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        sa.Column("paid", sa.BigInteger(), nullable=True),
        sa.Column("licensed", sa.Boolean(), nullable=True),
        sa.Column("grade", sa.String(40), nullable=True),
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
            ["agreement_id"], ["agreement.id"], name=op.f("fk_part_time_engagement_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_part_time_engagement_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_part_time_engagement_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_part_time_engagement_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_time_engagement")),
    )
    op.create_index(
        op.f("ix_part_time_engagement_agreement_id"),
        "part_time_engagement",
        ["agreement_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_part_time_engagement_campus_id"),
        "part_time_engagement",
        ["campus_id"],
        unique=False,
    )
    op.create_index(
        "ix_part_time_engagement_listed",
        "part_time_engagement",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_part_time_engagement_partner_id"),
        "part_time_engagement",
        ["partner_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_part_time_engagement_teacher_id"),
        "part_time_engagement",
        ["teacher_id"],
        unique=False,
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
        sa.Column("hazard_tags", sa.Text(), nullable=False),
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
        "practice_stint",
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("enterprise", sa.String(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("form", sa.String(40), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("grade", sa.String(40), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("enterprise_code", sa.String(), nullable=True),
        sa.Column("nature", sa.String(), nullable=True),
        sa.Column("industry", sa.String(), nullable=True),
        sa.Column("task", sa.String(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("appraisal", sa.String(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("funds", sa.BigInteger(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_practice_stint_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_practice_stint_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_practice_stint_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_practice_stint_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_stint")),
    )
    op.create_index(
        op.f("ix_practice_stint_campus_id"), "practice_stint", ["campus_id"], unique=False
    )
    op.create_index(
        op.f("ix_practice_stint_department_id"), "practice_stint", ["department_id"], unique=False
    )
    op.create_index(
        "ix_practice_stint_listed", "practice_stint", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_practice_stint_partner_id"), "practice_stint", ["partner_id"], unique=False
    )
    op.create_index(
        op.f("ix_practice_stint_teacher_id"), "practice_stint", ["teacher_id"], unique=False
    )
    op.create_table(
        "programme_adjustment",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_programme_adjustment_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_adjustment_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_adjustment")),
    )
    op.create_index(
        op.f("ix_programme_adjustment_campus_id"),
        "programme_adjustment",
        ["campus_id"],
        unique=False,
    )
    op.create_index(
        "ix_programme_adjustment_listed",
        "programme_adjustment",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_programme_adjustment_programme_id"),
        "programme_adjustment",
        ["programme_id"],
        unique=False,
    )
    op.create_table(
        "recognition",
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("clauses", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_recognition_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_recognition_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["recognition_round.id"], name=op.f("fk_recognition_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_recognition_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
    )
    op.create_index(op.f("ix_recognition_campus_id"), "recognition", ["campus_id"], unique=False)
    op.create_index(
        "ix_recognition_listed", "recognition", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_recognition_number"), "recognition", ["number"], unique=False)
    op.create_index(
        op.f("ix_recognition_programme_id"), "recognition", ["programme_id"], unique=False
    )
    op.create_index(op.f("ix_recognition_round_id"), "recognition", ["round_id"], unique=False)
    op.create_index(op.f("ix_recognition_teacher_id"), "recognition", ["teacher_id"], unique=False)
    op.create_index(
        "uq_recognition_number",
        "recognition",
        ["number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "school_class",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("enrolled", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("teacher", sa.String(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_school_class_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_school_class_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_school_class_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_class")),
    )
    op.create_index(op.f("ix_school_class_campus_id"), "school_class", ["campus_id"], unique=False)
    op.create_index(
        op.f("ix_school_class_department_id"), "school_class", ["department_id"], unique=False
    )
    op.create_index(
        "ix_school_class_listed", "school_class", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_school_class_name"), "school_class", ["name"], unique=False)
    op.create_index(
        op.f("ix_school_class_programme_id"), "school_class", ["programme_id"], unique=False
    )
    op.create_index(
        "uq_school_class_name",
        "school_class",
        ["name"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
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
        "teacher_achievement",
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(40), nullable=True),
        sa.Column("award", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_teacher_achievement_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_teacher_achievement_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_achievement")),
    )
    op.create_index(
        op.f("ix_teacher_achievement_campus_id"), "teacher_achievement", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_teacher_achievement_listed",
        "teacher_achievement",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_teacher_achievement_teacher_id"),
        "teacher_achievement",
        ["teacher_id"],
        unique=False,
    )
    op.create_table(
        "teacher_programme",
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_teacher_programme_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_teacher_programme_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_teacher_programme_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_programme")),
    )
    op.create_index(
        op.f("ix_teacher_programme_campus_id"), "teacher_programme", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_teacher_programme_listed",
        "teacher_programme",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_teacher_programme_programme_id"),
        "teacher_programme",
        ["programme_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_teacher_programme_teacher_id"), "teacher_programme", ["teacher_id"], unique=False
    )
    op.create_table(
        "teacher_qualification",
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(40), nullable=True),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_teacher_qualification_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_teacher_qualification_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher_qualification")),
    )
    op.create_index(
        op.f("ix_teacher_qualification_campus_id"),
        "teacher_qualification",
        ["campus_id"],
        unique=False,
    )
    op.create_index(
        "ix_teacher_qualification_listed",
        "teacher_qualification",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_teacher_qualification_teacher_id"),
        "teacher_qualification",
        ["teacher_id"],
        unique=False,
    )
    op.create_table(
        "training_base",
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("nature", sa.String(40), nullable=True),
        sa.Column("level", sa.String(40), nullable=True),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("support", sa.String(), nullable=True),
        sa.Column("host_id", sa.Uuid(), nullable=True),
        sa.Column("founded", sa.Date(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approval", sa.String(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("value_new", sa.BigInteger(), nullable=True),
        sa.Column("value_donated", sa.BigInteger(), nullable=True),
        sa.Column("value_lent", sa.BigInteger(), nullable=True),
        sa.Column("machines", sa.Integer(), nullable=True),
        sa.Column("machines_large", sa.Integer(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("projects_count", sa.Integer(), nullable=True),
        sa.Column("projects", sa.String(), nullable=True),
        sa.Column("used_inside", sa.Integer(), nullable=True),
        sa.Column("used_outside", sa.Integer(), nullable=True),
        sa.Column("material_cost", sa.BigInteger(), nullable=True),
        sa.Column("upkeep_cost", sa.BigInteger(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        sa.Column("staff_part", sa.Integer(), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("received", sa.Integer(), nullable=True),
        sa.Column("days_used", sa.Integer(), nullable=True),
        sa.Column("interns", sa.Integer(), nullable=True),
        sa.Column("lodging", sa.Boolean(), nullable=True),
        sa.Column("lodging_fee", sa.BigInteger(), nullable=True),
        sa.Column("allowance", sa.Boolean(), nullable=True),
        sa.Column("paid_to_host", sa.BigInteger(), nullable=True),
        sa.Column("sent_staff", sa.Integer(), nullable=True),
        sa.Column("hired", sa.Integer(), nullable=True),
        sa.Column("signed_level", sa.String(), nullable=True),
        sa.Column("agreement_id", sa.Uuid(), nullable=True),
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
            ["agreement_id"], ["agreement.id"], name=op.f("fk_training_base_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_training_base_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_training_base_department_id")
        ),
        sa.ForeignKeyConstraint(["host_id"], ["partner.id"], name=op.f("fk_training_base_host_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_base")),
    )
    op.create_index(
        op.f("ix_training_base_agreement_id"), "training_base", ["agreement_id"], unique=False
    )
    op.create_index(
        op.f("ix_training_base_campus_id"), "training_base", ["campus_id"], unique=False
    )
    op.create_index(
        op.f("ix_training_base_department_id"), "training_base", ["department_id"], unique=False
    )
    op.create_index(op.f("ix_training_base_host_id"), "training_base", ["host_id"], unique=False)
    op.create_index(
        "ix_training_base_listed", "training_base", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_training_base_name"), "training_base", ["name"], unique=False)
    op.create_index(op.f("ix_training_base_number"), "training_base", ["number"], unique=False)
    op.create_index(
        "uq_training_base_name",
        "training_base",
        ["name"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_index(
        "uq_training_base_number",
        "training_base",
        ["number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "training_record",
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=True),
        sa.Column("organiser", sa.String(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("certificate", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_training_record_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_training_record_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_record")),
    )
    op.create_index(
        op.f("ix_training_record_campus_id"), "training_record", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_training_record_listed", "training_record", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_training_record_teacher_id"), "training_record", ["teacher_id"], unique=False
    )
    op.create_table(
        "visit_record",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("visitors", sa.String(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=True),
        sa.Column("findings", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
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
            ["batch_id"], ["internship_batch.id"], name=op.f("fk_visit_record_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_visit_record_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_visit_record_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_record")),
    )
    op.create_index(op.f("ix_visit_record_batch_id"), "visit_record", ["batch_id"], unique=False)
    op.create_index(op.f("ix_visit_record_campus_id"), "visit_record", ["campus_id"], unique=False)
    op.create_index(
        "ix_visit_record_listed", "visit_record", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_visit_record_partner_id"), "visit_record", ["partner_id"], unique=False
    )
    op.create_table(
        "base_partner",
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
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
            ["base_id"], ["training_base.id"], name=op.f("fk_base_partner_base_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_base_partner_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_base_partner_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base_partner")),
    )
    op.create_index(op.f("ix_base_partner_base_id"), "base_partner", ["base_id"], unique=False)
    op.create_index(op.f("ix_base_partner_campus_id"), "base_partner", ["campus_id"], unique=False)
    op.create_index(
        "ix_base_partner_listed", "base_partner", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_base_partner_partner_id"), "base_partner", ["partner_id"], unique=False
    )
    op.create_table(
        "base_programme",
        sa.Column("base_id", sa.Uuid(), nullable=False),
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
            ["base_id"], ["training_base.id"], name=op.f("fk_base_programme_base_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_base_programme_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_base_programme_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_base_programme")),
    )
    op.create_index(op.f("ix_base_programme_base_id"), "base_programme", ["base_id"], unique=False)
    op.create_index(
        op.f("ix_base_programme_campus_id"), "base_programme", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_base_programme_listed", "base_programme", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_base_programme_programme_id"), "base_programme", ["programme_id"], unique=False
    )
    op.create_table(
        "cohort_partner",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_cohort_partner_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_partner_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_cohort_partner_partner_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_partner")),
    )
    op.create_index(
        op.f("ix_cohort_partner_campus_id"), "cohort_partner", ["campus_id"], unique=False
    )
    op.create_index(
        op.f("ix_cohort_partner_cohort_id"), "cohort_partner", ["cohort_id"], unique=False
    )
    op.create_index(
        "ix_cohort_partner_listed", "cohort_partner", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_cohort_partner_partner_id"), "cohort_partner", ["partner_id"], unique=False
    )
    op.create_table(
        "planned_place",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.Uuid(), nullable=True),
        sa.Column("tasks", sa.String(), nullable=True),
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
            ["batch_id"], ["internship_batch.id"], name=op.f("fk_planned_place_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_planned_place_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_planned_place_partner_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_planned_place_post_id")),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_planned_place_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_place")),
    )
    op.create_index(op.f("ix_planned_place_batch_id"), "planned_place", ["batch_id"], unique=False)
    op.create_index(
        op.f("ix_planned_place_campus_id"), "planned_place", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_planned_place_listed", "planned_place", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_planned_place_partner_id"), "planned_place", ["partner_id"], unique=False
    )
    op.create_index(op.f("ix_planned_place_post_id"), "planned_place", ["post_id"], unique=False)
    op.create_index(
        op.f("ix_planned_place_teacher_id"), "planned_place", ["teacher_id"], unique=False
    )
    op.create_table(
        "policy",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("barred", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.Integer(), nullable=True),
        sa.Column("horizon", sa.Integer(), nullable=True),
        sa.Column("longest", sa.Integer(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("hold_days", sa.Integer(), nullable=True),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
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
        sa.ForeignKeyConstraint(["base_id"], ["training_base.id"], name=op.f("fk_policy_base_id")),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_policy_campus_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_policy_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
    )
    op.create_index(op.f("ix_policy_base_id"), "policy", ["base_id"], unique=False)
    op.create_index(op.f("ix_policy_campus_id"), "policy", ["campus_id"], unique=False)
    op.create_index(op.f("ix_policy_department_id"), "policy", ["department_id"], unique=False)
    op.create_index("ix_policy_listed", "policy", ["deleted", "sort_key", "id"], unique=False)
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
    op.create_table(
        "recognition_application",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("teacher_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.String(40), nullable=False),
        sa.Column("clauses", sa.String(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("returned_why", sa.String(), nullable=True),
        sa.Column("department_opinion", sa.String(), nullable=True),
        sa.Column("department_on", sa.Date(), nullable=True),
        sa.Column("school_opinion", sa.String(), nullable=True),
        sa.Column("school_on", sa.Date(), nullable=True),
        sa.Column("authority_opinion", sa.String(), nullable=True),
        sa.Column("granted", sa.String(40), nullable=True),
        sa.Column("failed_why", sa.String(), nullable=True),
        sa.Column("recognition_id", sa.Uuid(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_recognition_application_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_recognition_application_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["recognition_id"],
            ["recognition.id"],
            name=op.f("fk_recognition_application_recognition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["recognition_round.id"], name=op.f("fk_recognition_application_round_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_recognition_application_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_application")),
    )
    op.create_index(
        op.f("ix_recognition_application_campus_id"),
        "recognition_application",
        ["campus_id"],
        unique=False,
    )
    op.create_index(
        "ix_recognition_application_listed",
        "recognition_application",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recognition_application_programme_id"),
        "recognition_application",
        ["programme_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recognition_application_recognition_id"),
        "recognition_application",
        ["recognition_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recognition_application_round_id"),
        "recognition_application",
        ["round_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recognition_application_teacher_id"),
        "recognition_application",
        ["teacher_id"],
        unique=False,
    )
    op.create_table(
        "recognition_event",
        sa.Column("recognition_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_recognition_event_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["recognition_id"], ["recognition.id"], name=op.f("fk_recognition_event_recognition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_event")),
    )
    op.create_index(
        op.f("ix_recognition_event_campus_id"), "recognition_event", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_recognition_event_listed",
        "recognition_event",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recognition_event_recognition_id"),
        "recognition_event",
        ["recognition_id"],
        unique=False,
    )
    op.create_table(
        "room",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("campus_id", sa.Uuid(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("door", sa.String(), nullable=True),
        sa.Column("door_name", sa.String(), nullable=True),
        sa.Column("head", sa.String(), nullable=True),
        sa.Column("head_number", sa.String(), nullable=True),
        sa.Column("partner", sa.String(), nullable=True),
        sa.Column("founded", sa.Date(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("sharing", sa.Boolean(), nullable=False),
        sa.Column("area", sa.BigInteger(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("opens", sa.String(), nullable=True),
        sa.Column("gap", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("grade", sa.String(40), nullable=True),
        sa.Column("hazards", sa.Text(), nullable=False),
        sa.Column("access", sa.Boolean(), nullable=False),
        sa.Column("protection", sa.String(), nullable=True),
        sa.Column("emergency", sa.String(), nullable=True),
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
        sa.ForeignKeyConstraint(["base_id"], ["training_base.id"], name=op.f("fk_room_base_id")),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_room_campus_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_room_department_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
    )
    op.create_index(op.f("ix_room_base_id"), "room", ["base_id"], unique=False)
    op.create_index(op.f("ix_room_campus_id"), "room", ["campus_id"], unique=False)
    op.create_index(op.f("ix_room_department_id"), "room", ["department_id"], unique=False)
    op.create_index("ix_room_listed", "room", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_room_number"), "room", ["number"], unique=False)
    op.create_index(
        "uq_room_number",
        "room",
        ["number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "rotation",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("week_from", sa.Integer(), nullable=False),
        sa.Column("week_to", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(40), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("content", sa.String(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_rotation_campus_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_rotation_cohort_id")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_rotation_partner_id")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_rotation_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation")),
    )
    op.create_index(op.f("ix_rotation_campus_id"), "rotation", ["campus_id"], unique=False)
    op.create_index(op.f("ix_rotation_cohort_id"), "rotation", ["cohort_id"], unique=False)
    op.create_index("ix_rotation_listed", "rotation", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_rotation_partner_id"), "rotation", ["partner_id"], unique=False)
    op.create_index(op.f("ix_rotation_term_id"), "rotation", ["term_id"], unique=False)
    op.create_table(
        "student",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sex", sa.String(40), nullable=True),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("enrolled", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(40), nullable=False),
        sa.Column("standing_on", sa.Date(), nullable=True),
        sa.Column("entry", sa.String(40), nullable=False),
        sa.Column("ethnic", sa.String(), nullable=True),
        sa.Column("identity", sa.String(), nullable=True),
        sa.Column("birth", sa.Date(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("guardian", sa.String(), nullable=True),
        sa.Column("guardian_relation", sa.String(), nullable=True),
        sa.Column("guardian_phone", sa.String(), nullable=True),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_student_campus_id")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_student_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_student_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student")),
    )
    op.create_index(op.f("ix_student_campus_id"), "student", ["campus_id"], unique=False)
    op.create_index(op.f("ix_student_class_id"), "student", ["class_id"], unique=False)
    op.create_index("ix_student_listed", "student", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_student_number"), "student", ["number"], unique=False)
    op.create_index(op.f("ix_student_programme_id"), "student", ["programme_id"], unique=False)
    op.create_index(
        "uq_student_number",
        "student",
        ["number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "booking",
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("term_id", sa.Uuid(), nullable=True),
        sa.Column("weeks", sa.String(), nullable=True),
        sa.Column("weekday", sa.String(40), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("applicant", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("hold_until", sa.DateTime(), nullable=True),
        sa.Column("materials", sa.String(), nullable=True),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("emergency", sa.String(), nullable=True),
        sa.Column("against", sa.String(), nullable=True),
        sa.Column("exception", sa.String(), nullable=True),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_booking_campus_id")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_booking_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_booking_department_id")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_booking_partner_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_booking_room_id")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_booking_teacher_id")),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_booking_term_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index(op.f("ix_booking_campus_id"), "booking", ["campus_id"], unique=False)
    op.create_index(op.f("ix_booking_class_id"), "booking", ["class_id"], unique=False)
    op.create_index(op.f("ix_booking_department_id"), "booking", ["department_id"], unique=False)
    op.create_index("ix_booking_listed", "booking", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_booking_number"), "booking", ["number"], unique=False)
    op.create_index(op.f("ix_booking_partner_id"), "booking", ["partner_id"], unique=False)
    op.create_index(op.f("ix_booking_room_id"), "booking", ["room_id"], unique=False)
    op.create_index(op.f("ix_booking_source"), "booking", ["source"], unique=False)
    op.create_index(op.f("ix_booking_teacher_id"), "booking", ["teacher_id"], unique=False)
    op.create_index(op.f("ix_booking_term_id"), "booking", ["term_id"], unique=False)
    op.create_index(
        "uq_booking_number",
        "booking",
        ["number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "certificate",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("grade", sa.String(40), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("exam_on", sa.Date(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_certificate_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_certificate_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_certificate_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
    )
    op.create_index(op.f("ix_certificate_campus_id"), "certificate", ["campus_id"], unique=False)
    op.create_index(
        "ix_certificate_listed", "certificate", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_certificate_number"), "certificate", ["number"], unique=False)
    op.create_index(
        op.f("ix_certificate_programme_id"), "certificate", ["programme_id"], unique=False
    )
    op.create_index(op.f("ix_certificate_student_id"), "certificate", ["student_id"], unique=False)
    op.create_index(
        "uq_certificate_number",
        "certificate",
        ["number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "closure",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("periods", sa.String(), nullable=True),
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
        sa.ForeignKeyConstraint(["base_id"], ["training_base.id"], name=op.f("fk_closure_base_id")),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_closure_campus_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_closure_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index(op.f("ix_closure_base_id"), "closure", ["base_id"], unique=False)
    op.create_index(op.f("ix_closure_campus_id"), "closure", ["campus_id"], unique=False)
    op.create_index("ix_closure_listed", "closure", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_closure_room_id"), "closure", ["room_id"], unique=False)
    op.create_table(
        "cohort_member",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("joined", sa.Date(), nullable=False),
        sa.Column("left", sa.Date(), nullable=True),
        sa.Column("left_why", sa.String(40), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("agreement_number", sa.String(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("certified_on", sa.Date(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_cohort_member_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_member_cohort_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_cohort_member_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort_member")),
    )
    op.create_index(
        op.f("ix_cohort_member_campus_id"), "cohort_member", ["campus_id"], unique=False
    )
    op.create_index(
        op.f("ix_cohort_member_cohort_id"), "cohort_member", ["cohort_id"], unique=False
    )
    op.create_index(
        "ix_cohort_member_listed", "cohort_member", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_cohort_member_student_id"), "cohort_member", ["student_id"], unique=False
    )
    op.create_table(
        "equipment",
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("maker", sa.String(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("keeper", sa.String(), nullable=True),
        sa.Column("inspect_by", sa.Date(), nullable=True),
        sa.Column("manual", sa.String(), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("bought", sa.Date(), nullable=True),
        sa.Column("funding", sa.String(40), nullable=True),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_equipment_campus_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_equipment_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
    )
    op.create_index(op.f("ix_equipment_campus_id"), "equipment", ["campus_id"], unique=False)
    op.create_index("ix_equipment_listed", "equipment", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_equipment_number"), "equipment", ["number"], unique=False)
    op.create_index(op.f("ix_equipment_room_id"), "equipment", ["room_id"], unique=False)
    op.create_index(
        "uq_equipment_number",
        "equipment",
        ["number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "outcome",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("where", sa.String(40), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("employer", sa.String(), nullable=True),
        sa.Column("matched", sa.Boolean(), nullable=False),
        sa.Column("stable_6", sa.Boolean(), nullable=False),
        sa.Column("stable_12", sa.Boolean(), nullable=False),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_outcome_campus_id")),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name=op.f("fk_outcome_cohort_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_outcome_partner_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_outcome_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_campus_id"), "outcome", ["campus_id"], unique=False)
    op.create_index(op.f("ix_outcome_cohort_id"), "outcome", ["cohort_id"], unique=False)
    op.create_index("ix_outcome_listed", "outcome", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_outcome_partner_id"), "outcome", ["partner_id"], unique=False)
    op.create_index(op.f("ix_outcome_student_id"), "outcome", ["student_id"], unique=False)
    op.create_table(
        "placement",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("post", sa.String(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("matched", sa.Boolean(), nullable=True),
        sa.Column("arrangement", sa.String(40), nullable=True),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("teacher_id", sa.Uuid(), nullable=True),
        sa.Column("teacher", sa.String(), nullable=True),
        sa.Column("mentor", sa.String(), nullable=True),
        sa.Column("mentor_phone", sa.String(), nullable=True),
        sa.Column("region", sa.String(), nullable=True),
        sa.Column("abroad", sa.Boolean(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("ended_why", sa.String(), nullable=True),
        sa.Column("consent_student", sa.Date(), nullable=True),
        sa.Column("consent_guardian", sa.Date(), nullable=True),
        sa.Column("agreement_number", sa.String(), nullable=True),
        sa.Column("signed_school", sa.Date(), nullable=True),
        sa.Column("signed_host", sa.Date(), nullable=True),
        sa.Column("signed_student", sa.Date(), nullable=True),
        sa.Column("unsigned_why", sa.String(), nullable=True),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("trained_passed", sa.Boolean(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("consented_on", sa.Date(), nullable=True),
        sa.Column("province_filing", sa.String(), nullable=True),
        sa.Column("insurer", sa.String(), nullable=True),
        sa.Column("policy", sa.String(), nullable=True),
        sa.Column("insured_from", sa.Date(), nullable=True),
        sa.Column("insured_to", sa.Date(), nullable=True),
        sa.Column("payer", sa.String(40), nullable=True),
        sa.Column("involvement", sa.String(40), nullable=True),
        sa.Column("pay", sa.BigInteger(), nullable=True),
        sa.Column("pay_method", sa.String(40), nullable=True),
        sa.Column("pay_days", sa.Integer(), nullable=True),
        sa.Column("charged", sa.BigInteger(), nullable=True),
        sa.Column("daily_hours", sa.Integer(), nullable=True),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("overtime", sa.Integer(), nullable=True),
        sa.Column("shift_from", sa.Time(), nullable=True),
        sa.Column("shift_to", sa.Time(), nullable=True),
        sa.Column("rest_days", sa.Boolean(), nullable=True),
        sa.Column("lodging", sa.String(40), nullable=True),
        sa.Column("lodging_consent", sa.Date(), nullable=True),
        sa.Column("agency", sa.String(), nullable=True),
        sa.Column("school_score", sa.Integer(), nullable=True),
        sa.Column("host_score", sa.Integer(), nullable=True),
        sa.Column("self_score", sa.Integer(), nullable=True),
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
            ["batch_id"], ["internship_batch.id"], name=op.f("fk_placement_batch_id")
        ),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_placement_campus_id")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_placement_partner_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_placement_post_id")),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["placement.id"], name=op.f("fk_placement_previous_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_placement_student_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_placement_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    op.create_index(
        op.f("ix_placement_agreement_number"), "placement", ["agreement_number"], unique=False
    )
    op.create_index(op.f("ix_placement_batch_id"), "placement", ["batch_id"], unique=False)
    op.create_index(op.f("ix_placement_campus_id"), "placement", ["campus_id"], unique=False)
    op.create_index("ix_placement_listed", "placement", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_placement_partner_id"), "placement", ["partner_id"], unique=False)
    op.create_index(op.f("ix_placement_post_id"), "placement", ["post_id"], unique=False)
    op.create_index(op.f("ix_placement_previous_id"), "placement", ["previous_id"], unique=False)
    op.create_index(op.f("ix_placement_student_id"), "placement", ["student_id"], unique=False)
    op.create_index(op.f("ix_placement_teacher_id"), "placement", ["teacher_id"], unique=False)
    op.create_index(
        "uq_placement_agreement_number",
        "placement",
        ["agreement_number"],
        unique=True,
        sqlite_where=sa.text("key_ok"),
        postgresql_where=sa.text("key_ok"),
    )
    op.create_table(
        "recognition_evidence",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("pages", sa.String(), nullable=True),
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
            ["application_id"],
            ["recognition_application.id"],
            name=op.f("fk_recognition_evidence_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_recognition_evidence_campus_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_evidence")),
    )
    op.create_index(
        op.f("ix_recognition_evidence_application_id"),
        "recognition_evidence",
        ["application_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_recognition_evidence_campus_id"),
        "recognition_evidence",
        ["campus_id"],
        unique=False,
    )
    op.create_index(
        "ix_recognition_evidence_listed",
        "recognition_evidence",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_table(
        "room_inspection",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("inspector", sa.String(), nullable=True),
        sa.Column("found", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_room_inspection_campus_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_inspection_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_inspection")),
    )
    op.create_index(
        op.f("ix_room_inspection_campus_id"), "room_inspection", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_room_inspection_listed", "room_inspection", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_room_inspection_room_id"), "room_inspection", ["room_id"], unique=False
    )
    op.create_table(
        "safety_access",
        sa.Column("teacher_id", sa.Uuid(), nullable=True),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("hazard", sa.String(40), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("pledged", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_safety_access_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_safety_access_student_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_safety_access_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_safety_access")),
    )
    op.create_index(
        op.f("ix_safety_access_campus_id"), "safety_access", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_safety_access_listed", "safety_access", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_safety_access_student_id"), "safety_access", ["student_id"], unique=False
    )
    op.create_index(
        op.f("ix_safety_access_teacher_id"), "safety_access", ["teacher_id"], unique=False
    )
    op.create_table(
        "student_change",
        sa.Column("student_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_student_change_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_student_change_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_student_change")),
    )
    op.create_index(
        op.f("ix_student_change_campus_id"), "student_change", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_student_change_listed", "student_change", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_student_change_student_id"), "student_change", ["student_id"], unique=False
    )
    op.create_table(
        "archived_document",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("shelf", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_archived_document_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_archived_document_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archived_document")),
    )
    op.create_index(
        op.f("ix_archived_document_campus_id"), "archived_document", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_archived_document_listed",
        "archived_document",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_archived_document_placement_id"),
        "archived_document",
        ["placement_id"],
        unique=False,
    )
    op.create_table(
        "assessment",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("school_score", sa.Integer(), nullable=True),
        sa.Column("partner_score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_assessment_campus_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["cohort_member.id"], name=op.f("fk_assessment_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index(op.f("ix_assessment_campus_id"), "assessment", ["campus_id"], unique=False)
    op.create_index(
        "ix_assessment_listed", "assessment", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_assessment_member_id"), "assessment", ["member_id"], unique=False)
    op.create_table(
        "booking_approval",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("person", sa.String(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
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
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_approval_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_booking_approval_campus_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_approval")),
    )
    op.create_index(
        op.f("ix_booking_approval_booking_id"), "booking_approval", ["booking_id"], unique=False
    )
    op.create_index(
        op.f("ix_booking_approval_campus_id"), "booking_approval", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_booking_approval_listed",
        "booking_approval",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_table(
        "booking_equipment",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("equipment_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
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
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_equipment_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_booking_equipment_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["equipment_id"], ["equipment.id"], name=op.f("fk_booking_equipment_equipment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_equipment")),
    )
    op.create_index(
        op.f("ix_booking_equipment_booking_id"), "booking_equipment", ["booking_id"], unique=False
    )
    op.create_index(
        op.f("ix_booking_equipment_campus_id"), "booking_equipment", ["campus_id"], unique=False
    )
    op.create_index(
        op.f("ix_booking_equipment_equipment_id"),
        "booking_equipment",
        ["equipment_id"],
        unique=False,
    )
    op.create_index(
        "ix_booking_equipment_listed",
        "booking_equipment",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_table(
        "booking_occurrence",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.Uuid(), nullable=True),
        sa.Column("class_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
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
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_occurrence_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_booking_occurrence_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_booking_occurrence_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_booking_occurrence_room_id")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_booking_occurrence_teacher_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_occurrence")),
    )
    op.create_index(
        op.f("ix_booking_occurrence_booking_id"), "booking_occurrence", ["booking_id"], unique=False
    )
    op.create_index(
        op.f("ix_booking_occurrence_campus_id"), "booking_occurrence", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_booking_occurrence_class_on", "booking_occurrence", ["class_id", "on"], unique=False
    )
    op.create_index(
        "ix_booking_occurrence_listed",
        "booking_occurrence",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index("ix_booking_occurrence_on", "booking_occurrence", ["on"], unique=False)
    op.create_index(
        "ix_booking_occurrence_room_on", "booking_occurrence", ["room_id", "on"], unique=False
    )
    op.create_index(
        "ix_booking_occurrence_teacher_on", "booking_occurrence", ["teacher_id", "on"], unique=False
    )
    op.create_table(
        "contact_record",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("guardian", sa.Boolean(), nullable=False),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_contact_record_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_contact_record_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_record")),
    )
    op.create_index(
        op.f("ix_contact_record_campus_id"), "contact_record", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_contact_record_listed", "contact_record", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_contact_record_placement_id"), "contact_record", ["placement_id"], unique=False
    )
    op.create_table(
        "incident",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("injury", sa.String(40), nullable=False),
        sa.Column("reported_to", sa.String(), nullable=True),
        sa.Column("case_number", sa.String(), nullable=True),
        sa.Column("follow_up", sa.String(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_incident_campus_id")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_incident_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_campus_id"), "incident", ["campus_id"], unique=False)
    op.create_index("ix_incident_listed", "incident", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_incident_placement_id"), "incident", ["placement_id"], unique=False)
    op.create_table(
        "pairing",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column("teacher_id", sa.Uuid(), nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("task", sa.String(), nullable=True),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_pairing_campus_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["cohort_member.id"], name=op.f("fk_pairing_member_id")
        ),
        sa.ForeignKeyConstraint(["mentor_id"], ["mentor.id"], name=op.f("fk_pairing_mentor_id")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_pairing_teacher_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
    )
    op.create_index(op.f("ix_pairing_campus_id"), "pairing", ["campus_id"], unique=False)
    op.create_index("ix_pairing_listed", "pairing", ["deleted", "sort_key", "id"], unique=False)
    op.create_index(op.f("ix_pairing_member_id"), "pairing", ["member_id"], unique=False)
    op.create_index(op.f("ix_pairing_mentor_id"), "pairing", ["mentor_id"], unique=False)
    op.create_index(op.f("ix_pairing_teacher_id"), "pairing", ["teacher_id"], unique=False)
    op.create_table(
        "placement_segment",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_placement_segment_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_placement_segment_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_segment")),
    )
    op.create_index(
        op.f("ix_placement_segment_campus_id"), "placement_segment", ["campus_id"], unique=False
    )
    op.create_index(
        "ix_placement_segment_listed",
        "placement_segment",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_placement_segment_placement_id"),
        "placement_segment",
        ["placement_id"],
        unique=False,
    )
    op.create_table(
        "rule_waiver",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("post_id", sa.Uuid(), nullable=True),
        sa.Column("student_id", sa.Uuid(), nullable=True),
        sa.Column("placement_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
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
            ["batch_id"], ["internship_batch.id"], name=op.f("fk_rule_waiver_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("fk_rule_waiver_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_rule_waiver_partner_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_rule_waiver_placement_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_rule_waiver_post_id")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.id"], name=op.f("fk_rule_waiver_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_waiver")),
    )
    op.create_index(op.f("ix_rule_waiver_batch_id"), "rule_waiver", ["batch_id"], unique=False)
    op.create_index(op.f("ix_rule_waiver_campus_id"), "rule_waiver", ["campus_id"], unique=False)
    op.create_index(
        "ix_rule_waiver_listed", "rule_waiver", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(op.f("ix_rule_waiver_partner_id"), "rule_waiver", ["partner_id"], unique=False)
    op.create_index(
        op.f("ix_rule_waiver_placement_id"), "rule_waiver", ["placement_id"], unique=False
    )
    op.create_index(op.f("ix_rule_waiver_post_id"), "rule_waiver", ["post_id"], unique=False)
    op.create_index(op.f("ix_rule_waiver_student_id"), "rule_waiver", ["student_id"], unique=False)
    op.create_table(
        "weekly_record_receipt",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
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
            ["campus_id"], ["campus.id"], name=op.f("fk_weekly_record_receipt_campus_id")
        ),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placement.id"], name=op.f("fk_weekly_record_receipt_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weekly_record_receipt")),
    )
    op.create_index(
        op.f("ix_weekly_record_receipt_campus_id"),
        "weekly_record_receipt",
        ["campus_id"],
        unique=False,
    )
    op.create_index(
        "ix_weekly_record_receipt_listed",
        "weekly_record_receipt",
        ["deleted", "sort_key", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_weekly_record_receipt_placement_id"),
        "weekly_record_receipt",
        ["placement_id"],
        unique=False,
    )
    op.create_table(
        "room_slot",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["booking_occurrence.id"], name=op.f("fk_room_slot_occurrence_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_room_slot_room_id")),
        sa.PrimaryKeyConstraint("room_id", "on", "period", "part", name=op.f("pk_room_slot")),
    )
    op.create_index("ix_room_slot_occurrence", "room_slot", ["occurrence_id"], unique=False)
    op.create_table(
        "use_record",
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("began", sa.Time(), nullable=True),
        sa.Column("ended", sa.Time(), nullable=True),
        sa.Column("heads", sa.Integer(), nullable=True),
        sa.Column("condition", sa.String(), nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.Column("cleaned", sa.Boolean(), nullable=False),
        sa.Column("power_off", sa.Boolean(), nullable=False),
        sa.Column("key_returned", sa.Boolean(), nullable=False),
        sa.Column("user", sa.String(), nullable=True),
        sa.Column("keeper", sa.String(), nullable=True),
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
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("fk_use_record_campus_id")),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["booking_occurrence.id"], name=op.f("fk_use_record_occurrence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_use_record")),
    )
    op.create_index(op.f("ix_use_record_campus_id"), "use_record", ["campus_id"], unique=False)
    op.create_index(
        "ix_use_record_listed", "use_record", ["deleted", "sort_key", "id"], unique=False
    )
    op.create_index(
        op.f("ix_use_record_occurrence_id"), "use_record", ["occurrence_id"], unique=False
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_fts USING fts5"
            "(chars, initials, pinyin, content='', contentless_delete=1)"
        )


def downgrade() -> None:
    """There is no way back but the backup that was made before the upgrade."""
    raise NotImplementedError
