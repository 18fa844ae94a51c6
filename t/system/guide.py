"""The commands of docs/install.md, as a machine can run them."""

import re

from machine import ROOT

# What a reader puts in place of the guide's examples.
OURS = {"smtp://relay.example.com:587": "smtp://127.0.0.1:25", "= starttls": "= none",
        "you@example.com": "mia@acme.example"}


def sections():
    """{title: [its indented blocks]}"""
    text = (ROOT / "docs" / "install.md").read_text()
    for theirs, ours in OURS.items():
        text = text.replace(theirs, ours)
    parts = re.split(r"^## \d+\. (.+)\n", text, flags=re.M)
    return {title: [re.sub(r"^    ", "", block, flags=re.M)
                    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", body, re.M)]
            for title, body in zip(parts[1::2], parts[2::2])}
