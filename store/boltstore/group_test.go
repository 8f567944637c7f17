package boltstore

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
)

// disk is what a queue under test writes to: each write stops until it is answered.
type disk struct {
	t      *testing.T
	queue  *queue
	writes chan store.Batch
	answer chan func() error
}

// withDisk runs a test in a bubble, where synctest.Wait waits until nobody can go on.
func withDisk(t *testing.T, test func(t *testing.T, d *disk)) {
	synctest.Test(t, func(t *testing.T) {
		d := &disk{t: t, writes: make(chan store.Batch), answer: make(chan func() error)}
		d.queue = newQueue(func(b store.Batch) error {
			d.writes <- b
			return (<-d.answer)()
		})
		test(t, d)
	})
}

// ends answers the write that is going on.
func (d *disk) ends(err error) {
	d.answer <- func() error { return err }
	synctest.Wait()
}

// writing waits for the next write and gives it in short, such as "a=1 b-".
func (d *disk) writing() string {
	synctest.Wait()
	select {
	case b := <-d.writes:
		return short(b)
	default:
		return "nothing"
	}
}

func short(b store.Batch) string {
	var all []string
	for _, w := range b {
		if w.Value == nil {
			all = append(all, string(w.Key)+"-")
			continue
		}
		all = append(all, string(w.Key)+"="+string(w.Value))
	}
	return strings.Join(all, " ")
}

// of makes a batch of what short gives.
func of(text string) store.Batch {
	var b store.Batch
	for word := range strings.FieldsSeq(text) {
		key, value, put := strings.Cut(word, "=")
		w := store.Write{Key: []byte(strings.TrimSuffix(key, "-"))}
		if put {
			w.Value = []byte(value)
		}
		b = append(b, w)
	}
	return b
}

// outcome is how a commit ended.
type outcome struct {
	passed, ended bool
	err           error
	panicked      any
}

// writer is one whose closure is running.
func (d *disk) writer() pending {
	p, err := d.queue.begin()
	require.NoError(d.t, err)
	return p
}

// commits ends a writer and comes back when that can go no further.
func (d *disk) commits(p pending, batch string) *outcome {
	o := &outcome{}
	go func() {
		defer func() {
			o.panicked = recover()
			o.ended = true
		}()
		o.err = d.queue.commit(p, of(batch), func() { o.passed = true })
	}()
	synctest.Wait()
	return o
}

// rollsBack is commits for a transaction that writes nothing.
func (d *disk) rollsBack(p pending) *outcome {
	o := &outcome{passed: true}
	go func() {
		o.err = p.wait()
		o.ended = true
	}()
	synctest.Wait()
	return o
}

func (o *outcome) waits(t *testing.T) {
	t.Helper()
	require.True(t, o.passed, "the next writer may begin")
	require.False(t, o.ended)
}

func (o *outcome) is(t *testing.T, want error) {
	t.Helper()
	require.True(t, o.passed && o.ended)
	require.ErrorIs(t, o.err, want)
}

var errFull = errors.New("disk full")

func TestIdleWriterIsWrittenAtOnce(t *testing.T) {
	withDisk(t, func(t *testing.T, d *disk) {
		for _, batch := range []string{"a=1", "a-", "a=2"} {
			o := d.commits(d.writer(), batch)
			require.Equal(t, batch, d.writing())
			o.waits(t)
			d.ends(nil)
			o.is(t, nil)
		}
		d.commits(d.writer(), "").is(t, nil)
		d.rollsBack(d.writer()).is(t, nil)
		require.Equal(t, "nothing", d.writing())
	})
}

// TestQueuedWritersAreWrittenTogether has three writers come while one is written, and one more while they are.
func TestQueuedWritersAreWrittenTogether(t *testing.T) {
	withDisk(t, func(t *testing.T, d *disk) {
		first := d.commits(d.writer(), "a=1 b=1 c=1")
		require.Equal(t, "a=1 b=1 c=1", d.writing())
		group := []*outcome{d.commits(d.writer(), "b=2 d=2"), d.commits(d.writer(), "a- d-"), d.commits(d.writer(), "b=4 e=4")}
		require.Equal(t, "nothing", d.writing(), "one write at a time")
		d.ends(nil)
		first.is(t, nil)

		require.Equal(t, "a- b=4 d- e=4", d.writing())
		late := d.commits(d.writer(), "e=5")
		for _, o := range group {
			o.waits(t)
		}
		d.ends(nil)
		for _, o := range group {
			o.is(t, nil)
		}
		require.Equal(t, "e=5", d.writing())
		late.waits(t)
		d.ends(nil)
		late.is(t, nil)
		require.Empty(t, d.writer().layers)
	})
}

func TestWriterReadsWhatIsPending(t *testing.T) {
	withDisk(t, func(t *testing.T, d *disk) {
		d.commits(d.writer(), "a=1 b=1")
		d.writing()
		d.commits(d.writer(), "b=2")
		d.commits(d.writer(), "c=3 d=3")
		p := d.writer()
		require.Equal(t, "a=1 b=2 c=3 d=3", short(p.layers.merged()))
		d.ends(nil)
		require.Equal(t, "a=1 b=2 c=3 d=3", short(p.layers.merged()), "what was taken stays")
		d.writing()
		require.Equal(t, "b=2 c=3 d=3", short(d.writer().layers.merged()), "what was written is in the snapshot")
		d.ends(nil)
	})
}

