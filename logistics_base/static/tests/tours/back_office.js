import {registry} from "@web/core/registry";

function openMenu(section, entry) {
    return [
        {
            content: `Open ${section}`,
            trigger: `[data-menu-xmlid='logistics_base.${section}']`,
            run: "click",
        },
        {
            content: `Open ${entry}`,
            trigger: `.o-dropdown--menu [data-menu-xmlid='logistics_base.${entry}']`,
            run: "click",
        },
    ];
}

// Begins on the form of a shipment whose delivery has failed.
registry.category("web_tour.tours").add("logistics_back_office", {
    steps: () => [
        {
            content: "The timeline tells what happened, where, by the clock there",
            trigger:
                ".o_logistics_milestone:contains('Delivery attempted'):contains('Utrecht'):contains('UTC+1')",
        },
        {
            content: "See to the open case",
            trigger: ".alert-danger button[name='action_view_exceptions']",
            run: "click",
        },
        {
            content: "Take it",
            trigger: ".o_form_view button[name='action_acknowledge']",
            run: "click",
        },
        {
            content: "It has an owner now",
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains('Acknowledged')",
        },
        ...openMenu("menu_partners", "menu_unmapped"),
        {
            content: "Accept what is suggested for an unknown code",
            trigger:
                ".o_data_row:contains('TOUR_CODE') button[name='action_accept_suggestion']",
            run: "click",
        },
        {
            content: "The code has left the queue",
            trigger: ".o_list_view:not(:has(.o_data_row:contains('TOUR_CODE')))",
        },
        ...openMenu("menu_partners", "menu_dead_letters"),
        {
            content: "Open the dead letter",
            trigger: ".o_data_row:contains('msg_tour') td[name='error_message']",
            run: "click",
        },
        {
            content: "It says what is wrong and what to do",
            trigger:
                ".alert-danger:contains('Wrong Value'):contains('Correct the payload')",
        },
        {
            content: "Process it again",
            trigger: ".o_form_view button[name='action_replay']",
            run: "click",
        },
        {
            content: "It is queued",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Received')",
        },
    ],
});
