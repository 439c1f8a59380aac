# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the control API can be asked for; GET / is made from this."""

from collections.abc import Callable
from dataclasses import dataclass

from logistics_base.canonical.vocabulary import MILESTONES, REASONS

from .api.faults import KINDS, Fault
from .carrier import PROOFS
from .config import parse_shipment
from .dialects import DIALECTS
from .edi.partner import KINDS as EDI_KINDS
from .fields import Fields
from .journeys import JOURNEYS
from .places import PLACES
from .shapes import SHAPES
from .warehouse.mishaps import KINDS as MISHAPS

MOST_EVENTS = 100_000
HIGHEST_RATE = 5_000
LONGEST_SILENCE = 86_400


@dataclass(frozen=True, slots=True)
class Command:
    """One path of the API.

    :param act: ``(simulator, fields) → (HTTP status, content)``.
    :param takes: what each field means.
    """

    label: str
    act: Callable
    takes: dict

    def run(self, simulator, values):
        """Do it and return the HTTP status and the content to answer with.

        :raise FieldError: if a field is missing or wrong.
        :raise NotPossible: if the partner cannot do this.
        """
        return self.act(simulator, Fields(values))


def _send(simulator, fields):
    code = fields.text("code")
    outcome = simulator.send(
        fields.text("integration"),
        fields.text("tracking_number"),
        code,
        known=code in MILESTONES,
        proof=fields.word("proof", PROOFS, "valid"),
        **fields.optional("text", "signatory"),
        **_words(fields, place=PLACES, reason=REASONS),
    )
    return 200, _told(*outcome)


def _words(fields, **vocabularies):
    return {
        name: fields.word(name, vocabulary)
        for name, vocabulary in vocabularies.items()
        if name in fields.values
    }


def _repeat(simulator, fields):
    return 200, _told(*simulator.repeat(*_package(fields)))


def _retract(simulator, fields):
    return 200, _told(*simulator.retract(*_package(fields)))


def _package(fields):
    return fields.text("integration"), fields.text("tracking_number")


def _burst(simulator, fields):
    rate = fields.number("rate", 0, HIGHEST_RATE, 0)
    burst = simulator.burst(
        fields.text("integration"),
        fields.number("count", 1, MOST_EVENTS, kind=int),
        fields.word("shape", SHAPES, "normal"),
        rate or None,
    )
    return 202, burst.as_json()


def _silence(simulator, fields):
    code = fields.text("integration")
    seconds = fields.number("seconds", 0, LONGEST_SILENCE)
    simulator.silence(code, seconds, fields.flag("lose"))
    return 200, {"integration": code, "silent_for": seconds}


def _shipments(simulator, fields):
    code = fields.text("integration")
    shipment = parse_shipment(fields.values)
    simulator.carry(code, shipment)
    return 201, {
        "integration": code,
        "tracking_number": shipment.tracking_number,
        "journey": shipment.journey.code,
    }


def _faults(simulator, fields):
    faults, kinds = simulator.faults_of(fields.text("integration"))
    probability = fields.number("probability", 0, 1, 1.0)
    endless = "probability" in fields.values and "count" not in fields.values
    fault = Fault(
        kind=fields.word("kind", kinds),
        left=None if endless else fields.number("count", 1, MOST_EVENTS, 1, kind=int),
        probability=probability,
        after=fields.flag("after"),
        seconds=fields.number("seconds", 0, LONGEST_SILENCE, 30.0),
        status=fields.number("status", 400, 599, 500, kind=int),
        **fields.optional("path", "method", "location"),
    )
    faults.add(fault)
    return 201, fault.as_json()


def _behave(simulator, fields):
    simulator.faults_of(fields.text("integration"))[0].clear()
    return 200, {"faults": []}


