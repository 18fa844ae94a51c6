"""The commands of docs/install.md, as a machine can run them."""

from guide_pages import blocks

# What a reader puts in place of the guide's examples.
OURS = {"smtp://relay.example.com:587": "smtp://127.0.0.1:25", "= starttls": "= none",
        "you@example.com": "mia@acme.example"}


def sections():
    """{title: [its indented blocks]}"""
    return {title: [with_ours(block) for block in found]
            for title, found in blocks("install.md").items()}


def with_ours(block):
    for theirs, ours in OURS.items():
        block = block.replace(theirs, ours)
    return block
