import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {MINUTES_PER_HOUR, minutesUntil, spanText} from "../time_left/time_left";
import {registry} from "@web/core/registry";
import {_t} from "@web/core/l10n/translation";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

import {
    Component,
    markup,
    onMounted,
    onWillStart,
    onWillUnmount,
    useState,
} from "@odoo/owl";

/* The board looks again this often, in milliseconds, while it is seen. */
const REFRESH = 30000;
const SOON_MINUTES = 2 * MINUTES_PER_HOUR;

/**
 * The board of today: cards of what waits for a person, which open the records.
 */
export class LogisticsToday extends Component {
    static template = "logistics_base.Today";
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({cards: [], asOf: null, isStale: false});
        onWillStart(() => this.load());
        onMounted(() => {
            this.timer = setInterval(() => this.refresh(), REFRESH);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    async load() {
        this.show(await this.orm.call("logistics.today", "board", []));
    }

    /* Nobody is told of a network that is away for a moment: the board says how old it is. */
    async refresh() {
        if (document.visibilityState !== "visible") {
            return;
        }
        try {
            this.show(await this.orm.silent.call("logistics.today", "board", []));
        } catch {
            this.state.isStale = true;
        }
    }

    show(board) {
        this.state.cards = board.cards;
        this.state.asOf = deserializeDateTime(board.as_of);
        this.state.isStale = false;
    }

    get asOf() {
        return this.state.asOf
            ? formatDateTime(this.state.asOf, {format: "HH:mm:ss"})
            : "";
    }

    get waiting() {
        return this.state.cards.reduce((sum, card) => sum + card.count, 0);
    }

    async openCard(card) {
        const action = await this.action.loadAction(card.action);
        action.domain = card.domain;
        action.context = {};
        action.display_name = card.title;
        action.name = card.title;
        action.help = markup`<p class="o_view_nocontent_smiling_face">${card.empty}</p>`;
        this.action.doAction(action);
    }

    openRow(card, row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: card.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    minutesLeft(row) {
        return minutesUntil(deserializeDateTime(row.due));
    }

    dueText(row) {
        const minutes = Math.round(this.minutesLeft(row));
        const text = spanText(minutes);
        return minutes < 0 ? _t("%s ago", text) : _t("in %s", text);
    }

    dueClass(row) {
        const minutes = this.minutesLeft(row);
        if (minutes < 0) {
            return "text-danger";
        }
        return minutes < SOON_MINUTES ? "text-warning-emphasis" : "text-muted";
    }
}

registry.category("actions").add("logistics_today", LogisticsToday);
