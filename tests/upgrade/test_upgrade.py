# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from tests.upgrade.conftest import RELEASES

# What a version called otherwise: {(table, column): its name now}.
RENAMED = {("logistics_integration", "circuit_state"): "inbound_circuit_state"}
# What is written anew by an upgrade, and may change.
REWRITTEN = {"logistics_preset"}


def test_there_is_a_release_to_upgrade_from():
    assert RELEASES


def test_odoo_complains_about_nothing(upgraded):
    assert upgraded.complaints == []


def test_nothing_is_lost(upgraded):
    assert len(upgraded.kept["logistics_message"]) > 100
    for table, rows in upgraded.kept.items():
        if table in REWRITTEN or not rows:
            continue
        new_names = {name: RENAMED.get((table, name), name) for name in rows[0]}
        found = upgraded.record.rows_of(table, list(new_names.values()))
        present = {json.dumps(row, sort_keys=True) for row in found}
        lost = [
            row
            for old in rows
            if json.dumps(
                row := {new_names[name]: value for name, value in old.items()},
                sort_keys=True,
            )
            not in present
        ]
        assert not lost, f"{table}: {lost[:3]}"


def test_the_database_is_built_like_a_fresh_one(upgraded, fresh_schema):
    upgraded.installation.complete()

    assert upgraded.record.schema() == fresh_schema


def test_a_partner_that_was_left_alone_still_is(upgraded):
    states = upgraded.installation.rows(
        "SELECT inbound_circuit_state FROM logistics_integration "
        "WHERE circuit_retry_at = '2099-01-01'"
    )

    assert states == ["open"]


def test_open_deliveries_are_shipments_and_done_ones_are_left_alone(upgraded):
    missing = upgraded.installation.rows(
        "SELECT name FROM stock_picking WHERE sale_id IS NOT NULL "
        "AND state NOT IN ('draft', 'cancel') "
        "AND (state = 'done') = (logistics_shipment_id IS NOT NULL)"
    )

    assert missing == []


def test_a_delivery_takes_the_shipment_that_bears_its_number(upgraded):
    codes = upgraded.installation.rows(
        "SELECT s.service_code FROM stock_picking p "
        "JOIN logistics_shipment s ON s.id = p.logistics_shipment_id "
        "WHERE p.carrier_tracking_ref = 'UPG100000001'"
    )

    assert codes == ["UPGRADE"]


def test_what_arrived_before_is_applied_after(upgraded):
    printed = upgraded.installation.shell(
        "while env['logistics.message']._process_batch(100):\n    pass\n\n"
        "env.cr.commit()\n"
        "print('codes:', *env['logistics.milestone'].search([\n"
        "    ('shipment_id.reference_ids.normalized', '=', 'UPG100000001'),\n"
        "]).sorted('id').mapped('code'))\n"
    )

    assert "codes: picked_up in_transit" in printed
