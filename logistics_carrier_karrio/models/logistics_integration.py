# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os
import sys
from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from odoo.addons.logistics_base.transport.call_errors import CallError
from odoo.addons.logistics_base.transport.http import HttpClient

from ..carriers.connector import KarrioConnector

#: Where the interpreter that has Karrio is named, in this order.
PYTHON_OPTION = "logistics_karrio_python"
PYTHON_VARIABLE = "LOGISTICS_KARRIO_PYTHON"
#: Karrio knows where its carriers live; this stands for that, and is never called.
NO_ADDRESS = "https://karrio.invalid"


class LogisticsIntegration(models.Model):
    _inherit = "logistics.integration"

    adapter = fields.Selection(
        selection_add=[("karrio", "Karrio")], ondelete={"karrio": "set default"}
    )
    karrio_carrier = fields.Char(
        string="Carrier in Karrio",
        tracking=True,
        help="Karrio's name of the carrier, such as ups or dpd.",
    )
    karrio_capabilities = fields.Json(readonly=True, copy=False)
    karrio_missing = fields.Char(
        string="Settings Missing",
        readonly=True,
        copy=False,
        help="What the carrier needs and is neither a credential nor an option yet.",
    )

    def write(self, vals):
        if "karrio_carrier" in vals:
            vals = {"karrio_capabilities": False, "karrio_missing": False, **vals}
        return super().write(vals)

    def _call_address(self):
        address = super()._call_address()
        return address or (NO_ADDRESS if self.adapter == "karrio" else address)

    def _connector_settings(self):
        """Return the settings with what Karrio wants to know beside."""
        settings = super()._connector_settings()
        if self.adapter != "karrio":
            return settings
        given = dict(settings.options)
        return replace(
            settings,
            options={
                "karrio_carrier": self.karrio_carrier,
                "karrio_capabilities": self.karrio_capabilities or [],
                "endpoints": given.pop("endpoints", None) or {},
                "karrio_settings": given,
                "python": self._karrio_python(),
            },
        )

    @api.model
    def _karrio_python(self):
        """Return the interpreter that has Karrio; Odoo's own unless another is named."""
        named = os.environ.get(PYTHON_VARIABLE) or config.get(PYTHON_OPTION)
        return named or sys.executable

    def action_karrio_check(self):
        """Ask Karrio what the carrier needs, offers and can do, and keep it here."""
        self.ensure_one()
        self.check_access("write")
        connector = KarrioConnector(HttpClient(NO_ADDRESS), self._connector_settings())
        carriers = self._ask_karrio(connector.carriers)
        if self.karrio_carrier not in carriers:
            raise UserError(
                self.env._(
                    "Karrio has these carriers here: %(carriers)s.\n\nMore are added "
                    "with pip: karrio-<name>.",
                    carriers=", ".join(sorted(carriers)) or self.env._("none"),
                )
            )
        found = self._ask_karrio(connector.describe)
        self.write(
            {
                "karrio_capabilities": found["capabilities"],
                "karrio_missing": ", ".join(self._karrio_lacks(found["settings"])),
            }
        )
        self._add_karrio_services(found["services"])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if self.karrio_missing else "success",
                "message": self._karrio_summary(carriers[self.karrio_carrier], found),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _ask_karrio(self, question):
        try:
            return question()
        except CallError as error:
            raise UserError(
                self.env._(
                    "%(error)s\n\nInstall karrio and karrio-<carrier> in an environment "
                    "of their own, and name its Python as “%(option)s” in odoo.conf or "
                    "as %(variable)s in the server's environment.",
                    error=error,
                    option=PYTHON_OPTION,
                    variable=PYTHON_VARIABLE,
                )
            ) from None

    def _karrio_lacks(self, settings):
        """Return the names of the settings that are needed and not given."""
        given = set(self.sudo().credential_ids.filtered("is_valid").mapped("name"))
        given |= set(self.call_options or {})
        return [s["name"] for s in settings if s["required"] and s["name"] not in given]

    def _add_karrio_services(self, services):
        """Make the carrier's services known; those that are here stay as they are."""
        present = self.env["logistics.service"].with_context(active_test=False)
        present = present.search([("integration_id", "=", self.id)]).mapped("code")
        self.env["logistics.service"].create(
            [
                {"integration_id": self.id, "code": code, "name": name or code}
                for code, name in services.items()
                if code not in present
            ]
        )

    def _karrio_summary(self, label, found):
        if self.karrio_missing:
            return self.env._(
                "%(carrier)s still needs: %(missing)s. Add each as a credential if it "
                "is a secret, else as an option.",
                carrier=label,
                missing=self.karrio_missing,
            )
        return self.env._(
            "%(carrier)s: %(services)s services; it can %(capabilities)s.",
            carrier=label,
            services=len(found["services"]),
            capabilities=", ".join(found["capabilities"]),
        )
