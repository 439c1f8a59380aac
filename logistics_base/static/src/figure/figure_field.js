import {Component} from "@odoo/owl";
import {figureText} from "../dashboard/figures";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/**
 * A figure that is n/a where it is taken from too few.
 *
 * options: {count: field with how many it is taken from, unit: percent, hours, …}
 */
export class FigureField extends Component {
    static template = "logistics_base.FigureField";
    static props = {
        ...standardFieldProps,
        count: {type: String, optional: true},
        unit: {type: String, optional: true},
    };

    get isKnown() {
        const {data} = this.props.record;
        return (
            !this.props.count ||
            data[this.props.count] >= Math.max(data.minimum || 0, 1)
        );
    }

    get text() {
        const value = this.isKnown ? this.props.record.data[this.props.name] : null;
        return figureText(value, this.props.unit);
    }
}

registry.category("fields").add("logistics_figure", {
    component: FigureField,
    supportedTypes: ["float", "integer"],
    extractProps: ({options}) => ({count: options.count, unit: options.unit}),
    fieldDependencies: ({options}) => [
        {name: "minimum", type: "integer"},
        ...(options.count ? [{name: options.count, type: "integer"}] : []),
    ],
});
