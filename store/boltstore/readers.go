package boltstore

import (
	"sync"
	"time"
)

// readers knows the open read transactions, in the order in which they began. Its zero value is empty.
type readers struct {
	mu             sync.Mutex
	oldest, newest *reader
	count          int
}

// reader is one of them. It is a part of its transaction, so that knowing it costs no allocation.
type reader struct {
	began        time.Time
	older, newer *reader
}

// add notes one that begins.
func (rs *readers) add(r *reader) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	r.began = time.Now()
	r.older = rs.newest
	if r.older == nil {
		rs.oldest = r
	} else {
		r.older.newer = r
	}
	rs.newest = r
	rs.count++
}

// remove forgets one that ends.
func (rs *readers) remove(r *reader) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if r.older == nil {
		rs.oldest = r.newer
	} else {
		r.older.newer = r.newer
	}
	if r.newer == nil {
		rs.newest = r.older
	} else {
		r.newer.older = r.older
	}
	rs.count--
}

// open gives how many there are, and the age of the oldest.
func (rs *readers) open() (count int, oldest time.Duration) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if rs.oldest == nil {
		return 0, 0
	}
	return rs.count, time.Since(rs.oldest.began)
}
