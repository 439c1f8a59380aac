// Copyright 2026 Odoo Logistics Suite contributors
// License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import {FileUploadKanbanRenderer} from "@account/views/file_upload_kanban/file_upload_kanban_renderer";
import {FileUploadListRenderer} from "@account/views/file_upload_list/file_upload_list_renderer";
import {_t} from "@web/core/l10n/translation";
import {fileUploadKanbanView} from "@account/views/file_upload_kanban/file_upload_kanban_view";
import {fileUploadListView} from "@account/views/file_upload_list/file_upload_list_view";
import {registry} from "@web/core/registry";

// Files are dropped on the list as on vendor bills; what they are told is ours.
export class CarrierInvoiceListRenderer extends FileUploadListRenderer {
    setup() {
        super.setup();
        this.dropZoneTitle = _t("Drop carriers' billing files");
        this.dropZoneDescription = _t("Each charge is matched and audited.");
    }
}

export class CarrierInvoiceKanbanRenderer extends FileUploadKanbanRenderer {
    setup() {
        super.setup();
        this.dropZoneTitle = _t("Drop carriers' billing files");
        this.dropZoneDescription = _t("Each charge is matched and audited.");
    }
}

registry.category("views").add("logistics_carrier_invoice_list", {
    ...fileUploadListView,
    Renderer: CarrierInvoiceListRenderer,
});
registry.category("views").add("logistics_carrier_invoice_kanban", {
    ...fileUploadKanbanView,
    Renderer: CarrierInvoiceKanbanRenderer,
});
