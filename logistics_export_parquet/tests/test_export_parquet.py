# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

import pyarrow.parquet

from odoo.tests import tagged

from odoo.addons.logistics_base.tests.api_common import ApiCase


@tagged("-at_install", "post_install")
class TestExportParquet(ApiCase):
    """The same rows as CSV's, typed."""

    def test_milestones_are_read_by_an_analytics_library(self):
        # given a manager's key, and a milestone
        manager = self.make_user("parquet", ["logistics_base.group_manager"])
        shipment = self.make_shipment("PARQUET-1")
        self.tell(self.event("PARQUET-1", "delivered"))
        # when the month is exported
        answer = self.get(
            "/logistics/v1/export/milestones"
            "?from=2026-03-01&to=2026-03-31&format=parquet",
            self.make_key(manager),
        )
        # then any reader of Parquet finds it, with its time as a time
        self.assertEqual(answer.status_code, 200, answer.content[:300])
        table = pyarrow.parquet.read_table(io.BytesIO(answer.content))
        (row,) = [row for row in table.to_pylist() if row["shipment_id"] == shipment.id]
        self.assertEqual(row["code"], "delivered")
        self.assertEqual(row["occurred_at"].isoformat(), "2026-03-02T08:00:00+00:00")

    def test_every_dataset_has_columns_that_it_can_store(self):
        manager = self.make_user("parquet", ["logistics_base.group_manager"])
        key = self.make_key(manager)
        for dataset in ("shipments", "exceptions", "events", "measures"):
            with self.subTest(dataset):
                answer = self.get(
                    f"/logistics/v1/export/{dataset}"
                    "?from=2000-01-01&to=2100-01-01&format=parquet",
                    key,
                )
                pyarrow.parquet.read_table(io.BytesIO(answer.content))
