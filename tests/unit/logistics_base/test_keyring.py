# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import os

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from logistics_base.protocols.keyring import (
    MAX_FILE_SIZE,
    Keyring,
    KeyringError,
    resolve_reference,
)

OLD, NEW, FOREIGN = (Keyring.generate() for _ in range(3))


@given(st.text(st.characters(codec="utf-8")))
def test_what_is_encrypted_decrypts(secret):
    ring = Keyring.from_text(NEW)
    token = ring.encrypt(secret)
    assert token.isascii()
    assert ring.decrypt(token) == secret


def test_the_same_secret_gives_different_tokens():
    ring = Keyring.from_text(NEW)
    assert ring.encrypt("s3cret") != ring.encrypt("s3cret")
    assert "s3cret" not in ring.encrypt("s3cret")


def test_generated_keys_differ():
    assert len({OLD, NEW, FOREIGN}) == 3


@pytest.mark.parametrize(
    "text", [f"{NEW},{OLD}", f"{NEW}\n{OLD}\n", f" {NEW} ,\r\n {OLD},"]
)
def test_the_first_key_encrypts_and_all_decrypt(text):
    ring = Keyring.from_text(text)
    token = ring.encrypt("s3cret")
    assert Keyring.from_text(NEW).decrypt(token) == "s3cret"
    assert ring.decrypt(Keyring.from_text(OLD).encrypt("s3cret")) == "s3cret"
    with pytest.raises(KeyringError):
        Keyring.from_text(OLD).decrypt(token)


def test_rotation_leaves_the_old_key_unneeded():
    token = Keyring.from_text(OLD).encrypt("s3cret")
    rotated = Keyring.from_text(f"{NEW},{OLD}").rotate(token)
    assert Keyring.from_text(NEW).decrypt(rotated) == "s3cret"


@pytest.mark.parametrize("operation", ["decrypt", "rotate"])
@pytest.mark.parametrize("token", ["", "nonsense", "gAAAAAé", None])
def test_senseless_tokens_are_refused(operation, token):
    with pytest.raises(KeyringError):
        getattr(Keyring.from_text(NEW), operation)(token)


def test_a_wrong_key_says_what_to_mend_and_nothing_else():
    token = Keyring.from_text(OLD).encrypt("s3cret")
    with pytest.raises(KeyringError, match="further key") as caught:
        Keyring.from_text(FOREIGN).decrypt(token)
    assert not any(text in str(caught.value) for text in (token, OLD, FOREIGN))
    assert caught.value.__cause__ is None and caught.value.__context__ is None


def test_a_changed_token_is_refused():
    ring = Keyring.from_text(NEW)
    token = ring.encrypt("s3cret")
    for at in range(0, len(token) - 2, 7):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        with pytest.raises(KeyringError):
            ring.decrypt(changed)


@pytest.mark.parametrize("text", [None, "", "  ", ",\n,"])
def test_an_empty_keyring_is_refused(text):
    with pytest.raises(KeyringError, match="No encryption key"):
        Keyring.from_text(text)


@pytest.mark.parametrize("bad", ["password", NEW[:-4], NEW + "A", "é" * 44])
def test_a_bad_key_is_named_by_its_place_alone(bad):
    with pytest.raises(KeyringError, match="number 2") as caught:
        Keyring.from_text(f"{NEW},{bad}")
    assert bad not in str(caught.value) and NEW not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__context__ is None


def test_keyring_does_not_show_its_keys():
    assert NEW not in repr(Keyring.from_text(NEW))


def test_tokens_are_plain_fernet():
    token = Keyring.from_text(NEW).encrypt("s3cret")
    assert Fernet(NEW).decrypt(token) == b"s3cret"


# References


def test_plain_text_stands_for_itself():
    assert resolve_reference("s3cret") == "s3cret"
    assert resolve_reference("environment:x") == "environment:x"


def test_environment_variable_is_read_at_use(monkeypatch):
    monkeypatch.setenv("CARRIER_SECRET", " first\n")
    assert resolve_reference("env:CARRIER_SECRET") == "first"
    monkeypatch.setenv("CARRIER_SECRET", "second")
    assert resolve_reference("env:CARRIER_SECRET") == "second"


@pytest.mark.parametrize("name", ["CARRIER_SECRET", "", "A=B", "A\x00B"])
def test_absent_environment_variable_is_named(monkeypatch, name):
    monkeypatch.delenv("CARRIER_SECRET", raising=False)
    with pytest.raises(KeyringError, match="environment variable"):
        resolve_reference(f"env:{name}")


def test_blank_environment_variable_is_no_secret(monkeypatch):
    monkeypatch.setenv("CARRIER_SECRET", "  ")
    with pytest.raises(KeyringError, match="CARRIER_SECRET"):
        resolve_reference("env:CARRIER_SECRET")


def test_file_is_read_at_use_and_stripped(tmp_path):
    file = tmp_path / "secret"
    file.write_text("  først\n")
    assert resolve_reference(f"file:{file}") == "først"
    file.write_text("second")
    assert resolve_reference(f"file:{file}") == "second"


def test_file_size_is_capped(tmp_path):
    file = tmp_path / "secret"
    file.write_bytes(b"x" * MAX_FILE_SIZE)
    assert len(resolve_reference(f"file:{file}")) == MAX_FILE_SIZE
    file.write_bytes(b"x" * (MAX_FILE_SIZE + 1))
    with pytest.raises(KeyringError, match="larger than") as caught:
        resolve_reference(f"file:{file}")
    assert "xxx" not in str(caught.value)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(KeyringError, match="No such file"):
        resolve_reference(f"file:{tmp_path}/absent")


def test_directory_is_refused(tmp_path):
    with pytest.raises(KeyringError, match="cannot be read"):
        resolve_reference(f"file:{tmp_path}")


def test_named_pipe_is_refused_without_waiting_for_a_writer(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(KeyringError, match="cannot be read"):
        resolve_reference(f"file:{tmp_path}/pipe")


def test_endless_device_is_refused():
    with pytest.raises(KeyringError, match="cannot be read"):
        resolve_reference("file:/dev/zero")


def test_file_without_permission_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "secret"
    file.write_text("s3cret")
    file.chmod(0)
    if os.geteuid() == 0:  # root may read anything: let the system refuse instead
        monkeypatch.setattr(os, "open", _refuse)
    with pytest.raises(KeyringError, match="Permission denied"):
        resolve_reference(f"file:{file}")


def _refuse(*_args):
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("path", ["", "secret", "./secret", "~/secret"])
def test_relative_path_is_refused(path):
    with pytest.raises(KeyringError, match="absolute path"):
        resolve_reference(f"file:{path}")


def test_impossible_path_is_refused():
    with pytest.raises(KeyringError, match="not a usable path"):
        resolve_reference("file:/a\x00b")


@pytest.mark.parametrize("content", [b"", b" \n", b"s3cr\xff\xfe"])
def test_empty_or_binary_file_is_no_secret(tmp_path, content):
    file = tmp_path / "secret"
    file.write_bytes(content)
    with pytest.raises(KeyringError, match="empty or not UTF-8") as caught:
        resolve_reference(f"file:{file}")
    assert "s3cr" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__context__ is None
