import {minutesUntil, spanText} from "../time_left/time_left";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {deserializeDateTime} from "@web/core/l10n/dates";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;

const ICONS = {
    done: "fa-check",
    failed: "fa-times",
    compensating: "fa-undo",
    compensated: "fa-undo",
    manual: "fa-hand-paper-o",
    skipped: "fa-minus",
};

/** The steps of a process in a row; on a phone one below the other. */
export class ProcessRibbon extends Component {
    static template = "logistics_base.ProcessRibbon";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    get ribbon() {
        return this.props.record.data[this.props.name] || {steps: []};
    }

    get note() {
        return {
            manual: _t("Taken over: nothing is done by itself."),
            compensating: _t("What was done is being taken back."),
            stuck: _t("Something cannot be taken back: it waits for a person."),
        }[this.ribbon.state];
    }

    tone(step) {
        return step.state === "running" && step.is_late ? "late" : step.state;
    }

    icon(step) {
        return ICONS[step.state] || step.icon;
    }

    time(text) {
        return (
            text && deserializeDateTime(text).toLocaleString(DateTime.DATETIME_SHORT)
        );
    }

    due(step) {
        if (!step.due) {
            return "";
        }
        const minutes = Math.round(minutesUntil(deserializeDateTime(step.due)));
        const text = spanText(minutes);
        return minutes < 0 ? _t("%s late", text) : _t("%s left", text);
    }

    detail(step) {
        if (step.state === "running") {
            return this.due(step) || _t("running");
        }
        if (step.state === "done") {
            return step.ended
                ? deserializeDateTime(step.ended).toLocaleString({
                      day: "numeric",
                      month: "short",
                      hour: "numeric",
                      minute: "2-digit",
                  })
                : "";
        }
        return {
            failed: _t("failed"),
            compensating: _t("being undone"),
            compensated: _t("undone"),
            manual: _t("waits for a person"),
            skipped: _t("skipped"),
        }[step.state];
    }

    hint(step) {
        const due = step.due && _t("due %s", this.time(step.due));
        return [step.name, this.time(step.ended), due, step.why, step.evidence]
            .filter(Boolean)
            .join(" · ");
    }

    open() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "logistics.process",
            res_id: this.ribbon.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("logistics_process_ribbon", {
    component: ProcessRibbon,
    displayName: _t("Process Steps"),
    supportedTypes: ["jsonb", "json"],
});
