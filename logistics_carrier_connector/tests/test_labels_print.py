# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import zipfile
from datetime import timedelta

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfFileReader

from .booking_common import ZPL, BookingCase


def one_page():
    """Return a PDF of one page."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(288, 432))
    canvas.drawString(20, 400, "Label")
    canvas.save()
    return stream.getvalue()


def picture():
    """Return a PNG of 4 × 6 inches at 203 dots an inch, part of it transparent."""
    stream = io.BytesIO()
    Image.new("RGBA", (812, 1218), (0, 0, 0, 0)).save(stream, "PNG", dpi=(203, 203))
    return stream.getvalue()


@tagged("-at_install", "post_install")
class TestLabelsPrint(BookingCase):
    """Many labels in one print."""

    def test_labels_are_bought_from_the_list(self):
        # given deliveries that somebody selected
        pickings = self.make_delivery() + self.make_delivery()
        action = self.env.ref("logistics_carrier_connector.action_get_labels")
        # when the action of the list is run, as the screen does
        told = action.with_context(
            active_model=pickings._name, active_ids=pickings.ids
        ).run()
        # then the screen stays, and both have their label
        self.assertFalse(told)
        self.work()
        self.assertEqual(pickings.mapped("label_state"), ["ready", "ready"])

    def test_what_cannot_have_a_label_keeps_none_from_the_others(self):
        # given one that is ready, one that is a draft, and one without a postcode
        ready, early, wrong = (self.make_delivery() for _each in range(3))
        early.state = "draft"
        wrong.partner_id = self.customer.copy({"zip": False})
        # when labels are wanted for all of them
        told = (ready + early + wrong).action_get_labels()
        self.work()
        # then one is there, and the others are named
        self.assertEqual(ready.label_state, "ready")
        self.assertFalse(early.label_state)
        self.assertEqual(wrong.label_state, "failed")
        message = told["params"]["message"]
        self.assertIn(early.name, message)
        self.assertIn(wrong.name, message)
        self.assertNotIn(ready.name, message)

    def booked(self, *carriers):
        pickings = self.env["stock.picking"]
        for carrier in carriers:
            pickings |= self.make_delivery(carrier=carrier)
        self.validate(*pickings)
        self.work()
        return pickings

    def file_of(self, action):
        id_ = int(action["url"].rsplit("/", 1)[1])
        return self.env["ir.attachment"].browse(id_)

    def test_the_labels_of_many_transfers_are_one_file(self):
        pickings = self.booked(self.carrier, self.carrier, self.carrier)
        labels = pickings.booking_id.label_ids
        labels.raw = one_page()
        calls = list(self.ledger.calls)

        batch = self.file_of(pickings.action_print_labels())

        self.assertEqual(batch.mimetype, "application/pdf")
        self.assertEqual(PdfFileReader(io.BytesIO(batch.raw)).getNumPages(), 3)
        self.assertEqual(self.ledger.calls, calls, "printing asks the carrier nothing")

    def test_printer_language_is_put_one_after_another(self):
        pickings = self.booked(self.carrier, self.carrier)
        pickings.booking_id.label_ids.write({"raw": ZPL, "mimetype": "text/plain"})

        batch = self.file_of(pickings.action_print_labels())

        self.assertEqual(batch.raw, ZPL + b"\n" + ZPL)

    def test_pictures_are_printed_as_pages(self):
        pickings = self.booked(self.carrier, self.carrier)
        first, second = pickings.booking_id.label_ids
        first.raw = one_page()
        second.write({"raw": picture(), "mimetype": "image/png"})

        batch = self.file_of(pickings.action_print_labels())

        self.assertEqual(batch.mimetype, "application/pdf")
        pages = PdfFileReader(io.BytesIO(batch.raw)).pages
        self.assertEqual(len(pages), 2)
        # A label of 4 × 6 inches stays one, whatever its resolution.
        self.assertEqual([round(float(s)) for s in pages[1].mediabox[2:]], [288, 432])

    def test_pictures_of_one_transfer_are_printed_as_pages_too(self):
        picking = self.make_delivery(packages=2)
        self.validate(picking)
        self.work()
        labels = picking.booking_id.label_ids
        labels.write({"raw": picture(), "mimetype": "image/png"})

        printed = self.file_of(picking.action_print_label())

        self.assertEqual(printed.mimetype, "application/pdf")
        pages = PdfFileReader(io.BytesIO(printed.raw)).pages
        self.assertEqual(len(pages), len(labels))

    def test_the_number_is_escaped_in_the_carrier_s_page(self):
        picking = self.make_delivery()
        self.carrier.tracking_url = "https://carrier.test/t?n=<shipmenttrackingnumber>"
        picking.carrier_tracking_ref = "A 1&b=2,B2"

        link = self.carrier.get_tracking_link(picking)

        self.assertEqual(link, "https://carrier.test/t?n=A%201%26b%3D2")

    def test_labels_of_two_kinds_come_in_an_archive(self):
        pickings = self.booked(self.carrier, self.carrier)
        first, second = pickings.booking_id.label_ids
        first.raw = one_page()
        second.write({"raw": ZPL, "mimetype": "text/plain"})

        batch = self.file_of(pickings.action_print_labels())

        names = zipfile.ZipFile(io.BytesIO(batch.raw)).namelist()
        self.assertEqual([name[-4:] for name in names], [".pdf", ".zpl"])

    def test_what_has_no_label_is_named(self):
        (ready,) = self.booked(self.carrier)
        waiting = self.make_delivery()

        action = (ready | waiting).action_print_labels()

        self.assertIn(waiting.name, action["params"]["message"])
        self.assertEqual(action["params"]["next"]["type"], "ir.actions.act_url")

    def test_without_any_label_there_is_nothing_to_print(self):
        with self.assertRaisesRegex(UserError, "None of these"):
            self.make_delivery().action_print_labels()

    def test_what_was_put_together_is_deleted_after_days(self):
        batch = self.file_of(self.booked(self.carrier).action_print_labels())
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = %s WHERE id = %s",
            (fields.Datetime.now() - timedelta(days=5), batch.id),
        )

        self.env["ir.attachment"]._gc_label_batches()

        self.assertFalse(batch.exists())
