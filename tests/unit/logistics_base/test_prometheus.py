# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import pytest

from logistics_base.protocols.prometheus import Histogram, Metric, quantile, render


def test_figures_are_written_one_a_line_with_their_labels_escaped():
    metric = Metric("messages", "What\nwaits")
    metric.add(3, state='a "b" \\ \n')
    metric.add(0.25)
    metric.add(None, state="nothing to tell")
    assert render([metric]).splitlines() == [
        r"# HELP messages What\nwaits",
        "# TYPE messages gauge",
        r'messages{state="a \"b\" \\ \n"} 3',
        "messages 0.25",
    ]


def test_a_figure_without_samples_is_announced():
    assert render([Metric("empty", "Nothing", "counter")]) == (
        "# HELP empty Nothing\n# TYPE empty counter\n"
    )


def test_what_bears_the_same_labels_is_one_figure():
    waiting, oldest = Metric("waiting", "How many"), Metric("age", "Oldest", merge=max)
    for metric in (waiting, oldest):
        metric.add(3, partner="others")
        metric.add(5, partner="others")

    assert list(waiting.lines()) == ['waiting{partner="others"} 8']
    assert list(oldest.lines()) == ['age{partner="others"} 5']


def test_the_buckets_of_a_histogram_are_cumulated():
    histogram = Histogram("took_seconds", "What it took", (0.5, 2))
    histogram.add(0, 3, 0.9, partner="swift")
    histogram.add(2, 1, 60, partner="swift")
    histogram.add(0, 1, 0.1, partner="swift")

    assert render([histogram]).splitlines() == [
        "# HELP took_seconds What it took",
        "# TYPE took_seconds histogram",
        'took_seconds_bucket{partner="swift",le="0.5"} 4',
        'took_seconds_bucket{partner="swift",le="2"} 4',
        'took_seconds_bucket{partner="swift",le="+Inf"} 5',
        'took_seconds_sum{partner="swift"} 61.0',
        'took_seconds_count{partner="swift"} 5',
    ]


@pytest.mark.parametrize(
    ("counts", "share", "expected"),
    [
        ((10, 0, 0), 0.5, 0.5),
        ((5, 5, 0), 0.5, 1.0),
        ((5, 5, 0), 0.75, 2.0),
        ((0, 0, 7), 0.5, 3.0),
        ((0, 0, 0), 0.5, None),
    ],
)
def test_quantiles_are_estimated_within_their_bucket(counts, share, expected):
    assert quantile((1, 3), counts, share) == expected
