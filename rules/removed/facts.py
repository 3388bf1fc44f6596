"""What Python 2.7's standard library has and a Python 3 lacks.

    python3 rules/removed/facts.py > rules/removed/facts.tsv

asks the interpreters below PYENV_ROOT (~/.pyenv if that is not set) and writes
one fact a line:

    module     NAME  SINCE
    attribute  NAME  SINCE  HOW
    member     NAME  SINCE  HOW
    argument   NAME:ARGUMENT  SINCE
    renamed    NAME  NAME-ON-PYTHON-3

SINCE is the first of the releases asked that lacks the name, 3.0 where the
first one asked lacks it, and A-B where release B has it again. HOW says what
binds the name in the source of Python 2.7: class, def, assign, import, loop,
leak where nothing in sight does (a star import, a comprehension), or c where
there is no source; for members class, def, assign, self or c. A name that the
module lists in __all__ has a + behind. Names are those of Python 3 where a
module was renamed.

The same file asks one interpreter: with "names" it writes what that has, with
"has" it reads names and writes which of them it has.
"""
from __future__ import print_function

import ast
import importlib
import inspect
import json
import os
import pkgutil
import subprocess
import sys
import warnings

RELEASES = ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"]

# Not for others to import: tests, programs, tables, and data for one platform.
SKIPPED = (
    "test", "tests", "idlelib", "lib2to3", "pydoc_data", "antigravity", "this",
    "__phello__", "distutils.tests", "encodings", "__main__", "site-packages",
    "ensurepip", "turtle", "lib-tk", "sitecustomize", "usercustomize", "msilib",
)

# Classes of Python 2.7 that a function of the other name made, and what else has
# another name on Python 3, beside what _compat_pickle tells.
CLASSES = {
    "threading._Event": "threading.Event",
    "threading._Timer": "threading.Timer",
    "threading._Condition": "threading.Condition",
    "threading._Semaphore": "threading.Semaphore",
    "threading._BoundedSemaphore": "threading.BoundedSemaphore",
    "socket._socketobject": "socket.socket",
    "unittest._TextTestResult": "unittest.TextTestResult",
    "xml.etree.cElementTree": "xml.etree.ElementTree",
}


def skipped(name):
    return any(name == s or name.startswith(s + ".") or ("." + s) in name for s in SKIPPED) or \
        name.endswith("__main__")


loaded = {}


def load(name):
    """The module, None if it cannot be imported."""
    if name not in loaded:
        stdout, sys.stdout = sys.stdout, sys.stderr
        try:
            loaded[name] = importlib.import_module(name)
        except BaseException:
            loaded[name] = None
        finally:
            sys.stdout = stdout
    return loaded[name]


def modules():
    """The names of the standard library's modules."""
    names = set(sys.builtin_module_names)
    lib = os.path.dirname(os.__file__)
    for path in (lib, os.path.join(lib, "lib-dynload"), os.path.join(lib, "lib-tk")):
        for _, name, package in pkgutil.iter_modules([path]):
            names.add(name)
            if package and not skipped(name):
                for _, inner, _ in pkgutil.walk_packages([os.path.join(path, name)], name + ".", lambda n: None):
                    names.add(inner)
    return sorted(n for n in names if not skipped(n))


def source(module):
    try:
        path = inspect.getsourcefile(module)
        with open(path, "rb") as f:
            return ast.parse(f.read())
    except BaseException:
        return None


def targets(node):
    if isinstance(node, (ast.Tuple, ast.List)):
        for e in node.elts:
            for name in targets(e):
                yield name
    elif isinstance(node, ast.Name):
        yield node.id


def bound(body, how, prefix=None):
    """Fills in how statements of a module or a class bind names."""
    for s in body:
        if isinstance(s, ast.ClassDef):
            how[s.name] = "class"
        elif isinstance(s, ast.FunctionDef):
            how[s.name] = "def"
        elif isinstance(s, (ast.Import, ast.ImportFrom)):
            for a in s.names:
                how.setdefault(a.asname or a.name.split(".")[0], "import")
        elif isinstance(s, ast.Assign):
            for t in s.targets:
                for name in targets(t):
                    how.setdefault(name, "assign")
        elif isinstance(s, (ast.For, ast.With)):
            if isinstance(s, ast.For):
                for name in targets(s.target):
                    how[name] = "loop"
        for part in ("body", "orelse", "finalbody", "handlers"):
            inner = getattr(s, part, None)
            if isinstance(inner, list) and not isinstance(s, (ast.ClassDef, ast.FunctionDef)):
                for h in inner:
                    bound(h.body if isinstance(h, ast.ExceptHandler) else [h], how)


