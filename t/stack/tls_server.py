"""A second nginx in front of the same Doorward: https, http2, another name, all of it guarded; and,
at /cached/, what nobody should do: the gate's answers are kept for a minute."""

import contextlib
import os
import socket
import subprocess
import tempfile
from pathlib import Path

import tls
from world import until

NAME = "portal.test"
CONF = """\
{user}daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 256; }}
http {{
  include /etc/nginx/mime.types;
""" + tls.OWN_FOLDERS + """\
  fastcgi_cache_path {folder}/cache keys_zone=asked:1m;
  include snippets/doorward-http.conf;
  server {{
    listen 127.0.0.1:{port} ssl http2 default_server;
    server_name "";
    ssl_reject_handshake on;
    {otherwise}
  }}
  server {{
    listen 127.0.0.1:{port} ssl http2;
    server_name {name};
    ssl_certificate {folder}/fullchain.pem;
    ssl_certificate_key {folder}/key.pem;
    include snippets/doorward-server.conf;
    root {files};
    location / {{ include snippets/doorward-guard.conf; }}
    location = /style.css {{ }}
    location ^~ /cached/ {{
      auth_request /_ask;
      include snippets/doorward-answers.conf;
      alias {files}/;
    }}
    location = /_ask {{
      internal;
      fastcgi_cache asked;
      fastcgi_cache_key $http_cookie;
      fastcgi_cache_valid 200 1m;
      fastcgi_pass_request_body off;
      fastcgi_pass_request_headers off;
      fastcgi_param REQUEST_METHOD GET;
      fastcgi_param DOCUMENT_URI /_doorward/require/;
      fastcgi_param DOORWARD_URI $request_uri;
      fastcgi_param DOORWARD_HOST $host;
      fastcgi_param HTTP_COOKIE $http_cookie;
      fastcgi_pass unix:{gate};
    }}
  }}
}}
"""


class TlsServer:
    def __init__(self, port, certificate):
        self.url = f"https://{NAME}:{port}"
        self.certificate = certificate
        self.resolve = f"{NAME}:{port}:127.0.0.1"


@contextlib.contextmanager
def a_tls_server(world, files, otherwise="return 444;"):
    """`otherwise`: what it does for names that it doesn't know."""
    folder = Path(tempfile.mkdtemp(prefix="tls-", dir=world.dir))
    certificate = tls.make_certificate(folder, NAME)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    # Beside the stack's own configuration, so that it includes the same snippets.
    conf = world.dir / "nginx" / "tls.conf"
    conf.write_text(CONF.format(
        user="user root;\n" if os.geteuid() == 0 else "", folder=folder, port=port, name=NAME,
        files=files, otherwise=otherwise, gate=world.env["GATE_SOCKET"]))
    with open(world.dir / "log" / "tls.log", "wb") as log:
        nginx = subprocess.Popen(["/usr/sbin/nginx", "-e", "stderr", "-c", conf], stderr=log)
    try:
        until(lambda: accepts(port), 10, "the second nginx does not start: see log/tls.log")
        yield TlsServer(port, certificate)
    finally:
        nginx.terminate()
        nginx.wait()


def accepts(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False
