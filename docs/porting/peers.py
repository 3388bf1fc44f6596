"""Ask lib2to3 and pylint --py3k about the contents that porting -files lists.

    python3.11 peers.py --python2 PYTHON2.7 --pylint DIR [--refuse PYTHON3] FILES.jsonl ANSWERS.json

Runs on CPython 3.9 to 3.11, whose lib2to3 it asks. PYTHON2.7 runs pylint 1.9.5
from DIR, which holds it beside what it imports. PYTHON3 says which contents it
does not compile. Nothing of these tools is kept here. What is in ANSWERS.json
is not asked again, so that a run can be broken off and taken up.

lib2to3 names the lines that its fixers change and those that they warn of; as
TOOL:CHECK, each fixer by itself. Left out are the fixers of what is no obstacle,
since 3.6 runs the code as it stands: unicode, ws_comma, idioms, set_literal,
isinstance and future. pylint names the lines of its messages; left out is
no-absolute-import, which it says of the first import of every file.
"""
import argparse
import io
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import tokenize
import warnings

warnings.simplefilter("ignore")
from lib2to3 import refactor  # noqa: E402

NO_OBSTACLE = {"unicode", "ws_comma", "idioms", "set_literal", "isinstance", "future"}
NO_LINE = {"no-absolute-import"}
# Several files at once spare pylint's start; a failure costs them all.
AT_ONCE = 20


def content(question):
    """The bytes of a git object, whatever kind of repository holds it."""
    directory = question["dir"]
    if os.path.exists(os.path.join(directory, ".git")):
        directory = os.path.join(directory, ".git")
    return subprocess.run(["git", "--git-dir=" + directory, "cat-file", "blob", question["blob"]],
                          stdout=subprocess.PIPE, check=True).stdout


class Lib2to3:
    """All fixers but those of what is no obstacle."""

    def __init__(self):
        logging.disable(logging.CRITICAL)
        fixers = [name for name in refactor.get_fixers_from_package("lib2to3.fixes")
                  if name.rsplit("fix_", 1)[1] not in NO_OBSTACLE]
        self.tool = refactor.RefactoringTool(fixers, {}, explicit=fixers)
        self.changed, self.warned = [], []
        for fixer in self.tool.pre_order + self.tool.post_order:
            self.listen(fixer)

    def listen(self, fixer):
        """Note where a fixer acts; it does not say so itself."""
        name, transform = type(fixer).__name__, fixer.transform

        def listening(node, results):
            line, before = node.get_lineno(), str(node)
            new = transform(node, results)
            if new is not None or str(node) != before:
                self.changed.append((line, name))
            return new

        def warn(node, reason=None):
            self.warned.append((node.get_lineno(), name))

        fixer.transform, fixer.warning, fixer.cannot_convert = listening, warn, warn

    def ask(self, raw):
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
            source = raw.decode(encoding)
        except (SyntaxError, UnicodeDecodeError):
            source = raw.decode("latin-1")
        source = source.replace("\r\n", "\n")
        if not source.endswith("\n"):
            source += "\n"
        self.changed, self.warned = [], []
        try:
            tree = self.tool.refactor_string(source, "content")
        except Exception:  # what a fixer fails on it says nothing of
            return {"lib2to3": []}
        lines = changed_lines(source, source if tree is None else str(tree))
        said = {"lib2to3": lines + [[line, line] for line, _ in self.warned]}
        for line, name in self.changed:
            # A fixer also gives back what is equal to what it was given.
            if any(first <= line <= last for first, last in lines):
                said.setdefault("lib2to3:" + name, []).append([line, line])
        for line, name in self.warned:
            said.setdefault("lib2to3:" + name, []).append([line, line])
        return said


def changed_lines(old, new):
    """Lines of old that differ; where new only adds some, those around."""
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("old", "new")]
        for name, text in zip(names, (old, new)):
            with open(name, "w", encoding="utf-8", errors="surrogatepass", newline="") as out:
                out.write(text)
        diff = subprocess.run(["diff", "--text"] + names, stdout=subprocess.PIPE).stdout
    lines = []
    for match in re.finditer(r"^(\d+)(?:,(\d+))?([acd])\d", diff.decode("utf-8", "replace"), re.M):
        first = int(match.group(1))
        last = first + 1 if match.group(3) == "a" else int(match.group(2) or first)
        lines.append([first, last])
    return lines


