"""Guarded locations of every kind, right ones and wrong ones, for `check gate` to judge."""

import socket

from fastcgi_portal import FastcgiPortal
from portals import HttpPortal
from world import until

GUARD = "include snippets/doorward-guard.conf;"
PROXY = "include snippets/doorward-proxy.conf;"

# Right.
GOOD = """
location ^~ /cg-echo/ { %(guard)s %(proxy)s proxy_pass http://%(http)s; }
location ^~ /cg-fcgi/ { %(guard)s include snippets/doorward-fastcgi.conf;
  fastcgi_pass %(fastcgi)s; }
location ^~ /cg-slow/ { %(guard)s %(proxy)s proxy_pass http://%(http)s; }
location = /cg-page { %(guard)s %(proxy)s proxy_pass http://%(http)s; }
"""

# Wrong, each in its own way.
BAD = """
location ^~ /cg-none/ { root %(files)s; }
location ^~ /cg-return/ { %(guard)s return 200 "hello"; }
location ^~ /cg-redirect/ { %(guard)s return 302 /elsewhere; }
location ^~ /cg-satisfy/ { %(guard)s satisfy any; allow 127.0.0.0/8; allow ::1; deny all;
  root %(files)s; }
location ^~ /cg-error/ { auth_request /_doorward/require/; error_page 401 =200 /cg-login.html;
  root %(files)s; }
location = /cg-login.html { return 200 "please sign in"; }
location /cg-regex/ { %(guard)s root %(files)s; }
location ~ ^/cg-regex/.*\\.html$ { root %(files)s; }
location /static { alias %(files)s/alias/static/; }
location ^~ /cg-alias/ { %(guard)s root %(files)s/alias; }
location ^~ /cg-methods/ { %(guard)s error_page 418 = @cg_open; %(proxy)s
  if ($request_method != GET) { return 418; } proxy_pass http://%(http)s; }
location ^~ /cg-upgrade/ { %(guard)s error_page 418 = @cg_open; %(proxy)s
  if ($http_upgrade) { return 418; } proxy_pass http://%(http)s; }
location ^~ /cg-address/ { %(guard)s error_page 418 = @cg_open; %(proxy)s
  if ($http_x_forwarded_for = 127.0.0.1) { return 418; } proxy_pass http://%(http)s; }
location ^~ /cg-presence/ { %(guard)s error_page 418 = @cg_open; %(proxy)s
  if ($http_cookie ~ doorward) { return 418; } proxy_pass http://%(http)s; }
location @cg_open { %(proxy)s proxy_pass http://%(http)s; }
location ^~ /cg-nested/ { %(guard)s root %(files)s;
  location ~ \\.txt$ { auth_request off; root %(files)s; } }
location ^~ /cg-linked/ { %(guard)s root %(files)s;
  location ^~ /cg-linked/report/ { auth_request off; root %(files)s; } }
location ^~ /cg-name/ { %(guard)s ssi on; root %(files)s; }
location ^~ /cg-double/ { %(guard)s %(proxy)s proxy_pass http://%(http)s; }
location ^~ /x/ { %(proxy)s proxy_pass http://%(http)s; }
location ~ ^/cg-ask/(?<doorward_ask>[a-z]*)$ { auth_request off;
  fastcgi_pass_request_headers off; fastcgi_param REQUEST_METHOD GET;
  fastcgi_param DOCUMENT_URI /_doorward/require/; fastcgi_param HTTP_COOKIE $http_cookie;
  fastcgi_pass unix:%(gate)s; }
location ^~ /cg-echo-user/ { %(guard)s proxy_set_header Cookie $doorward_portal_cookie;
  proxy_set_header Remote-Email $doorward_email; proxy_set_header Remote-Name $doorward_name;
  proxy_set_header Remote-Groups $doorward_groups; proxy_pass http://%(http)s; }
location ^~ /cg-echo-cookie/ { %(guard)s proxy_set_header Remote-User $doorward_user;
  proxy_set_header Remote-Email $doorward_email; proxy_set_header Remote-Name $doorward_name;
  proxy_set_header Remote-Groups $doorward_groups; proxy_pass http://%(http)s; }
location ^~ /cg-fcgi-twice/ { %(guard)s include /etc/nginx/fastcgi_params;
  include snippets/doorward-fastcgi.conf; fastcgi_pass %(fastcgi)s; }
location ^~ /cg-fcgi-user/ { %(guard)s include /etc/nginx/fastcgi_params;
  fastcgi_param HTTP_COOKIE $doorward_portal_cookie; fastcgi_pass %(fastcgi)s; }
"""

PAGE = """<html><head><link rel="stylesheet" href="/static/style.css"></head>
<body><p>What only members should ever read: %s</p><a href="report/">A report</a></body></html>
"""


def headers_page(params):
    """What three lines of PHP would print."""
    lines = [f"{name}: {value}\n" for name, value in params if name.startswith(("HTTP_", "REMOTE_"))]
    return "Content-Type: text/plain\r\n\r\n" + "".join(lines)


class Locations:
    """In the stack's nginx, from now on until remove()."""

    def __init__(self, world):
        self._world = world
        self.http = HttpPortal()
        listener = socket.create_server(("127.0.0.1", 0))
        self.fastcgi = FastcgiPortal(listener, headers_page)
        files = world.dir / "check-gate"
        self._write(files)
        self.site = files / "site"
        self._conf = world.dir / "nginx" / "portal.d" / "check-gate.conf"
        self._conf.write_text((GOOD + BAD) % {
            "guard": GUARD, "proxy": PROXY, "files": files, "http": self.http.address,
            "fastcgi": "127.0.0.1:%d" % listener.getsockname()[1], "gate": world.env["GATE_SOCKET"]})
        self._reload(200)

    def remove(self):
        self._conf.unlink()
        self._reload(404)
        self.http.close()
        self.fastcgi.close()

    def _reload(self, status):
        self._world.stack("signal", "nginx", "HUP")
        until(lambda: self._world.browser().get("/cg-return/").status == status, 10,
              "nginx did not reload")

    def _write(self, files):
        for name in ("cg-none", "cg-satisfy", "cg-error", "cg-regex", "alias/cg-alias",
                     "alias/static", "cg-nested", "cg-linked", "cg-linked/report", "cg-name",
                     "site"):
            folder = files / name
            folder.mkdir(parents=True)
            (folder / "index.html").write_text(PAGE % name)
            (folder / "notes.txt").write_text("Notes that only members should ever read\n")
        (files / "cg-name" / "index.html").write_text(
            'Good morning, <!--#echo var="http_remote_user" default="" -->\n')
        (files / "site" / "index.html").write_text(
            '<link rel="stylesheet" href="/style.css"><p>Only for members of the whole</p>')
        (files / "site" / "style.css").write_text("p { color: black }\n")
