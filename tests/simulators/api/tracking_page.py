# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The page on which anybody who knows a parcel's number sees where it is."""

from datetime import datetime
from html import escape

from .exchange import Answer

_STATES = {
    "booked": "Announced",
    "in_transit": "On its way",
    "delivered": "Delivered",
    "returned": "Returned to the sender",
    "lost": "Lost",
    "cancelling": "Being called off",
    "cancelled": "Called off",
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{number} – {carrier}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: #212529; background: #f6f7f9;
  margin: 0; padding: 1.5rem 1rem; }}
main {{ max-width: 36rem; margin: auto; background: #fff; padding: 1.5rem;
  border-radius: .75rem; box-shadow: 0 1px 4px #0002; }}
h1 {{ font-size: 1.25rem; margin: 0; overflow-wrap: anywhere; }}
.state {{ font-size: 1.5rem; font-weight: 600; margin: .25rem 0 1rem; }}
ol {{ list-style: none; margin: 0; padding: 0; }}
li {{ border-left: 2px solid #71639e; padding: 0 0 1rem 1rem; }}
.small {{ color: #5c636a; font-size: .875rem; }}
</style>
</head>
<body><main>
<div class="small">{carrier}</div>
<h1>{number}</h1>
<div class="state">{state}</div>
{events}
<p class="small">{carrier} is simulated: it was made to try things out, and no such
parcel exists.</p>
</main></body>
</html>
"""
_EVENT = """<li><strong>{text}</strong>
<div class="small">{when}{where}</div></li>"""


def tracking_page(carrier, number, booking, events):
    """Return the page of one parcel, with nothing of the people it goes between.

    :param booking: None where the number is not known: the answer is 404 then.
    :param events: milestones in the order they were told.
    """
    content = _PAGE.format(
        carrier=escape(carrier),
        number=escape(number),
        state=escape(_STATES[booking["state"]] if booking else "Not known"),
        events=_events(_standing(events)) if booking else _nothing("Check the number."),
    )
    return Answer(
        200 if booking else 404,
        body=content.encode(),
        headers=dict(_HEADERS),
        content_type="text/html; charset=utf-8",
    )


def _standing(events):
    """Return what was told and not taken back, the latest first."""
    retracted = {each.get("retracts") for each in events}
    return [
        each
        for each in reversed(events)
        if each["id"] not in retracted and not each.get("retracts")
    ]


def _events(events):
    if not events:
        return _nothing("It was announced; nothing has happened to it yet.")
    return f"<ol>{''.join(map(_event, events))}</ol>"


def _event(milestone):
    city = milestone.get("location", {}).get("city")
    moment = datetime.fromisoformat(milestone["occurred_at"])
    return _EVENT.format(
        text=escape(milestone.get("description") or milestone.get("code") or ""),
        when=f"{moment:%Y-%m-%d %H:%M}",
        where=f" · {escape(city)}" if city else "",
    )


def _nothing(text):
    return f"<p>{escape(text)}</p>"
