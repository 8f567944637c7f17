package boltstore

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"os"

	"github.com/clientele-go/clientele/store"
)

// The layout of a bbolt meta page: a page header, then this. Numbers are in the byte order of the machine.
const (
	pageHeader = 16
	metaSize   = 64
	boltMagic  = 0xED0CDAED
	boltFormat = 2

	minPage, maxPage = 1 << 10, 1 << 24
)

// meta is what a meta page says, of which there are two: each commit writes the older one.
type meta struct {
	pageSize int64
	pages    uint64 // all pages in use are below this one
	txid     uint64
}

// checkFile refuses what bbolt should not map: a file of no length, which it would make an empty store of, one
// that is none of its own, and one that is shorter than its meta page says, which it would read beyond its
// end.
func checkFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("boltstore: %w", err)
	}
	defer f.Close()
	m, err := newestMeta(f)
	if err != nil {
		return fmt.Errorf("boltstore: reading %s: %w", path, err)
	}
	info, err := f.Stat() // after the meta page: a writer makes the file grow first
	switch {
	case err != nil:
		return fmt.Errorf("boltstore: %w", err)
	case info.Size() == 0:
		return fmt.Errorf("%w: %s is empty", store.ErrCorrupt, path)
	case m.pageSize == 0:
		return fmt.Errorf("%w: %s has no valid meta page", store.ErrCorrupt, path)
	case m.pages > uint64(info.Size()/m.pageSize):
		return fmt.Errorf("%w: %s is cut off: it has %d bytes, but %d pages of %d", store.ErrCorrupt, path, info.Size(), m.pages, m.pageSize)
	}
	return nil
}

// newestMeta gives the valid meta page of the last commit, or a zero meta if there is none. The second one is
// one page into the file; how long a page is, only a valid one tells, so all sizes are tried.
func newestMeta(r io.ReaderAt) (meta, error) {
	newest, err := readMeta(r, 0)
	if err != nil {
		return meta{}, err
	}
	first := newest.pageSize
	for offset := int64(minPage); offset <= maxPage; offset *= 2 {
		if first != 0 && offset != first {
			continue
		}
		m, err := readMeta(r, offset)
		if err != nil {
			return meta{}, err
		}
		if m.pageSize == offset && m.txid >= newest.txid {
			newest = m
		}
	}
	return newest, nil
}

// readMeta gives the meta page at offset, or a zero meta if there is no valid one.
func readMeta(r io.ReaderAt, offset int64) (meta, error) {
	var page [pageHeader + metaSize]byte
	_, err := r.ReadAt(page[:], offset)
	switch {
	case errors.Is(err, io.EOF):
		return meta{}, nil
	case err != nil:
		return meta{}, err
	}
	return parseMeta(page[pageHeader:]), nil
}

func parseMeta(b []byte) meta {
	order := binary.NativeEndian
	sum := fnv.New64a()
	sum.Write(b[:metaSize-8])
	size := int64(order.Uint32(b[8:]))
	switch {
	case order.Uint32(b) != boltMagic, order.Uint32(b[4:]) != boltFormat:
		return meta{}
	case order.Uint64(b[metaSize-8:]) != sum.Sum64(), size < minPage, size > maxPage:
		return meta{}
	}
	return meta{pageSize: size, pages: order.Uint64(b[40:]), txid: order.Uint64(b[48:])}
}
