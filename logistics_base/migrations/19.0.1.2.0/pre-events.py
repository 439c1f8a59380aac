# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
def migrate(cr, version):
    """What was published before anybody was told of events is handed on to nobody."""
    cr.execute("ALTER TABLE logistics_event ADD COLUMN IF NOT EXISTS position int4")
    cr.execute("UPDATE logistics_event SET position = id WHERE position IS NULL")
    cr.execute("CREATE SEQUENCE IF NOT EXISTS logistics_event_position")
    cr.execute(
        "SELECT setval('logistics_event_position', COALESCE(max(id), 0) + 1) "
        "FROM logistics_event"
    )
