# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from pathlib import Path

import polib
from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.logistics_base.canonical import vocabulary

from .. import words
from .common import NOW, PortalCase, PortalHttpCase

HOSTILE = "<script>alert('x')</script>"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestTimeline(PortalCase):
    """What happened, as a customer reads it."""

    def days(self, shipment, **reader):
        page = self.page(shipment, **reader)
        return [
            (day.label, [(event.time, event.title) for event in day.events])
            for day in page.timeline.latest
        ]

    def test_days_and_hours_are_the_reader_s(self):
        shipment = self.make_shipment("T1")
        self.happen(shipment, "picked_up", "2026-11-19 20:30:00")
        self.happen(shipment, "departed", "2026-11-19 23:30:00")
        self.happen(shipment, "arrived", "2026-11-23 06:05:00")
        self.assertEqual(
            self.days(shipment, language="fr_FR"),
            [
                ("Today", [("07:05", "Arrived")]),
                ("Vendredi 20 novembre", [("00:30", "Departed")]),
                ("Jeudi 19 novembre", [("21:30", "Collected by the carrier")]),
            ],
        )
        self.assertEqual(
            [label for label, _events in self.days(shipment, zone="America/New_York")],
            ["Today", "Thursday, November 19"],
        )

    def test_the_local_time_shows_where_the_offset_is_known(self):
        shipment = self.make_shipment("T2")
        told = {"occurred_at": "2026-11-23 08:00:00", "location_city": "New York"}
        self.happen(shipment, "departed", told["occurred_at"], utc_offset_minutes=-300)
        self.happen(shipment, "arrived", "2026-11-22 08:00:00")
        self.happen(
            shipment,
            "loaded",
            "2026-11-21 08:00:00",
            utc_offset_minutes=0,
            time_assumed=True,
        )
        page = self.page(shipment, language="fr_FR")
        shown = {e.title: e.place_time for d in page.timeline.latest for e in d.events}
        self.assertEqual(
            shown, {"Departed": "03:00 local time", "Arrived": "", "Loaded": ""}
        )

    def test_codes_without_words_for_customers_are_left_out(self):
        shipment = self.make_shipment("T3")
        for code in ("tender_declined", "unknown", "information", "allocated"):
            self.happen(shipment, code, "2026-11-22 08:00:00")
        self.assertEqual(self.days(shipment), [])

    def test_what_was_retracted_never_happened(self):
        shipment = self.make_shipment("T4")
        self.happen(shipment, "delivered", "2026-11-22 08:00:00").action_retract()
        self.assertEqual(self.days(shipment), [])

    def test_one_scan_of_several_packages_is_one_line(self):
        shipment = self.make_shipment(packages=["T5A", "T5B", "T5C"])
        first, second, third = shipment.package_ids
        for package in (first, third):
            self.happen(
                shipment, "arrived", "2026-11-22 08:00:00", package_id=package.id
            )
        for package in (first, second, third):
            self.happen(
                shipment, "departed", "2026-11-22 09:00:00", package_id=package.id
            )
        [day] = self.page(shipment).timeline.latest
        self.assertEqual(
            [(event.title, event.packages) for event in day.events],
            [("Departed", ""), ("Arrived", "Package 1, Package 3")],
        )

    def test_a_long_history_is_folded_then_cut(self):
        shipment = self.make_shipment("T6")
        self.env["logistics.milestone"].create(
            [
                {
                    "shipment_id": shipment.id,
                    "code": "arrived",
                    "occurred_at": f"2026-{month:02}-{day:02} {hour:02}:00:00",
                }
                for month in (9, 10)
                for day in range(1, 29)
                for hour in range(0, 24, 3)
            ]
        )
        timeline = self.page(shipment).timeline
        self.assertEqual(sum(len(day.events) for day in timeline.latest), 12)
        self.assertEqual(timeline.hidden, 388)
        self.assertTrue(timeline.truncated)

    def test_what_is_expected_shows_until_it_is_past(self):
        shipment = self.make_shipment("T7")
        for when, classifier in (
            ("2026-11-25 10:00:00", "planned"),
            ("2026-11-22 10:00:00", "planned"),
        ):
            self.happen(shipment, "departed", when, classifier=classifier)
        [expected] = self.page(shipment, language="fr_FR").expected
        self.assertEqual(expected.title, "Departure")
        self.assertEqual(expected.time, "Mercredi 25 novembre at 11:00")

    def test_a_strangers_timeline_names_no_doors(self):
        shipment = self.make_shipment("T8")
        place = {"location_city": "Lyon", "location_country": "FR"}
        for code, hour, name in (
            ("arrived", 6, "Depot Nord"),
            ("delivery_attempted", 8, "Chez Jean Dupont"),
        ):
            self.happen(
                shipment, code, f"2026-11-23 0{hour}:00:00", location_name=name, **place
            )
        [day] = self.page(shipment, full=False).timeline.latest
        self.assertEqual(
            [event.place for event in day.events],
            ["Lyon, France", "Depot Nord, Lyon, France"],
        )


