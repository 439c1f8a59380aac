# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .fulfillment_reader import package_key
from .fulfillment_telling import Refused


class LogisticsFulfillmentPackages(models.AbstractModel):
    """Makes packages of stock of the handling units that a warehouse shipped."""

    _name = "logistics.fulfillment.packages"
    _description = "Packages of Warehouse Fulfilments"

    @api.model
    def _check_nesting(self, telling):
        """Refuse packages that hold each other, or have one number."""
        named = [p.reference for p in telling.update.packages if p.reference]
        if len(set(named)) != len(named):
            raise Refused(
                "value",
                self.env._("Two packages of %s have one number.", telling.order.name),
            )
        parents = {p.reference: p.parent for p in telling.update.packages if p.parent}
        for start in parents:
            seen, at = set(), start
            while at in parents and at not in seen:
                seen.add(at)
                at = parents[at]
            if at in seen:
                raise Refused(
                    "value",
                    self.env._(
                        "Packages of %(order)s hold each other: %(numbers)s.",
                        order=telling.order.name,
                        numbers=", ".join(sorted(filter(None, seen))),
                    ),
                )

    @api.model
    def _make(self, integration, tellings):
        """Fill the packages of tellings: made, or found where the goods lie in them."""
        wanted = {}
        for telling in tellings:
            update = telling.update
            for package in update.packages:
                wanted[
                    telling.identity, telling.order.id, package_key(update, package)
                ] = package
        present = self._present(tellings, {p.reference for p in wanted.values()})
        types = self._types(integration, {p.type for p in wanted.values() if p.type})
        new = {key: p for key, p in wanted.items() if p.reference not in present}
        made = self.env["stock.package"].create(
            [self._vals(package, types) for package in new.values()]
        )
        by_key = dict(zip(new, made, strict=True))
        for telling in tellings:
            for package in telling.update.packages:
                key = package_key(telling.update, package)
                found = by_key.get((telling.identity, telling.order.id, key))
                telling.packages[key] = found or present[package.reference]
        self._nest(tellings)

    @api.model
    def _present(self, tellings, references):
        """Return {number: package} of those that lie packed in the warehouse already."""
        references.discard(None)
        if not references:
            return {}
        company = tellings[0].order.company_id
        found = (
            self.env["stock.package"]
            .sudo()
            .search(
                [
                    ("name", "in", list(references)),
                    ("company_id", "in", (False, company.id)),
                    ("location_id.usage", "in", ("internal", "transit")),
                ]
            )
        )
        return {package.name: package.with_env(self.env) for package in found}

    @api.model
    def _vals(self, package, types):
        vals = {
            "logistics_tracking_number": package.tracking_number,
            "shipping_weight": package.weight or 0.0,
            "package_type_id": types.get(package.type, False),
        }
        if name := package.reference or package.tracking_number:
            vals["name"] = name
        return vals

    @api.model
    def _types(self, integration, told):
        """Return {partner's word: id of a package type}, by code map or by name."""
        if not told:
            return {}
        words = self.env["logistics.fulfillment.words"]._words(
            integration, "package_type"
        )
        types = (
            self.env["stock.package.type"]
            .sudo()
            .search([("company_id", "in", (False, integration.company_id.id))])
        )
        by_name = {each.name.strip().upper(): each.id for each in types}
        found = {}
        for word in told:
            name = words.get(word, word).strip().upper()
            if name in by_name:
                found[word] = by_name[name]
        return found

    @api.model
    def _nest(self, tellings):
        """Put packages into those that they are said to stand in or on."""
        outer = {
            package.parent: None
            for telling in tellings
            for package in telling.update.packages
            if package.parent and package.parent not in telling.packages
        }
        if outer:
            made = self.env["stock.package"].create([{"name": n} for n in outer])
            outer = dict(zip(outer, made, strict=True))
        for telling in tellings:
            for package in telling.update.packages:
                if package.parent:
                    own = telling.packages[package_key(telling.update, package)]
                    parent = telling.packages.get(package.parent)
                    own.package_dest_id = parent or outer[package.parent]
