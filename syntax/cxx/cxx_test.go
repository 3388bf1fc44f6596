package cxx_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"opendev.org/starlingx/stxscan/syntax/cxx"
)

// names writes uses as "name:type", with a dot before a member.
func names(list []cxx.Name) string {
	var parts []string
	for _, n := range list {
		dot := ""
		if n.Member {
			dot = "."
		}
		parts = append(parts, fmt.Sprintf("%s%s:%d", dot, n.Text, n.Type))
	}
	return strings.Join(parts, " ")
}

func TestRead(t *testing.T) {
	for _, one := range []struct {
		src, stepped, zeroed, threads string
	}{
		{src: "bool a; void f() { a++; ++a; a--; --a; }", stepped: "a:1 a:1 a:1 a:1"},
		{src: "void f(bool a, int b) { b++; } void g() { a++; }", stepped: "b:2 a:0"},
		{src: "void f(bool a); void g(int a) { a++; { bool a = true; a++; } a++; }", stepped: "a:2 a:1 a:2"},
		{src: "void f() { x->y.z++; ++x->y; ++a[i]; a[i]++; (*p)++; }", stepped: ".z:0 .y:0"},
		{src: "unsigned int a, *b; long long c; void f() { a++; b++; c++; }", stepped: "a:8 b:4 c:8"},
		{src: "std::string a; const char *b; char c[4], d; void f() { a++; b++; c++; d++; }", stepped: "a:8 b:4 c:4 d:8"},
		{src: "for (int i = 0; i < 9; i++) { } i++;", stepped: "i:2 i:0"},
		{src: "char *p, c; void f() { p = '\\0'; *p = '\\0'; c = '\\0'; p[0] = '\\0'; }", zeroed: "p:4 c:8"},
		{src: "char *p; void f() { if ('\\0' == p) ; if ('\\0' != *p) ; if (p == '\\0' || q->r != '\\0') ; }", zeroed: "p:4 p:4 .r:0"},
		{src: "char *p; void f() { *p++ = '\\0'; *++p = '\\0'; *(p) = '\\0'; x = p == '\\0' ? a : b; }", stepped: "p:4 p:4", zeroed: "p:4"},
		{src: "void f() { char *p = '\\0'; p = f('\\0'); }", zeroed: "p:4"},
		{src: "#define A bool b; b++\n/* bool c; c++; */ // d++;\nchar *s = \"e++\"; char x = 'f'; f++;", stepped: "f:0"},
		{src: "#define A \\\n b++ /* on \n c++ */ \n d++;", stepped: "d:0"},
		{src: "pthread_t a; pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER; void f() { pthread_mutex_lock(&b); }", threads: "PTHREAD_MUTEX_INITIALIZER:0 pthread_mutex_lock:0"},
	} {
		s := cxx.Read([]byte(one.src))
		if got := names(s.Stepped); got != one.stepped {
			t.Errorf("%s\nstepped %q, want %q", one.src, got, one.stepped)
		}
		if got := names(s.Zeroed); got != one.zeroed {
			t.Errorf("%s\nzeroed %q, want %q", one.src, got, one.zeroed)
		}
		if got := names(s.Threads); got != one.threads {
			t.Errorf("%s\nthreads %q, want %q", one.src, got, one.threads)
		}
	}
}