@tagged("post_install", "-at_install")
class TestWords(PortalCase):
    """Customers' words and our vocabulary fit together."""

    def test_words_are_for_codes_that_exist(self):
        self.assertLessEqual(set(words.MILESTONES), set(vocabulary.MILESTONES))
        self.assertLessEqual(set(words.EXPECTED), set(vocabulary.MILESTONES))
        self.assertLessEqual(set(words.EXCEPTIONS), set(vocabulary.EXCEPTION_TYPES))
        self.assertLessEqual(set(words.REASONS), set(vocabulary.REASONS))
        self.assertLessEqual(set(words.REFERENCES), set(vocabulary.REFERENCE_TYPES))

    def test_every_stage_and_mode_has_words(self):
        self.assertEqual(set(words.STAGES), set(vocabulary.STATES))
        self.assertEqual(set(words.MODES), set(vocabulary.MODES))


@tagged("post_install", "-at_install")
class TestProblems(PortalCase):
    """Exceptions in words a customer understands."""

    def test_a_problem_is_told_in_our_words_and_with_the_reason(self):
        shipment = self.make_shipment("P1")
        self.happen(
            shipment,
            "delivery_attempted",
            "2026-11-22 08:00:00",
            raw_description="DLVRY EXCPT 07",
            reason_code="consignee_not_home",
        )
        [problem] = self.page(shipment).problems
        self.assertEqual(problem.title, "The delivery did not succeed")
        self.assertEqual(problem.reason, "Nobody was at home.")

    def test_internal_and_closed_cases_are_not_shown(self):
        shipment = self.make_shipment("P2")
        self.env["logistics.exception"].create(
            [
                {"shipment_id": shipment.id, "type": kind, "summary": "x", **vals}
                for kind, vals in (
                    ("technical", {}),
                    ("tender", {}),
                    ("damage", {"state": "resolved"}),
                )
            ]
        )
        self.assertEqual(self.page(shipment).problems, ())


