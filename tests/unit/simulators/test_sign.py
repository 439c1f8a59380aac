# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A message of one's own, signed from the command line."""

import json
import time

import pytest

from logistics_base.protocols import signatures
from tests.simulators import sign
from tests.simulators.carrier import INBOUND
from tests.simulators.dialects import DIALECTS

from .common import signing_secret, verifying_secret

BODY = b'{"tracking_number": "SIM0001"}'


@pytest.fixture
def message(tmp_path):
    file = tmp_path / "message.json"
    file.write_bytes(BODY)
    return file


@pytest.fixture
def config(tmp_path):
    partners = [
        {
            "integration": f"demo-{code}",
            "dialect": code,
            "secret": signing_secret(code),
            "shipments": [],
        }
        for code in DIALECTS
    ]
    file = tmp_path / "carriers.json"
    file.write_text(json.dumps({"partners": partners}))
    return file


def printed_headers(capsys):
    lines = capsys.readouterr().out.splitlines()
    return dict(line.split(": ", 1) for line in lines)


@pytest.mark.parametrize("code", DIALECTS)
def test_the_headers_of_every_partner_are_accepted(code, config, message, capsys):
    arguments = ["--config", config, "--integration", f"demo-{code}", message]

    assert sign.main([str(each) for each in arguments]) == 0

    headers = printed_headers(capsys)
    request = signatures.SignedRequest("POST", f"{INBOUND}demo-{code}", headers, BODY)
    scheme = signatures.get(DIALECTS[code].scheme)
    scheme.verify([verifying_secret(code)], request, now=time.time())
    assert headers["Content-Type"] == "application/json"


def test_a_secret_may_come_from_a_file(tmp_path, message, capsys):
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")

    arguments = ["--scheme", "shippo", "--secret-file", str(secret), str(message)]
    assert sign.main(arguments) == 0

    request = signatures.SignedRequest("POST", INBOUND, printed_headers(capsys), BODY)
    signatures.get("shippo").verify(["s3cret"], request, now=time.time())


def test_an_integration_nobody_plays_is_named(config, message, capsys):
    arguments = ["--config", str(config), "--integration", "nobody", str(message)]

    assert sign.main(arguments) == 2
    assert "no integration 'nobody'" in capsys.readouterr().err


def test_a_message_that_is_not_there_is_named(tmp_path, capsys):
    arguments = ["--scheme", "shippo", "--secret", "s", str(tmp_path / "none.json")]

    assert sign.main(arguments) == 2
    assert "none.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["--scheme", "shippo"], ["--config", "carriers.json"]]
)
def test_how_to_sign_must_be_told(arguments, message):
    with pytest.raises(SystemExit):
        sign.main([*arguments, str(message)])
