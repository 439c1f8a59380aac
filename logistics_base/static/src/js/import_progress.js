import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

import {Component, onMounted, onWillUnmount, xml} from "@odoo/owl";

/**
 * Asks the server for batch after batch of a history import, as long as its window is
 * open. Each answer is a transaction of its own, so nothing is lost when it is closed.
 */
export class ImportProgress extends Component {
    static template = xml`<span class="o_logistics_import_progress"/>`;
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.isOpen = true;
        onMounted(() => this.takeIn());
        onWillUnmount(() => {
            this.isOpen = false;
        });
    }

    get isRunning() {
        return this.isOpen && this.props.record.data.state === "running";
    }

    async takeIn() {
        const {record} = this.props;
        while (this.isRunning) {
            await this.orm.call(record.resModel, "import_next", [[record.resId]]);
            if (this.isOpen) {
                await record.load();
            }
        }
    }
}

registry.category("view_widgets").add("logistics_import_progress", {
    component: ImportProgress,
});
