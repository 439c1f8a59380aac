# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything a customer may be shown, as plain values.

Templates are given these values and no record, so a field that is not named here cannot
reach a customer. Every text is in the reader's language and every time in the reader's
time zone already, so two equal pages read the same: :meth:`TrackingPage.fingerprint`
is the entity tag of the live page.
"""

import hashlib
from dataclasses import dataclass, field

#: Packages that are listed at once; the others are folded away.
PACKAGES_OPEN = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the progress bar.

    :param status: ``done``, ``current``, ``upcoming`` or ``problem``.
    """

    key: str
    status: str
    label: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line of the timeline.

    :param key: stays the same however often the page is drawn.
    :param tone: ``info``, ``success``, ``warning`` or ``danger``.
    :param time: in the reader's zone.
    :param place_time: the clock time of the place, where it is known and differs.
    :param packages: which packages it is about; empty where it is about all of them.
    """

    key: str
    title: str
    tone: str
    time: str
    place: str = ""
    place_time: str = ""
    note: str = ""
    packages: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The events of one day, newest first."""

    label: str
    events: tuple[TimelineEvent, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened, newest first: the latest events open, earlier ones folded.

    :param hidden: how many events are folded; ``more`` says so.
    :param note: whose times these are.
    :param truncated: there is an older history that is not shown at all.
    """

    latest: tuple[Day, ...] = ()
    earlier: tuple[Day, ...] = ()
    hidden: int = 0
    more: str = ""
    note: str = ""
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """Something planned or estimated that has not happened yet."""

    title: str
    time: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One package with its own stage."""

    name: str
    number: str
    stage: str
    tone: str
    time: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong, in words a customer understands."""

    title: str
    text: str
    reason: str = ""
    since: str = ""
    package: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file to look at or to download."""

    name: str
    url: str
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """Who took the goods over, when, and in what condition."""

    signatory: str = ""
    signed_by: str = ""
    time: str = ""
    place: str = ""
    condition: str = ""
    package: str = ""
    signature_url: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class LegLine:
    """One part of the way."""

    carrier: str
    mode: str
    route: str
    conveyance: str = ""
    departure: str = ""
    arrival: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: the shipper."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class TrackingPage:
    """A shipment as one reader sees it.

    :param full: the reader is the customer, not the bearer of a link.
    :param headline: where the shipment is or when it comes, in one sentence.
    :param notices: what changed and why.
    :param tone: of the headline, as for :class:`TimelineEvent`.
    :param zone: IANA name of the zone the times are in.
    :param more_packages: how many packages are folded away, in words.
    """

    name: str
    full: bool
    stage: str
    stage_label: str
    tone: str
    headline: str
    zone: str
    sublines: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()
    timeline: Timeline = field(default_factory=Timeline)
    expected: tuple[Expected, ...] = ()
    packages: tuple[PackageLine, ...] = ()
    packages_done: int = 0
    more_packages: str = ""
    legs: tuple[LegLine, ...] = ()
    proofs: tuple[Proof, ...] = ()
    documents: tuple[File, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    destination: tuple[str, ...] = ()
    contact: Contact | None = None

    @property
    def packages_shown(self):
        """The packages that are listed at once."""
        return self.packages[:PACKAGES_OPEN]

    @property
    def packages_folded(self):
        """The others of a long list."""
        return self.packages[PACKAGES_OPEN:]

    def fingerprint(self):
        """Return a digest that changes whenever anything on the page does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class ListLine:
    """A shipment in the list.

    :param progress: 1 to 4 of 5 on the straight road, 0 beside it or at its end.
    """

    name: str
    url: str
    reference: str
    stage: str
    stage_label: str
    tone: str
    headline: str
    destination: str
    packages: str
    news: str
    progress: int
    has_problem: bool
    late: bool
