# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..canonical.vocabulary import CLOSED_STATES, STATES

#: How many records a card of the board names; its title opens them all.
ROWS = 6


class LogisticsToday(models.AbstractModel):
    """The board of today: what waits for a person, the most urgent first.

    Each addon adds cards by extending :meth:`_cards`. A card is a question that a
    dispatcher asks in the morning, with its answer as a number, the first few records
    and a way to all of them.
    """

    _name = "logistics.today"
    _description = "Board of Today"

    @api.model
    def board(self):
        """Return what the screen shows: {as_of, cards: [card]}, for the user's companies.

        :raise AccessError: for who may not see shipments.
        """
        self.env["logistics.shipment"].check_access("read")
        cards = sorted(self._cards(), key=lambda card: card["sequence"])
        return {
            "as_of": fields.Datetime.to_string(fields.Datetime.now()),
            "cards": [self._shown(card) for card in cards],
        }

    @api.model
    def _cards(self):
        """Return the cards, as :meth:`_card` makes them."""
        return [
            self._card(
                "exceptions",
                10,
                self.env._("Open exceptions"),
                self.env._("Nothing is held up."),
                "logistics_base.logistics_exception_action",
                "logistics.exception",
                [("state", "!=", "resolved")],
                row=self._exception_row,
                tone="danger",
            ),
            self._card(
                "late",
                60,
                self.env._("Past their promise"),
                self.env._("Everything is on time."),
                "logistics_base.logistics_shipment_action",
                "logistics.shipment",
                self._late_domain(),
                row=self._late_row,
                order="shown_promise_date, id",
                tone="warning",
            ),
            *self._message_cards(),
        ]

    @api.model
    def _late_domain(self):
        now = fields.Datetime.now()
        return [
            ("shown_promise_date", "<", now),
            # By name, for the index: most shipments are over.
            ("state", "in", [state for state in STATES if state not in CLOSED_STATES]),
        ]

    @api.model
    def _message_cards(self):
        messages = self.env["logistics.message"]
        if not messages.has_access("read"):
            return []
        return [
            self._card(
                "messages",
                80,
                self.env._("Messages to look at"),
                self.env._("All messages were understood."),
                "logistics_base.logistics_message_action",
                "logistics.message",
                [("state", "in", messages._problem_states())],
                row=self._message_row,
                tone="warning",
            )
        ]

    # Cards

    @api.model
    def _card(
        self,
        code,
        sequence,
        title,
        empty,
        action,
        model,
        domain,
        *,
        row,
        tone,
        order=None,
    ):
        """Return a card over the records of one model.

        :param str empty: what is said where there are none.
        :param str action: XML id of the window action that shows them all.
        :param row: function of a record that returns {title, subtitle, badge, due}:
            texts, but ``due``, the naive UTC time until which something must happen.
        :param str tone: ``danger``, ``warning`` or ``info``, where there are any.
        """
        return {
            "code": code,
            "sequence": sequence,
            "title": title,
            "empty": empty,
            "action": action,
            "model": model,
            "domain": Domain(domain),
            "row": row,
            "tone": tone,
            "order": order,
        }

    @api.model
    def _shown(self, card):
        """Return a card as the screen wants it."""
        records = self.env[card["model"]]
        domain = card["domain"]
        count = records.search_count(domain)
        found = records.search(domain, limit=ROWS, order=card["order"])
        return {
            "code": card["code"],
            "title": card["title"],
            "empty": card["empty"],
            "count": count,
            "tone": card["tone"] if count else "success",
            "model": card["model"],
            "action": card["action"],
            "domain": list(domain),
            "rows": [{"id": one.id, **self._row(card, one)} for one in found],
        }

    @api.model
    def _row(self, card, record):
        told = {"title": "", "subtitle": "", "badge": "", **card["row"](record)}
        due = told.pop("due", None)
        return {**told, "due": fields.Datetime.to_string(due) if due else False}

    # Rows

    @api.model
    def _exception_row(self, exception):
        types = dict(exception._fields["type"]._description_selection(self.env))
        return {
            "title": exception.shipment_id.name,
            "subtitle": exception.summary,
            "badge": types[exception.type],
        }

    @api.model
    def _late_row(self, shipment):
        states = dict(shipment._fields["state"]._description_selection(self.env))
        return {
            "title": shipment.name,
            "subtitle": shipment.partner_id.display_name or "",
            "badge": states[shipment.state],
            "due": shipment.shown_promise_date,
        }

    @api.model
    def _message_row(self, message):
        states = dict(message._fields["state"]._description_selection(self.env))
        return {
            "title": message.integration_id.name,
            "subtitle": message.error_message or message.display_name,
            "badge": states[message.state],
        }
