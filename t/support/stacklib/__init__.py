"""What `stack` is made of.

layout      where everything of a stack lies, and its stack.env
child       one process that dies with its supervisor
supervisor  owns all of them, restarts what crashes, listens to control
control     the other end: start, stop, restart, signal single parts
database    the private MariaDB and its users
doorward    settings, keys, schema, demo companies, the programs' own parts
webserver   nginx: the shipped snippets with this stack's paths
demo        what `make demo` prints
wait        polling with a deadline
"""
