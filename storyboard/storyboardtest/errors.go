package storyboardtest

import (
	"encoding/json"
	"net/http"
	"strings"
)

// fault is the first shape of errors: what controllers say.
func fault(w http.ResponseWriter, status int, text string) {
	code := "Client"
	if status >= 500 {
		code = "Server"
	}
	write(w, status, map[string]any{"faultcode": code, "faultstring": text, "debuginfo": nil})
}

// abort is what the framework says: JSON if that is accepted, HTML for */*, else
// plain text.
func abort(w http.ResponseWriter, r *http.Request, status int) {
	title := http.StatusText(status)
	switch accept := r.Header.Get("Accept"); {
	case strings.Contains(accept, "application/json"):
		write(w, status, map[string]any{"code": status, "title": title, "description": nil})
	case accept == "*/*":
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = w.Write([]byte("<html>\n <head>\n  <title>" + title + "</title>\n </head>\n <body>\n  <h1>" + title + "</h1>\n </body>\n</html>"))
	default:
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(title + "\n\n\n"))
	}
}

// invalid is what the check of values says: the field is lost where JSON is
// accepted.
func invalid(w http.ResponseWriter, r *http.Request, field, text string) {
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		write(w, http.StatusBadRequest, map[string]any{"code": 400, "title": "Bad Request", "description": ""})
		return
	}
	write(w, http.StatusBadRequest, map[string]any{"message": text, "field": field})
}

// crash is the server's last word.
func crash(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = w.Write([]byte("A server error occurred.  Please contact the administrator."))
}

func write(w http.ResponseWriter, status int, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}
