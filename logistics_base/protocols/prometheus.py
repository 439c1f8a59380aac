# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Figures as Prometheus reads them: the text format, version 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})
_HELP_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n"})


@dataclass(slots=True)
class Metric:
    """One figure under all its labels.

    :ivar samples: list of (labels, number); labels are {name: text}.
    """

    name: str
    help: str
    kind: str = "gauge"
    samples: list = field(default_factory=list)

    def add(self, value, **labels):
        """Note a number; None, where there is nothing to tell, is left out."""
        if value is not None:
            self.samples.append((labels, value))


def render(metrics):
    """Return the metrics as text; those without samples are announced all the same."""
    return "".join(line + "\n" for metric in metrics for line in _lines(metric))


def _lines(metric):
    yield f"# HELP {metric.name} {metric.help.translate(_HELP_ESCAPES)}"
    yield f"# TYPE {metric.name} {metric.kind}"
    for labels, value in metric.samples:
        yield f"{metric.name}{_labels(labels)} {_number(value)}"


def _labels(labels):
    if not labels:
        return ""
    pairs = (
        f'{name}="{str(text).translate(_ESCAPES)}"' for name, text in labels.items()
    )
    return "{" + ",".join(pairs) + "}"


def _number(value):
    return repr(float(value)) if isinstance(value, float) else str(int(value))
