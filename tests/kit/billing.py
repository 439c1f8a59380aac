# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many shipments and what carriers bill for them, for benchmarks of the audit."""

import itertools
import random
import time

from tests.kit.billing_rows import (
    CHARGES,
    EXPECTATIONS,
    INVOICES,
    LINES,
    PEER,
    SHIPMENTS,
    TOTALS,
)

HOW_MANY_INVOICES = 100
_carriers = itertools.count()
LINES_FOR_EACH_SHIPMENT = 10 / 3


class BillingCommands:
    """What the benchmark of freight bills tells its worker."""

    def grow_bills(self, lines):
        """Make invoices of so many lines, and the shipments they are of.

        All that is billed was expected, but: the freight of one shipment in 50, the fuel
        of one in 200, a charge too many of one in 300, one charge twice of one in 500;
        one shipment in 400 is not known.
        """
        env = self._env()
        carrier = self._bench_carrier(env)
        shipments = round(lines / LINES_FOR_EACH_SHIPMENT)
        env.cr.execute(
            SHIPMENTS,
            {"shipments": shipments, "carrier": carrier.id, "run": str(self._run)},
        )
        currency = env.company.currency_id.id
        for statement in (EXPECTATIONS, CHARGES, INVOICES, LINES, TOTALS):
            env.cr.execute(
                statement,
                {
                    "carrier": carrier.id,
                    "currency": currency,
                    "invoices": HOW_MANY_INVOICES,
                    "shipments": shipments,
                },
            )
        env.cr.commit()
        self._analyze(
            env,
            "logistics_shipment",
            "logistics_reference",
            "logistics_expectation",
            "logistics_charge",
            "logistics_carrier_invoice",
            "logistics_carrier_invoice_line",
        )
        env.cr.execute("SELECT count(*) FROM logistics_carrier_invoice_line")
        found = env.cr.fetchone()[0]
        env.cr.close()
        return found

    def _bench_carrier(self, env):
        vendor = env["res.partner"].create({"name": "Carrier", "is_company": True})
        return env["logistics.integration"].create(
            {
                "name": "Carrier",
                "code": f"carrier-{self._run}-{next(_carriers)}",
                "preset": "ups_billing_csv",
                "state": "live",
                "partner_id": vendor.id,
            }
        )

    def audit_bills(self):
        """Audit all invoices; return the seconds, and what it took of memory in MB."""
        env = self._env()
        before = _high_water()
        started = time.perf_counter()
        env["logistics.carrier.invoice"].search([])._audit()
        env.cr.commit()
        seconds = time.perf_counter() - started
        env.cr.execute("SELECT count(*) FROM logistics_charge_audit")
        audited = env.cr.fetchone()[0]
        env.cr.execute(
            "SELECT type, count(*) FROM logistics_invoice_finding GROUP BY type"
        )
        findings = dict(env.cr.fetchall())
        env.cr.close()
        return {
            "seconds": seconds,
            "audited": audited,
            "findings": findings,
            "megabytes": round((_high_water() - before) / 1024),
        }

    def join_bills(self):
        """Join and aggregate the same rows, and write the results; return the seconds.

        The results can be found by their line, as those of the audit can.
        """
        env = self._env()
        env.cr.execute("DROP TABLE IF EXISTS bench_result")
        env.cr.execute(
            "CREATE TABLE bench_result (line_id int4 PRIMARY KEY, shipment_id int4, "
            "amount numeric, expected numeric, billed numeric)"
        )
        env.cr.commit()
        env.cr.execute("SET LOCAL work_mem = '256MB'")
        started = time.perf_counter()
        env.cr.execute(PEER)
        env.cr.commit()
        seconds = time.perf_counter() - started
        env.cr.close()
        return seconds

    def try_bills(self, seed, size, formats):
        """Audit planted errors in each format; return how well they were found."""
        from tests.kit.freight_bills import generate
        from tests.kit.freight_bills.answers import compare, mistakes, table
        from tests.kit.freight_bills.trial import Trial

        env = self._env()
        scores, planted = {}, 0
        for name in formats:
            scenario = generate(name, seed, size=size)
            planted += len(scenario.planted)
            scores[name] = compare(scenario.planted, Trial(env, scenario).run())
            env.cr.commit()
        env.cr.close()
        every = [score for each in scores.values() for score in each.values()]
        shares = [s for each in every for s in (each.precision, each.recall)]
        return {
            "table": table(scores),
            "planted": planted,
            "least": min(share for share in shares if share is not None),
            "mistakes": [
                f"{name}: {line}" for name in scores for line in mistakes(scores[name])
            ],
        }

    def import_bill(self, lines):
        """Take in a file of so many lines by the door; return the seconds of its parts."""
        env = self._env()
        carrier = self._bench_carrier(env)
        content = _ups_file(lines)
        env.cr.commit()
        started = time.perf_counter()
        message = carrier.receive(content, content_type="text/csv", filename="big.csv")
        env.cr.commit()
        received = time.perf_counter()
        before = _high_water()
        while env["logistics.message"]._process_batch(10):
            env.cr.commit()
        drained = time.perf_counter()
        message.invalidate_recordset()
        found = env["logistics.carrier.invoice.line"].search_count(
            [("invoice_id.integration_id", "=", carrier.id)]
        )
        result = {
            "state": message.state,
            "lines": found,
            "receive": received - started,
            "drain": drained - received,
            "bytes": len(content),
            "megabytes": round((_high_water() - before) / 1024),
        }
        env.cr.close()
        return result


def _ups_file(lines):
    """Return a file of UPS with one invoice of so many charges."""
    from tests.kit.freight_bills.writers.ups import COLUMNS

    draw = random.Random(lines)
    told = {5: "2026-03-09", 6: "BIG0001", 10: "USD", 11: f"{lines * 10}.00"}
    told |= {12: "2026-03-02", 19: "1", 28: "K", 30: "K", 34: "005", 35: "SHP"}
    told |= {36: "ISS", 51: "USD", 52: "-2.00", 53: "10.00", 74: "US", 82: "US"}
    rows = []
    for at in range(lines):
        is_freight = at % 3 == 0
        cells = [""] * COLUMNS
        weight = f"{draw.randrange(2, 60) / 2:.1f}"
        row = told | {
            21: f"1Z45W7{at // 3:012}",
            16: f"SO{at // 3:08}",
            27: weight,
            29: weight,
            44: "FRT" if is_freight else "ACC",
            45: "003" if is_freight else ("FSC", "RES")[at % 3 - 1],
        }
        for place, text in row.items():
            cells[place - 1] = text
        rows.append(",".join(cells))
    return "\n".join(rows).encode()


def _high_water():
    """Return the highest mark of this process's resident memory, in KiB."""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
