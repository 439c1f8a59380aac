# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What may go wrong when a partner is called, and what that means for the caller."""

#: Category: (did nothing happen at the partner for certain?, may a later try succeed?)
CATEGORIES = {
    "refused": (True, False),  # the partner read the request and said no
    "unauthorized": (True, False),  # our credentials do not count there
    "forbidden_address": (True, False),  # we do not call such an address
    "unreachable": (True, True),  # the request never left: name, connection, TLS
    "throttled": (True, True),  # too much at once, by their limit or ours
    "circuit_open": (True, True),  # the partner is down; nobody calls for a while
    "deadline": (True, True),  # time ran out before the request left
    "uncertain": (False, True),  # sent, and no answer that can be trusted
}


def storable(text):
    """Return a text from outside without what no database holds.

    NUL characters and lone surrogates are shown by stand-ins.
    """
    return text.replace("\0", "␀").encode("utf-8", "replace").decode()


class CallError(Exception):
    """A call to a partner did not give what was asked for.

    :ivar category: one of :data:`CATEGORIES`.
    :ivar status: the HTTP status, where there was one.
    :ivar retry_after: seconds the partner asks us to wait, where it does.
    :ivar problems: what the partner says is wrong, one text each, safe to show.

    ``str()`` is safe to show and to store: it never holds a secret, a token, an
    address's query, or a character that no database takes.
    """

    def __init__(
        self, category, message, *, status=None, retry_after=None, problems=()
    ):
        super().__init__(storable(str(message)))
        self.category = category
        self.status = status
        self.retry_after = retry_after
        self.problems = tuple(map(storable, problems))

    def without_secrets(self, redactor):
        """Return the same without what the partner may have repeated of our login.

        :param redactor: a ``Redactor``.
        """
        return CallError(
            self.category,
            redactor.text(str(self)),
            status=self.status,
            retry_after=self.retry_after,
            problems=map(redactor.text, self.problems),
        )

    @property
    def nothing_happened(self):
        """Whether the request had no effect at the partner, for certain."""
        return CATEGORIES[self.category][0]

    @property
    def may_pass(self):
        """Whether the same request may succeed later."""
        return CATEGORIES[self.category][1]
