package boltstore_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
	berrors "go.etcd.io/bbolt/errors"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// hooked opens a store each of whose writes of a group goes through the hook, which may write or not.
func hooked(t testing.TB, hook func(write func() error) error) *boltstore.Store {
	t.Helper()
	s := openFile(t, filepath.Join(t.TempDir(), "hooked.db"), &boltstore.Options{NoSync: true})
	boltstore.HookWrites(s, hook)
	return s
}

// stop makes the n-th write, counted from 1, stop until it is told what to do: to write on nil, else to fail.
type stop struct {
	n       int32
	writes  atomic.Int32
	reached chan struct{}
	goOn    chan error
}

func stopAt(n int32) *stop {
	return &stop{n: n, reached: make(chan struct{}), goOn: make(chan error)}
}

func (s *stop) hook(write func() error) error {
	if s.writes.Add(1) == s.n {
		close(s.reached)
		if err := <-s.goOn; err != nil {
			return err
		}
	}
	return write()
}

// update starts an Update on a goroutine of its own.
func update(ctx context.Context, s store.Store, fn func(*store.Overlay) error) <-chan error {
	ended := make(chan error, 1)
	go func() { ended <- store.Update(ctx, s, fn) }()
	return ended
}

func put(pairs ...string) func(*store.Overlay) error {
	return func(o *store.Overlay) error {
		for i := 0; i < len(pairs); i += 2 {
			o.Put([]byte(pairs[i]), []byte(pairs[i+1]))
		}
		return nil
	}
}

// all gives what a Reader sees in the range.
func all(t testing.TB, r store.Reader, rng store.Range) string {
	t.Helper()
	text := ""
	for e, err := range r.Scan(rng) {
		require.NoError(t, err)
		text += string(e.Key) + "=" + string(e.Value) + " "
	}
	return text
}

func inFile(t testing.TB, s store.Store) (text string) {
	t.Helper()
	require.NoError(t, store.View(ctx, s, func(r store.Reader) error {
		text = all(t, r, store.Range{})
		return nil
	}))
	return text
}

var errFull = errors.New("disk full")

// TestReadersSeeWhatIsInTheFile reads while one group is being written and one is queued, of which only writers
// know.
func TestReadersSeeWhatIsInTheFile(t *testing.T) {
	stop := stopAt(2)
	s := hooked(t, stop.hook)
	require.NoError(t, store.Update(ctx, s, put("a", "0", "b", "0", "d", "0")))
	first := update(ctx, s, func(o *store.Overlay) error {
		o.Put([]byte("a"), []byte("1"))
		o.Delete([]byte("b"))
		o.Put([]byte("c"), nil)
		return nil
	})
	<-stop.reached
	turn := make(chan struct{})
	second := update(ctx, s, func(o *store.Overlay) error {
		defer close(turn)
		o.Delete([]byte("c"))
		o.Put([]byte("e"), []byte("2"))
		return nil
	})
	<-turn
	require.Equal(t, "a=0 b=0 d=0 ", inFile(t, s))
	txn, err := s.Begin(ctx, true)
	require.NoError(t, err)
	require.Equal(t, "a=1 d=0 e=2 ", all(t, txn, store.Range{}))
	require.Equal(t, "e=2 d=0 a=1 ", all(t, txn, store.Range{Reverse: true}))
	require.Equal(t, "d=0 ", all(t, txn, store.Range{Lo: []byte("b"), Limit: 1}), "the limit counts what is given")
	require.Equal(t, "d=0 a=1 ", all(t, txn, store.Range{Hi: []byte("e"), Reverse: true, Limit: 2}))
	values, err := txn.GetMany([][]byte{[]byte("a"), []byte("b"), []byte("c"), []byte("d"), []byte("e"), []byte("f")})
	require.NoError(t, err)
	require.Equal(t, [][]byte{[]byte("1"), nil, nil, []byte("0"), []byte("2"), nil}, values)
	_, err = txn.Get([]byte("b"))
	require.ErrorIs(t, err, store.ErrNotFound)
	third := make(chan error, 1)
	steps := 0
	for _, err := range txn.Scan(store.Range{Lo: []byte("e")}) {
		if steps++; steps == 2 {
			require.ErrorIs(t, err, store.ErrClosed, "the transaction ended during the scan")
			continue
		}
		require.NoError(t, err)
		go func() { third <- txn.Commit(store.Batch{{Key: []byte("f"), Value: []byte("3")}}) }()
		stop.goOn <- nil
		require.NoError(t, <-third)
	}
	require.Equal(t, 2, steps)
	require.NoError(t, errors.Join(<-first, <-second))
	require.Equal(t, "a=1 d=0 e=2 f=3 ", inFile(t, s))
}

