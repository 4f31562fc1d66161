"""The seal of the organisation over a finished PDF: one cryptographic signature (PAdES), with nothing drawn after it.

Off until SEAL_CERTIFICATE is set. It proves that the file left this site as it is, and with a timestamp since when; not who
agreed to the text. pyHanko works on a whole file and loads in 0.7 s, so it loads where it is used.
docs/decisions/0026-signing.md tells of the traps.
"""

import io
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asn1crypto import pem, x509
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parties.files.making import NotMadeError

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko.sign.timestamps import HTTPTimeStamper
    from pyhanko.sign.validation.status import PdfSignatureStatus

FIELD = "Seal1"  # no dot: that would be a hierarchy of fields
NAME = "Zegel van de organisatie over dit document"  # what a screen reader says of the field; documents are Dutch
REASON = "Vastgesteld document"
TIMESTAMP_SECONDS = 5
WARN_BEFORE = timedelta(days=60)


class SealError(NotMadeError):
    """The seal cannot be set now, so there is no document yet; the message says why."""


def is_on() -> bool:
    return bool(settings.SEAL_CERTIFICATE)


def sealed(document: bytes) -> bytes:
    """The document with the seal behind it; as it is where none is configured. Raises SealError: never a seal of less.

    Not twice the same bytes: seal once, and keep the file.
    """
    return _seal(document) if is_on() else document


def _seal(document: bytes) -> bytes:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.timestamps import TimestampRequestError

    signer = _signer()
    if reason := why_not_valid(signer.signing_cert):
        raise SealError(reason)
    writer = _writer(document)
    place = fields.InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)  # what PDF/A and PDF/UA ask of it at once
    fields.append_signature_field(
        writer, fields.SigFieldSpec(FIELD, on_page=0, readable_field_name=NAME, invis_sig_settings=place)
    )
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, reason=REASON
    )
    stamper = _stamper(settings.SEAL_TIMESTAMP_URL) if settings.SEAL_TIMESTAMP_URL else None
    out = io.BytesIO()
    try:
        signers.PdfSigner(meta, signer=signer, timestamper=stamper).sign_pdf(
            writer, existing_fields_only=True, output=out, in_place=False
        )
    except TimestampRequestError as error:
        raise SealError(_("The server for timestamps gives no answer, so the document gets no seal now.")) from error
    except (SigningError, PdfError) as error:
        raise SealError(_("The document cannot be sealed now.")) from error
    return out.getvalue()


def _writer(document: bytes) -> Any:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class SealWriter(IncrementalPdfFileWriter):
        """Leaves the metadata: pyHanko would name another producer in /Info than in XMP, and lose the claim of PDF/UA."""

        def _update_meta(self) -> None:
            pass

    return SealWriter(io.BytesIO(document))


@cache
def _stamper(url: str) -> "HTTPTimeStamper":
    """One per process: the first of its requests only learns how large an answer is."""
    from pyhanko.sign.timestamps import HTTPTimeStamper

    return HTTPTimeStamper(url, timeout=TIMESTAMP_SECONDS)


def _signer() -> "SimpleSigner":
    from pyhanko.sign.signers import SimpleSigner

    passphrase = passphrase_in(settings.SEAL_PASSPHRASE_FILE)
    try:
        signer = SimpleSigner.load_pkcs12(settings.SEAL_CERTIFICATE, passphrase=passphrase)
    except OSError as error:
        raise SealError(_("The certificate of the seal cannot be read.")) from error
    if signer is None:  # a wrong passphrase is only logged
        raise SealError(_("The certificate of the seal cannot be opened with its passphrase."))
    return signer


def passphrase_in(path: str) -> bytes:
    """Without the end of the line that an editor leaves."""
    try:
        return Path(path).read_bytes().rstrip(b"\r\n") if path else b""
    except OSError as error:
        raise SealError(_("The file with the passphrase of the seal cannot be read.")) from error


def why_not_valid(certificate: x509.Certificate, *, at: datetime | None = None) -> str:
    """Why the certificate does not hold at the moment; empty when it does. pyHanko itself seals with one that ran out."""
    at = at or datetime.now(UTC)
    if at < certificate.not_valid_before:
        return _("The certificate of the seal is not valid yet.")
    if at > certificate.not_valid_after:
        return _("The certificate of the seal was valid until %(day)s.") % {"day": _day(certificate)}
    return ""


def what_to_know() -> str:
    """For the administrator: what is wrong with the certificate, or soon will be; empty when nothing is."""
    if not is_on():
        return ""
    try:
        certificate = _signer().signing_cert
    except SealError as error:
        return str(error)
    if reason := why_not_valid(certificate):
        return reason
    if why_not_valid(certificate, at=datetime.now(UTC) + WARN_BEFORE):
        return _("The certificate of the seal is valid until %(day)s: ask for a new one.") % {"day": _day(certificate)}
    return ""


def _day(certificate: x509.Certificate) -> str:
    return date_format(certificate.not_valid_after, "j F Y")


# -- The check


@dataclass(frozen=True, slots=True)
class SealCheck:
    """fault is what is wrong, in a sentence; stamped_at the moment that a trusted timestamp proves, where there is one."""

    fault: str = ""
    stamped_at: datetime | None = None


def check_seal(document: bytes) -> SealCheck:
    """Whether exactly one seal covers the whole file and comes from a certificate that SEAL_ROOTS trusts. Fetches nothing.

    Whether the certificate was revoked is not looked up: an address in a file must not lead this server anywhere.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation.errors import SignatureValidationError

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # else a traceback for each seal that does not fit
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    try:
        signatures = PdfFileReader(io.BytesIO(document)).embedded_signatures
        if len(signatures) != 1:
            return SealCheck(_("it has %(number)s signatures, and one is expected") % {"number": len(signatures)})
        return _judge(signatures[0])
    except (PdfError, SigningError, SignatureValidationError, ValueError, KeyError, TypeError) as error:
        return SealCheck(_("its seal cannot be read (%(error)s)") % {"error": type(error).__name__})


def _judge(signature: Any) -> SealCheck:
    """The bottom line of the library says nothing of bytes behind the end, nor of the dates of a root: both are asked here."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    status = _status(signature, None)
    stamp = status.timestamp_validity
    stamped_at = stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None
    if stamped_at and not status.trusted:
        status = _status(signature, stamped_at)  # the seal was there then: judge the certificate as it was
    sealed_at = stamped_at or status.signer_reported_dt
    if not status.intact or not status.valid:
        return SealCheck(_("it was changed after it was sealed"))
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return SealCheck(_("something was added after it was sealed"))
    if sealed_at is None or why_not_valid(signature.signer_cert, at=sealed_at):
        return SealCheck(_("its certificate did not hold when it was sealed"))
    if not status.trusted:
        return SealCheck(_("its certificate is not one that is trusted here"))
    return SealCheck(stamped_at=stamped_at)


def _status(signature: Any, moment: datetime | None) -> "PdfSignatureStatus":
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    roots = _roots(settings.SEAL_ROOTS)
    return validate_pdf_signature(
        signature,
        signer_validation_context=ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment),
        ts_validation_context=ValidationContext(trust_roots=roots, allow_fetching=False),
    )


@cache
def _roots(path: str) -> list[x509.Certificate]:
    if not path:
        return []
    found = pem.unarmor(Path(path).read_bytes(), multiple=True)
    return [x509.Certificate.load(der) for kind, _headers, der in found if kind == "CERTIFICATE"]
