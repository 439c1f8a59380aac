import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("logistics_portal_shipment", {
    url: "/my",
    steps: () => [
        {
            content: "The home page counts the shipments",
            trigger: ".o_portal_index_card:not(.d-none) a[href='/my/shipments']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Search however the number is written",
            trigger: "#shipment_search",
            run: "edit tour 77 01",
        },
        {
            trigger: ".o_shipments_search button[type='submit']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Open the one that was found",
            trigger: ".o_shipment_line:only-child a",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The progress bar says where it is",
            trigger: ".o_step[aria-current='step']:contains('On its way')",
        },
        {
            content: "The timeline says what happened",
            trigger: ".o_event .o_event_title:contains('On its way')",
        },
        {
            content: "A place name cannot do anything",
            trigger: ".o_event_place:contains('<script>')",
            run: () => {
                if (document.title === "owned") {
                    throw new Error("A place name ran as a script");
                }
            },
        },
        {
            content: "Make a link to share",
            trigger: ".o_shipment_share button:contains('Make a tracking link')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "It is there to be copied",
            trigger: ".o_share_link input[readonly]",
        },
    ],
});