def ask_pylint(options, folder, blobs):
    """What pylint says of files, by blob; None if it fails."""
    code = "import sys; sys.setrecursionlimit(5000); import pylint; pylint.run_pylint()"
    names = [os.path.join(folder, "m_%s.py" % blob) for blob in blobs]
    done = subprocess.run(
        [options.python2, "-c", code, "--py3k", "--reports=n", "--score=n", "--rcfile=/dev/null",
         "--msg-template={path}:{line}:{symbol}"] + names,
        env=dict(os.environ, PYTHONPATH=options.pylint, PYLINTHOME=folder),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if b"Traceback" in done.stderr:
        return None
    said = {blob: {"pylint": []} for blob in blobs}
    for match in re.finditer(r"m_([0-9a-f]{40})\.py:(\d+):([\w-]+)$", done.stdout.decode("latin-1"), re.M):
        blob, line, symbol = match.group(1), int(match.group(2)), match.group(3)
        if symbol not in NO_LINE:
            said[blob]["pylint"].append([line, line])
            said[blob].setdefault("pylint:" + symbol, []).append([line, line])
    return said


def refused(python, folder, blobs):
    """Those that an interpreter does not compile."""
    code = """import sys
for name in sys.stdin.read().split("\\n"):
    try:
        compile(open(name, "rb").read(), name, "exec", dont_inherit=True)
    except Exception:
        print(name)
"""
    names = "\n".join(os.path.join(folder, "m_%s.py" % blob) for blob in blobs)
    done = subprocess.run([python, "-W", "ignore", "-c", code], input=names.encode(),
                          stdout=subprocess.PIPE, check=True)
    return set(re.findall(r"m_([0-9a-f]{40})\.py", done.stdout.decode()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--python2", "--pylint", "--refuse"):
        parser.add_argument(name)
    parser.add_argument("files")
    parser.add_argument("answers")
    options = parser.parse_args()
    with open(options.files) as lines:
        questions = [json.loads(line) for line in lines]
    answers = {}
    if os.path.exists(options.answers):
        with open(options.answers) as old:
            answers = json.load(old)

    def save():
        with open(options.answers + ".new", "w") as new:
            json.dump(answers, new)
        os.replace(options.answers + ".new", options.answers)

    # The newest first: they tell the most if the run is broken off.
    ported = [q["blob"] for q in sorted(questions, key=lambda q: q.get("ported", ""), reverse=True) if q.get("ported")]
    with tempfile.TemporaryDirectory() as folder:
        for question in questions:
            with open(os.path.join(folder, "m_%s.py" % question["blob"]), "wb") as out:
                out.write(content(question))
        new = [q["blob"] for q in questions if q["blob"] not in answers]
        for blob in new:
            answers[blob] = {"tools": {}, "refused": []}
        if options.refuse and new:
            for blob in refused(options.refuse, folder, new):
                answers[blob]["refused"] = [os.path.basename(options.refuse)]
        lib2to3 = Lib2to3()
        todo = [blob for blob in ported if "lib2to3" not in answers[blob]["tools"]]
        for i, blob in enumerate(todo):
            with open(os.path.join(folder, "m_%s.py" % blob), "rb") as source:
                answers[blob]["tools"].update(lib2to3.ask(source.read()))
            if i % AT_ONCE == AT_ONCE - 1:
                save()
                print("lib2to3", i + 1, "of", len(todo), file=sys.stderr)
        save()
        todo = [blob for blob in ported if options.python2 and "pylint" not in answers[blob]["tools"]]
        for i in range(0, len(todo), AT_ONCE):
            part = todo[i:i + AT_ONCE]
            said = ask_pylint(options, folder, part)
            if said is None:
                said = {}
                for blob in part:
                    said.update(ask_pylint(options, folder, [blob]) or {blob: {"pylint": []}})
            for blob in part:
                answers[blob]["tools"].update(said[blob])
            save()
            print("pylint", i + len(part), "of", len(todo), file=sys.stderr)


if __name__ == "__main__":
    main()
