# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class LogisticsProcessAction(models.AbstractModel):
    """What the system does about a step: the action of each is found by its code.

    An addon that brings a step, or can do more about one, has a model
    ``logistics.process.action.<code>`` that inherits from this one::

        class LogisticsProcessActionBook(models.AbstractModel):
            _name = "logistics.process.action.book"
            _inherit = "logistics.process.action"

            @api.model
            def _undo(self, steps):
                steps.shipment_id.booking_ids._call_off()
                return steps

    Nothing here tells that a step is done, or undone: what happens then does.
    """

    _name = "logistics.process.action"
    _description = "Action of a Process Step"

    @api.model
    def _do(self, steps):
        """Do what the steps take; return those for which it was done.

        The others are asked for again later. What fails raises: it is tried again with
        growing pauses, and given to a person in the end.
        """
        return steps

    @api.model
    def _undo(self, steps):
        """Ask for the steps to be taken back; return those for which it was asked."""
        return steps

    @api.model
    def _retry(self, steps):
        """Try again what failed, because a person wants it."""
