import {_t} from "@web/core/l10n/translation";

const {DateTime} = luxon;

export const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

/** How many minutes are left until a time; less than none once it has passed. */
export function minutesUntil(time, now = DateTime.now()) {
    return time.diff(now, "minutes").minutes;
}

/** A span of minutes in the unit in which people think of it. */
export function spanText(minutes) {
    const size = Math.abs(Math.round(minutes));
    if (size >= 2 * MINUTES_PER_DAY) {
        return _t("%s d", Math.round(size / MINUTES_PER_DAY));
    }
    if (size >= 2 * MINUTES_PER_HOUR) {
        return _t("%s h", Math.round(size / MINUTES_PER_HOUR));
    }
    return _t("%s min", size);
}
