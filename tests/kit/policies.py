# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Policies for benchmarks: as a company has them, and as bad as they can be."""

import time

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

#: One shipment in so many is urgent: policies that act do so for these.
RARE = 100
#: Told in every run; and told in none.
OFTEN = ("picked_up", "departed", "arrived", "in_transit", "out_for_delivery")
SELDOM = ("customs_hold", "lost", "damaged", "delivery_attempted", "refused")
#: What nobody's shipments are like.
NOT_OURS = (
    "[('direction', '=', 'return')]",
    "[('mode', '=', 'ocean'), ('weight', '>', 1000)]",
    "[('partner_id.country_id.code', '=', 'CH')]",
    "[('partner_id.name', 'ilike', 'Alpine')]",
    "[('promised_date', '<', 'today -1d'), ('state', '!=', 'delivered')]",
    "[('reference_ids.value', '=', 'NOBODY')]",
)

#: What is told is dated long ago; it is looked at how old it is, but it is no history.
LONG_AGO = 24 * 365 * 20


class PolicyCommands:
    """What a benchmark of policies tells its worker."""

    def prepare_policies(self, count):
        """Make policies of three kinds, all of them switched off."""
        env = self._env()
        env["logistics.rule"].search([]).unlink()
        env.cr.execute(
            "UPDATE logistics_shipment SET priority = '1' WHERE id %% %s = 0", (RARE,)
        )
        partners = env["res.partner"].create(
            [
                {"name": f"Customer {at}", "country_id": env.ref("base.de").id}
                for at in range(50)
            ]
        )
        env.cr.execute(
            "UPDATE logistics_shipment SET partner_id = (%s::int[])[1 + id %% 50]",
            (partners.ids,),
        )
        words = {
            word.code: word.id
            for word in env["logistics.word"].search([("kind", "=", "milestone")])
        }
        env["logistics.rule"].create(
            [self._realistic(words, at) for at in range(count)]
            + [self._worst(words, at) for at in range(count)]
        )
        env.cr.commit()
        env.cr.close()

    def _realistic(self, words, at):
        """Return a policy of a company that has a hundred; five of them ever act."""
        values = {"name": f"Realistic {at}", "active": False, "news_hours": LONG_AGO}
        act = {"type": "hold", "text": "Urgent"}
        if at % 20 == 0:
            which, domain = OFTEN[at // 20 % 5], "[('priority', '=', '1')]"
            act = {"type": "publish", "event_name": f"urgent_{at}"}
        elif at % 2:
            which, domain = OFTEN[at % 5], NOT_OURS[at % 6]
        elif at % 6 == 2:
            values["trigger"] = "exception"
            which, domain = None, "[]"
        elif at % 6 == 4:
            values |= {"trigger": "sla", "standing": "breached"}
            which, domain = None, "[]"
        else:
            which, domain = SELDOM[at % 5], "[]"
        return {
            **values,
            "filter_domain": domain,
            "word_ids": which and [(6, 0, [words[which]])],
            "action_ids": [(0, 0, act)],
        }

    def _worst(self, words, at):
        """Return a policy that every event concerns, with a filter nothing passes."""
        domain = NOT_OURS[at % 6].replace("NOBODY", f"NOBODY{at}")
        return {
            "name": f"Worst {at}",
            "active": False,
            "news_hours": LONG_AGO,
            "filter_domain": domain,
            "word_ids": [(6, 0, [words[code] for code in OFTEN])],
            "action_ids": [(0, 0, {"type": "hold", "text": "Never"})],
        }

    def switch_policies(self, kind):
        """Switch on the policies of a kind alone; of no kind, none."""
        env = self._env()
        rules = env["logistics.rule"].with_context(active_test=False).search([])
        on = rules.filtered(lambda rule: kind and rule.name.startswith(kind))
        (rules - on).active = False
        on.active = True
        env["logistics.rule"]._plan()
        env.cr.commit()
        env.cr.close()

    def drain_and_hand_on(self, limit=1000):
        """Drain what is due, hand on its events; return how many, how long."""
        env = self._env()
        env.cr.rollback()
        env.cr.connection.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        before = self._fired(env)
        started, total = time.perf_counter(), 0
        while taken := env["logistics.message"]._process_batch(limit):
            env.cr.commit()
            total += taken
            while env["logistics.event"]._expand():
                env.cr.commit()
        while env["logistics.event"]._expand():
            env.cr.commit()
        seconds = time.perf_counter() - started
        fired = self._fired(env) - before
        env.cr.close()
        return {"count": total, "seconds": seconds, "fired": fired}

    def _fired(self, env):
        env.cr.execute("SELECT count(*) FROM logistics_rule_firing")
        found = env.cr.fetchone()[0]
        env.cr.rollback()
        return found
