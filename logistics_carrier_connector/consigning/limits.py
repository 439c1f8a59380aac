# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What one carrier takes, beyond what all of them need."""

from dataclasses import dataclass, fields, replace


@dataclass(slots=True, frozen=True)
class CarrierLimits:
    """Lengths are in characters, weights in kg; None is no limit."""

    address_line_length: int | None = None
    phone_required: bool = True
    email_required: bool = False
    piece_weight: float | None = None
    piece_count: int | None = None

    def with_options(self, options):
        """Return the limits as an integration's options set them anew."""
        known = {each.name for each in fields(self)}
        return replace(
            self,
            **{
                name: value
                for name, value in options.items()
                if name in known and isinstance(value, (int, float))
            },
        )
