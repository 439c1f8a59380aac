# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The channel between Karrio's process and the one that asked."""

import base64
import email.message
import io
import itertools
import json
import queue
import struct
import threading
from urllib.error import HTTPError, URLError

_LENGTH = struct.Struct(">I")


class Channel:
    """Frames in and out; Karrio may send several requests at once from its threads."""

    def __init__(self, source, sink):
        self._source = source
        self._sink = sink
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._waiting = {}
        self._calls = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def calls(self):
        """Yield what is to be done until nobody is there to ask."""
        while (call := self._calls.get()) is not None:
            yield call

    def send(self, values):
        """Write one frame."""
        body = json.dumps(values, default=str).encode()
        with self._lock:
            self._sink.write(_LENGTH.pack(len(body)) + body)
            self._sink.flush()

    def urlopen(self, request, timeout=None):
        """Have the other side send a request; a stand-in for urllib's urlopen.

        ``timeout`` is ignored: how long may be waited is the other side's business.
        """
        number = next(self._numbers)
        answered = self._waiting[number] = queue.Queue(1)
        self.send({"http": number, **_request_values(request)})
        answer = answered.get()
        if "error" in answer:
            raise URLError(answer["error"])
        return _response(request.full_url, answer)

    def _read(self):
        while (frame := self._frame()) is not None:
            if "answer" in frame:
                self._waiting.pop(frame["answer"]).put(frame)
            else:
                self._calls.put(frame)
        self._calls.put(None)

    def _frame(self):
        head = self._source.read(_LENGTH.size)
        if len(head) < _LENGTH.size:
            return None
        (length,) = _LENGTH.unpack(head)
        return json.loads(self._source.read(length))


def _request_values(request):
    body = request.data
    if body is not None and not isinstance(body, bytes):
        body = b"".join(body)
    return {
        "method": request.get_method(),
        "url": request.full_url,
        "headers": dict(request.header_items()),
        "body": body and base64.b64encode(body).decode(),
    }


def _response(url, answer):
    headers = email.message.Message()
    for name, value in answer["headers"].items():
        headers[name] = value
    stream = io.BytesIO(base64.b64decode(answer["body"]))
    if answer["status"] >= 400:
        raise HTTPError(url, answer["status"], "refused", headers, stream)
    return _Response(stream, answer["status"], headers)


class _Response:
    """What Karrio uses of urllib's response."""

    def __init__(self, stream, status, headers):
        self._stream = stream
        self.status = self.code = status
        self.headers = headers

    def read(self, size=-1):
        return self._stream.read(size)

    def info(self):
        return self.headers

    def getcode(self):
        return self.status

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._stream.close()
