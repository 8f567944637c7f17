package boltstore

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/clientele-go/clientele/store"
)

// The layout of a bbolt page: a header, as many elements as it says, then the keys and values of the elements,
// one right behind the other. Numbers are in the byte order of the machine.
const (
	pageHeader  = 16
	elementSize = 16
	branchPage  = 0x01
	leafPage    = 0x02
	freePage    = 0x10
	bucketEntry = 0x01
)

// maxNode is more bytes than bbolt ever gives one branch or leaf: four of the longest entries.
const maxNode = 8 << 20

// pages reads the pages of a file and trusts nothing in them.
type pages struct {
	file     io.ReaderAt
	mapped   []byte // the file, if there is no file
	pageSize int64
	count    uint64 // all pages in use are below this one
	buffer   []byte
}

// page is a page, with the pages that it overflows into.
type page struct {
	id       uint64
	flags    uint16
	elements int
	bytes    []byte
}

// read gives a page; its bytes are valid until the next read. store.ErrCorrupt: there is no such page, or it
// says that it is another one or longer than any.
func (f *pages) read(id uint64) (page, error) {
	if id < 2 || id >= f.count {
		return page{}, damaged(id, "there is no such page")
	}
	b, err := f.bytes(id, 1)
	if err != nil {
		return page{}, err
	}
	p := parsePage(b)
	overflow := uint64(binary.NativeEndian.Uint32(b[12:]))
	if p.id != id || overflow >= f.count-id || overflow > f.most(p) {
		return page{}, damaged(id, "the header is wrong")
	}
	if overflow == 0 {
		return p, nil
	}
	p.bytes, err = f.bytes(id, int64(overflow+1))
	return p, err
}

// most gives how many pages p may overflow into: it bounds what a damaged header makes us read.
func (f *pages) most(p page) uint64 {
	if p.flags == freePage {
		return (f.count + 3) * 8 / uint64(f.pageSize)
	}
	return maxNode / uint64(f.pageSize)
}

// bytes gives n pages from id on.
func (f *pages) bytes(id uint64, n int64) ([]byte, error) {
	at, size := int64(id)*f.pageSize, n*f.pageSize
	if f.file == nil {
		return f.mapped[at : at+size], nil
	}
	if int64(len(f.buffer)) < size {
		f.buffer = make([]byte, size)
	}
	b := f.buffer[:size]
	_, err := f.file.ReadAt(b, at)
	if errors.Is(err, io.EOF) {
		return nil, damaged(id, "the file ends before it")
	}
	return b, err
}

func parsePage(b []byte) page {
	order := binary.NativeEndian
	return page{id: order.Uint64(b), flags: order.Uint16(b[8:]), elements: int(order.Uint16(b[10:])), bytes: b}
}

// damaged gives the store.ErrCorrupt of a page.
func damaged(id uint64, format string, args ...any) error {
	return fmt.Errorf("%w: page %d: %s", store.ErrCorrupt, id, fmt.Sprintf(format, args...))
}

// check tells whether a branch or leaf is laid out as bbolt does it: each key and value right behind the one
// before, and as many pages as that takes. After it the other methods stay inside the page.
func (p page) check(pageSize int64) error {
	if p.flags != leafPage && p.flags != branchPage {
		return damaged(p.id, "it is neither branch nor leaf")
	}
	end := int64(pageHeader + elementSize*p.elements)
	if end > int64(len(p.bytes)) {
		return damaged(p.id, "it cannot have %d elements", p.elements)
	}
	for i := range p.elements {
		at, key, value := p.extent(i)
		if at != end {
			return damaged(p.id, "element %d is not at its place", i)
		}
		end += key + value
		if key == 0 || end > int64(len(p.bytes)) {
			return damaged(p.id, "element %d has the wrong length", i)
		}
	}
	if (end+pageSize-1)/pageSize != int64(len(p.bytes))/pageSize {
		return damaged(p.id, "it is longer than what it holds")
	}
	return nil
}

// checkKeys tells whether lo ≤ key < hi, in ascending order; nil is no bound.
func (p page) checkKeys(lo, hi []byte) error {
	for i := range p.elements {
		key := p.key(i)
		order := bytes.Compare(lo, key)
		if order > 0 || order == 0 && i > 0 || hi != nil && bytes.Compare(key, hi) >= 0 {
			return damaged(p.id, "key %x is not at its place", key)
		}
		lo = key
	}
	return nil
}

// extent gives where the key of an element begins in the page, and the lengths of key and value.
func (p page) extent(i int) (at, key, value int64) {
	start := pageHeader + elementSize*i
	element := p.bytes[start : start+elementSize]
	order := binary.NativeEndian
	if p.flags == branchPage {
		return int64(start) + int64(order.Uint32(element)), int64(order.Uint32(element[4:])), 0
	}
	return int64(start) + int64(order.Uint32(element[4:])), int64(order.Uint32(element[8:])), int64(order.Uint32(element[12:]))
}

func (p page) key(i int) []byte {
	at, key, _ := p.extent(i)
	return p.bytes[at : at+key]
}

func (p page) value(i int) []byte {
	at, key, value := p.extent(i)
	return p.bytes[at+key : at+key+value]
}

// isBucket tells whether the value of an element of a leaf is a bucket.
func (p page) isBucket(i int) bool {
	return binary.NativeEndian.Uint32(p.bytes[pageHeader+elementSize*i:])&bucketEntry != 0
}

// child gives the page that an element of a branch points to.
func (p page) child(i int) uint64 {
	return binary.NativeEndian.Uint64(p.bytes[pageHeader+elementSize*i+8:])
}
