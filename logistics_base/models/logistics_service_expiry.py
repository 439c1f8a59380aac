# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

#: So many days before its end, whoever answers for an access is told.
WARN_DAYS = (30, 14, 3)
ACTIVITY_TYPE = "logistics_base.mail_activity_type_access"


class LogisticsServiceCredential(models.Model):
    """Nobody is to learn from an outage that a key has ended."""

    _inherit = "logistics.service.credential"

    @api.model
    def _warn_of_ends(self):
        """Tell the owners of what ends soon, at 30, 14 and 3 days. Runs as a cron."""
        now = fields.Datetime.now()
        last = now + timedelta(days=max(WARN_DAYS))
        ending = self.search([("state", "=", "active"), ("valid_until", "<=", last)])
        told = self.search([("warned_days", ">", 0)])
        (told - ending)._note_no_end()
        for credential in ending:
            left = (credential.valid_until - now) / timedelta(days=1)
            step = min(days for days in WARN_DAYS if left <= days)
            if not credential.warned_days or step < credential.warned_days:
                credential._warn(step)
        self.env["res.users.apikeys"]._logistics_warn_of_ends(now)

    def _note_no_end(self):
        """Its end was put off, or it is over: there is nothing to be done any more."""
        self.warned_days = 0
        self.activity_unlink([ACTIVITY_TYPE])

    def _warn(self, days):
        """Have who answers for it renew it; by e-mail as well, as Odoo tells activities."""
        self.ensure_one()
        user = self._responsible()
        summary = self.env._(
            "%(name)s ends on %(date)s",
            name=self.name,
            date=fields.Date.to_string(self.valid_until.date()),
        )
        note = self.env._(
            "The other system is shut out then. Set a later end if it is still needed; "
            "revoke it if it is not."
        )
        self.activity_unlink([ACTIVITY_TYPE])
        self.activity_schedule(
            ACTIVITY_TYPE,
            date_deadline=self.valid_until.date(),
            summary=summary,
            note=note,
            user_id=user.id,
        )
        self.message_notify(partner_ids=user.partner_id.ids, subject=summary, body=note)
        self.warned_days = days

    def _responsible(self):
        """Return the owner; where that one is gone, an administrator."""
        return self.company_id._logistics_answering(
            self.owner_id, "logistics_base.group_integration_admin"
        )


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    @api.model
    def _logistics_warn_of_ends(self, now):
        """Tell users whose own key for the logistics routes ends in so many days."""
        for days in WARN_DAYS:
            day = now.replace(hour=0, minute=0, second=0, microsecond=0)
            begins = day + timedelta(days=days)
            keys = self.sudo().search(
                [
                    ("scope", "=like", "logistics.%"),
                    ("expiration_date", ">=", begins),
                    ("expiration_date", "<", begins + timedelta(days=1)),
                ]
            )
            for key in keys:
                self.env["mail.thread"].message_notify(
                    partner_ids=key.user_id.partner_id.ids,
                    subject=self.env._("Your key “%s” ends soon", key.name),
                    body=self.env._(
                        "It opens the logistics routes for another system, and ends in "
                        "%s days. Make a new one in time.",
                        days,
                    ),
                )