def classes_of(tree, found, prefix=""):
    """Fills in the class statements of a module by name."""
    for s in ast.walk(tree):
        if isinstance(s, ast.ClassDef):
            found.setdefault(s.name, s)


def sets_by_name(node):
    """Whether methods of a class set attributes that their source does not name."""
    for s in ast.walk(node):
        if isinstance(s, ast.Name) and s.id == "setattr":
            return True
        if isinstance(s, ast.Attribute) and s.attr == "__dict__" and \
                isinstance(s.value, ast.Name) and s.value.id == "self":
            return True
    return False


def own_attributes(node):
    """What the methods of a class assign to self, under its mangled name."""
    found = set()
    for s in ast.walk(node):
        if isinstance(s, ast.Attribute) and isinstance(s.ctx, ast.Store) and \
                isinstance(s.value, ast.Name) and s.value.id == "self":
            name = s.attr
            if name.startswith("__") and not name.endswith("__"):
                name = "_" + node.name.lstrip("_") + name
            found.add(name)
    return found


trees = {}


def class_node(cls):
    name = getattr(cls, "__module__", None)
    if name not in trees:
        nodes = {}
        module = sys.modules.get(name) if isinstance(name, str) else None
        tree = source(module) if module else None
        if tree:
            classes_of(tree, nodes)
        trees[name] = nodes
    return trees[name].get(cls.__name__)


def is_class(value):
    return isinstance(value, type) or type(value).__name__ == "classobj"


known = {}


def members(cls):
    """The members of a class and how each is bound."""
    if cls not in known:
        known[cls] = members_of(cls)
    return known[cls]


def is_open(cls):
    """Whether instances may have attributes that the source does not tell."""
    for base in inspect.getmro(cls):
        # The abstract base classes hold nothing; their source is elsewhere.
        if base is not object and base.__module__ != "collections.abc":
            node = class_node(base)
            if node is None or sets_by_name(node):
                return True
    return False


def members_of(cls):
    how = {}
    for base in reversed(inspect.getmro(cls)):
        if base is object:
            continue
        node = class_node(base)
        for name in vars(base):
            how[name] = "c"
        if node is not None:
            bindings = {}
            bound(node.body, bindings)
            for name in vars(base):
                how[name] = bindings.get(name, "def")
            for name in own_attributes(node):
                how.setdefault(name, "self")
    return how


def names():
    """All that the interpreter has: modules, attributes and members."""
    out = {}
    for name in modules():
        module = load(name)
        if module is None:
            continue
        tree = source(module)
        how = {}
        if tree:
            bound(tree.body, how)
        attributes, classes, arguments = {}, {}, {}
        public = getattr(module, "__all__", None) or ()
        for attribute in dir(module):
            value = getattr(module, attribute, None)
            if attribute.startswith("__"):
                continue
            kind = "import" if inspect.ismodule(value) else how.get(attribute, "c" if not tree else "star")
            if kind == "star":
                home = getattr(value, "__module__", None)
                kind = "leak" if home is None else \
                    "c" if home in (name, "_" + name) or home.startswith(name + ".") else "import"
            if kind == "import" and name + "." in (getattr(value, "__module__", None) or "") + ".":
                kind = "class" if is_class(value) else "def"
            attributes[attribute] = kind + ("+" if attribute in public else "")
            if kind != "import" or attribute in public:
                if is_class(value):
                    classes[attribute] = members(value)
                arguments[attribute] = arguments_of(value)
        out[name] = {"attributes": attributes, "classes": classes, "arguments": arguments}
    return out


def arguments_of(value):
    """The names of what a function or a constructor takes, on Python 2."""
    if is_class(value):
        value = getattr(value, "__init__", None)
    try:
        spec = inspect.getargspec(value)
    except TypeError:
        return []
    return [a for a in spec.args if isinstance(a, str) and a != "self" and not a.startswith("_")]


def takes(value, argument):
    """Whether a function takes an argument by name, on Python 3."""
    try:
        parameters = inspect.signature(value).parameters
    except (TypeError, ValueError):
        return True
    if any(p.kind == p.VAR_KEYWORD for p in parameters.values()):
        return True
    return argument in parameters and parameters[argument].kind != inspect.Parameter.POSITIONAL_ONLY


def find(name):
    """What a dotted name stands for and what is left of it that is not there."""
    parts = name.split(".")
    value, left = load(parts[0]), parts[1:]
    for n, part in enumerate(parts[1:], 1):
        inner = getattr(value, part, None)
        if inner is None and inspect.ismodule(value):
            inner = load(".".join(parts[:n + 1])) if hasattr(value, "__path__") else None
        if inner is None and not hasattr(value, part):
            break
        value, left = inner, left[1:]
    return value, left


