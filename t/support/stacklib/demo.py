"""What `make demo` says."""

import sys

WELCOME = """
  The portal   {url}
  Its mails    {inbox}

  Try it:
    1. Open the portal, choose "Sign in", then "Sign up now".
       Use mia@example.com, or any name at example.com: that company's licence runs.
    2. Take each code from the mails page. Passwords want 12 characters or more.
    3. Your name is now in the top right. That is all the portal has to do.
  And what is not let in:
    someone@lapsed.example     the company's licence is over
    someone@example.net        not a licensed company
    refused@example.com        the mail server refuses it

  The operator's tool   {ctl} company list
  Logs                  {logs}

  Ctrl-C ends it all; what you created stays in {dir}.
"""


def step(text):
    _say(f"  … {text}\n")


def welcome(layout):
    _say(WELCOME.format(url=layout.url, inbox=layout.inbox_url, ctl=" ".join(layout.ctl()),
                        logs=layout.dir / "log", dir=layout.dir))


def _say(text):
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:  # the terminal is gone; SIGHUP says so too
        pass
