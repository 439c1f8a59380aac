# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from odoo.addons.base.models.res_partner import _tz_get
from odoo.addons.logistics_base.canonical.working_time import OutOfReachError
from odoo.addons.logistics_base.models.logistics_sla_clock import Clocks, naive, seconds

from ..canonical.waves import next_cutoff


class StockWarehouse(models.Model):
    """How deliveries are released to the system that runs a warehouse, and when."""

    _inherit = "stock.warehouse"

    logistics_release = fields.Selection(
        [("auto", "By Itself"), ("manual", "By Hand")],
        string="Release",
        required=True,
        default="auto",
        help="By itself: as soon as nothing blocks a delivery.",
    )
    logistics_release_stock = fields.Selection(
        [
            ("all", "All of it is reserved"),
            ("some", "Something is reserved"),
            ("any", "Whatever is in stock"),
        ],
        string="Release Once",
        required=True,
        default="all",
        help="What is to be delivered all at once waits until all of it is reserved, "
        "unless the stock does not matter.",
    )
    logistics_tells_lots = fields.Boolean(
        string="Name Reserved Lots",
        help="The warehouse is to ship the very lots that are reserved in Odoo.",
    )
    logistics_substitution = fields.Selection(
        [("no", "No"), ("ask", "Ask First"), ("yes", "Yes")],
        string="Substitution",
        required=True,
        default="no",
        help="May the warehouse send something else in place of what it does not have?",
    )
    logistics_requires_reference = fields.Boolean(
        string="Customer's Reference Required",
        help="A delivery without the customer's own order number is not released.",
    )
    logistics_service_code = fields.Char(
        string="Usual Service",
        help="What the warehouse ships by where a delivery does not say.",
    )
    logistics_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Days",
        check_company=True,
        help="Cutoffs count on days with working time alone: leaves of the calendar are "
        "the warehouse's holidays.",
    )
    logistics_tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        compute="_compute_logistics_tz",
        store=True,
        readonly=False,
        help="Of the clocks that cutoffs go by.",
    )
    logistics_wave_ids = fields.One2many(
        "logistics.wave", "warehouse_id", string="Waves"
    )

    @api.depends("logistics_calendar_id.tz", "partner_id")
    def _compute_logistics_tz(self):
        for warehouse in self:
            known = warehouse.logistics_tz or warehouse.partner_id.tz or "UTC"
            warehouse.logistics_tz = warehouse.logistics_calendar_id.tz or known

    def _logistics_cutoff(self, released, clocks=None):
        """Return (wave, its cutoff) that what is released at a time is in time for.

        Both are empty where the warehouse has no waves, or never works.

        :param datetime released: in UTC, naive.
        :param Clocks clocks: working times read before.
        """
        self.ensure_one()
        waves = self.logistics_wave_ids
        found = self._logistics_reckon(released, waves, clocks or Clocks(self.env))
        if not found:
            return waves.browse(), False
        return waves.browse(found[0]), naive(found[1])

    def _logistics_reckon(self, released, waves, clocks):
        at = seconds(released)
        cutoffs = [wave._cutoff() for wave in waves]
        try:
            return clocks.reckon(
                self.logistics_calendar_id,
                self.logistics_tz,
                at,
                at,
                lambda work: next_cutoff(at, cutoffs, work),
            )
        except OutOfReachError:
            return None
