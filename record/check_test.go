package record_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// key builds a raw key of org_1.
func key(class byte, parts ...any) []byte {
	k := append([]byte{class}, "org_1\x00"...)
	for _, part := range parts {
		switch p := part.(type) {
		case byte:
			k = append(k, p)
		case rune:
			k = append(k, byte(p))
		case int:
			k = binary.BigEndian.AppendUint64(k, uint64(p))
		case [16]byte:
			k = append(k, p[:]...)
		case record.ID[company]:
			k = append(k, p[:]...)
		case record.ID[ticket]:
			k = append(k, p[:]...)
		case record.SetID:
			k = append(k, p[:]...)
		case record.Tuple:
			k = append(k, p...)
		}
	}
	return k
}

// raw changes the store underneath.
func (w *world) raw(t tester, fn func(o *store.Overlay)) {
	t.Helper()
	require.NoError(t, store.Update(ctx, w.store, func(o *store.Overlay) error { fn(o); return nil }))
}

// value gives what stands under a key, which has to be there.
func value(t tester, o *store.Overlay, key []byte) []byte {
	t.Helper()
	b, err := o.Get(key)
	require.NoError(t, err)
	return bytes.Clone(b)
}

// planted is a database to be damaged: Acme and Other have one ticket each, changed once, and Gone and its
// ticket stand in the trash.
type planted struct {
	*world
	acme, other, gone *company
	note, lost        *ticket
	set               record.SetID
}

func plant(t *testing.T) *planted {
	p := &planted{world: newWorld(t, memory(t))}
	p.acme = create(t, p.world, companies, &company{Name: "Acme", Owner: "o"})          // change 1
	p.other = create(t, p.world, companies, &company{Name: "Other", Owner: "o"})        // 2
	p.note = create(t, p.world, tickets, &ticket{Subject: "s", Company: p.acme.ID})     // 3
	_, err := edit(p.world, tickets, p.note.ID, 0, func(t *ticket) { t.Subject = "t" }) // 4
	require.NoError(t, err)
	p.gone = create(t, p.world, companies, &company{Name: "Gone"})
	p.lost = create(t, p.world, tickets, &ticket{Company: p.gone.ID})
	p.set = discard(t, p.world, companies, p.gone.ID) // up to 8
	return p
}

