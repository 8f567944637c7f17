package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/store/boltstore"
)

var update = flag.Bool("update", false, "write the golden files anew")

// shown runs the program and gives what it shows, the directory of the file left out.
func shown(t *testing.T, dir string, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	require.NoError(t, run(t.Context(), args, &stdout, &stderr))
	require.Empty(t, stderr.String(), "progress is for terminals")
	return strings.ReplaceAll(stdout.String(), dir+string(filepath.Separator), "")
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got)
}

func TestInMemory(t *testing.T) {
	golden(t, "memory.golden", shown(t, "."))
}

func TestFileTwice(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "crm.db")
	first := shown(t, dir, "-db", file)
	golden(t, "memory.golden", strings.Replace(first, "in crm.db", "in memory", 1))
	golden(t, "second.golden", shown(t, dir, "-db", file))
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

// full is a writer that takes n bytes.
type full struct{ n int }

var errFull = errors.New("quickstart: no room")

func (f *full) Write(p []byte) (int, error) {
	if f.n -= len(p); f.n < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	require.ErrorIs(t, run(t.Context(), nil, &full{}, io.Discard), errFull)
	require.ErrorIs(t, run(t.Context(), nil, &full{3000}, io.Discard), errFull)
}
