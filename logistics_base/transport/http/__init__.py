# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Calls to partners: protected against the partner, the network and ourselves."""

from .addresses import InternalHosts
from .auth import (
    Auth,
    BasicAuth,
    BearerAuth,
    HeaderAuth,
    OAuth2ClientCredentials,
    QueryAuth,
    TokenStore,
)
from .client import HttpClient
from .exchange import Answer, Exchange
from .gate import Gate, GatePolicy, GateState, MemoryGate
from .policy import CallPolicy
