import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";

const PERCENT = 100;
const SECONDS = {seconds: 1, minutes: 60, hours: 3600, days: 86400};
/* A working day is no day of 24 hours: these stay hours. */
export const WORKING_HOURS = "working_hours";
const DURATIONS = [
    [2 * SECONDS.days, SECONDS.days, (text) => _t("%s d", text)],
    [2 * SECONDS.hours, SECONDS.hours, (text) => _t("%s h", text)],
    [2 * SECONDS.minutes, SECONDS.minutes, (text) => _t("%s min", text)],
    [0, 1, (text) => _t("%s s", text)],
];
const FEW = 10;

export function isShare(unit) {
    return unit === "percent";
}

function rounded(value) {
    return formatFloat(value, {digits: [0, 1], trailingZeros: false});
}

function duration(seconds) {
    const size = Math.abs(seconds);
    const [, length, words] = DURATIONS.find(([from]) => size >= from);
    const digits = size / length < FEW && length > 1 ? 1 : 0;
    return words(
        formatFloat(seconds / length, {digits: [0, digits], trailingZeros: false})
    );
}

/**
 * Return a figure as people read it; "n/a" where there is none.
 */
export function figureText(value, unit) {
    if (value === null || value === undefined) {
        return _t("n/a");
    }
    if (isShare(unit)) {
        return _t("%s %", rounded(value * PERCENT));
    }
    if (unit === WORKING_HOURS) {
        return _t("%s h", rounded(value));
    }
    if (unit in SECONDS) {
        return duration(value * SECONDS[unit]);
    }
    return rounded(value);
}

/**
 * Return by how much a figure has changed: percentage points for shares.
 */
export function changeText(value, previous, unit) {
    const sign = value > previous ? "+" : "−";
    const size = Math.abs(value - previous);
    if (isShare(unit)) {
        return _t("%(sign)s%(points)s points", {
            sign,
            points: rounded(size * PERCENT),
        });
    }
    return sign + figureText(size, unit);
}
