import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const HEIGHT = 32;
/* Width of an hour, and of its bar. */
const STEP = 4;
const BAR = 3;
/* What failed is seen, be it ever so little. */
const LEAST = 1.5;

/**
 * Messages of the last two days: a bar for each hour, red for what failed.
 */
export class HoursField extends Component {
    static template = "logistics_base.HoursField";
    static props = {...standardFieldProps};

    get chart() {
        return this.props.record.data[this.props.name] || null;
    }

    get isEmpty() {
        return !this.chart || !this.highest;
    }

    get highest() {
        return Math.max(0, ...this.totals);
    }

    get totals() {
        const {inbound, outbound, failed} = this.chart;
        return inbound.map((count, hour) => count + outbound[hour] + failed[hour]);
    }

    get box() {
        return `0 0 ${this.chart.inbound.length * STEP} ${HEIGHT}`;
    }

    get bars() {
        const since = deserializeDateTime(this.chart.since);
        const {totals, highest, chart} = this;
        return totals.map((total, hour) => {
            const height = (total / highest) * HEIGHT;
            const share = total ? (chart.failed[hour] / total) * height : 0;
            const failed = share ? Math.max(share, LEAST) : 0;
            return {
                key: hour,
                x: hour * STEP,
                width: BAR,
                good: Math.max(height - failed, 0),
                goodY: HEIGHT - Math.max(height - failed, 0),
                failed,
                failedY: HEIGHT - Math.max(height, failed),
                hint: this.hint(since.plus({hours: hour}), hour),
            };
        });
    }

    hint(time, hour) {
        return _t("%(time)s: %(inbound)s in, %(outbound)s out, %(failed)s failed", {
            time: formatDateTime(time, {format: "ccc HH:mm"}),
            inbound: this.chart.inbound[hour],
            outbound: this.chart.outbound[hour],
            failed: this.chart.failed[hour],
        });
    }
}

registry.category("fields").add("logistics_hours", {
    component: HoursField,
    supportedTypes: ["json"],
});