// TestEveryOutcomeWaitsForWhatWasRead ends transactions without a write at each point of what goes on.
func TestEveryOutcomeWaitsForWhatWasRead(t *testing.T) {
	withDisk(t, func(t *testing.T, d *disk) {
		d.commits(d.writer(), "a=1")
		d.writing()
		readFirst := []*outcome{d.commits(d.writer(), ""), d.rollsBack(d.writer())}
		d.commits(d.writer(), "a=2")
		readSecond := []*outcome{d.commits(d.writer(), ""), d.rollsBack(d.writer())}
		for _, o := range append(readFirst, readSecond...) {
			o.waits(t)
		}
		d.ends(nil)
		for i := range 2 {
			readFirst[i].is(t, nil)
			readSecond[i].waits(t)
		}
		d.writing()
		d.ends(nil)
		for i := range 2 {
			readSecond[i].is(t, nil)
		}
	})
}

// TestFailedWrite has the n-th of three groups fail, each of which was built on the one before.
func TestFailedWrite(t *testing.T) {
	for _, cause := range []error{errFull, store.ErrCorrupt} {
		withDisk(t, func(t *testing.T, d *disk) {
			good := d.commits(d.writer(), "a=1")
			d.writing()
			members := []*outcome{d.commits(d.writer(), "a=2"), d.commits(d.writer(), "b=2")}
			d.ends(nil)
			good.is(t, nil)
			require.Equal(t, "a=2 b=2", d.writing())
			readMembers := []*outcome{d.commits(d.writer(), ""), d.rollsBack(d.writer())}
			queued := []*outcome{d.commits(d.writer(), "a=3"), d.commits(d.writer(), "c=3"), d.rollsBack(d.writer())}
			running, empty, refusing := d.writer(), d.writer(), d.writer()
			d.ends(cause)
			for _, o := range members {
				o.is(t, cause)
				require.NotErrorIs(t, o.err, store.ErrConflict)
			}
			for _, o := range append(readMembers, queued...) {
				o.is(t, store.ErrConflict)
				require.NotErrorIs(t, o.err, cause, "to this one that is no outcome")
				require.ErrorContains(t, o.err, cause.Error())
			}
			require.Equal(t, "nothing", d.writing(), "what was built on it is not written")
			d.commits(running, "a=4").is(t, store.ErrConflict)
			d.commits(empty, "").is(t, store.ErrConflict)
			d.rollsBack(refusing).is(t, store.ErrConflict)

			again := d.writer()
			require.Empty(t, again.layers)
			o := d.commits(again, "a=2")
			require.Equal(t, "a=2", d.writing())
			d.ends(nil)
			o.is(t, nil)
		})
	}
}

// TestFailedWriteOfWhatNobodyElseRead fails nobody who came when the failure was over.
func TestFailedWriteOfWhatNobodyElseRead(t *testing.T) {
	withDisk(t, func(t *testing.T, d *disk) {
		o := d.commits(d.writer(), "a=1")
		d.writing()
		d.ends(errFull)
		o.is(t, errFull)
		d.rollsBack(d.writer()).is(t, nil)
		d.commits(d.writer(), "").is(t, nil)
	})
}

func TestNothingIsWrittenAfterUnknown(t *testing.T) {
	panics := func() error { panic("oh") }
	exits := func() error { runtime.Goexit(); return nil }
	answers := func() error { return store.ErrUnknown }
	for name, write := range map[string]func() error{"it says so": answers, "a panic": panics, "an end of the goroutine": exits} {
		t.Run(name, func(t *testing.T) {
			withDisk(t, func(t *testing.T, d *disk) {
				d.commits(d.writer(), "a=0")
				d.writing()
				leader, member := d.commits(d.writer(), "a=1"), d.commits(d.writer(), "b=1")
				d.ends(nil)
				require.Equal(t, "a=1 b=1", d.writing())
				queued, refused := d.commits(d.writer(), "a=2"), d.rollsBack(d.writer())
				running := d.writer()
				d.answer <- write
				synctest.Wait()

				require.True(t, leader.ended)
				require.Equal(t, name == "a panic", leader.panicked == "oh", "a bug is not hidden")
				member.is(t, store.ErrUnknown)
				queued.is(t, store.ErrConflict)
				refused.is(t, store.ErrConflict)
				d.commits(running, "a=3").is(t, store.ErrConflict)
				_, err := d.queue.begin()
				require.ErrorIs(t, err, store.ErrUnknown)
				require.Equal(t, "nothing", d.writing())
			})
		})
	}
}

// TestGroupIsNoLargerThanNeeded queues batches until one does not fit. Its writer is not done until there is
// room, and nobody comes after it until then.
func TestGroupIsNoLargerThanNeeded(t *testing.T) {
	half := "=" + strings.Repeat("v", maxGroup/2-1)
	for _, failure := range []error{nil, errFull} {
		withDisk(t, func(t *testing.T, d *disk) {
			d.commits(d.writer(), "a=1")
			d.writing()
			d.commits(d.writer(), "b"+half)
			fits := d.commits(d.writer(), "c"+half)
			fits.waits(t)
			tooMuch := d.commits(d.writer(), "d=2")
			require.False(t, tooMuch.passed)
			d.ends(failure)
			if failure != nil {
				tooMuch.is(t, store.ErrConflict)
				return
			}
			require.Equal(t, "b"+half+" c"+half, d.writing())
			tooMuch.waits(t)
			d.ends(nil)
			fits.is(t, nil)
			require.Equal(t, "d=2", d.writing())
			huge := d.commits(d.writer(), "e"+half+half+half)
			huge.waits(t)
			d.ends(nil)
			tooMuch.is(t, nil)
			require.Equal(t, "e"+half+half+half, d.writing(), "alone it may be larger")
			d.ends(nil)
			huge.is(t, nil)
		})
	}
}
