# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A call's ``pages``: how the partner is asked for the rest of a long answer.

The request knows ``page``: nothing, or ``first``, when the first one is asked for.
"""

from dataclasses import dataclass

from ...transport.call_errors import CallError
from ..preset_spec import nothing
from ..values import compile_when

_KEYS = {"first", "next", "more", "most"}
_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """How one gets from page to page: told by the answer, or counted.

    :ivar first: what ``page`` is at first.
    :ivar most: so many pages are asked for; more is taken for an error.
    """

    first: object
    most: int
    _next: object
    _more: object

    def after(self, page, parsed, names):
        """Return what ``page`` is next; None where this was the last one."""
        if self._next is not None:
            found = self._next(parsed, names)
            return None if found in ("", False) or found == page else found
        return page + 1 if self._more(parsed, names) else None

    def check(self, number):
        """:raise CallError: there is no end of it."""
        if number > self.most:
            raise CallError(
                "unreachable", f"The partner's answer has more than {self.most} pages."
            )


#: Of a call that is answered at once.
ONE_PAGE = Pages(first=None, most=1, _next=nothing, _more=None)


def compile_pages(spec, kind):
    """Compile the section; one page if there is none."""
    if spec.value is None or not spec.is_mapping(_KEYS):
        return ONE_PAGE
    if not (kind.many or kind.joined):
        spec.problem("this call has one answer")
    if spec.has("next") == spec.has("more"):
        spec.problem("either next or more is expected here")
    first = spec.value.get("first")
    if spec.has("more"):
        first = 1 if first is None else first
        if type(first) is not int:
            spec.at("first").problem("a whole number is expected here")
            first = 1
    most = spec.value.get("most", _MOST)
    if type(most) is not int or not 1 <= most <= 100_000:
        spec.at("most").problem("a whole number from 1 to 100000 is expected here")
    return Pages(
        first=first,
        most=most,
        _next=spec.at("next").expression(),
        _more=compile_when(spec.at("more")),
    )
