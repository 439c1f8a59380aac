# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Karrio's SDK in a process of its own that cannot reach the network.

Run by another interpreter, the one that has Karrio; it needs nothing of Odoo's. It is
told over its standard input what to do. Whatever Karrio wants to send over HTTP goes
back over standard output to the process that asked, which sends it in its own way.

A frame is a length in four bytes, then JSON. In come ``{"call": id, ...}`` and
``{"answer": id, ...}``, out go ``{"http": id, ...}`` and ``{"result": id, ...}``.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import frames
import isolation


def main():
    """Serve calls until the standard input ends."""
    # Whatever prints must not get among the frames.
    output, sys.stdout = os.fdopen(os.dup(1), "wb"), sys.stderr
    os.dup2(2, 1)
    isolation.limit_memory()
    isolation.shut_network()
    channel = frames.Channel(sys.stdin.buffer, output)
    isolation.mend_karrio(channel.urlopen)
    import operations

    for call in channel.calls():
        channel.send({"result": call["call"], **operations.perform(call)})


if __name__ == "__main__":
    main()
