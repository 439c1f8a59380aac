# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
def migrate(cr, version):
    """Give every shipment its lane at once, instead of one by one."""
    cr.execute("ALTER TABLE logistics_shipment ADD COLUMN IF NOT EXISTS lane varchar")
    cr.execute(
        "ALTER TABLE logistics_shipment ADD COLUMN IF NOT EXISTS warehouse varchar"
    )
    cr.execute(
        """
        UPDATE logistics_shipment s
           SET lane = COALESCE(fc.code, '?') || '-' || COALESCE(tc.code, '?')
          FROM logistics_shipment x
          LEFT JOIN res_partner f ON f.id = x.ship_from_id
          LEFT JOIN res_country fc ON fc.id = f.country_id
          LEFT JOIN res_partner t ON t.id = x.ship_to_id
          LEFT JOIN res_country tc ON tc.id = t.country_id
         WHERE x.id = s.id AND (fc.code IS NOT NULL OR tc.code IS NOT NULL)
        """
    )
