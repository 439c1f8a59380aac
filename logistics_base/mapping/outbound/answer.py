# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a partner's answer means: whether it is a yes, and the canonical answer in it."""

from ...canonical.documents import Document, DocumentError
from ...transport.call_errors import CallError
from .. import coercion
from ..completeness import check_complete
from ..document_builder import compile_document
from ..errors import DecodeError
from ..field_lists import as_list
from ..fields import compile_nested
from ..limits import DEFAULT_LIMITS
from ..parsing import parse
from ..preset_spec import nothing
from ..values import compile_when

#: Statuses whose body says why not. Others are the client's to judge.
REFUSALS = (400, 402, 404, 405, 406, 409, 410, 412, 415, 422)
_ERROR_KEYS = {"message", "problems"}
_ANSWER_KEYS = {"each", "when", "fields", "canonical", "messages"}
_SHOWN = 300
_MOST_PROBLEMS = 20


def parsed_body(answer, form, options):
    """Return what an answer's body holds. :raise DecodeError: it is not of that form."""
    return parse(
        answer.content,
        answer.headers.get("Content-Type"),
        form=form,
        options=options,
        limits=DEFAULT_LIMITS,
    )


def names_of(answer, parsed, request, settings):
    """Return what expressions that speak of an answer know beside its own fields."""
    headers = {name.lower(): text for name, text in dict(answer.headers).items()}
    return {
        "root": parsed,
        "parent": parsed,
        "headers": headers,
        "request": request,
        "settings": settings,
        "status": answer.status,
        "place": None,
        "default_zone": None,
    }


class Verdict:
    """Tells whether an answer is a yes, and why not.

    :param doubt: the category of an answer that cannot be made out.
    """

    def __init__(self, spec, defaults, doubt):
        own = spec.at("success")
        self._success = compile_when(own if own.value else defaults.at("success"))
        error = spec.at("error") if spec.has("error") else defaults.at("error")
        self._message, self._problems = _compile_error(error)
        busy = spec.at("busy") if spec.has("busy") else defaults.at("busy")
        self._busy = compile_when(busy)
        self._doubt = doubt

    @property
    def has_condition(self):
        """Whether the content of an answer has to be a yes, too."""
        return self._success is not None or self._busy is not None

    def check_not_busy(self, status, parsed, names):
        """:raise CallError: it says that it has too much to do; a later try is welcome."""
        if self._busy is not None and self._busy(parsed, names):
            message = self._said(parsed, names)[0]
            raise CallError(
                "throttled", message or "The partner is busy.", status=status
            )

    def is_yes(self, status, parsed, names):
        """Tell whether the partner said yes."""
        accepted = 200 <= status < 300
        return accepted and (self._success is None or self._success(parsed, names))

    def refusal(self, status, parsed, names):
        """Return the CallError that an answer means which is no yes.

        ``refused`` where it says no; in doubt where it is not clear what it says.
        """
        message, problems = self._said(parsed, names)
        if 200 <= status < 300 and not message:
            return CallError(
                self._doubt,
                "The partner's answer says neither yes nor why not.",
                status=status,
            )
        return CallError(
            "refused",
            message or f"The partner refused the request (HTTP {status}).",
            status=status,
            problems=problems,
        )

    def _said(self, parsed, names):
        """Return (message, problems); a problem speaks where there is no message."""
        message = _words(self._message(parsed, names))
        found = as_list(self._problems(parsed, names))[:_MOST_PROBLEMS]
        problems = tuple(filter(None, map(_words, found)))
        return message or (problems[0] if problems else None), problems


class AnswerTemplate:
    """Reads the answer of one call.

    :param doubt: the category of an answer that cannot be made out.
    """

    def __init__(self, spec, defaults, kind, doubt):
        self._verdict = Verdict(spec, defaults, doubt)
        self._kind = kind
        self._doubt = doubt
        self._none_at = _statuses(spec.at("none_at"), (404,) if kind.optional else ())
        answer = spec.at("answer")
        self.reads_messages = answer.at("messages").flag() if answer.value else False
        self._each = self._when = None
        self._build = nothing
        if not self.reads_messages:
            self._compile(answer)

    def _compile(self, spec):
        is_canonical = spec.has("canonical") and spec.at("canonical").flag()
        required = () if is_canonical else ("fields",)
        if not spec.is_mapping(_ANSWER_KEYS, required):
            return
        self._each = spec.at("each").expression()
        self._when = compile_when(spec.at("when"))
        cls = self._kind.answer
        if is_canonical and issubclass(cls, Document) and not spec.has("fields"):
            self._build = _reader_of(cls)
        elif is_canonical:
            spec.at("canonical").problem(
                "only where a document answers, without fields"
            )
        elif issubclass(cls, Document):
            self._build = compile_document(spec.at("fields"), cls, {})
        else:
            self._build = compile_nested(spec.at("fields"), cls)

    def says_none(self, status):
        """Whether this status means that there is no such thing."""
        return status in self._none_at

    def check(self, status, parsed, names):
        """Make sure that the partner said yes.

        :raise CallError: ``refused`` where it said no; in doubt where it is not clear
            what it said.
        """
        self._verdict.check_not_busy(status, parsed, names)
        if not self._verdict.is_yes(status, parsed, names):
            raise self._verdict.refusal(status, parsed, names)

    def read(self, parsed, names):
        """Return what the kind of call promises: one, a list, or None.

        :raise CallError: in doubt where the answer lacks what it needs.
        """
        try:
            found = self._built(parsed, names)
        except DecodeError as error:
            raise CallError(
                self._doubt, f"The partner's answer cannot be read: {error}"
            ) from None
        if self._kind.many:
            return found
        if not found and not self._kind.optional:
            raise CallError(self._doubt, "The partner's answer holds nothing.")
        return found[0] if found else None

    def _built(self, parsed, names):
        elements = [parsed] if self._each is None else self._each(parsed, names)
        found, problems = [], []
        for element in as_list(elements):
            if self._when and not self._when(element, names):
                continue
            try:
                found.append(self._one(element, names))
            except DecodeError as error:
                # One rate nobody can use is no reason to have none.
                problems.append(error)
        if problems and not (found and self._kind.many):
            raise problems[0]
        return found

    def _one(self, element, names):
        built = self._build(element, dict(names))
        if built is None:
            raise DecodeError("missing", "nothing in it")
        check_complete(built, "answer.")
        check = getattr(built, "check", None)
        try:
            check and check()
        except DocumentError as error:
            raise DecodeError("value", str(error)) from None
        return built


def _reader_of(cls):
    """Return what reads a document in our own JSON."""

    def build(value, _names):
        try:
            return cls.from_json(value)
        except DocumentError as error:
            raise DecodeError("value", f"answer.{error}") from None

    return build


def _compile_error(spec):
    if spec.value is None:
        return nothing, nothing
    if not spec.is_mapping(_ERROR_KEYS):
        return nothing, nothing
    message = spec.at("message").expression() or nothing
    return message, spec.at("problems").expression() or nothing


def _words(found):
    """What the partner wrote, short and on one line; None if it is no text."""
    try:
        text = coercion.text(found)
    except ValueError:
        return None
    return " ".join(text.split())[:_SHOWN] if text else None


def _statuses(spec, default):
    if spec.value is None:
        return default
    found = [one.value for one in spec.elements()]
    if not all(type(one) is int and 200 <= one <= 499 for one in found):
        spec.problem("a list of HTTP statuses is expected here")
    return tuple(found)
