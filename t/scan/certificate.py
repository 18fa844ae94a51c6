"""A certificate as a public authority would give it: for ninety days, with the places where its
revocation is to be asked for. Nobody but the scanners believes the authority."""

import subprocess

DAYS = 90
EXTENSIONS = """\
subjectAltName = DNS:{host}
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
crlDistributionPoints = URI:http://crl.authority.example/a.crl
authorityInfoAccess = OCSP;URI:http://ocsp.authority.example
"""


def make(folder, host):
    """fullchain.pem and key.pem; the path of the authority's own certificate."""
    authority = folder / "authority.pem"
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    _openssl(folder, "req", "-x509", *new_key, "-days", "3650",
             "-subj", "/CN=Authority of the scan",
             "-addext", "keyUsage = critical, keyCertSign, cRLSign",
             "-keyout", "authority.key", "-out", authority)
    _openssl(folder, "req", *new_key, "-subj", f"/CN={host}", "-keyout", "key.pem",
             "-out", "request")
    (folder / "extensions").write_text(EXTENSIONS.format(host=host))
    _openssl(folder, "x509", "-req", "-in", "request", "-days", str(DAYS), "-CA", authority,
             "-CAkey", "authority.key", "-CAcreateserial", "-extfile", "extensions",
             "-out", "certificate.pem")
    (folder / "fullchain.pem").write_bytes((folder / "certificate.pem").read_bytes()
                                           + authority.read_bytes())
    return authority


def _openssl(folder, *words):
    subprocess.run(["openssl", *words], cwd=folder, check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
