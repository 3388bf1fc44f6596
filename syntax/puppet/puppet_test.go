package puppet

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func show(f *File) string {
	var out []string
	for _, r := range f.Resources {
		var titles, attrs []string
		for _, t := range r.Titles {
			titles = append(titles, t.Text)
		}
		for _, a := range r.Attrs {
			attrs = append(attrs, a.Name+"="+string(a.Value.Kind)+":"+a.Value.Text)
		}
		text := r.Type + "[" + strings.Join(titles, ",") + "](" + strings.Join(attrs, " ") + ")"
		for _, g := range r.Guards {
			not := ""
			if g.Negated {
				not = "!"
			}
			text += " {" + not + g.Text + "}"
		}
		if r.Decl >= 0 {
			text += " @" + f.Decls[r.Decl].Name
		}
		for name, set := range map[string]bool{" default": r.Default, " override": r.Override, " virtual": r.Virtual} {
			if set {
				text += name
			}
		}
		out = append(out, text)
	}
	for _, i := range f.Includes {
		out = append(out, i.Function+" "+i.Class)
	}
	for _, a := range f.Assigns {
		out = append(out, "$"+a.Name+"="+a.Value.Text)
	}
	return strings.Join(out, "; ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"class a::b ($x = 'y', $z = f(1)) inherits a {\n  package { 'ntp': ensure => present, }\n}\n",
			"package[ntp](ensure=bareword:present) @a::b; $x=y; $z=f(1)"},
		{"exec { 'x':\n  command => \"rpm -q ${name} \\\"a\\\"\",\n  unless  => ['a b', 'c'],\n  path => '/bin' }\n",
			`exec[x](command=string:rpm -q ${name} "a" unless=array:['a b', 'c'] path=string:/bin)`},
		{"file { '/a': mode => '0644'; ['/b', '/c']: ensure => file }\n",
			"file[/a](mode=string:0644); file[/b,/c](ensure=bareword:file)"},
		{"case $::osfamily {\n  'RedHat', 'CentOS': { service { 'ntpd': } }\n  default: { fail('no') }\n}\n",
			"service[ntpd]() {case $::osfamily: 'RedHat', 'CentOS'}"},
		{"if $a and ($b == 'c') { service { 'd': } } elsif $e { service { 'f': } } else { service { 'g': } }\n",
			"service[d]() {$a and ($b == 'c')}; service[f]() {!$a and ($b == 'c')} {$e}; service[g]() {!$a and ($b == 'c')} {!$e}"},
		{"unless $a { service { 'd': } }\n", "service[d]() {!$a}"},
		{"Exec { path => '/bin' }\nExec['x'] { timeout => 1 }\n@user { 'u': }\n",
			"exec[](path=string:/bin) default; exec[x](timeout=bareword:1) override; user[u]() virtual"},
		{"include a, b::c\nrequire d\nclass { 'e': x => $y ? { 'a' => 'b', default => undef }, z => { 'k' => [1, 2] } }\n",
			"class[e](x=other:$y ? { 'a' => 'b', default => undef } z=hash:{ 'k' => [1, 2] }); include a; include b::c; require d"},
		{"# exec { 'x': }\n/* exec { 'y': } */\n$a = 'exec { x: }'\n$b = $c\nservice { 'z': }\n", "service[z](); $a=exec { x: }; $b=$c"},
		{"Package['a'] -> Service['b'] ~> exec { 'c': refreshonly => true }\n", "exec[c](refreshonly=bareword:true)"},
		{"exec { 'h': command => @(\"END\"/L) }\n  rpm -q\n  | END\nservice { 'i': }\n", "exec[h](command=string:  rpm -q\n); service[i]()"},
		{"nova::generic_service { \"a-${b}\": require => [Package['x'], Class['y']], }\r\n", "nova::generic_service[a-${b}](require=array:[Package['x'], Class['y']])"},
		{"$x.each |$y| {\n  package { $y: }\n}\n", "package[$y]()"},
		{"define d($a) { exec { $a: onlyif => \"test -f /x\" } }\nnode /web/ { include w }\n", "exec[$a](onlyif=string:test -f /x) @d; include w"},
	} {
		f := Parse([]byte(c.src))
		got := show(f)
		want := c.want
		if got != want || len(f.Errors) > 0 {
			t.Errorf("%s\n got %s %v\nwant %s", c.src, got, f.Errors, want)
		}
	}
}

