import {registry} from "@web/core/registry";

// Begins on the form of a shipment that waits to be dispatched.
registry.category("web_tour.tours").add("logistics_process", {
    steps: () => [
        {
            content: "The release is behind it",
            trigger: ".o_logistics_step[data-step='release'][data-state='done']",
        },
        {
            content: "The dispatch is late: open the process",
            trigger: ".o_logistics_step[data-step='dispatch'][data-state='late']",
            run: "click",
        },
        {
            content: "Take it over",
            trigger: ".o_form_view button[name='action_take_over']",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal [name='reason'] input",
            run: "edit The driver called",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name='action_decide']",
            run: "click",
        },
        {
            content: "Everybody sees why nothing happens by itself",
            trigger: ".alert-warning:contains('The driver called')",
        },
        {
            content: "Mark the dispatch done",
            trigger: ".o_data_row:contains('Dispatch') button[name='action_mark_done']",
            run: "click",
        },
        {
            content: "Say why",
            trigger: ".modal [name='reason'] input",
            run: "edit Seen at the gate",
        },
        {
            content: "Confirm",
            trigger: ".modal button[name='action_decide']",
            run: "click",
        },
        {
            content: "The step is done",
            trigger: ".o_logistics_step[data-step='dispatch'][data-state='done']",
        },
        {
            content: "Let it go on",
            trigger: "button[name='action_resume']",
            run: "click",
        },
        {
            content: "It waits for the delivery",
            trigger: ".o_logistics_step[data-step='deliver'][data-state='running']",
        },
        {
            content: "It runs by itself again",
            trigger: ".o_form_view button[name='action_take_over']",
        },
    ],
});
