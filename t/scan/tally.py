"""What became of the forms that a scanner posted, from nginx's access log.

A form is a page and a button of it. It reached its handler when the answer is one that only the
handler gives: not the guard's refusal (400, 403, 415), the budgets' (429), nginx's (413), or a
failure.
"""

from collections import Counter, defaultdict
from urllib.parse import parse_qs

REFUSED = (400, 401, 403, 405, 413, 415, 429)


class Form:
    def __init__(self):
        self.statuses = Counter()
        self.values = defaultdict(set)  # of each field, those that reached the handler

    def add(self, status, fields):
        self.statuses[status] += 1
        if is_handled(status):
            for name, values in fields.items():
                self.values[name].update(values)

    def __str__(self):
        handled = sum(count for status, count in self.statuses.items() if is_handled(status))
        statuses = " ".join(f"{status}:{count}" for status, count in sorted(self.statuses.items()))
        values = " ".join(f"{name}:{len(values)}" for name, values in sorted(self.values.items())
                          if name not in ("flow", "csrf", "action"))
        return (f"{sum(self.statuses.values())} requests, {handled} handled ({statuses}); "
                f"different values: {values or 'none'}")


def is_handled(status):
    return status not in REFUSED and status < 500


def forms(requests):
    """{"/auth/page button": Form} of the POSTs among them that a scanner sent: our own browsers,
    which walk to the forms, say nothing of themselves."""
    found = defaultdict(Form)
    for request in requests:
        if (request["method"] == "POST" and request["agent"]
                and request["path"].startswith("/auth/")):
            fields = parse_qs(request["body"], keep_blank_values=True, errors="replace")
            button = fields.get("action", ["-"])[0]
            found[f"{request['path']} {button}"].add(request["status"], fields)
    return found


def check(report, requests, attacked, values_min):
    """That the handlers of the forms `attacked` (form_walks) have seen what a scanner made up, so
    many different values of each field at least, and that nothing it sent broke anything."""
    posted, fields_of = forms(requests), defaultdict(dict)
    for form, _, fields in attacked:
        fields_of[form].update(fields)
    for form, fields in fields_of.items():
        seen = posted[form]
        few = [field for field in fields if len(seen.values[field]) < values_min]
        report.check(not few and not seen.statuses[429], f"{form}: {seen}", f"few values of {few}")
    failed = [request for request in requests if request["status"] >= 500]
    report.check(not failed, f"{len(requests)} requests, none answered 5xx",
                 "\n".join(map(str, failed[:20])))
