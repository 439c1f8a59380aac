import {registry} from "@web/core/registry";

function questions() {
    return performance
        .getEntriesByType("resource")
        .filter((entry) => entry.name.includes("/web/dataset/call_kw/logistics"));
}

// Begins on the dashboard of somebody whose two carriers are on time 8 of 10 times.
registry.category("web_tour.tours").add("logistics_dashboard", {
    steps: () => [
        {
            content: "A figure, what it is taken from and what is aimed at",
            trigger:
                "[data-tile='on_time']:contains('80 %'):contains('8 of 10'):contains('aim 95 %')",
        },
        {
            content: "The carriers are compared",
            trigger: ".o_logistics_board canvas",
        },
        {
            content: "All of it came in one request",
            trigger: ".o_logistics_board",
            run: () => {
                const asked = questions().map((entry) => entry.name);
                if (asked.length !== 1) {
                    throw new Error(`Asked ${asked.length} times: ${asked}`);
                }
            },
        },
        {
            content: "Where there is nothing to measure there is no figure",
            trigger: "[data-tile='eta_accuracy']:contains('n/a')",
        },
        {
            content: "Look at a week",
            trigger: "[data-period='7d']",
            run: "click",
        },
        {
            content: "The week is shown",
            trigger:
                ".btn-primary[data-period='7d'], [data-tile='on_time']:contains('n/a')",
        },
        {
            content: "There was nothing in it",
            trigger: "[data-tile='on_time']:contains('n/a')",
        },
        {
            content: "Look at thirty days again",
            trigger: "[data-period='30d']",
            run: "click",
        },
        {
            content: "Narrow it to one carrier",
            trigger: "[data-tile='on_time']:contains('80 %')",
        },
        {
            trigger: "select[aria-label='Carrier']",
            run: "selectByLabel Swift Couriers",
        },
        {
            content: "It is that carrier's figure",
            trigger: "[data-tile='on_time']:contains('2 of 4')",
        },
        {
            content: "Compare lanes",
            trigger: "[data-dimension='lane']",
            run: "click",
        },
        {
            content: "There are none",
            trigger: ".card-body:contains('Nothing to compare in this period')",
        },
        {
            content: "See which were late",
            trigger: "[data-tile='on_time']",
            run: "click",
        },
        {
            content: "Their list is open",
            trigger: ".o_list_view .o_data_row:contains('LATE/1')",
        },
        {
            content: "Back to the dashboard",
            trigger: ".o_breadcrumb .o_back_button, .breadcrumb-item a",
            run: "click",
        },
        {
            content: "It is as it was left",
            trigger: "[data-tile='on_time']:contains('2 of 4')",
        },
    ],
});