func TestDirectives(t *testing.T) {
	s := cxx.Read([]byte("#include <a.h>\n# include \"b/c.h\" // x\n#define W (0xF0000000)\n#define U 0xF0000000U\n#define S (12) /* s */\n#define L \\\n 0xF0000000\n  #define D 4000000000\nint i; #define no\n"))
	want := "[{a.h false} {b/c.h true}] [{W true} {U true} {S false} {L false} {D true}]"
	if got := fmt.Sprint(s.Includes, s.Macros); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestHidden(t *testing.T) {
	const header = "#include <openssl/rsa.h>\n"
	for src, want := range map[string]string{
		"void f(RSA *r) { r->e = 0; x->r.e = 0; }":                                                             "r->e:0",
		"RSA r; DSO_free(d); int e = r.e;":                                                                     "RSA r:0 DSO_free:0 r.e:0",
		"void f(RSA *r) { } void g(rsa_t *r) { r->e; }":                                                        "",
		"void f(BIO *b, struct x *y) { y->b; BIO_free(b); }":                                                   "",
		"#if OPENSSL_VERSION_NUMBER < 0x10100000L\nDSO *a;\n#elif 1\nDSO *b;\n#else\nDSO *c;\n#endif\nDSO *d;": "DSO:0 DSO:0 DSO:0",
		"#if 0\n#if 1\nDSO *a;\n#endif\nDSO *b;\n#else\nDSO *c;\n#endif":                                       "DSO:0",
		"#if OPENSSL_VERSION_NUMBER >= 0x10100000L\nDSO *a;\n#else\nDSO *b; #endif\n":                          "DSO:0",
		"RSA_get0_key(&n, &e, NULL); RSA_get0_key(r, f(a, b), &e, NULL);":                                      "RSA_get0_key:0",
	} {
		if got := names(cxx.Read([]byte(header + src)).Hidden); got != want {
			t.Errorf("%s: %q, want %q", src, got, want)
		}
		if got := names(cxx.Read([]byte(src)).Hidden); got != "" {
			t.Errorf("%s, without a header of OpenSSL: %q", src, got)
		}
	}
}

func TestLabels(t *testing.T) {
	s := cxx.Read([]byte("void f(int a, unsigned b) { switch (a) { case A: { case 0xF0000000: break; } switch (b->c) { case B: ; } switch (a + b) { case C: ; } case D: ; case 'x': case E::F: ; } }"))
	var got []string
	for _, l := range s.Labels {
		got = append(got, fmt.Sprintf("%s/%s:%d/%v", l.Text, l.Asked.Text, l.Asked.Type, l.Wide))
	}
	if want := "A/a:2/false 0xF0000000/a:2/true B/c:0/false D/a:2/false"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// hostile are texts that take a reader long which looks ahead or back from each token.
func hostile(n int) map[string][]byte {
	return map[string][]byte{
		"declarations": bytes.Repeat([]byte("int a = {"), n), "names": bytes.Repeat([]byte("int a, "), n), "stars": append([]byte("int "), bytes.Repeat([]byte("*"), n)...),
		"chains": bytes.Repeat([]byte("++a->"), n), "zeros": bytes.Repeat([]byte("*(++a='\\0'"), n), "cases": bytes.Repeat([]byte("switch(a){case 1:"), n),
		"comments": bytes.Repeat([]byte("#define A /*"), n), "lines": bytes.Repeat([]byte("#\\\n"), n), "arms": bytes.Repeat([]byte("#if 0\n"), n), "calls": bytes.Repeat([]byte("RSA_get0_key(a,"), n), "quotes": bytes.Repeat([]byte("'\"\\"), n),
	}
}

func TestHostile(t *testing.T) {
	for name, src := range hostile(50_000) {
		if s := cxx.Read(src); s == nil {
			t.Error(name)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	list := hostile(50_000)
	list["code"] = bytes.Repeat([]byte("#include \"a.h\"\nint f(const char *name, bool on) {\n    if (name == NULL) { count++; return -1; } /* none */\n    switch (on) { case A: return 1; }\n}\n"), 2_000)
	for name, src := range list {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(src)))
			for b.Loop() {
				cxx.Read(src)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("#include <a.h>\n#define W (0xF0000000)\nvoid f(bool a, char *p) { a++; ++p->q = '\\0'; switch (a) { case W: ; } }"))
	for _, src := range hostile(3) {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		s := cxx.Read(src)
		for _, list := range [][]cxx.Name{s.Stepped, s.Zeroed, s.Threads} {
			for _, n := range list {
				if string(src[n.Start:n.End]) != n.Text {
					t.Errorf("%q stands at %d to %d: %q", n.Text, n.Start, n.End, src[n.Start:n.End])
				}
			}
		}
	})
}
