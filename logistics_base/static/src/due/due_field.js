import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {MINUTES_PER_HOUR, minutesUntil, spanText} from "../time_left/time_left";
import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const {DateTime} = luxon;
const MINUTE = 60000;
const SOON_MINUTES = 4 * MINUTES_PER_HOUR;

/**
 * How much time is left until a time, or how long ago it was; it counts down while seen.
 */
export class LogisticsDueField extends Component {
    static template = "logistics_base.DueField";
    static props = {...standardFieldProps};

    setup() {
        this.state = useState({now: DateTime.now()});
        onMounted(() => {
            this.timer = setInterval(() => {
                this.state.now = DateTime.now();
            }, MINUTE);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    get due() {
        const value = this.props.record.data[this.props.name];
        if (!value) {
            return null;
        }
        return typeof value === "string" ? deserializeDateTime(value) : value;
    }

    get minutes() {
        return minutesUntil(this.due, this.state.now);
    }

    get text() {
        const minutes = Math.round(this.minutes);
        const text = spanText(minutes);
        return minutes < 0 ? _t("%s overdue", text) : _t("in %s", text);
    }

    get title() {
        return formatDateTime(this.due);
    }

    get tone() {
        if (this.minutes < 0) {
            return "text-danger fw-bold";
        }
        return this.minutes < SOON_MINUTES ? "text-warning-emphasis" : "text-muted";
    }
}

registry.category("fields").add("logistics_due", {
    component: LogisticsDueField,
    displayName: _t("Time Left"),
    supportedTypes: ["datetime"],
});
