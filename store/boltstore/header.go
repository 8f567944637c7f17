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
	metaSize   = 64
	boltMagic  = 0xED0CDAED
	boltFormat = 2

	minPage, maxPage = 1 << 10, 1 << 24

	txidAt, checksumAt = 48, 56
)

// meta is what a meta page says, of which there are two: each commit writes the older one.
type meta struct {
	offset   int64 // of the page
	pageSize int64
	root     uint64 // page of the buckets
	freelist uint64 // page of the free ones
	pages    uint64 // all pages in use are below this one
	txid     uint64
}

// maxChanges is how often a file may be committed to while it is checked.
const maxChanges = 10

// checkFile refuses what bbolt should not open: a file of no length, which it would make an empty store of, one
// that is none of its own, one that is shorter than its meta page says, which it would read beyond its end, one
// that may have lost its last commit, and one whose pages do not hold together. It takes no lock. store.ErrLocked: somebody writes to it again and
// again.
func checkFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("boltstore: %w", err)
	}
	defer f.Close()
	for range maxChanges {
		m, err := newestMeta(f)
		if err != nil {
			return fmt.Errorf("boltstore: reading %s: %w", path, err)
		}
		damage := checkContent(f, m)
		if damage == nil {
			return nil
		}
		// A commit writes over nothing that the one before uses. So what was read of m is what m means, if m
		// is still the newest.
		if now, err := newestMeta(f); err != nil || now == m {
			return fmt.Errorf("%w (%s)", damage, path)
		}
	}
	return fmt.Errorf("%w: %s", store.ErrLocked, path)
}

// checkContent checks the file that m describes.
func checkContent(f *os.File, m meta) error {
	info, err := f.Stat() // after the meta page: a writer makes the file grow first
	switch {
	case err != nil:
		return fmt.Errorf("boltstore: size: %w", err)
	case info.Size() == 0:
		return fmt.Errorf("%w: the file is empty", store.ErrCorrupt)
	case m.pageSize == 0:
		return fmt.Errorf("%w: the file has no valid meta page", store.ErrCorrupt)
	case m.pages > uint64(info.Size()/m.pageSize):
		return fmt.Errorf("%w: the file is cut off: it has %d bytes, but %d pages of %d", store.ErrCorrupt, info.Size(), m.pages, m.pageSize)
	}
	if err := m.checkOther(f); err != nil {
		return err
	}
	s := survey{pages: m.on(f)}
	if m.freelist == noFreelist {
		s.leaf = page.checkIsFlat // for bbolt is about to read them all
	}
	return s.checkPages(m)
}

// on gives the pages of a file that m describes.
func (m meta) on(file io.ReaderAt) pages {
	return pages{file: file, pageSize: m.pageSize, count: m.pages}
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
	b, err := readMetaBytes(r, offset)
	if b == nil {
		return meta{}, err
	}
	m := parseMeta(b)
	if m.pageSize > 0 {
		m.offset = offset
	}
	return m, nil
}

// readMetaBytes gives nil where the file ends before.
func readMetaBytes(r io.ReaderAt, offset int64) ([]byte, error) {
	b := make([]byte, pageHeader+metaSize)
	_, err := r.ReadAt(b, offset)
	switch {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, err
	}
	return b[pageHeader:], nil
}

func parseMeta(b []byte) meta {
	order := binary.NativeEndian
	size := int64(order.Uint32(b[8:]))
	switch {
	case order.Uint32(b) != boltMagic, order.Uint32(b[4:]) != boltFormat:
		return meta{}
	case order.Uint64(b[checksumAt:]) != metaChecksum(b), size < minPage, size > maxPage, size&(size-1) != 0:
		return meta{}
	}
	return meta{pageSize: size, root: order.Uint64(b[16:]), freelist: order.Uint64(b[32:]), pages: order.Uint64(b[40:]), txid: order.Uint64(b[txidAt:])}
}

func metaChecksum(b []byte) uint64 {
	sum := fnv.New64a()
	sum.Write(b[:checksumAt])
	return sum.Sum64()
}

// checkOther checks the meta page that m is not on. If it is damaged, bbolt goes by m alone; but then m must
// be the last commit, or the last one would be gone in silence. store.ErrCorrupt: it is not known to be.
func (m meta) checkOther(r io.ReaderAt) error {
	offset := int64(0)
	if m.offset == 0 {
		offset = m.pageSize
	}
	b, err := readMetaBytes(r, offset)
	if err != nil || b == nil || parseMeta(b).pageSize != 0 {
		return err
	}
	// The commit before m has the number before; in a copy of a store that was written to once, the one
	// before that.
	txid := binary.NativeEndian.Uint64(b[txidAt:])
	older := txid == m.txid-1 || txid == m.txid-2
	switch {
	case hasTxid(b, m.txid-1), hasTxid(b, m.txid-2):
		return nil
	case older && !hasTxid(b, m.txid+1) && !hasTxid(b, m.txid+2):
		return nil
	}
	return fmt.Errorf("%w: the meta page at %d is, and may be that of the last commit", store.ErrCorrupt, offset)
}

// hasTxid tells whether a damaged meta page would be valid with this number.
func hasTxid(b []byte, txid uint64) bool {
	whole := append([]byte(nil), b...)
	binary.NativeEndian.PutUint64(whole[txidAt:], txid)
	return parseMeta(whole).pageSize != 0
}
