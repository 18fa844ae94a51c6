"""How fast the sign-in page is, as a ratio to an empty page of the same FastCGI loop.

Both through nginx, with the same FastCGI parameters; a visitor without cookies, for whom the page
makes a secret and a form token.
"""

import re

import world
from measure import Comparison, table, wrk
from parts import Cpu, add_locations, processes, responders, socket_beside


def location(stack, path):
    """The shipped location of the pages, with the empty page behind it."""
    text = (stack.dir / "nginx" / "snippets" / "doorward-server.conf").read_text()
    block = re.search(r"^location \^~ /auth/ \{.*?^\}\n", text, re.M | re.S)[0]
    block = block.replace("^~ /auth/", "= /bench-page")
    return re.sub(r"fastcgi_pass unix:.*;", f"fastcgi_pass unix:{path};", block)


def run(options):
    with world.a_stack() as stack:
        path = socket_beside(stack, "page.sock")
        with responders("empty_page", path) as empty:
            add_locations(stack, location(stack, path))
            nginx, web = processes(stack, "nginx"), processes(stack, "web")
            nobody = stack.dir / "nobody"
            nobody.write_text("theme=dark\n")

            def turn(page, responder):
                return wrk(stack.url + page, nobody, options.seconds,
                           Cpu(nginx=nginx, responder=responder))

            turn("/auth/sign-in", web)
            found = Comparison("sign-in page: requests/s", options.pairs,
                               lambda: turn("/bench-page", empty),
                               lambda: turn("/auth/sign-in", web))
    return [found.row()], [table(("", "ceiling", "page"), found.details(), "The sign-in page")]