@tagged("post_install", "-at_install")
class TestCuratedFields(PortalHttpCase):
    """Only what was chosen leaves the ERP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        secret = cls.secret = "do-not-tell"
        shipment = cls.shipment = cls.make_shipment(
            "CUR1",
            packages=["CUR1A"],
            note=f"<p>{secret}-note</p>",
            service_code=f"{secret}-service",
        )
        cls.happen(
            shipment,
            "delivery_attempted",
            "2026-11-22 08:00:00",
            raw_code=f"{secret}-code",
            raw_description=f"{secret}-description",
            description=f"{secret}-words",
            location_name=HOSTILE,
        )
        cls.env["logistics.charge"].create(
            {
                "shipment_id": shipment.id,
                "type": "base",
                "amount": 9876.54,
                "currency_id": cls.env.company.currency_id.id,
            }
        )
        cls.env["logistics.exception"].create(
            {"shipment_id": shipment.id, "type": "delay", "summary": f"{secret}-sum"}
        )
        cls.env["logistics.reference"].create(
            {"shipment_id": shipment.id, "type": "other", "value": f"{secret}-ref"}
        )
        cls.env["logistics.proof"].create(
            {
                "shipment_id": shipment.id,
                "signatory": "Jean Dupont",
                "location": "Third floor",
                "condition_note": f"{secret}-condition",
            }
        )
        shipment.message_post(body=f"{secret}-log")
        cls.token = shipment._portal_ensure_token()

    def everything(self):
        base = f"/my/shipments/{self.shipment.id}"
        yield from map(self.get, ("/my/shipments", base, f"{base}/live"))
        yield from map(self.get, (f"/track/{self.token}", f"/track/{self.token}/live"))

    def test_nothing_internal_is_in_any_page(self):
        self.authenticate("ada", "ada")
        for response in self.everything():
            self.assertEqual(response.status_code, 200)
            for word in (self.secret, "9876", "9,876", "889-221", "delivery_attempted"):
                self.assertNotIn(word, response.text)

    def test_a_script_in_a_place_name_is_inert(self):
        self.authenticate("ada", "ada")
        response = self.get(f"/my/shipments/{self.shipment.id}")
        self.assertNotIn(HOSTILE, response.text)
        self.assertIn("&lt;script&gt;alert(", response.text)

    def test_the_customer_reads_what_a_stranger_does_not(self):
        personal = (
            "Jean Dupont",
            "Third floor",
            "Acme Shop",
            "14 rue des Tanneurs",
            "69009",
        )
        self.authenticate("ada", "ada")
        own = self.get(f"/my/shipments/{self.shipment.id}").text
        self.authenticate(None, None)
        public = self.get(f"/track/{self.token}").text
        for word in personal:
            self.assertIn(word, own)
            self.assertNotIn(word, public)
        for word in ("Lyon", "J. D.", "CUR1A", "Boreal Express"):
            self.assertIn(word, public)

    def test_the_public_page_is_kept_out_of_indexes_and_referrers(self):
        headers = self.get(f"/track/{self.token}").headers
        self.assertIn("noindex", headers["X-Robots-Tag"])
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertIn("private", headers["Cache-Control"])


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestLanguages(PortalHttpCase):
    """The whole page speaks the customer's language."""

    def shown(self, code):
        self.env["res.lang"]._activate_lang(code)
        module = self.env["ir.module.module"].search(
            [("name", "=", "logistics_portal")]
        )
        module._update_translations(code)
        self.ada.lang = code
        shipment = self.make_shipment("LNG1", promised_date="2026-11-24 17:00:00")
        self.happen(shipment, "customs_hold", "2026-11-19 20:30:00")
        self.authenticate("ada", "ada")
        return self.get(f"/my/shipments/{shipment.id}", allow_redirects=True).text

    def test_french(self):
        text = self.shown("fr_FR")
        for said in (
            "Arrivée prévue : demain avant 18:00",
            "La douane retient votre envoi",
            "Jeudi 19 novembre",
            "Retenu par la douane",
            "Historique",
            "Partager",
        ):
            self.assertIn(said, text)

    def test_german(self):
        text = self.shown("de_DE")
        for said in ("Ankunft: morgen bis 18:00 Uhr", "Donnerstag, 19. November"):
            self.assertIn(said, text)

    def test_spanish(self):
        text = self.shown("es_ES")
        for said in ("Llegada: mañana antes de las 18:00", "Jueves, 19 de noviembre"):
            self.assertIn(said, text)

    def test_the_live_part_keeps_the_page_s_language(self):
        text = self.shown("fr_FR")
        [url] = re.findall(r'data-live-url="([^"]+)"', text)
        self.assertTrue(url.startswith("/fr/"))
        live = self.get(url)
        self.assertEqual(live.status_code, 200)
        self.assertIn("La douane retient votre envoi", live.text)
        self.assertIn(f"data-etag={live.headers['ETag']}", text)

    def test_the_catalogues_are_complete(self):
        folder = Path(__file__).parent.parent / "i18n"
        terms = self.terms(folder / "logistics_portal.pot")
        for language in ("fr", "de", "es"):
            catalogue = self.terms(folder / f"{language}.po")
            self.assertEqual(set(catalogue), set(terms), language)
            # A single word may be the same in both languages.
            missing = [term for term, said in catalogue.items() if not said]
            self.assertFalse([term for term in missing if " " in term], language)

    def terms(self, file):
        return {entry.msgid: entry.msgstr for entry in polib.pofile(str(file))}
