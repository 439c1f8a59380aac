# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from io import BytesIO

from odoo import api, models

from odoo.addons.logistics_base.mapping.csv_file import CsvFile
from odoo.addons.logistics_base.mapping.errors import DecodeError
from odoo.addons.logistics_base.models.logistics_adapter import Identity

from ..formats import FORMATS

_TYPE = "carrier.invoice"
_CONTENT_TYPES = (
    "",
    "text/csv",
    "text/plain",
    "application/csv",
    "application/vnd.ms-excel",
)


class LogisticsAdapterFreightBill(models.AbstractModel):
    """Reads the files in which parcel carriers bill, as the preset names the format."""

    _name = "logistics.adapter.freight_bill"
    _inherit = "logistics.adapter"
    _description = "Freight Bill Adapter"

    @api.model
    def _accepts_content_type(self, door, content_type):
        declared = (content_type or "").split(";")[0].strip().lower()
        return declared in _CONTENT_TYPES

    @api.model
    def _identify(self, door, body, headers, content_type=None, filename=None):
        return self._identify_file(door, lambda: BytesIO(body), content_type)

    @api.model
    def _identify_large(self, door, large, headers, content_type=None, filename=None):
        return self._identify_file(door, large.open, content_type)

    @api.model
    def _identify_file(self, door, open_file, content_type):
        """Refuse at the door what is cut off; the content tells what is the same."""
        integration = (
            self.env["logistics.integration"].sudo().browse(door.integration_id)
        )
        try:
            document = self._document(integration, open_file, content_type)
        except DecodeError as error:
            return Identity(_TYPE, problem=("syntax", str(error)), keep=True)
        return Identity(
            _TYPE, external_id=", ".join(h.number for h in document.invoices)
        )

    @api.model
    def _decode(self, message):
        yield self._document(
            message.integration_id, message._open_payload, message.content_type
        )

    @api.model
    def _document(self, integration, open_file, content_type):
        """Return the document; its lines are read from the file when they are wanted.

        :raise DecodeError: naming the line that is wrong.
        """
        bill_format = FORMATS.get(integration.preset)
        if bill_format is None:
            raise DecodeError(
                "value",
                self.env._(
                    "Choose the preset of the carrier whose billing files these are."
                ),
            )
        file = CsvFile(open_file, bill_format.options, content_type)
        return bill_format.decode(file, integration._bill_style())
