# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Figures as Prometheus reads them: the text format, version 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Callable
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})
_HELP_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n"})


def _sum(one, other):
    return one + other


@dataclass(slots=True)
class Metric:
    """One figure under all its labels.

    :ivar kind: ``gauge`` or ``counter``; the name of a counter ends in ``_total``.
    :ivar merge: makes one number of two that bear the same labels.
    """

    name: str
    help: str
    kind: str = "gauge"
    merge: Callable = _sum
    _samples: dict = field(default_factory=dict)

    def add(self, value, **labels):
        """Note a number; None, where there is nothing to tell, is left out."""
        if value is None:
            return
        key = tuple(labels.items())
        if key in self._samples:
            value = self.merge(self._samples[key], value)
        self._samples[key] = value

    @property
    def samples(self):
        """The numbers as a list of ({label: text}, number)."""
        return [(dict(labels), value) for labels, value in self._samples.items()]

    def lines(self):
        """Yield one line for each number."""
        for labels, value in self.samples:
            yield f"{self.name}{_labels(labels)} {_number(value)}"


@dataclass(slots=True)
class Histogram:
    """How often something took how long, since it is counted.

    :ivar bounds: upper bounds of the buckets, ascending and without infinity.
    """

    name: str
    help: str
    bounds: tuple
    kind: str = field(default="histogram", init=False)
    _series: dict = field(default_factory=dict)

    def add(self, bucket, count, total, **labels):
        """Add what fell into one bucket.

        :param int bucket: its place; that behind the last bound has no upper bound.
        :param total: the sum of what was observed, in the unit of the name.
        """
        key = tuple(labels.items())
        counts, sums = self._series.setdefault(
            key, ([0] * (len(self.bounds) + 1), [0.0])
        )
        counts[bucket] += count
        sums[0] += total

    def lines(self):
        """Yield the lines of all series, the counts cumulated as Prometheus wants it."""
        for labels, (counts, sums) in self._series.items():
            labels, so_far = dict(labels), 0
            for bound, count in zip((*self.bounds, "+Inf"), counts, strict=True):
                so_far += count
                told = _labels({**labels, "le": bound})
                yield f"{self.name}_bucket{told} {_number(so_far)}"
            yield f"{self.name}_sum{_labels(labels)} {_number(sums[0])}"
            yield f"{self.name}_count{_labels(labels)} {_number(so_far)}"


def render(metrics):
    """Return the metrics as text; those without samples are announced all the same."""
    return "".join(line + "\n" for metric in metrics for line in _lines(metric))


def quantile(bounds, counts, share):
    """Estimate below which value a share of what was counted lies.

    Linear within the bucket, as Prometheus does it; beyond the last bound it is that.

    :param counts: one for each bucket, not cumulated, and the one without a bound.
    :return: None where nothing was counted.
    """
    rank, so_far, lower = share * sum(counts), 0, 0.0
    if not rank:
        return None
    for bound, count in zip(bounds, counts, strict=False):
        if so_far + count >= rank:
            return lower + (bound - lower) * (rank - so_far) / count
        so_far, lower = so_far + count, bound
    return float(bounds[-1])


def _lines(metric):
    yield f"# HELP {metric.name} {metric.help.translate(_HELP_ESCAPES)}"
    yield f"# TYPE {metric.name} {metric.kind}"
    yield from metric.lines()


def _labels(labels):
    if not labels:
        return ""
    pairs = (
        f'{name}="{str(text).translate(_ESCAPES)}"' for name, text in labels.items()
    )
    return "{" + ",".join(pairs) + "}"


def _number(value):
    return repr(float(value)) if isinstance(value, float) else str(int(value))
