# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The trading partner at work: takes files, answers them, and tells of its loads."""

import hashlib
import heapq
import logging
import threading
from dataclasses import dataclass, field

from logistics_base.protocols.edi import EdiError
from logistics_base.protocols.edi import acknowledgements as acks
from logistics_base.protocols.edi import x12 as x12_syntax

from .. import folder
from ..api.faults import Faults
from ..api.parcels import JOURNEYS, journey_places
from ..shipment import HOUR, Shipment, Timetable
from . import messages
from .loads import loads_in

_logger = logging.getLogger(__name__)

#: Seconds between two looks into the folder.
LOOK = 0.2
#: How it may misbehave.
KINDS = {
    "truncate": "its next file ends half-way",
    "wrong_count": "its next file counts its segments wrongly",
    "duplicate": "its next file comes twice",
    "silent": "it does not write its next file",
}


@dataclass(order=True, slots=True)
class _Task:
    """Something to write at a journey second."""

    at: float
    position: int
    run: object = field(compare=False)


class EdiPartner(threading.Thread):
    """One partner. What it has taken and where its loads are is in the ledger.

    :param plan: an EdiPlan.
    """

    def __init__(self, plan, clock, ledger, stop, seed=0):
        super().__init__(name=f"edi {plan.code}", daemon=True)
        self.plan = plan
        self.clock = clock
        self.book = ledger.book_of(plan.code)
        self.faults = Faults(f"{seed}:{plan.code}")
        self._seed = f"{seed}:{plan.code}"
        self._stop_event = stop
        self._tasks = []
        self._positions = 0

    def run(self):
        """Take, answer and tell until stopped."""
        for state in ("asked", "accepted"):
            for load in self.book.by_state("load", state):
                self._go_on(load)
        while not self._stop_event.wait(LOOK):
            self._take_files()
            while self._tasks and self._tasks[0].at <= self.clock.elapsed():
                heapq.heappop(self._tasks).run()

    def status(self):
        """Return what it has done."""
        return {
            "taken": self.book.count("taken"),
            "written": self.book.count("written"),
            "broken": self.book.count("broken"),
            "repeated": self.book.count("repeated"),
            "loads": {
                state: len(self.book.by_state("load", state))
                for state in ("asked", "accepted", "declined", "cancelled", "done")
            },
        }

    # Taking

    def _take_files(self):
        for path in folder.whole_files(self.plan.picks_up):
            self._take(path)

    def _take(self, path):
        content = path.read_bytes()
        try:
            self._read(content)
        except EdiError as error:
            _logger.warning("%s: %s cannot be read: %s", self.name, path.name, error)
            self.book.next_number("broken")
            self._tell_broken(content)
        self.book.next_number("taken")
        path.unlink()

    def _read(self, content):
        syntax = next(
            (each for each in messages.SYNTAXES.values() if each.looks_like(content)),
            None,
        )
        if not syntax:
            raise EdiError("syntax", "neither X12 nor EDIFACT")
        digest = hashlib.sha256(content).hexdigest()[:16]
        for interchange in syntax.read(content):
            key = f"{interchange.sender.id}:{interchange.control_number}:{digest}"
            if self.book.read("interchange", key) is not None:
                self.book.next_number("repeated")
                continue
            self._answer(interchange)
            # Only now: what a crash interrupts is done again.
            self.book.write("interchange", key, {})

    def _answer(self, interchange):
        loads = list(loads_in(interchange))
        if self.plan.acknowledges and acks.wants_answer(interchange):
            self._acknowledge(interchange)
        for load in loads:
            self._decide(load)

    def _acknowledge(self, interchange):
        envelope = self._envelope(interchange)
        if interchange.standard == "x12":
            transactions = acks.functional_acknowledgements(
                interchange, acks.verdict_on
            )
        else:
            transactions = [acks.syntax_acknowledgement(interchange, acks.verdict_on)]
        if transactions:
            self._write(interchange.standard, envelope, transactions)

    def _envelope(self, interchange):
        groups = interchange.groups
        parties = [list(interchange.sender), list(interchange.receiver)]
        version = groups[0].version if groups else ""
        facts = {
            "parties": parties,
            "standard": interchange.standard,
            "version": version,
        }
        control = self.book.next_number("control")
        return messages.envelope(facts, control, self.clock.now())

    def _tell_broken(self, content):
        """Reject what was cut off, where its head tells who sent it: TA1."""
        found = x12_syntax.looks_like(content) and x12_syntax.read_header(content)
        if not found or not self.plan.acknowledges:
            return
        segment = acks.interchange_acknowledgement(found, "rejected", "truncated")
        written = x12_syntax.write(self._envelope(found), [], [segment])
        self._put("x12", written)

    # Deciding

    def _decide(self, load):
        known = self.book.read("load", load.number)
        if load.is_called_off:
            if known:
                self._enter(known | {"state": "cancelled"})
            return
        if known and known["state"] in ("asked", "accepted", "done"):
            return
        entered = load.as_json() | {
            "pro": f"PRO{self.book.next_digits('pro')}",
            "state": "asked",
            "steps": 0,
        }
        self._enter(entered)
        self._go_on(entered)

    def _go_on(self, load):
        if load["state"] == "asked":
            after = self.plan.answers_after * HOUR
            self._later(self.clock.elapsed() + after, self._say_yes_or_no, load)
        elif load["state"] == "accepted":
            self._set_out(load)

    def _say_yes_or_no(self, load):
        if self._present(load)["state"] != "asked":
            return
        reason = self._objection(load) if load["is_offer"] else ""
        accepted = not reason
        load |= {"state": "accepted" if accepted else "declined"}
        self._enter(load)
        now = self.clock.now()
        self._send(load, messages.decision(load, accepted, now, reason))
        if accepted:
            self._set_out(load)

    def _objection(self, load):
        if load["weight"] > self.plan.declines_over:
            return "Too heavy for us"
        for name in ("country", "state"):
            if load["ship_to"].get(name) in self.plan.declines_to:
                return f"We do not drive to {load['ship_to'][name]}"
        return ""

    # Telling

    def _set_out(self, load):
        timetable = Timetable(self._shipment(load), self.clock, self._seed, self._now())
        for due in timetable.dues():
            self._later(due.elapsed, self._tell, load, timetable, due)

    def _shipment(self, load):
        return Shipment(
            tracking_number=load["pro"],
            packages=[load["pro"]],
            journey=JOURNEYS[self.plan.journey],
            start=self.clock.now(),
            skip=load["steps"],
            places=journey_places(load["ship_from"], load["ship_to"]),
        )

    def _now(self):
        return self.clock.elapsed()

    def _tell(self, load, timetable, due):
        if self._present(load)["state"] != "accepted":
            return
        for event in timetable.events(due):
            told = messages.status(load, event, self.clock.now())
            if told:
                self._send(load, told)
        load["steps"] = due.position + 1
        if due.step is due.shipment.journey.steps[-1]:
            load["state"] = "done"
        self._enter(load)

    def _present(self, load):
        return self.book.read("load", load["number"])

    def _enter(self, load):
        self.book.write("load", load["number"], load, state=load["state"])

    def _later(self, at, function, *arguments):
        self._positions += 1
        task = _Task(at, self._positions, lambda: function(*arguments))
        heapq.heappush(self._tasks, task)

    # Writing

    def _send(self, load, transaction):
        control = self.book.next_number("control")
        envelope = messages.envelope(load, control, self.clock.now())
        self._write(load["standard"], envelope, [transaction])

    def _write(self, standard, envelope, transactions):
        syntax = messages.SYNTAXES[standard]
        self._put(standard, syntax.write(envelope, transactions))

    def _put(self, standard, content):
        """Put a file whole into the folder, unless a fault has it otherwise."""
        number = self.book.next_number("written")
        name = f"{self.plan.code}-{number:06d}"
        ending = "x12" if standard == "x12" else "edi"
        fault = self.faults.strike("PUT", name)
        kind = fault and fault.kind
        if kind == "silent":
            return
        if kind == "truncate":
            content = content[: len(content) // 2]
        elif kind == "wrong_count":
            content = messages.with_wrong_count(content)
        copies = ("", "-again") if kind == "duplicate" else ("",)
        for copy in copies:
            folder.put(self.plan.drops, f"{name}{copy}.{ending}", content)
