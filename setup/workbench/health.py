# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Waiting until a web server answers."""

import time
import urllib.error
import urllib.request

# No proxy: what is asked here runs on this machine.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def answers(url, timeout=5):
    """Tell whether ``url`` answers with success."""
    try:
        with OPENER.open(url, timeout=timeout) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait(url, alive, seconds, on_second=lambda passed: None):
    """Wait until ``url`` answers; give up after ``seconds`` or once not ``alive()``."""
    began = time.monotonic()
    while alive() and (passed := time.monotonic() - began) < seconds:
        if answers(url):
            return True
        on_second(passed)
        time.sleep(0.3)
    return False
