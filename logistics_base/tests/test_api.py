# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.ir_http import METRICS_SCOPE
from .api_common import FIRST_PAGE, ApiCase

HTTP_LOGGER = "odoo.http"


@tagged("-at_install", "post_install")
class TestApi(ApiCase):
    """What customers and their systems read, and what they do not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.viewer = cls.make_user("api-viewer", ["logistics_base.group_user"])
        cls.key = cls.make_key(cls.viewer)
        cls.shopper = cls.make_user(
            "api-shopper", ["base.group_portal"], partner_id=cls.customer.id
        )
        cls.shopper_key = cls.make_key(cls.shopper)
        cls.shipment = cls.make_shipment("1Z 999-A", state="booked")
        cls.stranger = cls.env["res.partner"].create({"name": "Somebody Else"})
        cls.foreign = cls.make_shipment(
            "1Z-FOREIGN", partner_id=cls.stranger.id, state="booked"
        )

    def ids(self, response):
        return [item["id"] for item in response.json()["items"]]

    # Who is let in

    @mute_logger(HTTP_LOGGER)
    def test_only_a_key_of_the_right_scope_opens(self):
        refused = {
            "none": None,
            "nonsense": "0123456789abcdef0123456789abcdef01234567",
            "not even text for a database": "\u00fc-no-key",
            "for everything": self.make_key(self.viewer, None),
            "rpc": self.make_key(self.viewer, "rpc"),
            "metrics": self.make_key(self.viewer, METRICS_SCOPE),
            "expired": self.make_key(self.viewer, days=-1),
        }
        for name, key in refused.items():
            with self.subTest(name):
                response = self.get(
                    FIRST_PAGE, key and key.encode("latin-1").decode("latin-1")
                )
                self.assert_problem(response, 401, "unauthorized")
                self.assertIn("Bearer", response.headers["WWW-Authenticate"])
        self.assertEqual(self.get(FIRST_PAGE, self.key).status_code, 200)

    @mute_logger(HTTP_LOGGER)
    def test_a_key_dies_with_its_user(self):
        self.viewer.active = False
        self.assert_problem(self.get(FIRST_PAGE, self.key), 401, "unauthorized")

    @mute_logger(HTTP_LOGGER)
    def test_a_session_opens_nothing_and_none_is_made(self):
        self.authenticate("admin", "admin")
        self.assert_problem(self.get(FIRST_PAGE), 401, "unauthorized")
        self.assertNotIn("Set-Cookie", self.get(FIRST_PAGE, self.key).headers)

    def test_the_key_decides_whatever_session_comes_along(self):
        self.authenticate("admin", "admin")
        response = self.get(FIRST_PAGE, self.shopper_key)
        self.assertEqual(self.ids(response), [self.shipment.id])

    @mute_logger(HTTP_LOGGER)
    def test_people_without_a_logistics_role_are_turned_away(self):
        key = self.make_key(self.make_user("api-clerk", ["base.group_user"]))
        self.assert_problem(self.get(FIRST_PAGE, key), 403, "forbidden")

    # Who sees what

    def test_a_customer_sees_what_is_of_the_own_commercial_partner(self):
        branch = self.env["res.partner"].create(
            {"name": "Branch", "parent_id": self.customer.id}
        )
        branch_shipment = self.make_shipment(
            "1Z-BRANCH", partner_id=branch.id, state="booked"
        )
        self.make_shipment("1Z-DRAFT")
        self.assertEqual(
            self.ids(self.get(FIRST_PAGE, self.shopper_key)),
            [branch_shipment.id, self.shipment.id],
        )

    @mute_logger(HTTP_LOGGER)
    def test_what_belongs_to_others_is_not_there(self):
        for rest in ("", "/milestones"):
            response = self.get(
                f"{FIRST_PAGE}/{self.foreign.id}{rest}", self.shopper_key
            )
            self.assert_problem(response, 404, "not-found")
        found = self.get(f"{FIRST_PAGE}?reference=1ZFOREIGN", self.shopper_key)
        self.assertEqual(self.ids(found), [])

    @mute_logger(HTTP_LOGGER)
    def test_people_see_their_companies_shipments_alone(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.make_shipment(
            "1Z-THEIRS",
            company_id=company.id,
            integration=self.make_integration(company_id=company.id),
        )
        self.assertNotIn(theirs.id, self.ids(self.get(FIRST_PAGE, self.key)))
        response = self.get(f"{FIRST_PAGE}/{theirs.id}", self.key)
        self.assert_problem(response, 404, "not-found")

    # Finding

    def test_a_shipment_is_found_by_any_spelling_of_a_reference(self):
        for query in ("reference=1z999a", "reference=1Z+999-A&type=tracking"):
            found = self.get(f"{FIRST_PAGE}?{query}", self.key)
            self.assertEqual(self.ids(found), [self.shipment.id])
        found = self.get(f"{FIRST_PAGE}?reference=1z999a&type=order", self.key)
        self.assertEqual(self.ids(found), [])

    def test_wrong_parameters_are_named(self):
        for query in (
            "type=nonsense&reference=1",
            "type=tracking",
            "reference=%00--",
            "limit=0",
            "limit=201",
            "limit=many",
            "cursor=nonsense",
            "cursor=WzEsIDJd",
            "cursor=" + "A" * 500,
        ):
            with self.subTest(query):
                response = self.get(f"{FIRST_PAGE}?{query}", self.key)
                self.assert_problem(response, 400, "invalid-request")

    @mute_logger(HTTP_LOGGER)
    def test_what_is_not_served_is_said_in_the_same_way(self):
        self.assert_problem(self.get("/logistics/v1/nonsense"), 404, "not-found")
        wrong = self.url_open(FIRST_PAGE, data="{}", headers={"Accept": "text/html"})
        self.assert_problem(wrong, 405, "method-not-allowed")
        self.assertIn("GET", wrong.headers["Allow"])
        huge = self.get(f"{FIRST_PAGE}/{10**30}", self.key)
        self.assert_problem(huge, 404, "not-found")

    # Pages

    def test_pages_follow_each_other_whatever_comes_in_between(self):
        older = [self.shipment.id]
        ids = [self.make_shipment(f"P{n}", state="booked").id for n in range(4)]
        path = f"{FIRST_PAGE}?limit=2"
        seen, cursor = [], ""
        while cursor is not None:
            page = self.get(f"{path}&cursor={cursor}", self.shopper_key).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page.get("next_cursor")
            self.make_shipment(f"NEW-{len(seen)}", state="booked")
        self.assertEqual(seen, ids[::-1] + older)

    def test_milestones_come_latest_first_and_in_pages(self):
        self.tell(
            *(
                self.event("1Z999A", code, hours=hours, id=f"e{hours}-{code}")
                for hours, code in enumerate(("picked_up", "departed", "arrived"))
            ),
            self.event("1Z999A", "in_transit", hours=1, id="same-time"),
        )
        path = f"{FIRST_PAGE}/{self.shipment.id}/milestones?limit=3"
        first = self.get(path, self.shopper_key).json()
        second = self.get(f"{path}&cursor={first['next_cursor']}", self.shopper_key)
        codes = [item["code"] for item in first["items"] + second.json()["items"]]
        self.assertEqual(codes[0], "arrived")
        self.assertEqual(set(codes[1:3]), {"departed", "in_transit"})
        self.assertEqual(codes[3:], ["picked_up"])
        self.assertNotIn("next_cursor", second.json())

    # What is told

    def test_a_shipment_tells_how_far_it_is_and_nothing_internal(self):
        self.shipment.note = "The customer is slow to pay"
        self.tell(self.event("1Z999A", "picked_up", location={"city": "Berlin"}))
        told = self.get(f"{FIRST_PAGE}/{self.shipment.id}", self.shopper_key).json()
        self.assertEqual(told["state"], "picked_up")
        self.assertEqual(told["picked_up_date"], "2026-03-02T08:00:00Z")
        self.assertIn({"type": "tracking", "value": "1Z 999-A"}, told["references"])
        text = str(told)
        for secret in ("slow to pay", self.shipment.correlation_id, "company"):
            self.assertNotIn(secret, text)
        milestones = self.get(
            f"{FIRST_PAGE}/{self.shipment.id}/milestones", self.shopper_key
        )
        item = milestones.json()["items"][0]
        self.assertEqual(item["location"], {"city": "Berlin"})
        self.assertEqual(item["occurred_at"], "2026-03-02T08:00:00Z")
        self.assertFalse({"raw_code", "message_id", "identity"} & set(item))

    def test_what_is_unchanged_is_not_sent_again(self):
        path = f"{FIRST_PAGE}/{self.shipment.id}"
        first = self.get(path, self.key)
        same = self.get(path, self.key, If_None_Match=first.headers["ETag"])
        self.assertEqual((same.status_code, same.text), (304, ""))
        self.assertEqual(same.headers["ETag"], first.headers["ETag"])
        self.tell(self.event("1Z999A", "picked_up"))
        changed = self.get(path, self.key, If_None_Match=first.headers["ETag"])
        self.assertEqual(changed.status_code, 200)
        self.assertIn("private", changed.headers["Cache-Control"])

    def test_a_page_takes_the_same_number_of_queries_however_long(self):
        def queries(limit):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.get(f"{FIRST_PAGE}?limit={limit}", self.key)
            return self.env.cr.sql_log_count - before

        for number in range(20):
            self.make_shipment(packages=(f"A{number}", f"B{number}"), state="booked")
        self.get(f"{FIRST_PAGE}?limit=1", self.key)
        self.assertEqual(queries(20), queries(2))

    # The description

    def test_the_description_is_public_and_may_be_kept(self):
        response = self.get("/logistics/v1/openapi.json")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.json()["openapi"], "3.1.0")
        self.assertIn("max-age", response.headers["Cache-Control"])
        etag = response.headers["ETag"]
        same = self.get("/logistics/v1/openapi.json", If_None_Match=etag)
        self.assertEqual(same.status_code, 304)

    def test_answers_are_as_described(self):
        described = self.get("/logistics/v1/openapi.json").json()
        self.tell(self.event("1Z999A", "picked_up", location={"city": "Berlin"}))
        pages = {
            "ShipmentPage": self.get(FIRST_PAGE, self.key).json(),
            "MilestonePage": self.get(
                f"{FIRST_PAGE}/{self.shipment.id}/milestones", self.key
            ).json(),
        }
        schemas = described["components"]["schemas"]
        for name, page in pages.items():
            item_ref = schemas[name]["properties"]["items"]["items"]["$ref"]
            schema = schemas[item_ref.rsplit("/", 1)[-1]]
            item = page["items"][0]
            self.assertLessEqual(set(item), set(schema["properties"]))
            self.assertLessEqual(set(schema["required"]), set(item))
