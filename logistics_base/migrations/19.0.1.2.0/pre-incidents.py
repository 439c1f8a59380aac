# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
def migrate(cr, version):
    """Incidents get a company and a state of their own.

    What had been over stays so; the watchdog sees the others again and goes on.
    """
    cr.execute(
        """
        ALTER TABLE logistics_incident
            ADD COLUMN IF NOT EXISTS company_id int4,
            ADD COLUMN IF NOT EXISTS state varchar,
            ADD COLUMN IF NOT EXISTS severity varchar,
            ADD COLUMN IF NOT EXISTS user_id int4,
            ADD COLUMN IF NOT EXISTS first_seen_at timestamp,
            ADD COLUMN IF NOT EXISTS last_seen_at timestamp,
            ADD COLUMN IF NOT EXISTS occurrences int4
        """
    )
    cr.execute(
        """
        UPDATE logistics_incident x
           SET company_id = i.company_id, severity = '2', user_id = i.owner_id,
               state = CASE WHEN x.closed_at IS NULL THEN 'open' ELSE 'resolved' END,
               first_seen_at = x.opened_at,
               last_seen_at = COALESCE(x.closed_at, x.opened_at), occurrences = 1
          FROM logistics_integration i
         WHERE i.id = x.integration_id AND x.state IS NULL
        """
    )
    # An incident need not be a partner's any more: its index leaves the others out.
    cr.execute("DROP INDEX IF EXISTS logistics_incident__integration_id_index")
    # Incidents of no partner are seen by their company alone, too.
    cr.execute(
        """
        UPDATE ir_rule SET domain_force = '[(''company_id'', ''in'', company_ids)]'
          FROM ir_model_data d
         WHERE d.module = 'logistics_base'
           AND d.name = 'rule_logistics_incident_company'
           AND d.model = 'ir.rule' AND ir_rule.id = d.res_id
        """
    )
