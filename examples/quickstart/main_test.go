package main

import (
	"bytes"
	"context"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/exampletest"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

// shown runs the program and gives what it shows, the directory of the file left out.
func shown(t *testing.T, dir string, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	require.NoError(t, run(t.Context(), args, &stdout, &stderr))
	require.Empty(t, stderr.String(), "progress is for terminals")
	return strings.ReplaceAll(stdout.String(), dir+string(filepath.Separator), "")
}

func TestInMemory(t *testing.T) {
	exampletest.Golden(t, "memory.golden", shown(t, "."))
}

func TestFileTwice(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "crm.db")
	first := shown(t, dir, "-db", file)
	exampletest.Golden(t, "memory.golden", strings.Replace(first, "in crm.db", "in memory", 1))
	exampletest.Golden(t, "second.golden", shown(t, dir, "-db", file))
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"-colour"}, {"-db"}, {"crm.db"}} {
		var stderr bytes.Buffer
		require.ErrorIs(t, run(t.Context(), args, io.Discard, &stderr), errUsage)
		require.NotEmpty(t, stderr.String(), "the user is told")
	}
	require.ErrorIs(t, run(t.Context(), []string{"-h"}, io.Discard, io.Discard), flag.ErrHelp)
}

func TestFileThatCannotBeOpened(t *testing.T) {
	dir := t.TempDir()
	nowhere := filepath.Join(dir, "nowhere", "crm.db")
	require.ErrorIs(t, run(t.Context(), []string{"-db", nowhere}, io.Discard, io.Discard), fs.ErrNotExist)

	text := filepath.Join(dir, "notes.txt")
	require.NoError(t, os.WriteFile(text, []byte("milk, eggs"), 0o600))
	require.ErrorIs(t, run(t.Context(), []string{"-db", text}, io.Discard, io.Discard), store.ErrCorrupt)
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := filepath.Join(t.TempDir(), "crm.db")
	require.ErrorIs(t, run(ctx, []string{"-db", file}, io.Discard, io.Discard), context.Canceled)

	st, err := boltstore.Open(file, nil)
	require.NoError(t, err, "the file is closed")
	require.NoError(t, st.Close())
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	require.ErrorIs(t, run(t.Context(), nil, new(exampletest.Full), io.Discard), exampletest.ErrFull)
	require.ErrorIs(t, run(t.Context(), nil, &exampletest.Full{Room: 3000}, io.Discard), exampletest.ErrFull)
}
