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
