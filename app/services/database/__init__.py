"""The database room: the only place that knows the engine, the log and the search index."""

from app.services.database.changes import Change, Commit
from app.services.database.database import Database, Writing, create_schema, open_file, open_url

__all__ = [
    "Change",
    "Commit",
    "Database",
    "Writing",
    "create_schema",
    "open_file",
    "open_url",
]
