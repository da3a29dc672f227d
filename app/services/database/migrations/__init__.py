"""The schema's history: one script per release that changed it, run by Alembic in order.

Make one with `python -m tools.new_revision "what"`; `app.services.database.migrate` runs them.
"""