// TestEach asks for the strings within values, each with the arms around it.
func TestEach(t *testing.T) {
	src := `class c ($p = '/a', Hash $q = { '/k' => ['/b', f('/n')] }, $r = $::x ? { 'K' => '/c', default => { z => '/d' } }) {
  if $y { $s = "/e" } else { g({ 'h' => '/f' }) }
  $u = ['/g'] + ($w ? { 1 => '/h' })
}`
	f := Parse([]byte(src))
	var got []string
	see := func(guards []Guard) func(*Value) {
		return func(v *Value) {
			if v.Kind != String {
				return
			}
			text := v.Text
			for _, g := range append(guards[:len(guards):len(guards)], v.Guards...) {
				text += fmt.Sprintf(" {%v %s}", g.Negated, g.Text)
			}
			got = append(got, text)
		}
	}
	for i := range f.Assigns {
		f.Assigns[i].Value.Each(see(f.Assigns[i].Guards))
	}
	for i := range f.Calls {
		for n := range f.Calls[i].Args {
			f.Calls[i].Args[n].Each(see(f.Calls[i].Guards))
		}
	}
	want := []string{
		"/a", "/b", "/c {false case $::x: 'K'}", "/d {false case $::x: default}", "/e {false $y}", "/g", "/h",
		"/n", "/f {true $y}",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") || len(f.Errors) > 0 {
		t.Errorf("got  %q\nwant %q, %v", got, want, f.Errors)
	}
}

func TestCallsAndOffsets(t *testing.T) {
	src := "class a { fail(\"no ${x}\")\n exec { 'x': command => \"a \\\"b\\\" c\" } }\n"
	f := Parse([]byte(src))
	if len(f.Calls) != 1 || f.Calls[0].Name != "fail" || f.Calls[0].Args[0].Static {
		t.Errorf("calls %+v", f.Calls)
	}
	v, ok := f.Resources[0].Attr("command")
	if !ok || v.Text != `a "b" c` {
		t.Fatalf("%+v", v)
	}
	for i := range len(v.Text) {
		if at := v.Offset(i); src[at] != v.Text[i] {
			t.Errorf("byte %d of %q is %q at %d", i, v.Text, src[at], at)
		}
	}
}

func TestBroken(t *testing.T) {
	for name, c := range map[string]struct{ src, want, first string }{
		"quote":   {"exec { 'x: }\nservice { 'y': }\n", "", "the quote ' of line 2 is never closed"},
		"brace":   {"class a {\n  service { 'y': }\n", "service[y]() @a", "the brace is never closed"},
		"title":   {"package { : }\nservice { 'z': }\n", "service[z]()", ""},
		"nesting": {strings.Repeat("if $a {", 10000), "", "nested deeper than 200"},
		"arrays":  {"$a = " + strings.Repeat("[", 10000), "", ""},
		"braces":  {strings.Repeat("{", 10000), "", "nested deeper than 200"},
		"size":    {strings.Repeat("a", MaxSize+1), "", "larger than"},
	} {
		f := Parse([]byte(c.src))
		if c.want != "" && !strings.Contains(show(f), c.want) {
			t.Errorf("%s: %s", name, show(f))
		}
		if c.first != "" && (len(f.Errors) == 0 || !strings.Contains(fmt.Sprint(f.Errors), c.first)) {
			t.Errorf("%s: errors %.200v", name, f.Errors)
		}
	}
}

// TestRealManifests reads every manifest of the workspace and counts the
// resources against a search for their first lines.
func TestRealManifests(t *testing.T) {
	root := os.Getenv("STXSCAN_WORKSPACE")
	if root == "" {
		t.Skip("STXSCAN_WORKSPACE is not set: no real StarlingX workspace to read")
	}
	line := regexp.MustCompile(`(?m)^\s*(?:(?:->|~>)\s*)?@{0,2}(exec|package|service|file)\s*\{`)
	files, found, searched := 0, map[string]int{}, map[string]int{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".pp") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		f := Parse(src)
		for _, e := range f.Errors {
			t.Errorf("%s: %v", path, e)
		}
		starts := map[int]bool{}
		for _, r := range f.Resources {
			if !r.Default && !r.Override && !starts[r.Start] {
				starts[r.Start] = true
				found[r.Type]++
			}
		}
		for _, m := range line.FindAllSubmatch(src, -1) {
			searched[string(m[1])]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"exec", "package", "service", "file"} {
		if found[kind] < searched[kind] {
			t.Errorf("%s: %d found, a search finds %d", kind, found[kind], searched[kind])
		}
	}
	t.Logf("%d files; found %v, searched %v", files, found, searched)
	if files < 100 {
		t.Errorf("%d files", files)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"class a { exec { 'b': command => \"c\" } }", "case $a { 'b': { } default: { } }", "x { @(\"E\")\n E", "$a = [1, {", "a['b'] { c +> d",
		"if a { } else", "'", "\"\\", "/* ", "include a, b", "@@x { y: ; z: }", "f(g(h", "$a ? { b => c }", "\xef\xbb\xbf}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, r := range Parse(src).Resources {
			if r.Start < 0 || r.End < r.Start || r.End > len(src) {
				t.Fatalf("%s at %d-%d of %d", r.Type, r.Start, r.End, len(src))
			}
			for _, a := range r.Attrs {
				v := a.Value
				if v.Start < 0 || v.End < v.Start || v.End > len(src) {
					t.Fatalf("%s => %+v", a.Name, v)
				}
				for i := range len(v.Text) {
					if at := v.Offset(i); at < 0 || at > len(src) {
						t.Fatalf("%s: offset %d of %d", a.Name, at, len(src))
					}
				}
			}
		}
	})
}
