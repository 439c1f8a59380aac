# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .sla_common import SlaCase

DAY = date(2026, 3, 2)


@tagged("post_install", "-at_install")
class TestKpi(SlaCase):
    """What the key figures count, of what, and what they leave out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A company of its own: nothing but what a test makes is counted.
        cls.company = cls.env["res.company"].create(
            {"name": "Counted Company", "logistics_sla_calendar_id": cls.calendar.id}
        )
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.integration = cls.make_integration(company_id=cls.company.id)
        cls.customer = cls.env["res.partner"].create({"name": "Counted Customer"})
        cls.place("US", "DE")

    @classmethod
    def place(cls, origin, destination):
        """Have shipments go from one country to another."""
        cls.ends = {
            name: cls.env["res.partner"]
            .create(
                {"name": code, "country_id": cls.env.ref(f"base.{code.lower()}").id}
            )
            .id
            for name, code in (("ship_from_id", origin), ("ship_to_id", destination))
        }

    @classmethod
    def release(cls, *args, **vals):
        """Return a released shipment of the company."""
        vals = {"company_id": cls.company.id, **cls.ends, **vals}
        return super().release(*args, **vals)

    def read(self, code, first=DAY, last=DAY + timedelta(days=9), **how):
        """Return the figures of a code, reckoned after all that has happened."""
        self.env["logistics.kpi"]._refresh_now(self.company)
        return self.env["logistics.kpi"]._read([code], first, last, **how)

    def figure(self, code, **how):
        """Return (numerator, denominator, excluded, value) of all together."""
        (row,) = self.read(code, **how)
        return row["numerator"], row["denominator"], row["excluded"], row["value"]

    # On time

    def test_nothing_to_count_of_is_not_a_hundred_percent(self):
        self.assertEqual(self.figure("on_time"), (0, 0, 0, None))

    def test_on_time_is_by_the_promise_and_the_grace(self):
        self.company.logistics_grace_hours = 1
        for number, hours in (("K1", 24), ("K2", 25), ("K3", 26)):
            self.release(number, promised_date=self.at(24))
            self.hear(self.event(number, "delivered", hours=hours))

        with self.at_hours(30):
            self.assertEqual(self.figure("on_time")[:2], (2, 3))

    def test_what_is_overdue_counts_and_what_is_not_yet_due_does_not(self):
        self.release("K4", promised_date=self.at(5))
        self.release("K5", promised_date=self.at(50))

        with self.at_hours(4):
            early = self.figure("on_time")
        with self.at_hours(6):
            late = self.figure("on_time")

        self.assertEqual(early, (0, 0, 0, None))
        self.assertEqual(late, (0, 1, 0, 0.0))

    def test_on_time_is_measured_against_the_original_promise(self):
        shipment = self.release("K6", promised_date=self.at(5))
        shipment.revised_promise_date = self.at(50)
        with self.at_hours(48):
            self.hear(self.event("K6", "delivered", hours=40))
            self.assertEqual(self.figure("on_time")[:2], (0, 1))

    def test_days_on_which_nothing_was_reckoned_are_made_up_for(self):
        # given a promise for a day on which the figures are not reckoned
        self.release("K60", promised_date=self.at(24 * 4))
        self.figure("on_time")
        # when they are again, days later, and nothing else has happened
        with self.at_hours(24 * 9):
            # then it is counted as late
            self.assertEqual(self.figure("on_time")[:2], (0, 1))

    def test_all_days_begin_where_the_company_is(self):
        # given a company west of Greenwich whose first shipment is due in its evening
        self.company.logistics_sla_calendar_id = self.make_calendar("America/New_York")
        with self.at_hours(16.5):
            self.release("K62", promised_date=self.at(17))
        self.env.cr.execute(
            "DELETE FROM logistics_kpi_touched WHERE company_id = %s",
            (self.company.id,),
        )
        # when all days are reckoned, for the first time
        with self.at_hours(24 * 9):
            self.env["logistics.kpi"]._touch_everything(self.company)
            # then that evening is among them, which is the next day by UTC
            self.assertEqual(self.figure("on_time", first=DAY, last=DAY)[:2], (0, 1))

    def test_another_time_zone_makes_other_days(self):
        # given what was due in the evening of a day
        self.release("K63", promised_date=self.at(13))
        with self.at_hours(24 * 9):
            self.assertEqual(self.figure("on_time", first=DAY, last=DAY)[:2], (0, 1))
            # when the working time turns out to be that of another place
            self.calendar.tz = "Asia/Tokyo"
            # then it was due on the day after
            self.assertEqual(self.figure("on_time", first=DAY, last=DAY)[:2], (0, 0))

    def test_a_promise_that_is_moved_away_counts_no_more_where_it_was(self):
        # given a shipment that is long overdue by the promise that is shown
        self.company.logistics_otif_reference = "shown"
        shipment = self.release("K61", promised_date=self.at(2))
        shipment.revised_promise_date = self.at(20)
        self.hand_on()
        with self.at_hours(24 * 9):
            self.assertEqual(self.figure("otif")[:2], (0, 1))
            # when another promise is made
            shipment.revised_promise_date = self.at(24 * 30)
            self.hand_on()
            # then it counts only when that one is due
            self.assertEqual(self.figure("otif")[:2], (0, 0))

    def test_what_is_left_out_is_counted_with_its_reason(self):
        self.release("K7")
        self.hear(self.event("K7", "delivered", hours=4))
        self.release("K8", promised_date=self.at(5)).action_cancel()
        self.hand_on()

        with self.at_hours(6):
            (row,) = self.read("on_time")

        self.assertEqual((row["denominator"], row["excluded"]), (0, 2))
        self.assertEqual(row["exclusions"], {"no_promise": 1, "cancelled": 1})
        self.assertIsNone(row["value"])

    def test_what_a_manager_excluded_is_left_out(self):
        self.make_policy(target_unit="promise")
        shipment = self.release("K9", promised_date=self.at(5))
        self.measure(shipment)._exclude("Gate was closed")

        with self.at_hours(6):
            (row,) = self.read("on_time")

        self.assertEqual((row["denominator"], row["excluded"]), (0, 1))
        self.assertEqual(row["exclusions"], {"Gate was closed": 1})

    def test_a_late_word_changes_the_figures_of_the_day_it_is_about(self):
        self.release("K10", promised_date=self.at(5))
        with self.at_hours(24 * 5):
            before = self.figure("on_time")
            self.hear(self.event("K10", "delivered", hours=4))
            after = self.figure("on_time", last=DAY)

        self.assertEqual(before[:2], (0, 1))
        self.assertEqual(after[:2], (1, 1))

    def test_a_retraction_takes_a_delivery_out_of_its_day(self):
        self.release("K11", promised_date=self.at(24 * 8))
        with self.at_hours(24 * 3):
            self.hear(self.event("K11", "delivered", hours=4, id="d11"))
            before = self.figure("on_time")
            self.hear(self.event("K11", retracts="d11"))
            after = self.figure("on_time")

        self.assertEqual(before[:2], (1, 1))
        self.assertEqual(after[:2], (0, 0))

    def test_an_earlier_delivery_told_later_leaves_nothing_on_the_later_day(self):
        self.release("K12", promised_date=self.at(24 * 8))
        with self.at_hours(24 * 4):
            self.hear(self.event("K12", "delivered", hours=48))
            self.figure("on_time")
            self.hear(self.event("K12", "delivered", hours=4))
            days = {row["group"]: row["numerator"] for row in self.by_day("on_time")}

        self.assertEqual({day: n for day, n in days.items() if n}, {DAY: 1})

    def by_day(self, code):
        return self.read(code, group_by="day")

    def test_a_day_begins_where_the_company_is(self):
        # 23:30 UTC is the next day in Berlin
        self.release("K13", promised_date=self.at(24 * 8))
        with self.at_hours(24):
            self.hear(self.event("K13", "delivered", hours=15.5))
            (row,) = self.by_day("on_time")
        self.assertEqual(row["group"], DAY + timedelta(days=1))

    # Others

    def test_in_full_means_nothing_short_or_damaged(self):
        for number, codes in (
            ("F1", ["delivered"]),
            ("F2", ["damaged", "delivered"]),
        ):
            self.release(number, promised_date=self.at(24))
            for hours, code in enumerate(codes, 2):
                self.hear(self.event(number, code, hours=hours))
        with self.at_hours(26):
            self.assertEqual(self.figure("otif")[:2], (1, 2))

    def test_the_window_the_date_and_the_unit_of_otif_are_settings(self):
        shipment = self.release(packages=("O1", "O2"), promised_date=self.at(24))
        shipment.revised_promise_date = self.at(48)
        self.hear(self.event("O1", "delivered", hours=20))
        with self.at_hours(30):
            self.hear(self.event("O2", "delivered", hours=30))

        def otif(**settings):
            self.company.write(
                {f"logistics_otif_{name}": value for name, value in settings.items()}
            )
            return self.figure("otif")[:2]

        with self.at_hours(60):
            self.assertEqual(otif(), (0, 1))
            self.assertEqual(otif(unit="package"), (1, 2))
            self.assertEqual(otif(late_hours=6), (2, 2))
            self.assertEqual(otif(reference="shown", unit="shipment"), (1, 1))
            self.assertEqual(otif(early_hours=12), (0, 1))

    def test_first_attempt(self):
        self.release("A1")
        self.hear(self.event("A1", "delivered", hours=1))
        self.release("A2")
        self.hear(self.event("A2", "delivery_attempted", hours=1))
        with self.at_hours(31):
            self.hear(self.event("A2", "delivered", hours=30))
            self.assertEqual(self.figure("first_attempt")[:2], (1, 2))

    def test_dwell_is_from_arrival_to_departure(self):
        self.release("D1")
        for code, hours in (("arrived", 1), ("departed", 4), ("departed", 6)):
            self.hear(self.event("D1", code, hours=hours))
        with self.at_hours(7):
            self.assertEqual(self.figure("dwell")[:2], (3, 1))

    def test_completeness_counts_what_was_to_be_expected(self):
        self.release("C1")
        self.release("C2", mode="ftl")
        for number in ("C1", "C2"):
            self.hear(self.event(number, "picked_up", hours=1))
            self.hear(self.event(number, "delivered", hours=4))
        with self.at_hours(7):
            self.assertEqual(self.figure("completeness")[:2], (4, 7))

    def test_latency_is_from_what_happened_to_being_told(self):
        shipment = self.release("L1")
        with self.at_hours(3):
            self.hear(self.event("L1", "in_transit", hours=1))
            self.env["logistics.milestone"].create(
                {
                    "shipment_id": shipment.id,
                    "code": "arrived",
                    "occurred_at": self.at(2),
                }
            )
            self.hand_on()
            self.assertEqual(self.figure("latency"), (120, 1, 1, 120))

    def test_confirmation_delay_is_from_delivered_to_known(self):
        self.release("L2")
        with self.at_hours(6):
            self.hear(self.event("L2", "delivered", hours=4))
            self.assertEqual(self.figure("confirmation_delay")[:2], (2, 1))

    def test_freshness_is_against_the_threshold_of_the_stage(self):
        self.company.logistics_fresh_in_transit = 12
        self.company.logistics_fresh_out_for_delivery = 2
        for number, code in (("N1", "in_transit"), ("N2", "out_for_delivery")):
            self.release(number)
            self.hear(self.event(number, code, hours=1))
        with self.at_hours(7):
            self.assertEqual(self.figure("freshness")[:2], (1, 2))

    def test_how_things_stand_is_not_added_up_over_days(self):
        self.release("N3")
        self.hear(self.event("N3", "in_transit", hours=1))
        with self.at_hours(7):
            self.figure("freshness")
        with self.at_hours(31):
            days = [row["value"] for row in self.by_day("freshness")]
            together = self.figure("freshness")
        self.assertEqual(days, [1.0, 0.0])
        self.assertEqual(together[:2], (0, 1))

    def test_the_eta_of_a_day_before_counts(self):
        for number, told, eta in (("E1", 1, 39), ("E2", 1, 60), ("E3", 30, 40)):
            self.release(number)
            with self.at_hours(told):
                self.hear(
                    self.event(
                        number,
                        "in_transit",
                        hours=told,
                        estimated_delivery=f"{self.at(eta).isoformat()}+00:00",
                    )
                )
        with self.at_hours(41):
            for number in ("E1", "E2", "E3"):
                self.hear(self.event(number, "delivered", hours=40))
            self.assertEqual(self.figure("eta_accuracy")[:3], (1, 2, 1))

    def test_cases_are_counted_in_working_hours(self):
        shipment = self.release("M1")
        case = self.env["logistics.exception"].create(
            {"shipment_id": shipment.id, "type": "other", "summary": "A case"}
        )
        # Opened at 9 in Berlin; lunch from 12 to 13, work ends at 17
        with self.at_hours(6):
            case.action_acknowledge()
            self.hand_on()
            ageing = self.figure("exception_ageing")
        with self.at_hours(25):
            case._set_resolved("Settled")
            self.hand_on()
            self.assertEqual(self.figure("mtta")[:2], (5, 1))
            self.assertEqual(self.figure("mttr")[:2], (8, 1))
            self.assertEqual(
                self.figure("exception_ageing", first=date(2026, 3, 3)), (0, 0, 0, None)
            )
        self.assertEqual(ageing[:2], (5, 1))

    def test_claims_are_counted_of_what_arrived(self):
        for number in ("Q1", "Q2"):
            shipment = self.release(number)
            self.hear(self.event(number, "delivered", hours=4))
        with self.at_hours(24 * 4):
            self.assertEqual(self.figure("claims_rate")[:2], (0, 2))
            self.env["logistics.claim"].create({"shipment_id": shipment.id})
            self.assertEqual(self.figure("claims_rate")[:2], (1, 2))

    # Reading

    def test_figures_are_told_apart_and_narrowed(self):
        other = self.env["res.partner"].create({"name": "Another Customer"})
        self.release("R1", promised_date=self.at(5))
        self.release("R2", promised_date=self.at(5), partner_id=other.id)
        self.hear(self.event("R1", "delivered", hours=4))
        with self.at_hours(8):
            by_customer = self.read("on_time", group_by="partner_id")
            lanes = self.read(
                "on_time", group_by="lane", filters={"partner_id": other.id}
            )
            carrier = self.read(
                "on_time", filters={"integration_id": self.integration.id}
            )
            days = self.read(
                "on_time",
                group_by="day",
                filters={
                    "partner_id": other.id,
                    "integration_id": self.integration.id,
                },
            )
        self.assertEqual(
            {row["group"]: row["value"] for row in by_customer},
            {self.customer.id: 1.0, other.id: 0.0},
        )
        self.assertEqual(
            [(r["group"], r["denominator"]) for r in lanes], [("US-DE", 1)]
        )
        self.assertEqual(carrier[0]["denominator"], 2)
        self.assertEqual([(r["group"], r["value"]) for r in days], [(DAY, 0.0)])

    def test_every_detail_adds_up_to_the_same(self):
        for number in ("S1", "S2", "S3"):
            self.release(number, promised_date=self.at(5))
            self.hear(self.event(number, "delivered", hours=4))
        with self.at_hours(8):
            self.read("on_time")
        sums = self.env["logistics.kpi.day"]._read_group(
            [("company_id", "=", self.company.id), ("kpi_id.code", "=", "on_time")],
            ["dimension"],
            ["denominator:sum", "value:avg"],
        )
        self.assertEqual(len(sums), 7)
        self.assertEqual({row[1:] for row in sums}, {(3.0, 1.0)})

    def test_another_company_sees_nothing_of_it(self):
        self.release("T1", promised_date=self.at(5))
        other = self.env["res.company"].create({"name": "Another Company"})
        with self.at_hours(8):
            self.read("on_time")
        kpis = self.env["logistics.kpi"].with_context(allowed_company_ids=other.ids)
        (row,) = kpis._read(["on_time"], DAY, DAY)
        self.assertEqual(row["denominator"], 0)
        (row,) = kpis._read(
            ["on_time"], DAY, DAY, filters={"company_id": self.company.id}
        )
        self.assertEqual(row["denominator"], 0)

    def test_it_says_as_of_when(self):
        self.release("U1", promised_date=self.at(5))
        with self.at_hours(8):
            (row,) = self.read("on_time")
        self.assertEqual(row["as_of"], self.at(8))

    def test_what_cannot_be_told_apart_is_refused(self):
        with self.assertRaises(UserError):
            self.env["logistics.kpi"]._read(["on_time"], DAY, DAY, group_by="name")
        with self.assertRaises(UserError):
            self.env["logistics.kpi"]._read(["on_time"], DAY, DAY, filters={"id": 1})
        self.assertEqual(self.env["logistics.kpi"]._read(["nobody"], DAY, DAY), [])

    def test_nothing_is_reckoned_twice(self):
        self.release("V1", promised_date=self.at(5))
        with self.at_hours(8):
            self.read("on_time")
            touched = self.env["logistics.kpi.touched"].search_count(
                [("company_id", "=", self.company.id), ("date", "<=", DAY)]
            )
        self.assertEqual(touched, 0)
