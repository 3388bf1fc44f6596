package upstream

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
)

// Cache keeps what was found. Both methods may be called by several
// goroutines. What Load gives is checked: a value that is not what Store was
// given for that key is as good as none.
type Cache interface {
	// Load gives the value of a key, a short name of letters and digits.
	Load(key string) ([]byte, bool)
	// Store keeps a value; that it could not is no reason to stop.
	Store(key string, value []byte) error
}

// algorithm is raised whenever the same history and patches give other answers.
const algorithm = 4

// cacheKey names everything that the answers depend on.
func cacheKey(m *merged, stacks [][]Patch, o Options) string {
	h := sha256.New()
	put(h, "stxscan upstream")
	count(h, algorithm)
	put(h, m.main, o.Base)
	texts(h, m.names)
	texts(h, m.problems)
	texts(h, o.Targets)
	count(h, len(stacks))
	for _, stack := range stacks {
		count(h, len(stack))
		for _, p := range stack {
			put(h, p.ID, p.Date.UTC().String(), string(p.Src))
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

func texts(h hash.Hash, list []string) {
	count(h, len(list))
	put(h, list...)
}

// put writes texts so that no two lists of them give the same bytes.
func put(h hash.Hash, list ...string) {
	for _, s := range list {
		count(h, len(s))
		_, _ = io.WriteString(h, s) // a hash takes everything
	}
}

func count(h hash.Hash, n int) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n)) //nolint:gosec // a length
	h.Write(b[:])
}

// entry is a value of the cache: the digest tells a damaged one, the key one
// that was stored for something else.
type entry struct {
	Key    string          `json:"key"`
	Digest string          `json:"digest"`
	Result json.RawMessage `json:"result"`
}

func load(c Cache, key string) (Result, bool) {
	var r Result
	if c == nil {
		return r, false
	}
	value, ok := c.Load(key)
	var e entry
	if !ok || json.Unmarshal(value, &e) != nil || e.Key != key || e.Digest != digest(e.Result) {
		return r, false
	}
	if json.Unmarshal(e.Result, &r) != nil {
		return Result{}, false
	}
	return r, true
}

// store keeps a complete result. One that a failing command cut short is not
// kept: the next run may read more.
func store(c Cache, key string, r *Result) {
	if c == nil {
		return
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return
	}
	value, err := json.Marshal(entry{Key: key, Digest: digest(raw), Result: raw})
	if err != nil {
		return
	}
	_ = c.Store(key, value) // without it the next run takes longer, no more
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
