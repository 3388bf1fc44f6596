"""Print, as JSON, the snippets that lib2to3's own tests try its fixers on.

Runs the tests of the interpreter that runs it, 2.7 or 3.x, with the methods
by which they state what they expect replaced by ones that write it down
first. Nothing of the tests' text is kept.
"""

from __future__ import print_function

import json
import os
import re
import sys
import unittest
import warnings

warnings.simplefilter("ignore")

from lib2to3.fixes import fix_import
from lib2to3.tests import support, test_fixers

reformat = getattr(support, "reformat", None) or support.reindent
records = []


def recorder(kind, original):
    """Wrap a method of FixerTestCase so that it notes its first argument."""

    def record(self, before, *rest, **options):
        note = {
            "fixer": getattr(self, "fixer", "several"),
            "test": self.id().split("test_fixers.")[-1],
            "kind": kind,
            "before": reformat(before),
        }
        if options.get("unchanged"):
            note["kind"] = "warns_unchanged"
        records.append(note)
        del local[:]
        try:
            return original(self, before, *rest, **options)
        finally:
            note["files"] = beside(self, note["before"])

    return record


local = []  # what the import fixer took for a module beside the file


def beside(test, before):
    """The files that a test of the import fixer says are there."""
    if not getattr(test, "always_exists", False):
        return sorted(getattr(test, "present_files", ()))
    files = set(["__init__.py"])
    words = re.findall(r"[\w.]+", before)
    for name in local:
        # Of "from a.b import c" the fixer asks for a alone.
        parts = ([word for word in words if word.startswith(name + ".")] + [name])[0].split(".")
        for i in range(1, len(parts)):
            files.add("/".join(parts[:i] + ["__init__.py"]))
        files.add("/".join(parts) + ".py")
    return sorted(files)


def probably_a_local_import(self, name, original=fix_import.FixImport.probably_a_local_import):
    found = original(self, name)
    if found:
        local.append(name)
    return found


fix_import.FixImport.probably_a_local_import = probably_a_local_import


# warns_unchanged calls warns, so the one that stands first is noted alone.
def warns_unchanged(self, before, message):
    return self.warns(before, before, message, unchanged=True)


case = test_fixers.FixerTestCase
for kind in ("check", "warns", "unchanged"):
    setattr(case, kind, recorder(kind, getattr(case, kind)))
case.warns_unchanged = warns_unchanged

tests = unittest.defaultTestLoader.loadTestsFromModule(test_fixers)
result = unittest.TextTestRunner(stream=open(os.devnull, "w"), verbosity=0).run(tests)
json.dump({"snippets": records, "failed": len(result.failures) + len(result.errors), "run": result.testsRun}, sys.stdout)