def has(name):
    """Whether the interpreter has a module, an attribute, a member or an argument."""
    name, _, argument = name.partition(":")
    if load(name.split(".")[0]) is None:
        return False
    value, left = find(name)
    if argument:
        return not left and takes(value, argument)
    if len(left) != 1:
        return not left
    return is_class(value) and (
        left[0] in members(value) or any("__getattr__" in vars(b) for b in inspect.getmro(value)))


def has_self(name):
    """has, for an attribute that Python 2 sets on self: what may be set unseen counts as there."""
    if has(name):
        return True
    value, left = find(name.rpartition(".")[0])
    return not left and is_class(value) and is_open(value)


def ask(version, mode, given=None):
    child = subprocess.Popen(
        [interpreter(version), os.path.abspath(__file__), mode],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=open(os.devnull, "w"), cwd="/")
    out, _ = child.communicate(json.dumps(given).encode())
    if child.returncode:
        raise SystemExit("CPython %s failed" % version)
    return json.loads(out.decode().splitlines()[-1])


def interpreter(version):
    root = os.path.join(os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv"), "versions")
    for name in sorted(os.listdir(root)):
        path = os.path.join(root, name, "bin", "python" + version)
        if name.startswith(version + ".") and os.path.exists(path):
            return path
    raise SystemExit("CPython %s is not below %s" % (version, root))


def home(module, attribute, renames):
    """The name of an attribute of Python 2.7 on Python 3."""
    full = module + "." + attribute
    if full in renames["names"]:
        return renames["names"][full]
    return renames["modules"].get(module, module) + "." + attribute


def home_of_class(module, cls, renames):
    return CLASSES.get(module + "." + cls) or home(module, cls, renames)


def since(name, answers):
    """When a name went: "" if it is there, 3.0, a release, or a range."""
    missing = [r for r in RELEASES if name not in answers[r]]
    if not missing:
        return ""
    first = "3.0" if missing[0] == RELEASES[0] else missing[0]
    after = RELEASES[RELEASES.index(missing[0]):]
    again = [r for r in after if name in answers[r]]
    return first + ("-" + again[0] if again else "")


def facts():
    old = ask("2.7", "names")
    renames = ask("3.6", "renames")
    wanted, how = set(), {}
    for module, found in old.items():
        new = renames["modules"].get(module, module)
        wanted.add(new)
        how[new] = ("module", "")
        for attribute, kind in found["attributes"].items():
            full = home(module, attribute, renames)
            wanted.add(full)
            if how.get(full, ("", "import"))[1].startswith("import"):
                how[full] = ("attribute", kind)
        for cls, list_ in found["classes"].items():
            for member, kind in list_.items():
                if member.startswith("__"):
                    continue
                full = home_of_class(module, cls, renames) + "." + member
                wanted.add(full)
                if full not in how:
                    how[full] = ("member", kind)
        for attribute, list_ in found["arguments"].items():
            for argument in list_:
                full = home_of_class(module, attribute, renames) + ":" + argument
                wanted.add(full)
                how[full] = ("argument", "")
    # What Python 3 has under a name of its own was never one of Python 2.
    wanted = [n for n in wanted if n.split(".")[0] not in ("builtins", "exceptions", "_testcapi", "xxsubtype")]
    answers = {r: set(ask(r, "has", [(n, how[n][1]) for n in sorted(wanted)])) for r in RELEASES}
    lines = []
    for name in sorted(wanted):
        what, kind = how[name]
        gone = since(name, answers)
        parent = name.rpartition(":" if what == "argument" else ".")[0]
        # What went with its module or its class is a fact of those.
        if not gone or (what != "module" and parent and since(parent, answers) == gone):
            continue
        lines.append("\t".join([what, name, gone] + ([kind] if kind else [])))
    for module in old:
        if renames["modules"].get(module, module) != module:
            lines.append("\t".join(["renamed", module, renames["modules"][module]]))
    for full, new in list(renames["names"].items()) + list(CLASSES.items()):
        module, _, attribute = full.rpartition(".")
        if module in old and renames["modules"].get(module, module) + "." + attribute != new:
            lines.append("\t".join(["renamed", full, new]))
    return sorted(set(lines))


def main():
    warnings.simplefilter("ignore")
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    if mode == "names":
        print(json.dumps(names()))
    elif mode == "has":
        print(json.dumps([n for n, kind in json.load(sys.stdin) if (has_self if kind == "self" else has)(n)]))
    elif mode == "renames":
        import _compat_pickle as c
        print(json.dumps({
            "modules": {k: v for k, v in c.IMPORT_MAPPING.items() if k != "__builtin__" and k != "dbm"},
            "names": {".".join(k): ".".join(v) for k, v in c.NAME_MAPPING.items() if k[0] != "__builtin__"},
        }))
    else:
        print("\n".join(facts()))


if __name__ == "__main__":
    main()
