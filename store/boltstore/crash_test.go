package boltstore_test

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele"
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store/boltstore"
)

// workers is how many goroutines a process that is killed writes with, so that commits share groups.
const workers = 8

// step is what a worker does next: one verb, or one transaction of several.
type step struct {
	verb  string
	names []string // of accounts, which their domains begin with, or of a value of a picklist
	text  string   // a new name
}

// script is what one worker does in one process, always the same for a seed. state is what is true when all
// its steps so far are: "live" and the name of an account, "trash", or nothing for what is purged.
type script struct {
	random *rand.Rand
	prefix string
	n      int
	state  map[string]string
	named  map[string]string // what state was before the trash
}

func newScript(round, worker int) *script {
	return &script{
		random: rand.New(rand.NewPCG(uint64(round), uint64(worker))),
		prefix: fmt.Sprintf("r%dw%dn", round, worker),
		state:  map[string]string{},
		named:  map[string]string{},
	}
}

// next gives the next step and changes the state by it.
func (s *script) next() step {
	s.n++
	verbs := []string{"create", "create", "bulk", "several", "value"}
	live, trash, values := s.with("live", "a"), s.with("trash", "a"), s.with("live", "v")
	if len(live) > 0 {
		verbs = append(verbs, "update", "update", "delete", "delete")
	}
	if len(trash) > 0 {
		verbs = append(verbs, "restore", "purge")
	}
	if len(values) > 0 {
		verbs = append(verbs, "drop value")
	}
	do := step{verb: verbs[s.random.IntN(len(verbs))], text: fmt.Sprint("Name ", s.n)}
	switch do.verb {
	case "create":
		do.names = s.fresh("a", 1)
	case "bulk":
		do.names = s.fresh("a", 5)
	case "several":
		do.names = append(s.fresh("a", 2), s.fresh("v", 1)...)
	case "value":
		do.names = s.fresh("v", 1)
	case "update", "delete":
		do.names = []string{live[s.random.IntN(len(live))]}
	case "restore", "purge":
		do.names = []string{trash[s.random.IntN(len(trash))]}
	case "drop value":
		do.names = []string{values[s.random.IntN(len(values))]}
	}
	for _, name := range do.names {
		s.apply(do, name)
	}
	return do
}

func (s *script) apply(do step, name string) {
	switch do.verb {
	case "delete", "drop value":
		s.named[name] = s.state[name]
		s.state[name] = "trash"
	case "restore":
		s.state[name] = s.named[name]
	case "purge":
		delete(s.state, name)
	default:
		s.state[name] = "live " + do.text
		if strings.HasPrefix(name, "v") {
			s.state[name] = "live "
		}
	}
}

// with gives the names of a kind that are in a state.
func (s *script) with(state, kind string) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(s.state)) {
		if strings.HasPrefix(name, kind) && strings.HasPrefix(s.state[name], state) {
			names = append(names, name)
		}
	}
	return names
}

func (s *script) fresh(kind string, n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("%s%s%dx%d", kind, s.prefix, s.n, i))
	}
	return names
}

// hand does the steps of a script. It deletes as an actor of the record's name, by which the trash knows it.
type hand struct{ org *clientele.Org }

// set gives the deletion set of a record.
func (h *hand) set(name string) (set record.SetID, err error) {
	for after := ""; ; {
		page, err := account.Trash(ctx, h.org, record.Paging{Limit: 1_000, After: after})
		if err != nil {
			return set, err
		}
		for _, set := range page.Items {
			if set.By == name {
				return set.ID, nil
			}
		}
		if after = page.Next; after == "" {
			return set, fmt.Errorf("%s is not in the trash", name)
		}
	}
}

func (h *hand) do(do step) (err error) {
	name := do.names[0]
	switch do.verb {
	case "create":
		_, err = account.Create(ctx, h.org, drafted(do, name))
	case "bulk":
		var drafts []account.Draft
		for _, name := range do.names {
			drafts = append(drafts, drafted(do, name))
		}
		_, err = account.CreateMany(ctx, h.org, drafts, account.AllOrNothing)
	case "several":
		err = h.org.Update(ctx, func(ctx context.Context, tx *clientele.Tx) error {
			for _, name := range do.names[:2] {
				if _, err := account.Create(ctx, tx, drafted(do, name)); err != nil {
					return err
				}
			}
			return createValue(ctx, tx, do.names[2])
		})
	case "value":
		err = createValue(ctx, h.org, name)
	case "update":
		a, e := account.ByDomain(ctx, h.org, name+".com")
		if e != nil {
			return e
		}
		_, err = account.Update(ctx, h.org, a.ID, account.Patch{Name: &do.text})
	case "delete":
		a, e := account.ByDomain(ctx, h.org, name+".com")
		if e != nil {
			return e
		}
		_, err = account.Delete(ctx, h.org.As(clientele.Actor{ID: name}), a.ID, 0)
	case "restore":
		set, e := h.set(name)
		if e != nil {
			return e
		}
		_, err = account.Restore(ctx, h.org, set)
	case "purge":
		set, e := h.set(name)
		if e != nil {
			return e
		}
		_, err = account.Purge(ctx, h.org, set)
	case "drop value":
		values, e := picklist.List(ctx, h.org, picklist.Filter{Attribute: picklist.AccountIndustry})
		at := slices.IndexFunc(values, func(v *picklist.Value) bool { return v.Value == name })
		if e != nil || at < 0 {
			return fmt.Errorf("no value %s: %w", name, e)
		}
		_, err = picklist.Delete(ctx, h.org.As(clientele.Actor{ID: name}), values[at].ID, picklist.DeleteOptions{})
	}
	return err
}

