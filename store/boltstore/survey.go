package boltstore

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// maxHeight is more than a tree in a file can have, with two children at least in each branch.
const maxHeight = 64

// survey reads the pages that hold a file together: bbolt follows them without a look at where they lead, and so
// would run in circles for ever, or write over pages that are in use. It reads every branch, which is about one
// page in a hundred, and the leaves below them only if it is told to. Each page has one place.
type survey struct {
	pages
	leaf func(p page) error // what to make of the leaves of classes; nil leaves those below a branch unread
	seen []uint64           // a bit for each page: it has its place
}

// checkPages surveys the file that m describes. store.ErrCorrupt: something is not as bbolt writes it.
func (s *survey) checkPages(m meta) error {
	if err := s.checkTrees(m.root); err != nil {
		return err
	}
	if m.freelist == noFreelist {
		return nil
	}
	return s.freePages(m.freelist)
}

// checkTrees surveys the trees below the page of the buckets.
func (s *survey) checkTrees(root uint64) error {
	s.seen = make([]uint64, s.count/64+1)
	roots, err := s.roots(root)
	if err != nil {
		return err
	}
	for _, root := range roots {
		if err := s.tree(root); err != nil {
			return err
		}
	}
	return nil
}

// roots gives the root pages of the buckets at the top of the file, but for small ones that lie in the leaf
// itself.
func (s *survey) roots(root uint64) (roots []uint64, err error) {
	top := survey{pages: s.pages, seen: s.seen}
	top.leaf = func(p page) error {
		for i := range p.elements {
			id, err := s.bucketRoot(p, i)
			switch {
			case err != nil:
				return err
			case id != 0:
				roots = append(roots, id)
			}
		}
		return nil
	}
	return roots, top.tree(root)
}

// bucketRoot gives the root page of a bucket, 0 for one that lies in its value whole.
func (s *survey) bucketRoot(p page, i int) (uint64, error) {
	value := p.value(i)
	if !p.isBucket(i) || len(value) < bucketHeader {
		return 0, damaged(p.id, "%x is no bucket", p.key(i))
	}
	root := binary.NativeEndian.Uint64(value)
	if root != 0 {
		return root, nil
	}
	if len(value) < bucketHeader+pageHeader {
		return 0, damaged(p.id, "bucket %x is too short", p.key(i))
	}
	inline := parsePage(value[bucketHeader:])
	if inline.flags != leafPage {
		return 0, damaged(p.id, "bucket %x has no leaf", p.key(i))
	}
	if err := inline.checkAll(1, nil, nil); err != nil || s.leaf == nil {
		return 0, err
	}
	return 0, s.leaf(inline)
}

// bucketHeader is the length of what stands before the page of a bucket in its value: the number of its root
// page, and a sequence.
const bucketHeader = 16

// tree surveys the tree under a root page. All its leaves are equally deep.
func (s *survey) tree(root uint64) error {
	height, err := s.height(root)
	if err != nil {
		return err
	}
	return s.subtree(root, height, height, nil, nil)
}

// height gives how many branches are above each leaf.
func (s *survey) height(id uint64) (int, error) {
	for height := range maxHeight {
		p, err := s.node(id)
		if err == nil {
			err = p.check(s.pageSize)
		}
		if err != nil || p.flags == leafPage {
			return height, err
		}
		id = p.child(0)
	}
	return 0, damaged(id, "it is too deep in its tree")
}

// subtree surveys a page, which is to be height above the leaves, and what is below it.
func (s *survey) subtree(id uint64, height, whole int, lo, hi []byte) error {
	if height == 0 && whole > 0 && s.leaf == nil {
		return s.mark(id, 1)
	}
	p, err := s.node(id)
	if err != nil {
		return err
	}
	if err := p.checkAll(s.pageSize, lo, hi); err != nil {
		return err
	}
	if err := s.mark(id, len(p.bytes)/int(s.pageSize)); err != nil {
		return err
	}
	switch isLeaf := p.flags == leafPage; {
	case isLeaf != (height == 0):
		return damaged(id, "it is not as deep in its tree as the others")
	case !isLeaf:
		return s.children(p, height, whole, hi)
	case s.leaf == nil:
		return nil
	}
	return s.leaf(p)
}

func (s *survey) children(p page, height, whole int, hi []byte) error {
	p.bytes = bytes.Clone(p.bytes)
	for i := range p.elements {
		next := hi
		if i+1 < p.elements {
			next = p.key(i + 1)
		}
		if err := s.subtree(p.child(i), height-1, whole, p.key(i), next); err != nil {
			return err
		}
	}
	return nil
}

// mark notes that pages have their place; none has two.
func (s *survey) mark(id uint64, n int) error {
	for ; n > 0; n-- {
		if id < 2 || id >= s.count {
			return damaged(id, "there is no such page")
		}
		if s.isMarked(id) {
			return damaged(id, "it is used twice")
		}
		s.seen[id/64] |= 1 << (id % 64)
		id++
	}
	return nil
}

func (s *survey) isMarked(id uint64) bool { return s.seen[id/64]&(1<<(id%64)) != 0 }

// freePages checks the list of free pages, which bbolt would write over.
func (s *survey) freePages(id uint64) error {
	p, err := s.read(id)
	if err != nil {
		return err
	}
	if err := s.mark(id, len(p.bytes)/int(s.pageSize)); err != nil {
		return err
	}
	order := binary.NativeEndian
	n, list := uint64(p.elements), p.bytes[pageHeader:]
	if n == 0xffff { // then the list begins with its length
		n, list = order.Uint64(list), list[8:]
	}
	if p.flags != freePage || n > uint64(len(list))/8 {
		return damaged(id, "it is no list of free pages")
	}
	last := uint64(0)
	for ; n > 0; n, list = n-1, list[8:] {
		free := order.Uint64(list)
		if free <= last {
			return damaged(id, "the free pages are out of order")
		}
		if err := s.mark(free, 1); err != nil {
			return fmt.Errorf("%w (listed as free)", err)
		}
		last = free
	}
	return nil
}

// checkAll checks the layout of a page and its keys.
func (p page) checkAll(pageSize int64, lo, hi []byte) error {
	if err := p.check(pageSize); err != nil {
		return err
	}
	return p.checkKeys(lo, hi)
}

// checkIsFlat checks that there are no buckets in a leaf.
func (p page) checkIsFlat() error {
	for i := range p.elements {
		if p.isBucket(i) {
			return damaged(p.id, "%x is a bucket", p.key(i))
		}
	}
	return nil
}
