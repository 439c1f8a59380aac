# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models

from ..consigning.problems import problems_of


class LogisticsConsigning(models.AbstractModel):
    """What is wrong with a consignment, in words."""

    _inherit = "logistics.consigning"

    @api.model
    def _problems(self, consignment, integration):
        """Return [(``Problem``, sentence)] of what keeps it from being booked.

        :param integration: who shall carry it; none for what any carrier needs.
        """
        limits = None
        if integration:
            limits = integration._connector_type().limits.with_options(
                integration.sudo().call_options or {}
            )
        return [
            (problem, self._problem_text(problem, consignment))
            for problem in problems_of(consignment, limits)
        ]

    @api.model
    def _problem_text(self, problem, consignment):
        values = {
            "subject": self._problem_subject(problem, consignment),
            "field": self._problem_fields().get(problem.name, problem.name),
            "detail": problem.detail,
        }
        texts = {
            "missing": self.env._("%(subject)s: %(field)s is missing."),
            "invalid": self.env._("%(subject)s: %(field)s “%(detail)s” is not valid."),
            "too_long": self.env._(
                "%(subject)s: %(field)s is longer than the %(detail)s characters that "
                "the carrier prints."
            ),
            "no_pieces": self.env._("There is nothing to carry."),
            "no_weight": self.env._(
                "%(subject)s weighs nothing. Weigh it, or enter what its products weigh."
            ),
            "too_heavy": self.env._(
                "%(subject)s is heavier than the %(detail)s kg that the carrier takes."
            ),
            "too_many": self.env._(
                "The carrier takes at most %(detail)s packages at once."
            ),
            "no_value": self.env._(
                "%(subject)s: customs asks for a value. Enter its price or cost."
            ),
        }
        return texts[problem.code] % values

    @api.model
    def _problem_subject(self, problem, consignment):
        if problem.where in ("ship_from", "ship_to"):
            party = getattr(consignment, problem.where)
            role = (
                self.env._("Sender")
                if problem.where == "ship_from"
                else self.env._("Consignee")
            )
            name = party.name or party.company
            return f"{role} {name}" if name else role
        if problem.where == "article":
            article = problem.subject
            return (
                f"[{article.sku}] {article.description}"
                if article.sku
                else (article.description)
            )
        if problem.where == "piece":
            pieces = {piece.key: piece for piece in consignment.pieces}
            return pieces[problem.subject].description or self.env._(
                "What is in no package"
            )
        return self.env._("Shipment")

    @api.model
    def _problem_fields(self):
        return {
            "name": self.env._("the name"),
            "company": self.env._("the company"),
            "street": self.env._("the street"),
            "street2": self.env._("the second line of the street"),
            "city": self.env._("the city"),
            "postcode": self.env._("the postcode"),
            "state": self.env._("the state"),
            "country": self.env._("the country"),
            "phone": self.env._("the phone number"),
            "email": self.env._("the e-mail address"),
            "hs_code": self.env._("the HS code"),
            "origin": self.env._("the country of origin"),
            "incoterm": self.env._("the Incoterm"),
            "un_number": self.env._("the UN number"),
            "hazard_class": self.env._("the hazard class"),
            "proper_name": self.env._("the proper shipping name"),
        }


class StockPicking(models.Model):
    """What has to be put right before a carrier can be told, each with its place."""

    _inherit = "stock.picking"

    logistics_problems = fields.Html(
        string="Before It Can Be Booked",
        compute="_compute_logistics_problems",
        compute_sudo=True,
        sanitize=False,
    )

    @api.depends_context("lang")
    @api.depends("state", "carrier_id", "partner_id", "shipping_weight", "label_state")
    def _compute_logistics_problems(self):
        for picking in self:
            picking.logistics_problems = (
                picking._logistics_problem_list()
                if picking._logistics_needs_label()
                else False
            )

    def _logistics_needs_label(self):
        """Whether a label of ours is still to be bought."""
        self.ensure_one()
        return (
            self.delivery_type == "logistics"
            and self.state not in ("draft", "cancel")
            and self.label_state != "ready"
            and not self.carrier_tracking_ref
            and self._logistics_direction() == "outbound"
        )

    def _logistics_problems(self, consignment, integration):
        """Return what is missing or wrong, a sentence each, all at once."""
        found = self.env["logistics.consigning"]._problems(consignment, integration)
        return [text for _problem, text in found]

    def _logistics_problem_list(self):
        consignment = self._logistics_consignment()
        found = self.env["logistics.consigning"]._problems(
            consignment, self._logistics_executor()
        )
        if not found:
            return False
        items = [
            self._logistics_problem_item(text, self._logistics_culprit(problem))
            for problem, text in found
        ]
        return Markup("<ul class='mb-0'>%s</ul>") % Markup("").join(items)

    def _logistics_problem_item(self, text, culprit):
        if not culprit:
            return Markup("<li>%s</li>") % text
        return Markup("<li>%s <a href='/odoo/%s/%s'>%s</a></li>") % (
            text,
            culprit._name,
            culprit.id,
            self.env._("Open"),
        )

    def _logistics_culprit(self, problem):
        """Return the record where a problem is put right; empty for this transfer."""
        if problem.where in ("ship_from", "ship_to"):
            return dict(
                zip(("ship_from", "ship_to"), self._logistics_addresses(), strict=True)
            )[problem.where]
        if problem.where == "article":
            return self._logistics_product(problem.subject).product_tmpl_id
        if problem.code == "no_weight":
            products = self.move_ids.product_id
            return products.filtered(lambda p: not p.weight)[:1].product_tmpl_id
        if problem.where == "piece":
            goods = self.move_ids.product_id.filtered("logistics_is_dangerous")
            return goods[:1].product_tmpl_id
        return self.sale_id if problem.name == "incoterm" else self.browse()

    def _logistics_product(self, article):
        """Return the product that an ``Article`` is."""
        products = self.move_ids.product_id.with_context(lang=self.partner_id.lang)
        return products.filtered(
            lambda p: (
                (p.default_code or None) == article.sku
                and p.name == article.description
            )
        )[:1]
