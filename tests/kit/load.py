# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A light HTTP load: prepared requests over sockets, so that the server is measured."""

import hashlib
import hmac
import json
import socket
import threading
import time
from datetime import datetime, timezone

from logistics_base.protocols.signatures import SignedRequest, get

BARE_SECRET = b"bench"


def tracking_event(number, key, code="in_transit", occurred_at=None):
    """Return the JSON body of a tracking event in our own format."""
    when = occurred_at or datetime.now(timezone.utc).isoformat(timespec="seconds")
    return json.dumps(
        {
            "type": "shipment.milestone",
            "timestamp": when,
            "data": {
                "id": key,
                "tracking_number": number,
                "code": code,
                "occurred_at": when,
                "location": {"city": "Hamburg", "country": "DE"},
                "description": "Scanned at the hub",
            },
        }
    ).encode()


def signed_request(path, body, key, secret):
    """Return the bytes of a POST, signed as Standard Webhooks and as the bare route."""
    request = SignedRequest(method="POST", path=path, headers={}, body=body)
    headers = get("standard_webhooks").sign(
        secret, request, now=time.time(), message_id=key
    )
    headers["X-Signature"] = hmac.new(BARE_SECRET, body, hashlib.sha256).hexdigest()
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def send(port, data):
    """Send one request; return (status, answer)."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(data)
        pieces = []
        while piece := connection.recv(65536):
            pieces.append(piece)
    answer = b"".join(pieces)
    return int(answer.split(b" ", 2)[1]), answer


def run(port, requests, threads):
    """Send all requests; return (requests a second, sorted seconds of each)."""
    queue, took, failed = iter(requests), [], []
    lock = threading.Lock()

    def work():
        while True:
            with lock:
                data = next(queue, None)
            if data is None:
                return
            started = time.perf_counter()
            status, answer = send(port, data)
            took.append(time.perf_counter() - started)
            if status != 202:
                failed.append(answer)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    elapsed = time.perf_counter() - started
    if failed:
        raise RuntimeError(f"{len(failed)} requests failed: {failed[0][:300]!r}")
    return len(took) / elapsed, sorted(took)


def quantile(values, share):
    """Return the value below which ``share`` of the sorted values lie."""
    return values[min(int(len(values) * share), len(values) - 1)]
