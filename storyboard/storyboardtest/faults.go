package storyboardtest

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"
)

// Fault is what goes wrong with a request.
type Fault int

// The faults.
const (
	None        Fault = iota
	LostBefore        // the connection ends before the request is carried out
	LostAfter         // it is carried out, and the connection ends before the answer
	Error500          // the server fails and rolls back
	Bad502            // what stands before the server does not reach it
	Bad502After       // it reaches it, and loses the answer
	Slow              // it is carried out, and the answer comes late
	Cut               // the answer ends in the middle
)

// Faults lists all of them but None.
var Faults = []Fault{LostBefore, LostAfter, Error500, Bad502, Bad502After, Slow, Cut}

// ServeHTTP serves a request, with what goes wrong with it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	wrong := s.faultOf(r)
	if r.Method != http.MethodGet {
		if f := s.takeHook(); f != nil {
			f()
		}
	}
	switch wrong {
	case LostBefore:
		hangUp(w)
		return
	case Error500:
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write([]byte(`{"faultcode":"Server","faultstring":"(OperationalError) deadlock found","debuginfo":null}`))
		return
	case Bad502:
		badGateway(w)
		return
	}
	answer := httptest.NewRecorder()
	s.serve(answer, r)
	switch wrong {
	case LostAfter:
		hangUp(w)
		return
	case Bad502After:
		badGateway(w)
		return
	case Slow:
		time.Sleep(s.Delay)
	}
	body := answer.Body.Bytes()
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	if wrong == Cut && len(body) > 1 {
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		body = body[:len(body)/2]
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(body)
	if wrong == Cut {
		if f, ok := w.(http.Flusher); ok {
			f.Flush() // so that half of it arrives
		}
		hangUp(w)
	}
}

// hangUp ends the connection without an answer, or in the middle of one.
func hangUp(http.ResponseWriter) { panic(http.ErrAbortHandler) }

func badGateway(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = w.Write([]byte("<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"))
}
