# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""XML as plain dictionaries, without anything that XML can do to its reader."""

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .errors import DecodeError


def parse_xml(body, options, limits):
    """Return ``{root name: element}``; see readme/PRESETS.md for an element's shape.

    :param options: ``lists``, names of elements that are lists even when alone.
    :raise DecodeError: for bad XML, for any DOCTYPE or entity, or beyond the limits.
    """
    # One "<" or "=" stands for each element or attribute: the bound is known before
    # anything is built. (An end tag is a second "<".)
    if body.count(b"<") > 2 * limits.nodes:
        limits.refuse_nodes()
    root = _root(body)
    tree = _Tree(frozenset(options.get("lists", ())), limits)
    return {_local(root.tag): tree.element(root, 1)}


def _root(body):
    try:
        return fromstring(bytes(body), forbid_dtd=True)
    except DefusedXmlException:
        raise DecodeError(
            "limits", "XML with a document type declaration or entities is refused"
        ) from None
    except ParseError as error:
        line, column = error.position
        raise DecodeError("syntax", f"not XML at line {line}, {column}") from None
    except (LookupError, UnicodeError, ValueError):
        raise DecodeError("encoding", "the XML's encoding is not known") from None
    except RecursionError:
        raise DecodeError("limits", "XML nested too deeply") from None


class _Tree:
    def __init__(self, lists, limits):
        self._lists = lists
        self._limits = limits
        self._nodes = 0

    def element(self, element, depth):
        """An object, or just the text where there is nothing but text."""
        if depth > self._limits.depth:
            self._limits.refuse_depth()
        self._count(1 + len(element.attrib))
        text = (element.text or "").strip()
        if not element.attrib and not len(element):
            return text or None
        found = {f"@{_local(name)}": value for name, value in element.attrib.items()}
        if text:
            found["#text"] = text
        for child in element:
            self._add(found, _local(child.tag), self.element(child, depth + 1))
        return found

    def _add(self, found, name, value):
        if name not in found:
            found[name] = [value] if name in self._lists else value
        elif isinstance(found[name], list):
            found[name].append(value)
        else:
            found[name] = [found[name], value]

    def _count(self, more):
        self._nodes += more
        if self._nodes > self._limits.nodes:
            self._limits.refuse_nodes()


def _local(name):
    return name.rpartition("}")[2]