// TestCheckNamesWhatIsWrong plants one inconsistency after the other in a database that is otherwise right.
func TestCheckNamesWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		damage func(t *testing.T, p *planted, o *store.Overlay)
		want   string
		times  int
	}{
		"a missing index entry": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Delete(key('i', 'c', byte(1), text("o"), p.acme.ID))
		}, record.ProblemIndexMissing, 1},
		"a missing unique entry": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Delete(key('u', 'c', byte(0), text("Acme")))
		}, record.ProblemIndexMissing, 1},
		"an index entry of another value": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('i', 'c', byte(1), text("nobody"), p.acme.ID), nil)
		}, record.ProblemIndexStray, 1},
		"an index entry of no record": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('i', 'c', byte(1), text("o"), p.gone.ID), nil)
		}, record.ProblemIndexStray, 1},
		"a unique entry of no record": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('u', 'c', byte(0), text("Nobody")), p.gone.ID[:])
		}, record.ProblemIndexStray, 1},
		"a unique entry of another value": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('u', 'c', byte(0), text("Nobody")), p.acme.ID[:])
		}, record.ProblemIndexStray, 1},
		"a unique entry that is no id": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('u', 'c', byte(0), text("Nobody")), []byte("x"))
		}, record.ProblemIndexStray, 1},
		"an entry of no index": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('i', 'c', byte(77), p.acme.ID), nil)
			o.Put(key('i', 'c'), nil)
			o.Put(key('i', 'c', byte(1)), nil)
		}, record.ProblemIndexStray, 3},
		"a unique value given to another": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('u', 'c', byte(0), text("Acme")), p.other.ID[:])
		}, record.ProblemUniqueStolen, 1},
		"a unique value given to nobody": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('u', 'c', byte(0), text("Acme")), p.gone.ID[:])
		}, record.ProblemUniqueStolen, 1},
		"a reference to nothing": {func(t *testing.T, p *planted, o *store.Overlay) {
			was, is := p.acme.ID, p.gone.ID
			k := key('r', 't', p.note.ID)
			o.Put(k, bytes.ReplaceAll(value(t, o, k), was[:], is[:]))
			o.Delete(key('i', 't', byte(0), record.Tuple{}.UUID(was), p.note.ID))
			o.Put(key('i', 't', byte(0), record.Tuple{}.UUID(is), p.note.ID), nil)
		}, record.ProblemReference, 1},
		"a change that is missing": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Delete(key('l', 's', 3))
			o.Delete(key('l', 'r', 't', p.note.ID, 3))
		}, record.ProblemLogGap, 1},
		"a head that is not the last": {func(t *testing.T, p *planted, o *store.Overlay) {
			head := value(t, o, key('m', 'l'))
			head[7]++
			o.Put(key('m', 'l'), head)
		}, record.ProblemLogGap, 1},
		"a head of another time": {func(t *testing.T, p *planted, o *store.Overlay) {
			head := value(t, o, key('m', 'l'))
			head[15]++
			o.Put(key('m', 'l'), head)
		}, record.ProblemLogGap, 1},
		"a change that is not in the index": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Delete(key('l', 'r', 't', p.note.ID, 3))
		}, record.ProblemLogIndex, 1},
		"an entry of the log's index without its change": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('l', 'r', 'c', p.acme.ID, 0), nil)
		}, record.ProblemLogIndex, 1},
		"an entry of the log's index with the change of another": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('l', 'r', 'c', p.gone.ID, 1), nil)
		}, record.ProblemLogIndex, 1},
		"a change older than the one before": {func(t *testing.T, p *planted, o *store.Overlay) {
			b := value(t, o, key('l', 's', 3))
			require.Equal(t, byte(1<<2), b[2], "the time stands first")
			_, n := binary.Varint(b[3:])
			o.Put(key('l', 's', 3), append(binary.AppendVarint(bytes.Clone(b[:3]), 1), b[3+n:]...))
		}, record.ProblemLogTime, 1},
		"a version that is not the logged one": {func(t *testing.T, p *planted, o *store.Overlay) {
			k := key('r', 'c', p.acme.ID)
			b := value(t, o, k)
			require.Equal(t, byte(1<<2|1), b[2], "the version stands first")
			b[3]++
			o.Put(k, b)
		}, record.ProblemVersion, 1},
		"a record without any change": {func(t *testing.T, p *planted, o *store.Overlay) {
			id := [16]byte{1}
			o.Put(key('r', 'q', id), append([]byte{1, 4, 1<<2 | 1, 1}, value(t, o, key('r', 't', p.note.ID))[4:]...)[:29+17])
		}, record.ProblemVersion, 1},
		"a damaged record": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('r', 't', p.note.ID), []byte{1, 200})
		}, record.ProblemDamaged, 1},
		"a damaged change": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('l', 's', 3), []byte{1})
		}, record.ProblemDamaged, 1},
		"the last change damaged": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('l', 's', 8), []byte{1})
		}, record.ProblemDamaged, 1},
		"a damaged record in the trash": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('t', 'r', p.set, 't', p.lost.ID), []byte{9})
		}, record.ProblemDamaged, 1},
		"a damaged set": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('t', 's', p.set), []byte{9})
		}, record.ProblemDamaged, 1},
		"a trash index without its record": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('t', 'k', 't', p.note.ID), p.set[:])
		}, record.ProblemTrash, 1},
		"a record in the trash that its index has elsewhere": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('t', 'k', 't', p.lost.ID), make([]byte, 16))
		}, record.ProblemTrash, 1},
		"a record in the trash without its index": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Delete(key('t', 'k', 't', p.lost.ID))
		}, record.ProblemTrash, 1},
		"a record in the trash that lives": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('t', 'r', p.set, 't', p.note.ID), value(t, o, key('r', 't', p.note.ID)))
			o.Put(key('t', 'k', 't', p.note.ID), p.set[:])
			set := value(t, o, key('t', 's', p.set))
			at := bytes.Index(set, []byte{5 << 2, 2 << 1})
			set[at+1] = 3 << 1
			o.Put(key('t', 's', p.set), set)
		}, record.ProblemTrash, 1},
		"a set with another number": {func(t *testing.T, p *planted, o *store.Overlay) {
			set := value(t, o, key('t', 's', p.set))
			at := bytes.Index(set, []byte{5 << 2, 2 << 1})
			set[at+1] = 3 << 1
			o.Put(key('t', 's', p.set), set)
		}, record.ProblemTrashCount, 1},
		"a set without records": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('t', 's', [16]byte{1}), value(t, o, key('t', 's', p.set)))
		}, record.ProblemTrashCount, 1},
		"records without their set": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Delete(key('t', 's', p.set))
		}, record.ProblemTrashCount, 1},
		"keys of no kind": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('r', 'x', [16]byte{1}), nil)
			o.Put(key('r', byte(0)), nil)
			o.Put(key('r', byte(255)), nil)
			o.Put(key('i', 'd', byte(0)), nil)
			o.Put(key('u'), nil)
		}, record.ProblemStrayKey, 5},
		"keys of no length": {func(t *testing.T, p *planted, o *store.Overlay) {
			o.Put(key('r', 'c', 1), nil)
			o.Put(key('l', 's'), nil)
			o.Put(key('l', 'r'), nil)
			o.Put(key('t', 's'), nil)
			o.Put(key('t', 'r'), nil)
			o.Put(key('t', 'k'), nil)
		}, record.ProblemStrayKey, 6},
	} {
		t.Run(name, func(t *testing.T) {
			p := plant(t)
			p.clean(t)
			p.raw(t, func(o *store.Overlay) { c.damage(t, p, o) })
			report, err := record.Check(ctx, p.db)
			require.NoError(t, err)
			require.Len(t, report.Problems, c.times, "%v", report.Problems)
			for _, problem := range report.Problems {
				require.Equal(t, c.want, problem.Code, "%v", problem)
				require.Equal(t, "org_1", problem.Org)
			}
		})
	}
}

