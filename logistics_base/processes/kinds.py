# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The steps a process can have, by name; what proves them, addons tell."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepKind:
    """One kind of step.

    :param code: its name, such as ``book``.
    :param label: what people read.
    :param icon: of Font Awesome.
    :param can_be_undone: whether it is taken back where the shipment is called off, or a
        later step fails for good.
    :param restarts: whether a process begins again from here after it was taken back.
    """

    code: str
    label: str
    icon: str
    can_be_undone: bool = False
    restarts: bool = False


STEP_KINDS = {}


def register(*kinds):
    """Make kinds of steps known; the same code again takes the place of what was."""
    for kind in kinds:
        STEP_KINDS[kind.code] = kind


register(
    StepKind("order", "Order", "fa-shopping-cart"),
    StepKind("release", "Release", "fa-unlock-alt", True, True),
    StepKind("tender", "Tender", "fa-gavel", True),
    StepKind("book", "Book", "fa-bookmark-o", True),
    StepKind("label", "Label", "fa-barcode", True),
    StepKind("dispatch", "Dispatch", "fa-truck"),
    StepKind("deliver", "Deliver", "fa-map-marker"),
    StepKind("proof", "Proof of Delivery", "fa-pencil-square-o"),
    StepKind("bill", "Bill", "fa-file-text-o"),
)
