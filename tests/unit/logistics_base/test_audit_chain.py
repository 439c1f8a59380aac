# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from logistics_base.canonical import audit_chain as chain

KEY = "k" * 43 + "="
OTHER_KEY = "o" * 43 + "="
SALTS = {7: b"salt of Ada", 8: b"salt of Ben"}


def entry(sequence, prev_hash, *, details='{"a":1}', subjects=()):
    salted = [SALTS[subject] for subject in subjects]
    uid = f"uid-{sequence}"
    made = chain.Entry(
        sequence=sequence,
        uid=uid,
        company_id=1,
        at=f"2026-03-02T08:00:{sequence:02}.000000",
        actor="user",
        user_id=2,
        credential_id=None,
        action="changed",
        model="logistics.flow",
        record_id=sequence,
        subjects=subjects,
        details=None if subjects else details,
        sealed=chain.seal(salted, details) if subjects else None,
        digest=chain.digest(salted, uid, details),
        prev_hash="",
        hash="",
    )
    return chain.chained(made, prev_hash)


def make_chain(length=6, **options):
    entries, last = [], chain.GENESIS
    for sequence in range(1, length + 1):
        entries.append(entry(sequence, last, **options))
        last = entries[-1].hash
    return entries


def checkpoint(at, *, key=KEY):
    when = "2026-03-02T09:00:00"
    signature = chain.sign(key, 1, at.sequence, at.hash, when)
    return chain.Checkpoint(
        1, at.sequence, at.hash, when, chain.key_name(key), signature
    )


def verify(entries, signed=None, **options):
    options.setdefault("checkpoints", [checkpoint(signed or entries[-1])])
    options.setdefault("keys", [KEY])
    options.setdefault("salts", SALTS)
    verifier = chain.Verifier(**options)
    for one in entries:
        verifier.read(one)
    return [(f.sequence, f.kind) for f in verifier.finish()]


def rehash(entries, start):
    """Make the chain anew from an entry on, as somebody with SQL would."""
    last = entries[start - 1].prev_hash
    for position in range(start - 1, len(entries)):
        entries[position] = chain.chained(entries[position], last)
        last = entries[position].hash


def test_a_chain_as_it_was_written_holds():
    assert verify(make_chain()) == []
    assert verify(make_chain(subjects=(7, 8))) == []


def test_an_entry_that_was_changed_is_named_alone():
    entries = make_chain()
    signed = entries[-1]
    entries[2] = entries[2]._replace(user_id=99)
    assert verify(entries, signed) == [(3, "changed")]


def test_details_that_were_changed_are_found_sealed_or_not():
    entries = make_chain()
    entries[2] = entries[2]._replace(details='{"a":2}')
    assert verify(entries) == [(3, "changed")]
    entries = make_chain(subjects=(7,))
    entries[2] = entries[2]._replace(sealed=entries[3].sealed[:-4] + "AAA=")
    assert verify(entries) == [(3, "changed")]
    entries[2] = entries[2]._replace(sealed=None)
    assert verify(entries) == [(3, "changed")]


def test_an_entry_that_was_changed_and_hashed_anew_is_found_by_the_next():
    entries = make_chain()
    entries[2] = chain.chained(entries[2]._replace(action="read"), entries[2].prev_hash)
    assert verify(entries) == [(4, "changed")]


def test_entries_that_were_cut_out_are_named():
    entries = make_chain()
    assert verify(entries[:2] + entries[4:]) == [(3, "missing")]
    assert verify(entries[2:]) == [(1, "missing")]


def test_entries_that_were_swapped_are_found():
    entries = make_chain()
    entries[2], entries[3] = (
        entries[3]._replace(sequence=3),
        entries[2]._replace(sequence=4),
    )
    assert set(verify(entries)) == {
        (3, "reordered"),
        (4, "reordered"),
        (5, "reordered"),
    }


def test_an_end_that_was_cut_off_is_found_by_a_checkpoint_or_an_anchor():
    entries = make_chain()
    known = [checkpoint(entries[3])]
    cut = {"checkpoints": [*known, checkpoint(entries[5])]}
    assert verify(entries[:4], **cut) == [(5, "truncated")]
    # Checkpoints were cut off as well: what is kept elsewhere tells.
    elsewhere = {"checkpoints": known, "anchors": [(6, entries[5].hash)]}
    assert verify(entries[:4], **elsewhere) == [(5, "truncated")]


def test_a_chain_that_was_made_anew_is_found():
    entries = make_chain()
    signed = [checkpoint(entries[3]), checkpoint(entries[5])]
    entries[1] = entries[1]._replace(user_id=99)
    rehash(entries, 2)
    assert verify(entries, checkpoints=signed) == [
        (1, "unsigned"),
        (4, "forged"),
        (6, "forged"),
    ]
    assert verify(entries, checkpoints=[]) == [(1, "unsigned")]
    forged = [checkpoint(entries[5])._replace(signature="0" * 64)]
    assert verify(entries, checkpoints=forged) == [(1, "unsigned"), (6, "forged")]
    elsewhere = {"checkpoints": [checkpoint(entries[5])], "anchors": [(4, "f" * 64)]}
    assert verify(entries, **elsewhere) == [(4, "forged")]


def test_a_key_that_was_rotated_still_vouches_and_a_foreign_one_does_not():
    entries = make_chain()
    made = [checkpoint(entries[-1], key=OTHER_KEY)]
    assert verify(entries, checkpoints=made, keys=[KEY, OTHER_KEY]) == []
    assert verify(entries, checkpoints=made) == [(1, "unsigned")]


def test_a_person_is_forgotten_and_the_chain_holds():
    entries = make_chain(subjects=(7, 8))
    left = {7: None, 8: SALTS[8]}
    assert verify(entries, salts=left, forgotten=[7]) == []
    assert chain.unseal([b"", SALTS[8]], entries[0].sealed) is None
    # Nobody is on record for it: somebody destroyed the salt to hide something.
    assert verify(entries, salts=left) == [(n, "unreadable") for n in range(1, 7)]


def test_the_same_words_give_no_two_digests_alike():
    first, second = make_chain(2, subjects=(7,))
    assert first.digest != second.digest
    assert chain.digest([b"x"], "u", "{}") != chain.digest([b"y"], "u", "{}")


def test_a_clock_that_jumps_back_breaks_nothing():
    entries = make_chain(3)
    entries[1] = entries[1]._replace(at="2026-01-01T00:00:00.000000")
    rehash(entries, 2)
    assert verify(entries) == []
