# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the demo shows at the end: addresses, logins, and what to click."""

SIGN = """
The demo runs.

  Back office   {url}/odoo            admin / admin
  Portal        {url}/my/shipments    portal / portal
  Tracking      {url}/track           for everybody
{carriers}
What to try:
  * As admin open Logistics: {life}
  * Open a shipment: its packages and milestones, and everything that bears its
    correlation id under "Trace".
  * Partners > All Messages shows each message as it came in. Correct one and replay
    it; Partners > Unmapped Codes and Dead Letters wait for somebody to look at them.
{called}{kept}{tower}{billed}  * In a private window open the portal as "portal":
    the same shipments as their customer sees them.
{track}
Logs: .odoo/log/    Stop: setup/demo --stop    Fresh data: setup/demo --reset
"""
CARRIERS = """\
  Carriers      http://localhost:{control}/           what they can be told
"""
TRACK = """\
  * Track {number}, postcode {postcode}, at {url}/track.
"""
CALLED = """\
  * Logistics > Today is where a dispatcher's day starts: what has no label, what is
    in doubt, tenders without an answer, cutoffs that are near.
  * Sell something (Sales > Add Shipping > Compare carriers, take "Sandbox Express"),
    validate the delivery and watch its label come. Close the day (Operations > Close
    the Day) or ask the carrier to collect: then the parcel sets out, else after ten
    minutes. Return it with a label, or void the label of one that has not set out.
"""
KEPT = """\
  * Warehouses > Orders, with the filter taken off:
    {ordered} went to the simulated warehouse "Harbour 3PL" and came back, short of
    two vases, with other lamp shades for some. Warehouses > Stock > Discrepancies:
    two of "{vanished}" have vanished from its shelf. Approve it, and
    Odoo's stock follows. Let more turn up yourself:
      curl -s localhost:{control}/shelf -H 'Content-Type: application/json' \\
        -d '{{"integration":"harbour-3pl","sku":"HB-VASE","change":7,"tell":true}}'
"""
TOWER = """\
  * Logistics > Reporting > Dashboard shows how the business does; Configuration >
    Policies says what happens by itself, each in one sentence: tell one that customs
    holds a parcel, and see the case, the promise, the e-mail:
      curl -s localhost:{control}/send -H 'Content-Type: application/json' \\
        -d '{{"integration":"{held_by}",
             "tracking_number":"{held}","code":"customs_hold"}}'
  * A carrier has fallen silent: Partners > Incidents. Somebody outside is told of
    everything: Partners > Subscriptions, and http://localhost:{control}/deliveries
"""
BILLED = """\
  * As finance / finance open Logistics > Freight Bills > Carrier Invoices, and drop
    {bill}
    there (or download it: {url}/web/content/{bill_id}?download=true).
    It is audited at once: dispute two of its findings, approve the rest, and make the
    vendor bill. Last week's bill is there already.
"""
PROVEN = """\
  * {proven} of Marlow & Pine is invoiced when its delivery is proven. Hand it over, and
    see its invoice posted:
      curl -s localhost:{control}/send -H 'Content-Type: application/json' \\
        -d '{{"integration":"{proven_by}","tracking_number":"{proven_number}",
             "code":"delivered","signatory":"M. Pine"}}'
"""
MOVING = """{carriers} carriers move the shipments while you
    watch, with signed messages in their own formats."""
STILL = "no carrier calls, so the shipments stand still."


def text(url, told=None, control=None):
    """Return the sign of a demo at ``url``.

    :param told: what `simulators.start` returned; None when no carrier is simulated.
    :param control: the port of the simulators' own address.
    """
    if not told:
        return SIGN.format(
            url=url,
            life=STILL,
            **dict.fromkeys(
                ("carriers", "called", "kept", "tower", "billed", "track"), ""
            ),
        )
    return SIGN.format(
        url=url,
        life=MOVING.format(**told),
        carriers=CARRIERS.format(control=control),
        called=CALLED,
        kept=KEPT.format(control=control, **told) if told.get("ordered") else "",
        tower=TOWER.format(control=control, **told) if told["held"] else "",
        billed=billing(url, told, control),
        track=TRACK.format(url=url, **told) if told["number"] else "",
    )


def billing(url, told, control):
    """Return what finance may try."""
    found = BILLED.format(url=url, **told) if told.get("bill") else ""
    if told.get("proven_number"):
        found += PROVEN.format(control=control, **told)
    return found
