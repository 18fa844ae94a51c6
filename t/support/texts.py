"""The texts of the templates, as base/template_text reads them: [[text]] or [[singular|plural]]."""
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
CATALOGUES = TEMPLATES / "language"

MARK = re.compile(r"\[\[(.*?)\]\]", re.S)
ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d+\])?) "(.*)"$')
MARKUP = re.compile(r"\{\{.*?\}\}|<[^>]*>", re.S)


def template_files():
    return sorted(TEMPLATES.rglob("*.tpl"))


def catalogues():
    return sorted(CATALOGUES.glob("*.po"))


def key_of(text):
    """Each run of blanks as one, none at the ends."""
    return " ".join(text.split())


def texts():
    """{(singular, plural or None): files that have it}, in the order of the templates."""
    found = {}
    for file in template_files():
        for mark in MARK.findall(file.read_text()):
            singular, _, plural = mark.partition("|")
            key = (key_of(singular), key_of(plural) or None)
            files = found.setdefault(key, [])
            name = file.relative_to(ROOT).as_posix()
            if name not in files:
                files.append(name)
    return found


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def template_catalogue():
    """All texts as a .pot file has them."""
    parts = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    for (singular, plural), files in texts().items():
        lines = [f"#: {' '.join(files)}", f"msgid {quoted(singular)}"]
        lines += ([f"msgid_plural {quoted(plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
                  if plural else ['msgstr ""'])
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def entries(catalogue):
    """(texts, translations) of each entry of a .po file: singular and plural, and its forms."""
    shown = subprocess.run(["msgcat", "--no-wrap", catalogue], check=True, capture_output=True,
                           text=True).stdout
    for block in shown.split("\n\n"):
        fields = [match.groups() for line in block.split("\n") if (match := ENTRY.match(line))]
        values = [(name, value.replace('\\"', '"')) for name, value in fields]
        originals = [value for name, value in values if name.startswith("msgid")]
        if originals and originals[0]:
            yield originals, [value for name, value in values if name.startswith("msgstr")]