func TestCheckCountsWhatItReads(t *testing.T) {
	engines(t, func(t *testing.T, w *world) {
		acme := create(t, w, companies, &company{Name: "Acme"})
		create(t, w, companies, &company{Name: "Other"})
		crowd(t, w, "crowd", 1500)
		discard(t, w, companies, acme.ID)
		report, err := record.Check(ctx, w.db)
		require.NoError(t, err)
		require.Equal(t, &record.Report{Orgs: 1, Records: 1502, Trashed: 1, Changes: 1504, Problems: []record.Problem{}}, report)
	})
}

func TestCheckListsALimitedNumberOfProblems(t *testing.T) {
	w := newWorld(t, memory(t))
	w.raw(t, func(o *store.Overlay) {
		for i := range 3000 {
			o.Put(key('i', 'c', byte(1), i, i), nil)
		}
	})
	report, err := record.Check(ctx, w.db)
	require.NoError(t, err)
	require.Len(t, report.Problems, 1000)
}

func TestAKindChecksItself(t *testing.T) {
	kind := record.Define("label", 'l', record.Spec[label]{
		Fields: labels.Fields(),
		Check: func(tx *record.Tx, report func(code string, id uuid.UUID, detail string)) error {
			report("too_few", uuid.UUID{1}, tx.Org())
			return nil
		},
	})
	w := &world{store: memory(t), clock: &clock{}}
	w.open(t, record.Schema{Kinds: []record.Definition{kind}}, record.Options{})
	report, err := record.Check(ctx, w.db)
	require.NoError(t, err)
	require.Equal(t, []record.Problem{{Org: "org_1", Kind: "label", ID: uuid.UUID{1}, Code: "too_few", Detail: "org_1"}}, report.Problems)
}
