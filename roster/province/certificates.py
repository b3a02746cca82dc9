"""Certificates of one cluster: an authority of its own, and one pair of key and certificate for its machines."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

from roster.domain.errors import Fault, InputError, OutputError
from roster.i18n import N_, _
from roster.io.files import replace_file

AUTHORITY, AUTHORITY_KEY, NODE, NODE_KEY = "ca.pem", "ca-key.pem", "node.pem", "node-key.pem"
DAYS = 825
MISSING = N_("the extra `province`: pip install 'patrol-roster[province]'")


def security_of(folder: Path, distributed: Any) -> Any:
    """Mutual TLS with the certificates of a folder. Raises InputError where one is missing."""
    files = {name: folder / name for name in (AUTHORITY, NODE, NODE_KEY)}
    expected = _("a file of `roster province certs`")
    missing = [Fault(str(path), _("no such file"), expected) for path in files.values() if not path.is_file()]
    if missing:
        raise InputError(missing)
    authority, certificate, key = (str(path) for path in files.values())
    ends = {
        f"tls_{who}_{what}": path
        for who in ("client", "scheduler", "worker")
        for what, path in (("cert", certificate), ("key", key))
    }
    return distributed.Security(tls_ca_file=authority, require_encryption=True, **ends)


def make(folder: Path) -> list[Path]:
    """A new authority and a pair for the machines.

    Raises OutputError where there is one already, InputError where the extra is not installed.
    """
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
        from cryptography.x509.oid import NameOID
    except ImportError:
        raise InputError([Fault("roster province certs", _("no cryptography"), _(MISSING))]) from None

    there = [folder / name for name in (AUTHORITY, AUTHORITY_KEY, NODE, NODE_KEY) if (folder / name).exists()]
    if there:
        text = _("{file} is there already; certificates are never replaced: choose another folder")
        raise OutputError(text.format(file=there[0]))
    now = dt.datetime.now(dt.UTC)

    def named(name: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])

    def certificate(name: str, key: Any, signer: Any, issuer: str, authority: bool) -> bytes:
        builder = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(hours=1))
            .not_valid_after(now + dt.timedelta(days=DAYS))
            .add_extension(x509.BasicConstraints(authority, 0 if authority else None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        )
        return builder.sign(signer, hashes.SHA256()).public_bytes(Encoding.PEM)

    root, node = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = "roster cluster authority"
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    contents = {
        AUTHORITY: certificate(issuer, root, root, issuer, True),
        AUTHORITY_KEY: root.private_bytes(*form),
        NODE: certificate("roster node", node, root, issuer, False),
        NODE_KEY: node.private_bytes(*form),
    }
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in contents.items():
        replace_file(folder / name, _private(content))
    return [folder / name for name in contents]


def _private(content: bytes) -> Any:
    def write(path: Path) -> None:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)

    return write
