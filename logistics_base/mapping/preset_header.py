# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a preset says beside its messages and codes: format, signature, flows."""

import codecs

from ..canonical.documents import DOCUMENTS
from ..protocols.signatures import SCHEMES
from .file_names import compile_file_names
from .preset_spec import DECIMALS, Locale

_DIRECTIONS = ("inbound", "outbound")
_LATENCIES = ("real_time", "near_real_time", "batch")
_FLOW_KEYS = {
    "document_type",
    "direction",
    "latency",
    "system_of_record",
    "priority",
    "mode",
    "retention_days",
}
_CSV_KEYS = {"delimiter", "quote", "header", "columns", "skip_lines", "file_names"}


def read_signature(spec):
    """Return (scheme code or None, options)."""
    if spec.value is None or not spec.is_mapping({"scheme", "options"}, ("scheme",)):
        return None, {}
    options = spec.at("options")
    if options.value is not None and not isinstance(options.value, dict):
        options.problem("a mapping is expected here")
    return spec.at("scheme").word(SCHEMES), options.value or {}


def read_locale(spec):
    """Return the `Locale` in which numbers and times are written."""
    if spec.value is None or not spec.is_mapping({"decimal", "times"}):
        return Locale()
    times = [one.text() for one in spec.at("times").elements()]
    return Locale(
        decimal=spec.at("decimal").word(DECIMALS) or "point",
        times=tuple(times) or ("iso",),
    )


def read_flows(spec):
    """Return the flows as they stand there."""
    flows = []
    for flow in spec.elements():
        if not flow.is_mapping(_FLOW_KEYS, ("document_type", "direction", "latency")):
            continue
        flow.at("document_type").word(DOCUMENTS)
        flow.at("direction").word(_DIRECTIONS)
        flow.at("latency").word(_LATENCIES)
        flow.at("system_of_record").word(("odoo", "partner"))
        flow.at("mode").word(("live", "shadow", "off"))
        flows.append(dict(flow.value))
    return tuple(flows)


def read_format_options(spec, form):
    """Return the options for `parsing.parse`."""
    options = {}
    for name in ("json", "xml", "csv"):
        part = spec.at(name)
        if part.value is not None and form != name:
            part.problem(f"the format is {form}")
        elif part.value is not None:
            options |= _READERS[name](part)
    encoding = _read_encoding(spec.at("encoding"))
    return {**options, "encoding": encoding} if encoding else options


def _read_json(spec):
    if not spec.is_mapping({"embedded"}):
        return {}
    return {"embedded": [one.text() or "" for one in spec.at("embedded").elements()]}


def _read_xml(spec):
    if not spec.is_mapping({"lists"}):
        return {}
    return {"lists": [one.text() for one in spec.at("lists").elements()]}


def _read_csv(spec):
    if not spec.is_mapping(_CSV_KEYS):
        return {}
    for key in ("delimiter", "quote"):
        if spec.has(key) and len(str(spec.value[key])) != 1:
            spec.at(key).problem("one character is expected here")
    skipped = spec.value.get("skip_lines") or 0
    if not isinstance(skipped, int) or skipped < 0:
        spec.at("skip_lines").problem("a whole number is expected here")
    columns = [one.text() for one in spec.at("columns").elements()]
    if spec.has("header"):
        spec.at("header").flag()
    told = compile_file_names(spec.at("file_names"))
    return {**spec.value, "columns": columns, "file_names": told}


def _read_encoding(spec):
    encoding = spec.text()
    try:
        return encoding and codecs.lookup(encoding).name
    except LookupError:
        spec.problem("unknown encoding")
        return None


_READERS = {"json": _read_json, "xml": _read_xml, "csv": _read_csv}
