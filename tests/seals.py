"""A small authority, a certificate to seal with and a server for timestamps, made for the tests and thrown away."""

import datetime as dt
import http.server
import threading
from contextlib import contextmanager
from pathlib import Path

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSPHRASE = b"geheim voor de test"


def make_certificate(name, *, issuer=None, start_days_ago=0, days=365, use="seal"):
    """A certificate with its key, signed by the issuer, or by itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=start_days_ago, minutes=5)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by, by_key = issuer or (None, key)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "crl_sign", "encipher_only", "decipher_only"), False
    )
    usage |= {"digital_signature": use != "authority", "content_commitment": use == "seal", "key_cert_sign": use == "authority"}
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=use == "authority", path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False)
    )
    if use == "timestamps":
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.sign(by_key, hashes.SHA256()), key


def write_seal(folder: Path, certificate, root, *, passphrase=PASSPHRASE) -> dict[str, str]:
    """The files that the settings name."""
    issued, key = certificate
    folder.mkdir(parents=True, exist_ok=True)
    encryption = serialization.BestAvailableEncryption(passphrase)
    (folder / "seal.p12").write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, issued, [root[0]], encryption))
    (folder / "passphrase").write_bytes(passphrase + b"\n")
    (folder / "roots.pem").write_bytes(root[0].public_bytes(serialization.Encoding.PEM))
    return {
        "SEAL_CERTIFICATE": str(folder / "seal.p12"),
        "SEAL_PASSPHRASE_FILE": str(folder / "passphrase"),
        "SEAL_ROOTS": str(folder / "roots.pem"),
    }


@contextmanager
def timestamp_server(certificate=None):
    """A server for timestamps on this machine (RFC 3161); without a certificate it refuses."""
    from pyhanko.sign.timestamps import DummyTimeStamper

    stamper = None
    if certificate:
        issued, key = certificate
        der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        stamper = DummyTimeStamper(
            asn1_x509.Certificate.load(issued.public_bytes(serialization.Encoding.DER)), keys.PrivateKeyInfo.load(der)
        )

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump() if stamper else b""
            self.send_response(200 if stamper else 503)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
