package facts

import (
	"slices"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/syntax/python"
)

// wanted writes needs as NAME OP VERSION when [condition], one a constraint.
func wanted(f *File) []string {
	var list []string
	for _, n := range f.Needs {
		line := strings.Join(strings.Fields(n.Name+" "+n.Op+" "+n.Version+" "+n.When), " ")
		if n.Condition != "" {
			line += " [" + n.Condition + "]"
		}
		list = append(list, line)
	}
	return list
}

func TestSectionNeeds(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		want []string
	}{
		"options": {"[options]\ninstall_requires =\n    six>=1.10 # MIT\n    Babel!=2.4.0,<3\n\n    # no\n    pbr\npackages = find:\n    not-one\nsetup_requires = wheel\n", []string{
			"six >= 1.10 run", "Babel != 2.4.0 run", "Babel < 3 run", "pbr run", "wheel build"}},
		"d2to1":    {"[metadata]\nrequires-dist =\n  d2to1 (>=0.2.10,<0.3)\n", []string{"d2to1 >= 0.2.10 run", "d2to1 < 0.3 run"}},
		"extras":   {"[options.extras_require]\nldap = ldap3<2;python_version<'3'\n[options.package_data]\nx = y\n", []string{"ldap3 < 2 run [python_version<'3'; for the extra ldap]"}},
		"tests":    {"[options]\ntests_require = mock<1.1\n", []string{"mock < 1.1 run [for tests only]"}},
		"tox":      {"[tox]\nenvlist = py27\n[testenv]\ndeps = -r{toxinidir}/requirements.txt\n    hacking<0.11,>=0.10.2\n    {[nfv]deps}\n    py27: pylint==1.4.5\n    ./local\n[testenv:x]\ndeps=flake8\ncommands = a\n  b\n", []string{"hacking < 0.11 run", "hacking >= 0.10.2 run", "pylint == 1.4.5 run", "flake8 run"}},
		"others":   {"[testenv]\ncommands = x\n[DEFAULT]\ninstall_requires = no\ndeps = no\n", nil},
		"stray":    {"[options\ninstall_requires = six\n", nil},
		"no value": {"[options]\ninstall_requires\n  six\n", nil},
	} {
		if got := wanted(Extract(Config, []byte(c.src), nil)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestSetupNeeds(t *testing.T) {
	parser := python.NewParser()
	defer parser.Close()
	for name, c := range map[string]struct {
		src  string
		want []string
	}{
		"literal": {"import setuptools\nsetuptools.setup(name='x', setup_requires=['pbr>=1.8.0'], install_requires=('six', 'netaddr<0.8'))\n", []string{
			"pbr >= 1.8.0 build", "six run", "netaddr < 0.8 run"}},
		"a name":    {"needs = ['six']\nsetup(install_requires=needs)\n", []string{"six run"}},
		"extras":    {"setup(extras_require={'test': ['mock==1.0'], x: ['y'], **more})\n", []string{"mock == 1.0 run [for the extra test]"}},
		"tests":     {"setup(tests_require=['nose'])\n", []string{"nose run [for tests only]"}},
		"not known": {"setup(install_requires=read('requirements.txt'), requires=[x, f'{y}', 'a\\nb'])\n", nil},
		"another":   {"board.setup(install_requires=['six'])\n", nil},
	} {
		tree, err := parser.Parse(t.Context(), []byte(c.src))
		if err != nil {
			t.Fatal(err)
		}
		if got := wanted(Extract(Python, []byte(c.src), tree)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// FuzzSections: needs lie in the file, in what a requirement can be.
func FuzzSections(f *testing.F) {
	f.Add([]byte("[options]\ninstall_requires = six<2\n  pbr\n"))
	f.Add([]byte("[tox]\n[testenv:a]\ndeps =\n  py27: x==1 ; y\n  -r z\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		file := &File{}
		readSections(file, src)
		for _, n := range file.Needs {
			if n.Span.Start < 0 || n.Span.End > len(src) || n.Span.Start >= n.Span.End || string(src[n.Span.Start:n.Span.End]) != n.Name {
				t.Errorf("%q at %v of %q", n.Name, n.Span, src)
			}
		}
	})
}
