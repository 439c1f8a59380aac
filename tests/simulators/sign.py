# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Signs a message as a partner does and prints the headers, for ``curl -H @-``.

``python -m tests.simulators.sign --config FILE.json --integration CODE MESSAGE`` takes
the secret from the simulators' configuration, ``--scheme CODE --secret-file FILE`` from
a file, and ``--scheme CODE --secret SECRET`` from the command line, which other users
of the machine can read.
"""

import argparse
import sys
import time
import uuid
from pathlib import Path

from logistics_base.protocols import signatures

from . import config
from .carrier import INBOUND
from .dialects import DIALECTS

CONTENT_TYPES = {".json": "application/json", ".xml": "application/xml"}
OTHER_CONTENT = "text/csv"


class SignError(ValueError):
    """Nothing can be signed; the text tells why, and holds no secret."""


def main(arguments=None):
    """Print the headers, one a line; return the exit status."""
    options = _parse(arguments)
    try:
        headers = _headers(options)
    except (ValueError, OSError, signatures.SignatureError) as error:
        print(error, file=sys.stderr)
        return 2
    for name, value in headers.items():
        print(f"{name}: {value}")
    return 0


def _parse(arguments):
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulators.sign",
        description="Print the headers with which a partner would send a message.",
    )
    parser.add_argument("message", metavar="MESSAGE", help="file with the message")
    parser.add_argument("--config", metavar="FILE", help="of the simulated carriers")
    parser.add_argument("--integration", metavar="CODE", help="whom to sign for")
    parser.add_argument("--scheme", choices=sorted(signatures.SCHEMES))
    secret = parser.add_mutually_exclusive_group()
    secret.add_argument("--secret-file", metavar="FILE", help="with the secret alone")
    secret.add_argument("--secret", help="the secret; others can see it in ps")
    options = parser.parse_args(arguments)
    if bool(options.config) == bool(options.scheme):
        parser.error("give --config and --integration, or --scheme and a secret")
    if options.config and not options.integration:
        parser.error("--config needs --integration")
    if options.scheme and options.secret is None and not options.secret_file:
        parser.error("--scheme needs --secret-file or --secret")
    return options


def _headers(options):
    scheme, secret, scheme_options = _identity(options)
    path = f"{INBOUND}{options.integration or ''}"
    message = Path(options.message)
    kind = CONTENT_TYPES.get(message.suffix.lower(), OTHER_CONTENT)
    headers = {"Content-Type": kind}
    request = signatures.SignedRequest("POST", path, headers, message.read_bytes())
    signed = signatures.get(scheme).sign(
        secret,
        request,
        now=time.time(),
        message_id=str(uuid.uuid4()),
        options=scheme_options,
    )
    return headers | signed


def _identity(options):
    """Return the scheme, the secret and the scheme's options."""
    if options.scheme:
        return options.scheme, _secret(options), None
    for partner, _shipments in config.read(options.config):
        if partner.integration == options.integration:
            scheme = DIALECTS[partner.dialect].scheme
            return scheme, partner.secret, partner.options
    raise SignError(f"{options.config} has no integration {options.integration!r}.")


def _secret(options):
    if options.secret is not None:
        return options.secret
    return Path(options.secret_file).read_text().strip()


if __name__ == "__main__":
    sys.exit(main())
