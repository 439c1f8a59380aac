# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64
import difflib
from pathlib import Path

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.modules.module import get_module_path
from odoo.tools import ormcache

from ..mapping.errors import PresetError
from ..mapping.preset import Preset

ADMIN = "logistics_base.group_integration_admin"
#: What a preset written here begins with.
FIRST_SOURCE = """\
code: my_partner
name: My Partner
kind: carrier
verified: false
documentation: where the partner documents its webhooks
format: json
signature:
  scheme: hmac_sha256_hex
  options: {header: X-Signature}
flows:
  - {document_type: shipment.milestone, direction: inbound, latency: real_time}
messages:
  - document_type: shipment.milestone
    identity: id
    fields:
      id: id
      tracking_number: tracking_number
      raw_code: status
      raw_description: description
      occurred_at: {value: time, zone: place}
      location:
        city: city
        country: country
codes:
  milestone: {}
"""


class LogisticsPreset(models.Model):
    """A partner described by one text: how its messages are signed and read.

    Each change makes a revision, so that an earlier one can be taken up again. The ones
    that addons ship are brought up to date with them, unless somebody changed them here:
    then the shipped one waits as a revision.
    """

    _name = "logistics.preset"
    _description = "Integration Preset"
    _order = "name"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, readonly=True, copy=False)
    name = fields.Char(required=True, readonly=True)
    kind = fields.Char(readonly=True)
    verified = fields.Boolean(
        readonly=True,
        help="Signing and codes were checked against the partner's own documentation.",
    )
    documentation = fields.Text(readonly=True)
    source = fields.Text(
        required=True,
        default=lambda self: FIRST_SOURCE,
        help="YAML; see the addon's PRESETS.md.",
    )
    source_file = fields.Binary(
        string="File", compute="_compute_source_file", groups=ADMIN
    )
    module = fields.Char(string="Shipped by", readonly=True)
    customized = fields.Boolean(
        readonly=True, help="Changed here; an upgrade does not overwrite it."
    )
    revision_ids = fields.One2many("logistics.preset.revision", "preset_id")
    revision_count = fields.Integer(compute="_compute_revision_count")

    _code_unique = models.Constraint("unique(code)", "This preset code is taken.")

    @api.depends("revision_ids")
    def _compute_revision_count(self):
        for preset in self:
            preset.revision_count = len(preset.revision_ids)

    @api.depends("source")
    def _compute_source_file(self):
        for preset in self:
            preset.source_file = base64.b64encode((preset.source or "").encode())

    @api.constrains("source")
    def _check_source(self):
        for preset in self:
            loaded = preset._load()
            if preset.code and loaded.code != preset.code:
                raise ValidationError(
                    self.env._(
                        "The code of a preset cannot change: “%(old)s” to “%(new)s”.",
                        old=preset.code,
                        new=loaded.code,
                    )
                )

    def _load(self):
        """Return the compiled preset.

        :raise ValidationError: naming everything that is wrong with its text.
        """
        self.ensure_one()
        return self._load_text(self.source)

    @api.model
    def _load_text(self, source):
        try:
            return Preset.load(source)
        except PresetError as error:
            raise ValidationError(
                self.env._("The preset cannot be used:\n%s", error)
            ) from None

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_header(vals) for vals in vals_list]
        presets = super().create(vals_list)
        for preset in presets:
            preset._keep_revision()
            preset._load_codes()
        self.env["logistics.door"]._forget()
        return presets

    def write(self, vals):
        if "source" in vals:
            vals = self._with_header(vals)
            if "customized" not in vals:
                vals["customized"] = True
            brought = {preset: preset._codes_of_text() for preset in self}
        result = super().write(vals)
        if "source" in vals:
            for preset in self:
                preset._keep_revision()
                preset._load_codes(brought[preset])
        self.env["logistics.door"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["logistics.door"]._forget()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        used = self.env["logistics.integration"].search_count(
            [("preset", "in", self.mapped("code"))], limit=1
        )
        if used:
            raise UserError(self.env._("An integration uses this preset."))

    @api.model
    def _with_header(self, vals):
        """Return the values with what the text says about itself."""
        loaded = self._load_text(vals.get("source") or "")
        return {
            **vals,
            "code": loaded.code,
            "name": loaded.name,
            "kind": loaded.kind,
            "verified": loaded.verified,
            "documentation": loaded.documentation,
        }

    def _keep_revision(self):
        last = self.revision_ids[:1]
        if last.source != self.source:
            self.env["logistics.preset.revision"].create(
                {
                    "preset_id": self.id,
                    "number": last.number + 1,
                    "source": self.source,
                }
            )

    def _load_codes(self, brought=()):
        """Write the codes that the preset brings.

        :param brought: {(domain, partner's code)} that its text brought before. Other
            codes stay: another addon's, which is not loaded yet during an upgrade.
        """
        codes = self.env["logistics.code.map"]
        codes._load_preset(self.code, self._codes(), brought)

    def _codes_of_text(self):
        try:
            codes = self._load().codes
        except ValidationError:
            return set()
        return {(domain, code) for domain, entries in codes.items() for code in entries}

    def _codes(self):
        """Return {domain: {partner's code: our word}}; addons add those they read."""
        return self._load().codes

    # What an administrator does

    def action_try(self):
        """Open the try-out: paste a payload, see what it would become."""
        self.ensure_one()
        return self._try_action()

    @api.model
    def _try_action(self, **context):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Preset Editor"),
            "res_model": "logistics.preset.try",
            "view_mode": "form",
            "target": "new",
            "context": {
                "dialog_size": "extra-large",
                "default_preset_id": self.id,
                **{f"default_{name}": value for name, value in context.items()},
            },
        }

    def action_export(self):
        """Download the preset as a file that an addon could ship."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/source_file"
            f"/{self.code}.yaml?download=true",
            "target": "self",
        }

    def action_view_integrations(self):
        """Open the integrations that speak by this preset."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "logistics_base.logistics_integration_action"
        )
        action["domain"] = [("preset", "=", self.code)]
        action["context"] = {"default_preset": self.code}
        return action

    @api.model
    def _sample(self, code):
        """Return the first sample payload shipped beside the preset, as text."""
        preset = self.search([("code", "=", code)])
        folder = preset.module and get_module_path(preset.module)
        if not folder:
            return False
        samples = Path(folder) / "presets" / code / "samples"
        found = sorted(
            file
            for file in samples.glob("*.*")
            if file.suffix in (".json", ".xml", ".csv", ".edi")
            and not file.stem.endswith((".expected", ".headers"))
        )
        return found[0].read_text(encoding="utf-8") if found else False

    # What integrations ask

    @api.model
    def _selection(self):
        self.env.cr.execute("SELECT code, name FROM logistics_preset ORDER BY name")
        return self.env.cr.fetchall()

    @api.model
    @ormcache("code")
    def _compiled(self, code):
        """Return the compiled preset of that code.

        :raise UserError: if there is none.
        """
        preset = self.sudo().search([("code", "=", code)])
        if not preset:
            raise UserError(self.env._("There is no preset “%s”.", code))
        return preset._load()

    @api.model
    def _flow_vals(self, code):
        """Return the values of the flows that the preset names."""
        return [dict(flow) for flow in self._compiled(code).flows]

    # Shipped with addons

    @api.model
    def _load_shipped(self, module):
        """Create or bring up to date the presets in the addon's ``presets`` folder."""
        folder = Path(get_module_path(module)) / "presets"
        for file in sorted(folder.glob("*/preset.yaml")):
            self._load_shipped_file(module, file.read_text(encoding="utf-8"))

    @api.model
    def _load_shipped_file(self, module, source):
        code = self._load_text(source).code
        preset = self.search([("code", "=", code)])
        if not preset:
            self.create({"source": source, "module": module})
        elif not preset.customized:
            preset.write({"source": source, "module": module, "customized": False})
        elif source not in preset.revision_ids.mapped("source"):
            number = preset.revision_ids[:1].number + 1
            self.env["logistics.preset.revision"].create(
                {
                    "preset_id": preset.id,
                    "number": number,
                    "source": source,
                    "shipped": True,
                }
            )


