import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";
import {figureText, isShare} from "./figures";
import {getColor, getCustomColor} from "@web/core/colors/colors";
import {cookie} from "@web/core/browser/cookie";
import {loadBundle} from "@web/core/assets";

const ROW_HEIGHT = 34;
const AXIS_HEIGHT = 34;
const BAR = 18;
const COLOR = 3;

/**
 * Bars of one KPI, one for each customer, carrier, lane or warehouse.
 */
export class BreakdownChart extends Component {
    static template = "logistics_base.BreakdownChart";
    static props = {
        groups: Array,
        kpi: String,
        onOpen: Function,
    };

    setup() {
        this.canvas = useRef("canvas");
        this.chart = null;
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                this.draw();
                return () => this.chart.destroy();
            },
            () => [this.props.groups, this.props.kpi]
        );
    }

    get height() {
        return AXIS_HEIGHT + ROW_HEIGHT * this.props.groups.length;
    }

    get figures() {
        return this.props.groups.map((group) => group.figures[this.props.kpi] || {});
    }

    get unit() {
        return this.figures.map((figure) => figure.unit).find(Boolean);
    }

    draw() {
        const scheme = cookie.get("color_scheme");
        // eslint-disable-next-line no-undef
        this.chart = new Chart(this.canvas.el, {
            type: "bar",
            data: {
                labels: this.props.groups.map((group) => group.label),
                datasets: [
                    {
                        data: this.figures.map((figure) => figure.value),
                        backgroundColor: getColor(COLOR, scheme, "odoo"),
                        maxBarThickness: BAR,
                    },
                ],
            },
            options: this.options(scheme),
        });
    }

    options(scheme) {
        const text = getCustomColor(scheme, "#374151", "#E4E4E4");
        const grid = getCustomColor(scheme, "#e5e7eb", "#3C3E4B");
        const {unit} = this;
        return {
            indexAxis: "y",
            animation: false,
            maintainAspectRatio: false,
            plugins: {
                legend: {display: false},
                tooltip: {callbacks: {label: (item) => this.hint(item.dataIndex)}},
            },
            scales: {
                x: {
                    beginAtZero: true,
                    max: isShare(unit) ? 1 : undefined,
                    grid: {color: grid},
                    ticks: {
                        color: text,
                        maxTicksLimit: 5,
                        callback: (value) => figureText(value, unit),
                    },
                },
                y: {grid: {display: false}, ticks: {color: text}},
            },
            onClick: (_event, elements) => {
                if (elements.length) {
                    this.props.onOpen(this.props.groups[elements[0].index]);
                }
            },
        };
    }

    hint(place) {
        const {value, numerator, denominator, unit} = this.figures[place];
        const shown = figureText(value, unit);
        return isShare(unit) ? `${shown} (${numerator} / ${denominator})` : shown;
    }
}
