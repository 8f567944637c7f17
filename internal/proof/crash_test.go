package proof

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"
)

// workload is what a process does that is going to be killed.
type workload struct {
	open  func(path string) (session, error)
	model porcupine.NondeterministicModel
}

var workloads = map[string]workload{
	"store":   {openStore, storeModel},
	"account": {openAccounts, accountModel},
}

// The process that is going to be killed is this test again, told what to do by its environment.
const (
	envWorkload = "PROOF_WORKLOAD"
	envPath     = "PROOF_PATH"
	envFirstID  = "PROOF_FIRST_ID"
)

func TestMain(m *testing.M) {
	if w, ok := workloads[os.Getenv(envWorkload)]; ok {
		if err := work(w); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// writers is how many operations are under way at once. The outcome of all of them is unknown when the process is
// killed, and the checker has to try each way that they may have gone: their number is the exponent.
const writers = 6

// work does operations until it is killed, and tells of each event on its output.
func work(w workload) error {
	firstID, err := strconv.Atoi(os.Getenv(envFirstID))
	if err != nil {
		return err
	}
	s, err := w.open(os.Getenv(envPath))
	if err != nil {
		return err
	}
	var mu sync.Mutex
	out := json.NewEncoder(os.Stdout)
	run(s, writers, 1<<20, firstID, func(e event) {
		mu.Lock()
		defer mu.Unlock()
		if out.Encode(e) != nil { // nobody listens any more
			os.Exit(1)
		}
	})
	return nil
}

// TestCrashesLoseNothing kills a process at random moments, again and again, and reads what it left behind: the
// whole history, over all crashes, is linearizable. What was acknowledged is there.
func TestCrashesLoseNothing(t *testing.T) {
	for name, w := range workloads {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "test.db")
			var r recorder
			const crashes, ids = 20, 1 << 20
			for n := range crashes {
				untilKilled(t, &r, 40+rand.IntN(160), name, path, 1+n*ids)
				r.crash()
				s, err := w.open(path)
				require.NoError(t, err)
				require.NoError(t, s.check())
				run(s, 2, 8, 1+n*ids+ids/2, r.tell)
				require.NoError(t, s.close())
			}
			linearizable(t, w.model, &r)
		})
	}
}

// untilKilled runs the workload in a process of its own, which it kills after so many events.
func untilKilled(t *testing.T, r *recorder, events int, workload, path string, firstID int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), envWorkload+"="+workload, envPath+"="+path, envFirstID+"="+strconv.Itoa(firstID))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		if n == events {
			require.NoError(t, cmd.Process.Kill())
		}
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			break // the last line, cut off
		}
		r.tell(e)
	}
	require.Error(t, cmd.Wait(), "it was killed")
}
