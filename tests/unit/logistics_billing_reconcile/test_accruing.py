# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from decimal import Decimal

import pytest

from logistics_billing_reconcile.expecting.accruing import (
    besides,
    share_of,
    used_up,
)

FIVE_PERCENT = Decimal("0.05")


@pytest.mark.parametrize(
    ("expected", "accrued", "reversed_", "billed", "more"),
    [
        pytest.param(10, 0, 0, 0, 10, id="nothing is accrued yet"),
        pytest.param(10, 10, 0, 0, 0, id="all is accrued"),
        pytest.param(14, 10, 0, 0, 4, id="more is expected"),
        pytest.param(7, 10, 0, 0, -3, id="less is expected"),
        pytest.param(10, 0, 0, 10, 0, id="billed before it was accrued"),
        pytest.param(10, 0, 0, 4, 6, id="billed in part before"),
        pytest.param(10, 0, 0, "9.6", 0, id="billed but for a small rest"),
        pytest.param(10, 10, 4, 4, 0, id="a bill reversed its part"),
        pytest.param(10, 10, 10, "9.6", 0, id="a bill reversed the rest, too"),
        pytest.param(10, 10, 0, 10, -10, id="a bill reversed nothing"),
        pytest.param(0, 10, 0, 0, -10, id="called off"),
    ],
)
def test_what_is_accrued_besides(expected, accrued, reversed_, billed, more):
    figures = (Decimal(str(n)) for n in (expected, accrued, reversed_, billed))
    assert besides(*figures, FIVE_PERCENT) == Decimal(str(more))


@pytest.mark.parametrize(
    ("open_amounts", "billed", "taken"),
    [
        pytest.param([(10, 10)], 10, [10], id="in full"),
        pytest.param([(10, 10)], 4, [4], id="in part"),
        pytest.param([(10, 10)], 25, [10], id="no more than there is"),
        pytest.param([(10, 10)], "9.8", [10], id="a small rest goes along"),
        pytest.param([(10, 10), (5, 5)], 12, [10, 2], id="the first one first"),
        pytest.param([(10, 10)], -3, [0], id="a credit uses up nothing"),
        pytest.param([(10, 10)], 0, [0], id="nothing billed, nothing released"),
        pytest.param([("0.3", 10)], 0, [0], id="nor a small rest"),
    ],
)
def test_what_a_bill_uses_up(open_amounts, billed, taken):
    amounts = [(Decimal(str(a)), Decimal(str(b))) for a, b in open_amounts]
    found = used_up(amounts, Decimal(str(billed)), FIVE_PERCENT)
    assert found == [Decimal(str(each)) for each in taken]


def test_the_whole_of_an_amount_is_all_of_it():
    # 3.33 is no exact third of ten: parts may differ by a cent, the whole may not
    assert share_of(Decimal("3.33"), Decimal(10), Decimal(10)) == Decimal("3.33")
    assert share_of(Decimal("3.33"), Decimal(5), Decimal(10)) == Decimal("1.665")
