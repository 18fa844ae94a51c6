"""wapiti: crawls the site as nobody and as a company's administrator and attacks what it finds; then
each form, to which it is led, since it presses no `<button>`."""

import json
import re
from functools import partial

import tally
from form_walks import Forms
from planted import a_bad_page
from report import do_all, output_of
from site_over_tls import HOST, URL
from usher import an_usher

SECONDS_MAX = 3600
AT_ONCE = 3
VALUES_MIN = 50      # different values of a field that a handler must have seen
# All but nikto and wapp, which need a list from the Internet, and ssrf and xxe, which need a server
# of the scanner's there.
FORM_MODULES = "crlf,exec,file,permanentxss,redirect,sql,blindsql,xss"
PAGE_MODULES = f"{FORM_MODULES},cookieflags,csp,htaccess,http_headers,methods,shellshock"
MODULES = f"{PAGE_MODULES},backup,brute_login_form,buster,csrf"
STARTS = ("/auth/sign-in", "/auth/sign-up", "/auth/reset", "/auth/reset?for=validate",
          "/auth/help", "/members/")
MEMBERS_STARTS = ("/auth/account?done=name", "/auth/account/password", "/auth/account/sessions",
                  "/auth/account/delete", "/auth/account/download", "/auth/company?done=invited",
                  "/auth/sign-out", "/auth/api/me", "/members/")
# Browsers have dropped what this header switched on, since it opened holes of its own.
FALSE_ALARMS = ("X-XSS-Protection is not set",)


def findings(folder, url, modules, starts=(), cookies=None):
    """[(category, what)] of all that it reports, but for false alarms."""
    found = folder / "found.json"
    options = []
    if cookies:
        jar = folder / "cookies.json"
        jar.write_text(json.dumps({HOST: {"/": {name: {
            "value": value, "expires": None, "secure": True, "port": None, "version": 0}
            for name, value in cookies.items()}}}))
        options = ["--cookie", jar]
    for start in starts:
        options += ["--start", URL + start]
    said = output_of(["wapiti", "--url", url, "--module", modules, "--verbose", "1",
                      "--header", f"Origin: {URL}", "--flush-session", "--no-bugreport",
                      "--store-session", folder, "--format", "json", "--output", found, *options],
                     folder / "output.txt", SECONDS_MAX)
    assert found.exists(), said[-2000:]
    told = json.loads(found.read_text())
    return [(category, f"{row['method']} {row['path']} {row['parameter']}: {row['info']}")
            for kind in ("vulnerabilities", "anomalies", "additionals")
            for category, rows in told[kind].items() for row in rows
            if row["info"] not in FALSE_ALARMS]


def find_planted(site, report):
    with a_bad_page() as changed, site.served(brake=False, changed=changed):
        found = {category for category, _ in findings(
            report.folder("wapiti-planted"), f"{URL}/", "sql,xss", ["/search?q=plum"])}
        report.check({"SQL Injection", "Cross Site Scripting"} <= found,
                     f"planted: a page that repeats its parameter, in SQL too: {sorted(found)}")


def crawl(site, report, who, modules, starts, cookies):
    begun = len(site.requests())
    found = findings(report.folder(f"wapiti-{who}"), f"{URL}/", modules, starts, cookies)
    report.check(not found, f"as {who}: {len(found)} findings", lines_of(found))
    tally.check(report, site.requests()[begun:], [], VALUES_MIN)


def attack_form(report, form, walk, fields):
    with an_usher(form.split()[1], walk, fields) as url:
        name = re.sub(r"\W+", "-", f"{form} {' '.join(fields)}")
        found = findings(report.folder(f"wapiti{name}"), url, FORM_MODULES)
    report.check(not found, f"{form}: {', '.join(fields)}: {len(found)} findings", lines_of(found))


def lines_of(found):
    return "\n".join(": ".join(row) for row in found)


def scan(site, report):
    find_planted(site, report)
    with site.served(brake=False):
        begun, listed = len(site.requests()), Forms(site).all()
        do_all([partial(attack_form, report, *form) for form in listed], AT_ONCE)
        tally.check(report, site.requests()[begun:], listed, VALUES_MIN)
        administrator = site.administrator()
        crawl(site, report, "an administrator", PAGE_MODULES, MEMBERS_STARTS,
              dict([administrator.cookie("session")]))
        report.check(administrator.get("/auth/api/me").status == 200,
                     "the administrator was signed in to the end")
        crawl(site, report, "nobody", MODULES, STARTS, None)
