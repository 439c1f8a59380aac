# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Routes of other addons, for the description of the API.

An addon describes its own with :func:`describe`, in a module of its ``canonical``, and
with :func:`posts` the documents that it posts to partners who speak our own JSON.
"""

from typing import NamedTuple


class Route(NamedTuple):
    """A route that is read.

    :ivar path: as OpenAPI writes it, with parameters in braces.
    :ivar operation: function without parameters that returns the operation object.
    :ivar resources: the classes of what it answers.
    """

    path: str
    operation: object
    resources: tuple


_ROUTES = {}
_TAGS = {}
_POSTED = {}


def describe(tag, meaning, *routes):
    """Make routes part of the description of the API, under a tag.

    :param str meaning: whom they are for.
    """
    _TAGS[tag] = meaning
    for route in routes:
        _ROUTES[route.path] = (tag, route)


def paths(addon=""):
    """Return {path: its operations}.

    :param str addon: only those whose answers are made of its classes.
    """
    return {
        path: {"get": {"tags": [tag], **route.operation()}}
        for path, (tag, route) in _ROUTES.items()
        if addon in route.resources[0].__module__
    }


def tags():
    """Return the tags, as OpenAPI lists them."""
    return [{"name": name, "description": text} for name, text in _TAGS.items()]


def resources():
    """Return the classes of what is answered, each once."""
    found = (cls for _tag, route in _ROUTES.values() for cls in route.resources)
    return list(dict.fromkeys(found))


def posts(*classes):
    """Make canonical documents part of what partners are posted."""
    for cls in classes:
        _POSTED[cls.document_type] = cls


def posted():
    """Return {document type: class} of what partners are posted."""
    return dict(_POSTED)
