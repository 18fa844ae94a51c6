"""nginx with the snippets that are shipped: only the two installed paths in them are replaced."""

import os
import signal

from .child import Child
from .layout import ROOT, has_ipv6, write_whole

INSTALLED_FILES = "/usr/share/doorward/"
INSTALLED_SOCKETS = "/run/doorward/"

NGINX_CONF = """\
{user}daemon off;
worker_processes 2;
worker_rlimit_nofile 8192;
pid {run}/nginx.pid;
error_log stderr;
events {{ worker_connections 2048; }}
http {{
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log {access_log};
  client_body_temp_path {tmp}/body;
  fastcgi_temp_path     {tmp}/fastcgi;
  proxy_temp_path       {tmp}/proxy;
  scgi_temp_path        {tmp}/scgi;
  uwsgi_temp_path       {tmp}/uwsgi;
  server_tokens off;
  client_max_body_size 10m;
  client_header_timeout 10s;
  client_body_timeout   10s;
  large_client_header_buffers 4 8k;
  include snippets/doorward-http.conf;
  {limits}
  server {{
    {refusing} default_server;
    server_name "";
    return 444;
  }}
  server {{
    {listening};
    server_name localhost 127.0.0.1 "[::1]";
    include snippets/doorward-server.conf;
    include snippets/doorward-portal.conf;
    include portal.d/*.conf;
  }}
  server {{
    listen 127.0.0.1:{status_port};
    server_name localhost;
    include snippets/doorward-status.conf;
  }}
  include servers.d/*.conf;
}}
"""


def write_configuration(layout, keep_caps):
    for folder in ("portal.d", "servers.d"):  # a test may add locations and servers of its own
        (layout.nginx / folder).mkdir(exist_ok=True)
    for folder in ("snippets", "examples"):
        (layout.nginx / folder).mkdir(exist_ok=True)
        for shipped in (ROOT / "nginx" / folder).glob("*.conf"):
            text = shipped.read_text()
            text = text.replace(INSTALLED_SOCKETS, f"{layout.web_socket.parent}/")
            text = text.replace(INSTALLED_FILES, f"{ROOT}/")
            write_whole(layout.nginx / folder / shipped.name, text)
    port = layout.port("portal")
    addresses = [f"127.0.0.1:{port}"]
    if has_ipv6():
        addresses.append(f"[::1]:{port}")
    listens = [f"listen {address}" for address in addresses]
    write_whole(layout.nginx / "nginx.conf", NGINX_CONF.format(
        user="user root;\n" if os.geteuid() == 0 else "",
        run=layout.run, tmp=layout.tmp, access_log=layout.log("access"),
        limits="include snippets/doorward-limits.conf;" if keep_caps else "",
        refusing=" default_server; ".join(listens),
        listening="; ".join(listens),
        status_port=layout.port("status")))


def server(layout):
    # nginx's own workers outlive a killed master; they don't outlive one that is asked to end.
    return Child(
        "nginx", ["/usr/sbin/nginx", "-e", "stderr", "-p", layout.nginx,
                  "-c", layout.nginx / "nginx.conf"],
        layout.log("nginx"), death_signal=signal.SIGTERM)
