import {registry} from "@web/core/registry";
import {Interaction} from "@web/public/interaction";

/** Copies the tracking link, and says so. */
export class ShipmentShare extends Interaction {
    static selector = ".o_shipment_share";
    dynamicContent = {
        ".o_share_copy": {"t-on-click": this.onCopy},
        input: {"t-on-focus": (ev) => ev.currentTarget.select()},
    };

    async onCopy() {
        const input = this.el.querySelector("input");
        try {
            await this.waitFor(navigator.clipboard.writeText(input.value));
        } catch {
            // No clipboard without HTTPS: the older way still works there.
            input.select();
            document.execCommand("copy");
        }
        this.showCopied(true);
        this.waitForTimeout(() => this.showCopied(false), 2500);
    }

    showCopied(copied) {
        this.el.querySelector(".o_share_copied").classList.toggle("d-none", !copied);
    }
}

registry
    .category("public.interactions")
    .add("logistics_portal.shipment_share", ShipmentShare);
