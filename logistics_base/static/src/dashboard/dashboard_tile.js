import {WORKING_HOURS, changeText, figureText, isShare} from "./figures";
import {Component} from "@odoo/owl";
import {Sparkline} from "../sparkline/sparkline";
import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";

const TREND_CLASS = {
    better: "text-success",
    worse: "text-danger",
    steady: "text-muted",
};

/**
 * One KPI: its value, what it was before, how it went, and what is aimed at.
 */
export class DashboardTile extends Component {
    static template = "logistics_base.DashboardTile";
    static components = {Sparkline};
    static props = {tile: Object, onOpen: Function};

    get tile() {
        return this.props.tile;
    }

    get value() {
        return figureText(this.tile.value, this.tile.unit);
    }

    get isKnown() {
        return this.tile.value !== null;
    }

    get parts() {
        const {numerator, denominator, unit} = this.tile;
        if (!denominator) {
            return _t("Nothing to measure");
        }
        if (isShare(unit)) {
            return _t("%(part)s of %(all)s", {part: numerator, all: denominator});
        }
        return unit === WORKING_HOURS
            ? _t("working time, over %s", denominator)
            : _t("over %s", denominator);
    }

    get target() {
        const {target, unit} = this.tile;
        return target === null ? "" : _t("aim %s", figureText(target, unit));
    }

    /** When the figure was reckoned: the time of day, or the day if it is another. */
    get asOf() {
        if (!this.tile.as_of) {
            return "";
        }
        const when = deserializeDateTime(this.tile.as_of);
        const isToday = when.hasSame(luxon.DateTime.now(), "day");
        const format = isToday ? {format: "HH:mm"} : {format: "d LLL HH:mm"};
        return _t("as of %s", formatDateTime(when, format));
    }

    get trendClass() {
        return TREND_CLASS[this.tile.trend];
    }

    get change() {
        const {value, previous, unit, trend} = this.tile;
        return trend === "steady" ? _t("as before") : changeText(value, previous, unit);
    }

    get arrow() {
        if (this.tile.trend === "steady") {
            return "fa-minus";
        }
        return this.tile.value > this.tile.previous ? "fa-caret-up" : "fa-caret-down";
    }

    get hasLine() {
        return this.tile.series.filter((value) => value !== null).length > 1;
    }
}
