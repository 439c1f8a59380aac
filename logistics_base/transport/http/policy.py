# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How far a call to a partner may go: in time, in size, and to which addresses."""

from dataclasses import dataclass, field

from .addresses import InternalHosts


@dataclass(slots=True, frozen=True, kw_only=True)
class CallPolicy:
    """The bounds of every call a client makes.

    :ivar connect_timeout: seconds until name, connection and TLS must stand.
    :ivar read_timeout: seconds a partner may say nothing.
    :ivar deadline: seconds for one request with all that belongs to it: waiting for a
        permit, every attempt and the pauses between them.
    :ivar max_attempts: how often a request is made at most, where repeating is safe.
    :ivar max_answer_size: bytes of an answer, unpacked.
    :ivar cut_long_answers: read no more than that of a longer one and take it as it is,
        for calls whose answer is but its status.
    :ivar allow_internal: addresses inside our own network that may be called.
    :ivar verify: True for the system's certificate authorities, or those to trust
        instead: in PEM, or the path of a file. There is no way to trust anybody.
    """

    connect_timeout: float = 5.0
    read_timeout: float = 20.0
    deadline: float = 30.0
    max_attempts: int = 3
    max_answer_size: int = 20 * 1024 * 1024
    cut_long_answers: bool = False
    allow_internal: InternalHosts = field(default_factory=InternalHosts)
    verify: bool | str = True
