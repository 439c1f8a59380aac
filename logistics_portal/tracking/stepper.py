# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The steps of the progress bar: which there are and how far the goods are.

A shipment does not always take the straight road. Customs and a pick-up point appear
only where they play a part; a return, a cancellation and a loss take the place of what
will not happen any more.
"""

from .page import Step

ORDER = (
    "preparing",
    "picked_up",
    "in_transit",
    "customs",
    "out_for_delivery",
    "available_for_pickup",
    "delivered",
)

#: Steps every shipment is expected to take.
_USUAL = {"preparing", "picked_up", "in_transit", "out_for_delivery", "delivered"}

_STEP_OF_STAGE = {"draft": "preparing", "released": "preparing", "booked": "preparing"}


def step_of(stage):
    """Return the step that a stage belongs to."""
    return _STEP_OF_STAGE.get(stage, stage)


def steps(stage, reached):
    """Return the steps of a shipment.

    :param stage: the shipment's ``state``.
    :param reached: the stages that its milestones have proved, past ones included.
    """
    passed = {step_of(name) for name in reached} & set(ORDER)
    passed.add("preparing")
    current = step_of(stage)
    if current in ORDER:
        return _forward(current, passed)
    return _aside(current, passed)


def _forward(current, passed):
    position = ORDER.index(current)
    road = [name for name in ORDER if name in _road(current, passed)]
    return tuple(
        Step(name, _status(ORDER.index(name) - position, name)) for name in road
    )


def _road(current, passed):
    """Return the steps to show for goods on their way to the consignee."""
    names = _USUAL | {current} | (passed & {"customs"})
    at_pickup_point = "available_for_pickup" in passed | {current}
    if at_pickup_point and "out_for_delivery" not in passed | {current}:
        names.discard("out_for_delivery")
    if at_pickup_point:
        names.add("available_for_pickup")
    return names


def _status(ahead, name):
    if ahead > 0:
        return "upcoming"
    return "current" if ahead == 0 and name != "delivered" else "done"


def _aside(current, passed):
    """Return the steps of goods that will not, or did not, arrive as meant."""
    done = [Step(name, "done") for name in ORDER if name in passed]
    if current == "returning":
        end = [Step("returning", "current"), Step("returned", "upcoming")]
    elif current == "returned":
        end = [Step("returning", "done"), Step("returned", "done")]
    elif current == "lost":
        end = [Step("lost", "problem"), Step("delivered", "upcoming")]
        done = [step for step in done if step.key != "delivered"]
    else:
        end = [Step("cancelled", "problem")]
    return tuple(done + end)