// TestRefusalWaitsForWhatItIsAbout refuses because of a row that is pending and then is never written: the
// closure must run again, and finds that there is no reason to refuse.
func TestRefusalWaitsForWhatItIsAbout(t *testing.T) {
	errExists := errors.New("exists")
	for name, refuse := range map[string]func(o *store.Overlay) error{
		"an error": func(o *store.Overlay) error { return errExists },
		"nothing":  func(o *store.Overlay) error { return nil },
		"a batch that is too large": func(o *store.Overlay) error {
			o.Put(make([]byte, store.MaxKey+1), nil)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			stop := stopAt(1)
			s := hooked(t, stop.hook)
			doomed := update(ctx, s, put("a", "1"))
			<-stop.reached
			runs, read := 0, make(chan struct{}, 2)
			other := update(ctx, s, func(o *store.Overlay) error {
				runs++
				defer func() { read <- struct{}{} }()
				if _, err := o.Get([]byte("a")); err == nil {
					return refuse(o)
				}
				o.Put([]byte("b"), []byte("2"))
				return nil
			})
			<-read
			stop.goOn <- errFull
			require.ErrorIs(t, <-doomed, errFull)
			require.NoError(t, <-other)
			require.Equal(t, 2, runs)
			require.Equal(t, "b=2 ", inFile(t, s))
		})
	}
}

// TestBatchThatIsTooLargeFailsNobodyElse has it refused before it is in a group with others.
func TestBatchThatIsTooLargeFailsNobodyElse(t *testing.T) {
	stop := stopAt(1)
	s := hooked(t, stop.hook)
	ended := []<-chan error{update(ctx, s, put("a", "1"))}
	<-stop.reached
	tooLarge := update(ctx, s, put("b", string(make([]byte, store.MaxValue+1))))
	for i := range 4 {
		ended = append(ended, update(ctx, s, put("c"+strconv.Itoa(i), "1")))
	}
	stop.goOn <- nil
	for _, err := range ended {
		require.NoError(t, <-err)
	}
	require.ErrorIs(t, <-tooLarge, store.ErrTooLarge)
	require.Equal(t, "a=1 c0=1 c1=1 c2=1 c3=1 ", inFile(t, s))
}

// add adds one to a counter and gives what it is now.
func add(o *store.Overlay) (int, error) {
	n := 0
	value, err := o.Get([]byte("n"))
	if err == nil {
		n, err = strconv.Atoi(string(value))
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return 0, err
	}
	o.Put([]byte("n"), strconv.AppendInt(nil, int64(n+1), 10))
	return n + 1, nil
}

func addOne(o *store.Overlay) error {
	_, err := add(o)
	return err
}

func counter(t testing.TB, s store.Store) (n int) {
	t.Helper()
	require.NoError(t, store.View(ctx, s, func(r store.Reader) error {
		value, err := r.Get([]byte("n"))
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		n, err = strconv.Atoi(string(value))
		return err
	}))
	return n
}

// answers runs fn on 64 goroutines, some times each, and gives how often each answer came.
func answers(times int, fn func() error) map[string]int {
	var mu sync.Mutex
	var writers sync.WaitGroup
	count := map[string]int{}
	for range 64 {
		writers.Go(func() {
			for range times {
				err := fn()
				mu.Lock()
				count[kind(err)]++
				mu.Unlock()
			}
		})
	}
	writers.Wait()
	return count
}

func kind(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, store.ErrUnknown):
		return "unknown"
	case errors.Is(err, store.ErrConflict):
		return "conflict"
	case errors.Is(err, errFull):
		return "full"
	}
	return err.Error()
}

