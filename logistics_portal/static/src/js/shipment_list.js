import {registry} from "@web/core/registry";
import {Interaction} from "@web/public/interaction";

/** Sorts at once when another order is chosen. */
export class ShipmentList extends Interaction {
    static selector = ".o_shipments_search";
    dynamicContent = {
        ".o_shipments_sort": {"t-on-change": () => this.el.requestSubmit()},
    };
}

registry
    .category("public.interactions")
    .add("logistics_portal.shipment_list", ShipmentList);
