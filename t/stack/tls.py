"""What an nginx of a test's own needs to speak TLS."""

import subprocess

# For http { }: nothing outside the folder is written.
OWN_FOLDERS = """\
  access_log off;
  client_body_temp_path {folder}/body;
  fastcgi_temp_path     {folder}/fastcgi;
  proxy_temp_path       {folder}/proxy;
  scgi_temp_path        {folder}/scgi;
  uwsgi_temp_path       {folder}/uwsgi;
"""


def make_certificate(folder, host):
    """fullchain.pem and key.pem, which nobody but the test believes; the path of the first."""
    file = folder / "fullchain.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", f"/CN={host}",
                    "-addext", f"subjectAltName=DNS:{host}", "-keyout", folder / "key.pem",
                    "-out", file], check=True, stderr=subprocess.DEVNULL)
    return file


def make_authority(folder):
    """cert.pem and key.pem of somebody who vouches for others; the folder."""
    folder.mkdir()
    _openssl("req", "-x509", *_new_key(folder), "-days", "1", "-subj", f"/CN={folder.name}",
             "-out", folder / "cert.pem")
    return folder


def make_certificate_of(authority, folder, host):
    """cert.pem and key.pem of that host, which this authority vouches for; the folder."""
    folder.mkdir()
    names = folder / "names"
    names.write_text(f"subjectAltName=DNS:{host}\n")
    _openssl("req", *_new_key(folder), "-subj", f"/CN={host}", "-out", folder / "request.pem")
    _openssl("x509", "-req", "-in", folder / "request.pem", "-CA", authority / "cert.pem", "-CAkey",
             authority / "key.pem", "-CAcreateserial", "-days", "1", "-extfile", names,
             "-out", folder / "cert.pem")
    return folder


def _new_key(folder):
    return ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
            folder / "key.pem")


def _openssl(*words):
    subprocess.run(["openssl", *words], check=True, stderr=subprocess.DEVNULL)
