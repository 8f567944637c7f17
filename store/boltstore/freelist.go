package boltstore

// maxFreelist is how many free pages there may be for their list to be written with each commit: 32 KiB.
const maxFreelist = 4 << 10

// noFreelist stands in a meta page in place of the page of the list, if that was not written.
const noFreelist = 1<<64 - 1

// chooseFreelist tells bbolt whether to write the list of free pages with the next commit. A reader keeps all
// pages that are replaced while it is open from being free; they stand in the list too. The pages of the list
// itself are replaced with each commit, so that a long list gets longer by a part of itself each time: beside a
// reader that stays, the file would grow by half with every 200 commits. A list that is not written is written
// by Close, or made again by Open, after a crash, from all pages of the file.
//
// Only the one who writes calls it.
func (s *Store) chooseFreelist() {
	if s.file != nil {
		known := s.db.Stats()
		s.db.NoFreelistSync = known.FreePageN+known.PendingPageN > maxFreelist
	}
}

// flushFreelist writes the list if the last commit did not. If that fails, there is none.
func (s *Store) flushFreelist() {
	if !s.db.NoFreelistSync || s.readOnly || s.queue.isBroken() {
		return
	}
	s.db.NoFreelistSync = false
	tx, err := s.beginBolt(true)
	if err != nil {
		return
	}
	if commitBolt(tx) != nil {
		s.abandon(tx)
	}
}

// isBroken tells whether nothing may be written any more.
func (q *queue) isBroken() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.broken != nil
}
