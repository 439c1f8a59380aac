# Copyright 2026 Odoo Logistics Suite contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fetching the labels and papers that carriers answer with an address instead of."""

import base64
import dataclasses
from urllib.parse import urljoin, urlsplit

from odoo.addons.logistics_base.transport.call_errors import CallError

from ..canonical.labels import MIMETYPES, content_of, format_of, is_complete


class FileFetcher:
    """Puts the content in the place of an address, through the protected client.

    Only the carrier's own host and the ones named for it are called, and those only by
    https unless the carrier itself is not: an answer must not send us anywhere.

    :param hosts: further hosts; ``*.example.com`` stands for all below example.com.
    """

    def __init__(self, client, hosts=()):
        self._client = client
        self._hosts = tuple(host.lower() for host in hosts)

    def label(self, attachment):
        """Return the Attachment of a label with its content, whole.

        :raise CallError: it cannot be fetched, or only half of it came.
        """
        found = self.file(attachment)
        content = content_of(found)
        if not is_complete(content):
            raise CallError("unreachable", "The label came incomplete.")
        kind = format_of(content)
        return dataclasses.replace(found, mimetype=found.mimetype or MIMETYPES[kind])

    def file(self, attachment):
        """Return the Attachment with its content. :raise CallError: see `label`."""
        if attachment.content or not attachment.url:
            return attachment
        content, kind = self._get(attachment.url)
        if not content:
            raise CallError("unreachable", "An empty file came.")
        return dataclasses.replace(
            attachment,
            content=base64.b64encode(content).decode(),
            url=None,
            mimetype=attachment.mimetype or kind or None,
        )

    def _get(self, url):
        """Return (bytes, media type)."""
        whole = urljoin(f"{self._client.base_url}/", url)
        own, wanted = urlsplit(self._client.base_url), urlsplit(whole)
        if (wanted.scheme, wanted.netloc) == (own.scheme, own.netloc):
            answer = self._client.request("GET", whole)
        elif self._allows(own, wanted):
            answer = self._client.fetch(whole)
        else:
            raise CallError(
                "forbidden_address",
                f"The file lies on {wanted.hostname or 'no host'}, which is none of the "
                "carrier's. If it is, name it in the preset's file_hosts.",
            )
        return answer.content, answer.content_type

    def _allows(self, own, wanted):
        if wanted.scheme != "https" and wanted.scheme != own.scheme:
            return False
        host = (wanted.hostname or "").lower()
        with_port = f"{host}:{wanted.port}" if wanted.port else host
        return any(_matches(one, host) or one == with_port for one in self._hosts)


def fetch_booking(document, fetcher):
    """Return the BookingDocument with the content of its labels and papers.

    A booking is worth more than its paper: what cannot be fetched stays out, and the
    label can be asked for again.
    """
    problems = []

    def tried(fetch, attachment):
        try:
            return attachment and fetch(attachment)
        except CallError as error:
            problems.append(str(error))
            return None

    pieces = [
        dataclasses.replace(piece, label=tried(fetcher.label, piece.label))
        for piece in document.pieces
    ]
    papers = [tried(fetcher.file, one) for one in document.documents]
    return dataclasses.replace(
        document,
        pieces=tuple(pieces),
        label=tried(fetcher.label, document.label),
        documents=tuple(one for one in papers if one),
        reason=document.reason or " ".join(dict.fromkeys(problems)) or None,
    )


def fetch_papers(papers, fetcher):
    """Return the Attachments of a close-out with their content.

    The carrier has closed out by then: a paper that cannot be fetched stays out, as
    the call must not look as if nothing had happened.
    """
    return tuple(
        found for one in papers if (found := _fetched(fetcher.file, one)) is not None
    )


def _fetched(fetch, attachment):
    try:
        return fetch(attachment)
    except CallError:
        return None


def _matches(pattern, host):
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return host == pattern