def _told(event, answer):
    return {
        "event": {
            "id": event.id,
            "code": event.raw_code or event.code,
            "tracking_number": event.number,
            "occurred_at": event.occurred_at.isoformat(),
            "retracts": event.retracts,
        },
        "answer": {
            "outcome": answer.outcome,
            "status": answer.status,
            "attempts": answer.attempts,
            "content": answer.content,
        },
    }


_INTEGRATION = {"integration": "code of the integration, as in the configuration"}
_PACKAGE = _INTEGRATION | {"tracking_number": "of a shipment or of a package"}

COMMANDS = {
    "/send": Command(
        "Tell one event now; answers with what Odoo answered.",
        _send,
        _PACKAGE
        | {
            "code": "a canonical milestone code; any other word is an unmapped code",
            "text": "optional: in the carrier's words",
            "place": f"optional: {', '.join(PLACES)}",
            "reason": "optional: a canonical reason code",
            "signatory": "optional: who signed",
            "proof": f"optional: {', '.join(PROOFS)}",
        },
    ),
    "/repeat": Command(
        "Deliver the last message about a package again: a true duplicate.",
        _repeat,
        _PACKAGE,
    ),
    "/retract": Command(
        "Take back the last event of a package, where the format can.",
        _retract,
        _PACKAGE,
    ),
    "/burst": Command(
        "Send many messages; answers at once, GET /status tells how far it is.",
        _burst,
        _INTEGRATION
        | {
            "count": f"1 to {MOST_EVENTS}",
            "rate": f"optional: a second, up to {HIGHEST_RATE}; as fast as it goes",
            "shape": {code: shape.label for code, shape in SHAPES.items()},
        },
    ),
    "/silence": Command(
        "Let a partner send nothing for a while; then it catches up.",
        _silence,
        _INTEGRATION
        | {
            "seconds": f"0 to {LONGEST_SILENCE}; 0 ends it",
            "lose": "optional: true, and what happens meanwhile is never told",
        },
    ),
    "/shipments": Command(
        "Give a partner a further shipment, whose journey begins now.",
        _shipments,
        _INTEGRATION
        | {
            "tracking_number": "of the shipment",
            "journey": {code: each.label for code, each in JOURNEYS.items()},
            "packages": "optional: a list of tracking numbers",
            "references": 'optional: a list of {"type", "value"}',
            "start": "optional: when it began, ISO 8601",
            "skip": "optional: how many steps of the journey were told before",
        },
    ),
    "/faults": Command(
        "Let a partner that is called misbehave, the next times or now and then.",
        _faults,
        _INTEGRATION
        | {
            "kind": KINDS
            | {f"{kind} (EDI)": text for kind, text in EDI_KINDS.items()}
            | {f"{kind} (warehouse)": text for kind, text in MISHAPS.items()},
            "count": "optional: how many calls; 1, or without end with a probability",
            "probability": "optional: 0 to 1, how often of the calls that fit",
            "path": "optional: shell pattern, as /v1/shipments*",
            "method": "optional: GET, POST...",
            "after": "optional: true, and the work is done all the same",
            "seconds": "optional: 30",
            "status": "optional: 500",
            "location": "optional: where a redirect leads",
        },
    ),
    "/behave": Command(
        "Let a partner that is called misbehave no more.", _behave, _INTEGRATION
    ),
}


def describe(commands):
    """Return the documentation of the API, which has these commands."""
    return {
        "GET /": "this",
        "GET /status": "who is simulated, how far it is, and what Odoo answered",
        "GET /ledger": "what those that are called have on their books, by key",
        "GET /deliveries": "what Odoo told its subscribers, the last of it",
        "GET /faults": "how they are to misbehave, and how often they did",
        **{
            f"POST {path}": {"does": command.label, "takes": command.takes}
            for path, command in commands.items()
        },
        "dialects": {code: dialect.label for code, dialect in DIALECTS.items()},
        "errors": {
            "400": "a field is missing or wrong",
            "404": "nobody is simulated under that code, or no such path",
            "409": "the partner is silent",
            "422": "this partner cannot do that",
        },
    }