func drafted(do step, name string) account.Draft {
	return account.Draft{Name: do.text, PrimaryDomain: name + ".com", Description: strings.Repeat("text ", 50)}
}

func createValue(ctx context.Context, s record.Scope, name string) error {
	_, err := picklist.Create(ctx, s, picklist.Draft{Attribute: picklist.AccountIndustry, Value: name})
	return err
}

// openOrg opens the database in a file.
func openOrg(t testing.TB, path string) (*boltstore.Store, *clientele.Org) {
	t.Helper()
	s := openFile(t, path, nil)
	db, err := clientele.Open(ctx, s, nil)
	require.NoError(t, err)
	org, err := db.EnsureOrg(ctx, "org_1", nil)
	require.NoError(t, err)
	return s, org
}

// TestCrash kills a process that writes, again and again. Each of its workers tells of each step when it is
// done. Then all of these are there, and of the one more that each may have been at, all or nothing.
func TestCrash(t *testing.T) {
	if path := os.Getenv("BOLTSTORE_CRASH"); path != "" {
		work(t, path)
		return
	}
	const perFile = 20
	rounds, end := times(200, 3_000), time.Now().Add(20*time.Second)
	var f *crashed
	killed, told, more := 0, 0, 0
	for ; killed < rounds && (long() || time.Now().Before(end)); killed++ {
		if killed%perFile == 0 {
			f = &crashed{path: filepath.Join(t.TempDir(), "crash.db"), truth: map[string]string{}}
		}
		acknowledged := f.kill(t, killed)
		a, b := f.check(t, killed, acknowledged)
		told, more = told+a, more+b
	}
	t.Logf("killed %d times: %d steps that were told are all there, and %d more that were not told yet", killed, told, more)
}

// work is the process that is killed.
func work(t *testing.T, path string) {
	fmt.Println("opening")
	_, org := openOrg(t, path)
	round, err := strconv.Atoi(os.Getenv("BOLTSTORE_ROUND"))
	require.NoError(t, err)
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			script := newScript(round, worker)
			h := &hand{org: org}
			for range 2_000 { // or until it is killed
				do := script.next()
				if err := h.do(do); err != nil {
					fmt.Printf("failed: %s %v: %v\n", do.verb, do.names, err)
					return
				}
				fmt.Printf("done %d\n", worker)
			}
		})
	}
	group.Wait()
}

// crashed is a file that is used by one process after the other, all of which are killed.
type crashed struct {
	path  string
	truth map[string]string // of the rounds before
}

// kill has a process write, kills it after some steps, and gives how many each worker has told of.
func (f *crashed) kill(t *testing.T, round int) (told [workers]int) {
	random := rand.New(rand.NewPCG(uint64(round), 99))
	c := child("TestCrash", "BOLTSTORE_CRASH="+f.path, "BOLTSTORE_ROUND="+strconv.Itoa(round))
	stdout, err := c.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, c.Start())
	defer c.Wait()
	defer c.Process.Kill()
	left := random.IntN(times(60, 200)) // lines; the first says that it opens the file
	lines := bufio.NewScanner(stdout)
	for lines.Scan() {
		var worker int
		if _, err := fmt.Sscanf(lines.Text(), "done %d", &worker); err == nil {
			told[worker]++
		} else {
			require.Equal(t, "opening", lines.Text(), "round %d", round)
		}
		if left--; left <= 0 {
			c.Process.Kill() // what it has told until then is still in the pipe
		}
	}
	return told
}

// check opens the file and compares it with what was told. It gives how many steps that were, and how many
// more were done.
func (f *crashed) check(t *testing.T, round int, told [workers]int) (steps, more int) {
	s, org := openOrg(t, f.path)
	defer s.Close()
	require.NoError(t, s.Verify(ctx), "round %d", round)
	report, err := clientele.Check(ctx, org.DB())
	require.NoError(t, err)
	require.Empty(t, report.Problems, "round %d", round)
	found := stateOf(t, org)
	for worker, n := range told {
		steps += n
		script := newScript(round, worker)
		for range n {
			script.next()
		}
		mine := map[string]string{}
		for name, state := range found {
			if strings.HasPrefix(name[1:], script.prefix) {
				mine[name] = state
				delete(found, name)
			}
		}
		if !maps.Equal(mine, script.state) {
			do := script.next()
			require.Equal(t, script.state, mine, "round %d, worker %d, after %d steps and perhaps %v", round, worker, n, do)
			more++
		}
		maps.Copy(f.truth, mine)
		for name := range mine {
			delete(found, name)
		}
	}
	for name, state := range found {
		require.Equal(t, f.truth[name], state, "round %d: %s of a round before", round, name)
	}
	require.Len(t, stateOf(t, org), len(f.truth), "round %d", round)
	return steps, more
}

// stateOf gives the state of everything as a script has it.
func stateOf(t *testing.T, org *clientele.Org) map[string]string {
	state := map[string]string{}
	for a, err := range account.All(ctx, org, account.Filter{}) {
		require.NoError(t, err)
		state[strings.TrimSuffix(a.PrimaryDomain, ".com")] = "live " + a.Name
	}
	values, err := picklist.List(ctx, org, picklist.Filter{Attribute: picklist.AccountIndustry})
	require.NoError(t, err)
	for _, v := range values {
		if strings.HasPrefix(v.Value, "vr") {
			state[v.Value] = "live "
		}
	}
	for after := ""; ; {
		page, err := account.Trash(ctx, org, record.Paging{Limit: 1_000, After: after})
		require.NoError(t, err)
		for _, set := range page.Items {
			state[set.By] = "trash"
		}
		if after = page.Next; after == "" {
			return state
		}
	}
}
