# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""XML written from the shape in which it is read: see `xml_tree`."""

import re
from xml.etree import ElementTree

from ..errors import DecodeError

_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
# What XML 1.0 cannot hold, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_xml(tree, namespace=None):
    """Return a document of ``{root name: element}`` as UTF-8 bytes.

    Keys beginning with ``@`` are attributes, ``#text`` is the element's own text, a
    list is the element repeated.

    :param namespace: declared on the root as the default one.
    :raise DecodeError: more than one root, or what XML cannot hold.
    """
    if not isinstance(tree, dict) or len(tree) != 1:
        raise DecodeError("value", "body: XML has exactly one root element")
    (name, content), *_rest = tree.items()
    root = _element(name, content)
    if namespace:
        root.set("xmlns", _text(namespace))
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _element(name, content):
    element = ElementTree.Element(_name(name))
    if isinstance(content, dict):
        _fill(element, content)
    elif content is not None:
        element.text = _text(content)
    return element


def _fill(element, content):
    for key, value in content.items():
        if key == "#text":
            element.text = _text(value)
        elif key.startswith("@"):
            element.set(_name(key[1:]), _text(value))
        else:
            several = value if isinstance(value, list) else [value]
            element.extend([_element(key, one) for one in several])


def _name(name):
    if not _NAME.fullmatch(name):
        raise DecodeError("value", "body: not a name for an element or attribute")
    return name


def _text(value):
    if isinstance(value, (dict, list)):
        raise DecodeError("value", "body: text is expected here")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if _FORBIDDEN.search(text):
        raise DecodeError("value", "body: a character that XML cannot hold")
    return text
