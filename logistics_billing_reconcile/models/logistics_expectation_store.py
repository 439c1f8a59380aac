# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models
from odoo.tools import SQL

from ..expecting.expected_cost import ExpectedCharge, ExpectedCost, plain


class LogisticsExpectation(models.Model):
    """Writes expected costs, however many, by a fixed number of statements."""

    _inherit = "logistics.expectation"

    @api.model
    def _store(self, costs, over_hand=False):
        """Write the costs that differ from what is there; keep what was.

        :param dict costs: {shipment id: ExpectedCost}.
        :param over_hand: whether what a person has set by hand may be replaced.
        :return: the ids of the shipments of which something is new.
        """
        shipments = self.env["logistics.shipment"].browse(costs)
        self.env.flush_all()
        shipments._lock()
        present = self._present(shipments)
        changed = {
            shipment_id: cost
            for shipment_id, cost in costs.items()
            if self._differs(present.get(shipment_id), cost, over_hand)
        }
        old = [present[id_][0] for id_ in changed if id_ in present]
        self._keep_versions(old, "computed")
        self._write_expectations(changed)
        self._write_charges(changed)
        self._stored(list(changed))
        return list(changed)

    @api.model
    def _differs(self, present, cost, over_hand):
        """Whether a cost takes the place of what is there."""
        if present is None:
            return True
        _id, there, is_void = present
        if there.source == "manual" and not over_hand:
            return False
        return is_void or not there.same_as(cost)

    @api.model
    def _void(self, shipments):
        """Expect nothing any more for shipments that were called off."""
        self.env.flush_all()
        shipments._lock()
        standing = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT id, shipment_id FROM logistics_expectation
                     WHERE shipment_id = ANY(%s) AND source != 'manual'
                       AND is_void IS NOT TRUE
                    """,
                    list(shipments.ids),
                )
            )
        )
        if not standing:
            return
        self._keep_versions(standing, "void")
        self._drop_charges(standing.values())
        self.env.cr.execute(
            "UPDATE logistics_expectation SET is_void = TRUE WHERE id = ANY(%s)",
            (list(standing),),
        )
        self._stored(list(standing.values()))

    # What is there

    @api.model
    def _present(self, shipments):
        """Return {shipment id: (expectation id, ExpectedCost, whether it is void)}."""
        names = list(self._fact_types())
        heads = self.env.execute_query(
            SQL(
                "SELECT id, shipment_id, source, currency_id, is_void, %s "
                "FROM logistics_expectation WHERE shipment_id = ANY(%s)",
                SQL(", ").join(SQL.identifier(name) for name in names),
                list(shipments.ids),
            )
        )
        charges = self._present_charges(shipments)
        return {
            head[1]: (
                head[0],
                ExpectedCost(
                    source=head[2],
                    currency=head[3],
                    charges=tuple(charges.get(head[1], ())),
                    facts=dict(zip(names, head[5:], strict=True)),
                ),
                head[4],
            )
            for head in heads
        }

    @api.model
    def _present_charges(self, shipments, basis="expected"):
        """Return {shipment id: [ExpectedCharge]} of what is written."""
        found = {}
        for shipment_id, kind, cost, currency, code, words in self.env.execute_query(
            SQL(
                """
                SELECT shipment_id, type, cost, currency_id, raw_code, description
                  FROM logistics_charge
                 WHERE shipment_id = ANY(%s) AND basis = %s ORDER BY id
                """,
                list(shipments.ids),
                basis,
            )
        ):
            charge = ExpectedCharge(
                type=kind,
                amount=cost or 0,
                currency=currency,
                code=code,
                description=words,
            )
            found.setdefault(shipment_id, []).append(charge)
        return found

    # Writing

    @api.model
    def _keep_versions(self, ids, reason):
        """Put what is expected by these into history, and take its charges away."""
        if not ids:
            return
        facts = SQL(", ").join(
            SQL("%s, e.%s", name, SQL.identifier(name)) for name in self._fact_types()
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_expectation_version
                    (expectation_id, company_id, currency_id, number, source, amount,
                     charges, facts, reason, made_at, ended_at, user_id,
                     create_uid, create_date, write_uid, write_date)
                SELECT e.id, e.company_id, e.currency_id, e.version, e.source,
                       COALESCE(c.amount, 0), COALESCE(c.charges, '[]'),
                       jsonb_build_object(%(facts)s), %(reason)s, e.made_at,
                       %(now)s, %(uid)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM logistics_expectation e
                  LEFT JOIN LATERAL (
                        SELECT sum(cost) FILTER (
                                   WHERE currency_id = e.currency_id) AS amount,
                               jsonb_agg(jsonb_build_array(type, cost, currency_id,
                                   raw_code, description) ORDER BY id) AS charges
                          FROM logistics_charge
                         WHERE shipment_id = e.shipment_id AND basis = 'expected'
                       ) c ON TRUE
                 WHERE e.id = ANY(%(ids)s)
                """,
                facts=facts,
                reason=reason,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                ids=list(ids),
            )
        )
        self.env.cr.execute(
            "UPDATE logistics_expectation SET version = version + 1, made_at = %s "
            "WHERE id = ANY(%s)",
            (fields.Datetime.now(), list(ids)),
        )

    @api.model
    def _drop_charges(self, shipment_ids):
        self.env.cr.execute(
            "DELETE FROM logistics_charge "
            "WHERE basis = 'expected' AND shipment_id = ANY(%s)",
            (list(shipment_ids),),
        )

    @api.model
    def _write_expectations(self, costs):
        if not costs:
            return
        types = self._fact_types()
        names = SQL(", ").join(SQL.identifier(name) for name in types)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO logistics_expectation
                    (shipment_id, company_id, currency_id, source, is_void, version,
                     made_at, create_uid, create_date, write_uid, write_date, %(names)s)
                SELECT v.shipment_id, s.company_id, v.currency_id, v.source, FALSE, 1,
                       %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s, %(values)s
                  FROM json_to_recordset(%(rows)s)
                       AS v(shipment_id int4, currency_id int4, source varchar,
                            %(typed)s)
                  JOIN logistics_shipment s ON s.id = v.shipment_id
                ON CONFLICT (shipment_id) DO UPDATE
                   SET currency_id = excluded.currency_id, source = excluded.source,
                       is_void = FALSE, write_uid = excluded.write_uid,
                       write_date = excluded.write_date, %(updates)s
                """,
                names=names,
                values=SQL(", ").join(SQL("v.%s", SQL.identifier(n)) for n in types),
                typed=SQL(", ").join(
                    SQL("%s %s", SQL.identifier(n), SQL.identifier(types[n]))
                    for n in types
                ),
                updates=SQL(", ").join(
                    SQL("%s = excluded.%s", SQL.identifier(n), SQL.identifier(n))
                    for n in types
                ),
                rows=json.dumps([self._row(id_, c) for id_, c in costs.items()]),
                now=fields.Datetime.now(),
                uid=self.env.uid,
            )
        )

    @api.model
    def _row(self, shipment_id, cost):
        facts = {name: plain(cost.facts.get(name)) for name in self._fact_types()}
        return facts | {
            "shipment_id": shipment_id,
            "currency_id": cost.currency,
            "source": cost.source,
        }

    @api.model
    def _write_charges(self, costs):
        rows = [
            {
                "shipment_id": shipment_id,
                "type": charge.type,
                "cost": str(charge.amount),
                "currency_id": charge.currency,
                "raw_code": charge.code,
                "description": charge.description,
            }
            for shipment_id, cost in costs.items()
            for charge in cost.charges
        ]
        # What was written elsewhere, before there was an expectation, gives way.
        self._drop_charges(costs)
        self.env.cr.execute(
            """
            INSERT INTO logistics_charge
                (shipment_id, expectation_id, integration_id, basis, type, cost,
                 currency_id, raw_code, description,
                 create_uid, create_date, write_uid, write_date)
            SELECT v.shipment_id, e.id, e.integration_id, 'expected', v.type, v.cost,
                   v.currency_id, v.raw_code, v.description,
                   %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM json_to_recordset(%(rows)s)
                   AS v(shipment_id int4, type varchar, cost numeric, currency_id int4,
                        raw_code varchar, description varchar)
              JOIN logistics_expectation e ON e.shipment_id = v.shipment_id
            """,
            {
                "rows": json.dumps(rows),
                "uid": self.env.uid,
                "now": fields.Datetime.now(),
            },
        )

    @api.model
    def _stored(self, shipment_ids):
        """Let the ORM, and whoever listens, know that something is new."""
        if not shipment_ids:
            return
        for model in (self, self.env["logistics.charge"]):
            model.invalidate_model()
        self.env["logistics.expectation.version"].invalidate_model()
        shipments = self.env["logistics.shipment"].browse(shipment_ids)
        shipments.invalidate_recordset(["charge_ids"], flush=False)
        self.env["logistics.event"]._publish("shipment.expected", shipments)
