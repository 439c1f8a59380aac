# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Karrio's process as seen from here: started when needed, killed when it is late."""

import json
import queue
import struct
import subprocess  # noqa: S404  a program of our own
import threading
from pathlib import Path

SERVE = Path(__file__).resolve().parent.parent / "worker" / "serve.py"
_LENGTH = struct.Struct(">I")
#: A carrier that knows its services and settings answers within this, in seconds.
START_SECONDS = 30


class WorkerFailure(Exception):
    """Karrio's process could not be started, ended, or took too long."""


class WorkerProcess:
    """One running worker; it serves one call at a time.

    :param python: the interpreter that has Karrio.
    """

    def __init__(self, python):
        self._process = subprocess.Popen(  # noqa: S603
            [python, "-I", str(SERVE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            # Nothing of ours is its business: no keys, no proxies, no database.
            env={"LANG": "C.UTF-8", "LOGURU_LEVEL": "ERROR", "LOG_LEVEL": "ERROR"},
        )
        self._frames = queue.Queue()
        self._number = 0
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def pid(self):
        return self._process.pid

    @property
    def is_running(self):
        return self._process.poll() is None

    def call(self, values, send_http, seconds):
        """Have something done; return the worker's result.

        :param values: operation, carrier, settings, request.
        :param send_http: function of a request's values that returns the answer's,
            called in this thread for each request that Karrio wants to send.
        :param seconds: how long the worker itself may take between two requests.
        :raise WorkerFailure: if it ends or takes longer; it is killed then.
        """
        self._number += 1
        self._write({"call": self._number, **values})
        while True:
            frame = self._next(seconds)
            if "http" in frame:
                self._write({"answer": frame["http"], **send_http(frame)})
            elif frame.get("result") == self._number:
                return frame

    def kill(self):
        """End the process at once; what it was told is forgotten with it."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                stream.close()
            except OSError:
                continue

    def _write(self, values):
        body = json.dumps(values).encode()
        try:
            self._process.stdin.write(_LENGTH.pack(len(body)) + body)
            self._process.stdin.flush()
        except OSError as error:
            raise self._failed("Karrio's process ended.") from error

    def _next(self, seconds):
        try:
            frame = self._frames.get(timeout=seconds)
        except queue.Empty:
            raise self._failed("Karrio's process did not answer in time.") from None
        if frame is None:
            raise self._failed("Karrio's process ended.")
        return frame

    def _failed(self, text):
        self.kill()
        return WorkerFailure(text)

    def _read(self):
        stream = self._process.stdout
        try:
            while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
                self._frames.put(json.loads(stream.read(*_LENGTH.unpack(head))))
        except (OSError, ValueError):
            pass
        self._frames.put(None)
