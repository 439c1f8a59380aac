import {Component} from "@odoo/owl";

/* The size of the drawing; it is stretched to the width that there is. */
const WIDTH = 100;
const HEIGHT = 24;
const HALF = 0.5;
const DIGITS = 1;

/**
 * A small line without axes: how a figure went. Where there is no value, there is a gap.
 */
export class Sparkline extends Component {
    static template = "logistics_base.Sparkline";
    static props = {
        values: Array,
        label: {type: String, optional: true},
    };

    get box() {
        return `0 0 ${WIDTH} ${HEIGHT}`;
    }

    get hasLine() {
        return this.points.length > 1;
    }

    get points() {
        const known = this.props.values.filter((value) => value !== null);
        const low = Math.min(...known);
        const high = Math.max(...known);
        const step = WIDTH / Math.max(this.props.values.length - 1, 1);
        const room = HEIGHT - 2;
        return this.props.values
            .map((value, place) => {
                const share = high > low ? (value - low) / (high - low) : HALF;
                return {
                    value,
                    x: (place * step).toFixed(DIGITS),
                    y: (1 + room - share * room).toFixed(DIGITS),
                };
            })
            .filter((point) => point.value !== null);
    }

    get path() {
        return this.points
            .map((point, place) => `${place ? "L" : "M"}${point.x} ${point.y}`)
            .join(" ");
    }
}
