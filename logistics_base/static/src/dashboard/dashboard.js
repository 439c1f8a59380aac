import {Component, onWillStart, useState} from "@odoo/owl";
import {deserializeDateTime, formatDateTime} from "@web/core/l10n/dates";
import {BreakdownChart} from "./breakdown_chart";
import {DashboardTile} from "./dashboard_tile";
import {RecordSelector} from "@web/core/record_selectors/record_selector";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";

const {DateTime} = luxon;
const PERIOD = "30d";
/* So many grey tiles stand in for those that are on their way. */
const SKELETONS = 10;

/**
 * How the business does: figures, comparisons, and what is wrong right now.
 */
export class LogisticsDashboard extends Component {
    static template = "logistics_base.Dashboard";
    static components = {BreakdownChart, DashboardTile, RecordSelector};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        const kept = this.props.state || {};
        this.state = useState({
            board: null,
            isLoading: true,
            problem: "",
            period: kept.period || PERIOD,
            filters: kept.filters || {},
            dimension: "integration_id",
            kpi: "on_time",
        });
        useSetupAction({
            getLocalState: () => ({
                period: this.state.period,
                filters: {...this.state.filters},
            }),
        });
        this.skeletons = [...Array(SKELETONS).keys()];
        // Not waited for: the page is there at once, its figures follow.
        onWillStart(() => {
            this.load();
        });
    }

    async load() {
        this.state.isLoading = true;
        const {period, filters} = this.state;
        this.asked = (this.asked || 0) + 1;
        const turn = this.asked;
        const asked = [period, {...filters}];
        let board = null;
        let problem = "";
        try {
            board = await this.orm.silent.call("logistics.dashboard", "board", asked);
        } catch (error) {
            problem = error.data?.message || _t("There is no connection.");
        }
        // Another period or filter may have been asked for in between.
        if (turn === this.asked) {
            this.state.board = board || this.state.board;
            this.state.problem = problem;
            this.state.isLoading = false;
        }
    }

    setPeriod(period) {
        this.state.period = period;
        this.load();
    }

    setFilter(name, value) {
        this.state.filters = {...this.state.filters, [name]: Number(value) || false};
        this.load();
    }

    clearFilters() {
        this.state.filters = {};
        this.load();
    }

    get isFiltered() {
        return Object.values(this.state.filters).some(Boolean);
    }

    get asOf() {
        return formatDateTime(deserializeDateTime(this.state.board.as_of), {
            format: "HH:mm",
        });
    }

    // By customer, carrier, lane, warehouse

    get dimension() {
        return this.state.board.breakdown.find(
            (dimension) => dimension.code === this.state.dimension
        );
    }

    get groups() {
        return this.dimension.groups.filter((group) => {
            const figure = group.figures[this.state.kpi];
            return figure && figure.value !== null;
        });
    }

    get kpis() {
        const codes = new Set(
            this.state.board.breakdown.flatMap((dimension) =>
                dimension.groups.flatMap((group) => Object.keys(group.figures))
            )
        );
        return this.state.board.tiles.filter((tile) => codes.has(tile.code));
    }

    openGroup(group) {
        const tile = this.state.board.tiles.find((one) => one.code === this.state.kpi);
        if (!tile.opens) {
            return;
        }
        const {name, model, domain} = tile.opens;
        this.open({
            name: `${name}: ${group.label}`,
            model,
            domain: [...domain, this.groupLeaf(model, group)],
        });
    }

    groupLeaf(model, group) {
        const {dimension} = this.state;
        const isShipment = model === "logistics.shipment";
        if (dimension === "partner_id") {
            return [dimension, "child_of", group.key];
        }
        const path = isShipment || dimension.endsWith("_id") ? "" : "shipment_id.";
        return [path + dimension, "=", group.key];
    }

    // What a click opens

    openTile(tile) {
        this.open(tile.opens);
    }

    open(opens) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: opens.name,
            res_model: opens.model,
            domain: opens.domain,
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }

    openIncident(incident) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "logistics.incident",
            res_id: incident.id,
            views: [[false, "form"]],
        });
    }

    age(since) {
        return (
            deserializeDateTime(since).toRelative({base: DateTime.now()}) || _t("now")
        );
    }
}

registry.category("actions").add("logistics_dashboard", LogisticsDashboard);