// TestCounterOf64Writers counts what was acknowledged, while every n-th write fails. What a reader saw once
// never goes back.
func TestCounterOf64Writers(t *testing.T) {
	for _, every := range []int32{0, 2, 3, 7} {
		t.Run(fmt.Sprint("failing every ", every), func(t *testing.T) {
			var writes atomic.Int32
			s := hooked(t, func(write func() error) error {
				if n := writes.Add(1); every > 0 && n%every == 0 {
					return errFull
				}
				return write()
			})
			var seen atomic.Int64
			count := answers(20, func() error {
				var mine int
				err := store.Update(ctx, s, func(o *store.Overlay) (err error) {
					mine, err = add(o)
					return err
				})
				now := counter(t, s)
				if err == nil && now < mine {
					return fmt.Errorf("it was acknowledged as number %d, but the counter is %d", mine, now)
				}
				for {
					last := seen.Load()
					if int64(now) <= last || seen.CompareAndSwap(last, int64(now)) {
						return err
					}
				}
			})
			t.Log(count, "in", writes.Load(), "writes")
			require.Equal(t, count["ok"], counter(t, s))
			require.LessOrEqual(t, seen.Load(), int64(count["ok"]))
			require.Equal(t, 64*20, count["ok"]+count["full"]+count["conflict"])
			require.Equal(t, every == 0, count["ok"] == 64*20)
		})
	}
}

// TestCounterAfterUnknown has a write fail of which nobody knows whether it was done, and opens the file again.
func TestCounterAfterUnknown(t *testing.T) {
	for _, written := range []bool{false, true} {
		t.Run(fmt.Sprint("written is ", written), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "test.db")
			s := openFile(t, path, &boltstore.Options{NoSync: true})
			var writes atomic.Int32
			boltstore.HookWrites(s, func(write func() error) error {
				n := writes.Add(1)
				if n != 10 {
					return write()
				}
				if written {
					require.NoError(t, write())
				}
				return fmt.Errorf("%w: %w", store.ErrUnknown, errFull)
			})
			count := answers(20, func() error { return store.Update(ctx, s, addOne) })
			require.EqualValues(t, 10, writes.Load(), "nothing is written any more")
			require.Equal(t, 64*20, count["ok"]+count["unknown"])
			seen := counter(t, s)
			_, err := s.Begin(ctx, true)
			require.ErrorIs(t, err, store.ErrUnknown)
			require.NoError(t, s.Close())

			s = openFile(t, path, nil)
			require.Equal(t, seen, counter(t, s))
			require.Equal(t, written, seen > count["ok"])
			require.NoError(t, store.Update(ctx, s, addOne))
			require.Equal(t, seen+1, counter(t, s))
		})
	}
}

// TestClosuresThatNeverReturn panic, or end their goroutine, between others.
func TestClosuresThatNeverReturn(t *testing.T) {
	s := hooked(t, func(write func() error) error { return write() })
	var turn atomic.Int32
	count := answers(5, func() error {
		answer := make(chan error, 1)
		go func() {
			err := errors.New("it did not return")
			defer func() {
				recover()
				answer <- err
			}()
			err = store.Update(ctx, s, func(o *store.Overlay) error {
				if err := addOne(o); err != nil {
					return err
				}
				switch turn.Add(1) % 3 {
				case 0:
					panic("oh")
				case 1:
					runtime.Goexit()
				}
				return nil
			})
		}()
		return <-answer
	})
	require.Equal(t, map[string]int{"ok": 107, "it did not return": 213}, count)
	require.Equal(t, 107, counter(t, s))
	require.NoError(t, s.Close(), "nothing is left open")
}

// TestContextEndsOnlyTheWaitingForTheTurn cancels one that waits to be let in, and one whose batch is queued.
func TestContextEndsOnlyTheWaitingForTheTurn(t *testing.T) {
	late := errors.New("too late")
	stop := stopAt(1)
	s := hooked(t, stop.hook)
	first := update(ctx, s, put("a", "1"))
	<-stop.reached
	queuedCtx, cancelQueued := context.WithCancelCause(ctx)
	queued := update(queuedCtx, s, put("b", "2"))
	txn := nextWriter(t, s, "b")
	cancelQueued(late)
	waitingCtx, cancelWaiting := context.WithCancelCause(ctx)
	waiting := update(waitingCtx, s, put("c", "3"))
	cancelWaiting(late)
	require.ErrorIs(t, <-waiting, late)
	committed := make(chan error, 1)
	go func() { committed <- txn.Commit(store.Batch{{Key: []byte("d"), Value: []byte("4")}}) }()
	stop.goOn <- nil
	require.NoError(t, errors.Join(<-first, <-queued, <-committed), "what is queued cannot be called back")
	require.Equal(t, "a=1 b=2 d=4 ", inFile(t, s))
}

