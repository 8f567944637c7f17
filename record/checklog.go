package record

import (
	"github.com/google/uuid"

	"github.com/clientele-go/clientele/store"
)

// log checks that the change log is dense and in order, and agrees with its index by record.
func (c *checker) log() error {
	last, indexed, whole, err := c.changes()
	if err != nil {
		return err
	}
	n, all, err := c.count(c.tx.org.prefix.changesByRecord())
	if err != nil {
		return err
	}
	if !whole || !all || n != indexed {
		if err := c.logIndex(); err != nil {
			return err
		}
	}
	seq, at, err := c.tx.logHead()
	if err == nil && whole && (seq != last.Seq || last.ID != uuid.Nil && !at.Equal(last.At)) {
		c.found("", uuid.Nil, ProblemLogGap, "the head of the log is %d at %s, its last change %d at %s", seq, at, last.Seq, last.At)
	}
	return err
}

// changes walks the log. It gives the last change, and how many are in the index.
func (c *checker) changes() (last Change, indexed int, whole bool, err error) {
	p := c.tx.org.prefix
	whole, err = c.scan(store.Prefix(p.changes()), func(e store.Entry) error {
		if len(e.Key) != len(p.change(0)) {
			c.found("", uuid.Nil, ProblemStrayKey, "key %x", e.Key)
			return nil
		}
		c.report.Changes++
		seq := seqOf(e.Key)
		if seq != last.Seq+1 {
			c.found("", uuid.Nil, ProblemLogGap, "change %d comes after %d", seq, last.Seq)
		}
		change, err := c.tx.decodeChange(seq, e.Value)
		if err != nil {
			c.found("", uuid.Nil, ProblemDamaged, "%v", err)
			last = Change{Seq: seq, At: last.At}
			return nil
		}
		if change.At.Before(last.At) {
			c.found(change.Kind, change.ID, ProblemLogTime, "change %d is older than the one before", seq)
		}
		last = change
		return c.ask(p.changeOf(change.code, change.ID, seq), func(b []byte) {
			if b == nil {
				c.found(change.Kind, change.ID, ProblemLogIndex, "change %d is not in the index", seq)
				return
			}
			indexed++
		})
	})
	if err == nil {
		err = c.flush()
	}
	return last, indexed, whole, err
}

// logIndex looks for entries of the index by record that have no change.
func (c *checker) logIndex() error {
	p := c.tx.org.prefix
	prefix := p.changesByRecord()
	_, err := c.scan(store.Prefix(prefix), func(e store.Entry) error {
		tail := e.Key[len(prefix):]
		if len(tail) != 25 {
			c.found("", uuid.Nil, ProblemStrayKey, "key %x", e.Key)
			return nil
		}
		code, id, seq := tail[0], uuidOf(tail[1:]), seqOf(tail)
		return c.ask(p.change(seq), func(b []byte) {
			change, err := Change{}, error(nil)
			if b != nil {
				change, err = c.tx.decodeChange(seq, b)
			}
			if err == nil && (change.code != code || change.ID != id) {
				c.found("", id, ProblemLogIndex, "the index says change %d, which is not there or not of this record", seq)
			}
		})
	})
	if err != nil {
		return err
	}
	return c.flush()
}
