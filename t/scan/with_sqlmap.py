"""sqlmap on each field of each form, on the parameters of pages, on cookies and headers: nothing.

Fields that are hashed or compared alone (passwords, codes) are tried like the others."""

import re
from functools import partial
from urllib.parse import urlencode

import tally
from form_walks import Forms
from planted import a_bad_page
from report import do_all, output_of
from site_over_tls import URL
from usher import an_usher

SECONDS_MAX = 3600
AT_ONCE = 3
VALUES_MIN = 100      # different values of a field that a handler must have seen
CLEAN = "all tested parameters do not appear to be injectable"
FOUND = "sqlmap identified the following injection point"
OPTIONS = ["--batch", "--level=3", "--risk=2", "--dbms=mysql", "--flush-session", "--skip-waf",
           "--ignore-redirects", "--ignore-code=*", "--drop-set-cookie", "--disable-coloring",
           "--retries=2", "--timeout=30"]
# Of what nobody has to be signed in for, and of what somebody has to.
OPEN_PAGES = ("/auth/sign-in?rd=/members/", "/auth/sign-up?rd=/members/&for=invitation",
              "/auth/reset?for=validate&rd=/members/", "/auth/badge?page=1", "/members/?page=1")
MEMBERS_PAGES = ("/auth/account?done=name", "/auth/account/sessions?done=ended",
                 "/auth/company?done=invited", "/auth/api/me?page=1", "/members/?page=1",
                 "/auth/company/person?id=" + "0" * 32 + "&done=1",
                 "/auth/account/delete?flow=" + "0" * 22 + "&sent=again")
FLOW_PAGES = ("/auth/reset", "/auth/sign-up", "/auth/verify")


def attack(report, name, url, parameters, *options):
    """(it found nothing, the last of what it said)"""
    folder = report.folder("sqlmap/" + re.sub(r"\W+", "-", name))
    said = output_of(["sqlmap", *OPTIONS, f"--output-dir={folder}", "-u", url,
                      "-p", ",".join(parameters), *options], folder / "output.txt", SECONDS_MAX)
    return CLEAN in said and FOUND not in said, said[-1500:]


def find_planted(site, report):
    with a_bad_page() as changed, site.served(brake=False, changed=changed):
        clean, said = attack(report, "planted", f"{URL}/search?q=plum", ["q"], "--dbms=sqlite",
                             "--technique=BEU")
        report.check(not clean and FOUND in (report.folder(".") / "sqlmap/planted/output.txt")
                     .read_text(), "planted: a page that puts its parameter into SQL", said)


def attack_form(report, form, walk, fields):
    with an_usher(form.split()[1], walk, fields) as url:
        clean, said = attack(report, f"{form} {' '.join(fields)}", url, list(fields),
                             "--data=" + urlencode(fields))
    report.check(clean, f"{form}: {', '.join(fields)}", said)


def attack_page(report, page, cookie, parameters):
    options = [f"--cookie={cookie}"] if cookie else []
    held = " ".join(re.findall(r"([\w-]+)=", cookie)) or "no cookie"
    clean, said = attack(report, f"{page} {' '.join(parameters)} {held}", URL + page, parameters,
                         *options)
    report.check(clean, f"{page} with {held}: {', '.join(parameters)}", said)


def attacks_on_pages(pages, cookie):
    """(page, cookie, parameters): theirs, then the cookies and what a client says of itself."""
    for page in pages:
        if parameters := re.findall(r"[?&](\w+)=", page):
            yield page, cookie, parameters
    for page in pages[-2:]:
        yield page, cookie, [*re.findall(r"([\w-]+)=", cookie), "user-agent", "referer"]


def all_attacks(report, forms, listed):
    for form in listed:
        yield partial(attack_form, report, *form)
    browser = forms.walk.reset_code_sent()[0]
    flow = browser.filled("verify")[1]["flow"]
    for attacks in (
            attacks_on_pages(OPEN_PAGES, ""),
            attacks_on_pages(MEMBERS_PAGES, cookies_of(forms.at("/account")())),
            attacks_on_pages([f"{page}?flow={flow}&sent=again" for page in FLOW_PAGES],
                             cookies_of(browser))):
        for attacked in attacks:
            yield partial(attack_page, report, *attacked)


def cookies_of(browser):
    return "; ".join("=".join(pair) for pair in browser.cookies.items())


def scan(site, report):
    find_planted(site, report)
    begun = len(site.requests())
    with site.served(brake=False):
        forms = Forms(site)
        listed = forms.all()
        do_all(list(all_attacks(report, forms, listed)), AT_ONCE)
        tally.check(report, site.requests()[begun:], listed, VALUES_MIN)