// nextWriter gives a transaction that comes after the one that writes key.
func nextWriter(t *testing.T, s store.Store, key string) store.Txn {
	t.Helper()
	for {
		txn, err := s.Begin(ctx, true)
		require.NoError(t, err)
		if _, err := txn.Get([]byte(key)); err == nil {
			return txn
		}
		go txn.Rollback() // waits for what is pending
		runtime.Gosched()
	}
}

func TestCloseWaitsForWhatIsQueued(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path, nil)
	stop := stopAt(1)
	boltstore.HookWrites(s, stop.hook)
	first := update(ctx, s, put("a", "1"))
	<-stop.reached
	second := update(ctx, s, put("b", "2"))
	require.NoError(t, nextWriterEnds(t, s, "b", stop))
	closed := make(chan error, 1)
	go func() { closed <- s.Close() }()
	require.NoError(t, errors.Join(<-first, <-second, <-closed))
	require.Equal(t, "a=1 b=2 ", inFile(t, openFile(t, path, nil)))
}

// nextWriterEnds lets the stopped write go on while a transaction waits for it.
func nextWriterEnds(t *testing.T, s store.Store, key string, stop *stop) error {
	txn := nextWriter(t, s, key)
	ended := make(chan error, 1)
	go func() { ended <- txn.Rollback() }()
	stop.goOn <- nil
	return <-ended
}

// TestFullFileIsNoUnknown has bbolt itself refuse to let the file grow: nothing is written, readers go on, and
// so do writers once there is room.
func TestFullFileIsNoUnknown(t *testing.T) {
	path := filepath.Join(t.TempDir(), "test.db")
	s := openFile(t, path, nil)
	require.NoError(t, store.Update(ctx, s, put("a", "1", "n", "0")))
	big := string(make([]byte, store.MaxValue))
	for range 3 {
		boltstore.DB(s).MaxSize = 1 << 20
		err := store.Update(ctx, s, put("a", "2", "b", big))
		require.ErrorIs(t, err, berrors.ErrMaxSizeReached)
		require.NotErrorIs(t, err, store.ErrUnknown)
		require.Equal(t, "a=1 n=0 ", inFile(t, s))
		boltstore.DB(s).MaxSize = 0
		require.NoError(t, store.Update(ctx, s, func(o *store.Overlay) error { o.Put([]byte("n"), []byte("0")); return nil }))
	}
	require.NoError(t, store.Update(ctx, s, put("b", big)))
	require.NoError(t, s.Close())
	require.Len(t, inFile(t, openFile(t, path, nil)), len("a=1 b= n=0 ")+len(big))
}

// TestJudge tells what is known of a failed commit.
func TestJudge(t *testing.T) {
	s := openFile(t, filepath.Join(t.TempDir(), "test.db"), nil)
	require.NoError(t, store.Update(ctx, s, put("a", "1")))
	last := boltstore.NewestTxn(t, s)
	for _, test := range []struct {
		id   int
		err  error
		want error // beside err
	}{
		{last + 1, errFull, nil},
		{last, errFull, store.ErrUnknown},
		{last - 1, errFull, store.ErrUnknown},
		{last + 1, fmt.Errorf("%w: a panic", store.ErrCorrupt), store.ErrUnknown},
		{last + 1, fmt.Errorf("%w: %w", store.ErrUnknown, errFull), store.ErrUnknown},
	} {
		err := boltstore.Judge(s, test.id, test.err)
		require.ErrorIs(t, err, test.err)
		require.Equal(t, test.want != nil, errors.Is(err, store.ErrUnknown))
	}
	require.NoError(t, store.Update(ctx, s, put("a", "2")))
	require.Equal(t, last+1, boltstore.NewestTxn(t, s))
}
