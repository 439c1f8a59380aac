# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A carrier's signed message, posted over HTTP, shows to whom it concerns at once."""

import itertools
import json
import time
import urllib.request
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest

from logistics_base.protocols import signatures
from tests.simulators.carrier import INBOUND

SECRET = "a secret of the carrier"
PASSWORD = "a password of a test"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
# What a person calls at once, on a machine that has other things to do as well.
AT_ONCE = 3
NUMBERS = itertools.count(1)


def shippo(number, city):
    """Return Shippo's message that a parcel arrived at a facility."""
    moment = datetime.now(timezone.utc) - timedelta(minutes=5)
    status = {
        "object_id": f"{number}-{city}",
        "status": "TRANSIT",
        "substatus": {"code": "package_arrived", "text": "Arrived at a facility."},
        "status_details": "Arrived at a facility.",
        "status_date": moment.isoformat(timespec="seconds"),
        "location": {"city": city, "state": "IL", "zip": "60611", "country": "US"},
    }
    return {
        "event": "track_updated",
        "data": {
            "carrier": "usps",
            "tracking_number": number,
            "tracking_status": status,
            "tracking_history": [],
        },
    }


def ups(number, city):
    """Return UPS's message that a parcel arrived at a facility."""
    moment = datetime.now(timezone.utc) - timedelta(minutes=5)
    return {
        "trackingNumber": number,
        "localActivityDate": f"{moment:%Y%m%d}",
        "localActivityTime": f"{moment:%H%M%S}",
        "gmtActivityDate": f"{moment:%Y%m%d}",
        "gmtActivityTime": f"{moment:%H%M%S}",
        "activityLocation": {"city": city, "stateProvince": "", "country": "US"},
        "activityStatus": {"type": "I", "code": "AR", "description": "Arrived"},
    }


PARTNERS = {"shippo": shippo, "ups_track_alert": ups}


@pytest.fixture(params=PARTNERS)
def scene(request, worker):
    """A customer's shipment with that carrier: ids, paths and a message's maker."""
    number = f"SCENE{next(NUMBERS):07d}"
    told = worker.call(
        "portal_scene",
        preset=request.param,
        secret=SECRET,
        password=PASSWORD,
        number=number,
    )
    return {
        **told,
        "scheme": request.param,
        "message": lambda city: PARTNERS[request.param](number, city),
    }


def post(url, scene, city):
    """Send the carrier's message, signed as it signs; return the status."""
    path = f"{INBOUND}{scene['integration']}"
    body = json.dumps(scene["message"](city)).encode()
    headers = {"Content-Type": "application/json"}
    request = signatures.SignedRequest("POST", path, headers, body)
    scheme = signatures.get(scene["scheme"])
    headers |= scheme.sign(SECRET, request, now=time.time(), message_id=city)
    posted = urllib.request.Request(f"{url}{path}", body, headers)
    with urllib.request.urlopen(posted, timeout=20) as answer:
        return answer.status


@contextmanager
def page_of(browser, screen):
    """Yield a page in a session of its own; fail on what its scripts complain of."""
    context = browser.new_context(viewport=screen)
    page = context.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert not complaints


def sign_in(page, url, login, password, path):
    page.goto(f"{url}/web/login?redirect={path}")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("button[type=submit]")
    page.wait_for_url(f"**{path}*")


def seconds_until(page, words, patience):
    """Return after how many seconds the page, left alone, shows the words."""
    began = time.monotonic()
    page.wait_for_function(
        "words => document.body.innerText.includes(words)",
        arg=words,
        polling=20,
        timeout=patience * 1000,
    )
    return time.monotonic() - began


def sticking_out(page):
    """Return what sticks out of the page sideways, so that it can be pushed about."""
    return page.evaluate("""() => {
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) return [];
        return [...document.querySelectorAll("body *")]
            .filter((each) => each.getBoundingClientRect().right > width + 1)
            .map((each) => `${each.tagName}.${each.className}: ${each.innerText}`);
    }""")


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_customer_sees_it_at_once_without_a_reload(url, browser, scene, screen):
    with page_of(browser, screen) as page:
        # given a customer who looks at the page of a shipment
        sign_in(page, url, scene["login"], PASSWORD, scene["path"])
        page.wait_for_load_state("networkidle")
        page.evaluate("window.neverReloaded = true")
        assert "Springfield" not in page.inner_text("body")
        # when the carrier reports that it arrived somewhere
        assert post(url, scene, "Springfield") == 202
        # then the page shows it, at once and still in one piece
        assert seconds_until(page, "Springfield", patience=20) < AT_ONCE
        assert page.evaluate("window.neverReloaded")
        assert sticking_out(page) == []


def test_whoever_has_the_link_sees_it_too(url, browser, scene):
    with page_of(browser, PHONE) as page:
        page.goto(f"{url}{scene['share_path']}")
        page.wait_for_load_state("networkidle")
        assert post(url, scene, "Shelbyville") == 202
        assert seconds_until(page, "Shelbyville", patience=20) < AT_ONCE


@pytest.mark.parametrize("screen", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_office_sees_it_in_the_shipment(url, browser, scene, screen):
    assert post(url, scene, "Ogdenville") == 202
    with page_of(browser, screen) as page:
        path = f"/odoo/logistics.shipment/{scene['shipment']}"
        sign_in(page, url, "admin", "admin", path)
        page.wait_for_selector(".o_form_view")
        assert scene["name"] in page.inner_text(".o_form_view")
        seconds_until(page, "Ogdenville", patience=20)
