# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from logistics_base.protocols.prometheus import Metric, render


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