class LogisticsPresetRevision(models.Model):
    """An earlier, or a newly shipped, text of a preset."""

    _name = "logistics.preset.revision"
    _description = "Preset Revision"
    _order = "preset_id, number desc"
    _rec_name = "number"

    preset_id = fields.Many2one(
        "logistics.preset", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(required=True, readonly=True)
    source = fields.Text(required=True, readonly=True)
    shipped = fields.Boolean(
        readonly=True, help="Came with an upgrade while the preset was changed here."
    )

    diff = fields.Text(
        string="Difference",
        compute="_compute_diff",
        help="What taking this revision up again would change.",
    )
    diff_html = fields.Html(compute="_compute_diff", sanitize=False)
    is_current = fields.Boolean(compute="_compute_is_current")

    @api.depends("source", "preset_id.source")
    def _compute_diff(self):
        for revision in self:
            lines = list(
                difflib.unified_diff(
                    (revision.preset_id.source or "").splitlines(),
                    (revision.source or "").splitlines(),
                    self.env._("in use"),
                    self.env._("revision %s", revision.number),
                    lineterm="",
                )
            )
            revision.diff = "\n".join(lines)
            revision.diff_html = Markup('<pre class="o_logistics_diff">%s</pre>') % (
                Markup("").join(map(_diff_line, lines))
            )

    @api.depends("source", "preset_id.source")
    def _compute_is_current(self):
        for revision in self:
            revision.is_current = revision.source == revision.preset_id.source

    def action_compare(self):
        """Show what taking this revision up again would change."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revision %s", self.number),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_restore(self):
        """Take this revision up again."""
        self.ensure_one()
        self.preset_id.write({"source": self.source})


def _diff_line(line):
    colour = {"+": "text-success", "-": "text-danger", "@": "text-info"}
    return Markup('<span class="d-block %s">%s</span>') % (
        colour.get(line[:1], ""),
        line,
    )
