package main

import (
	"bytes"
	"context"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/examples/internal/exampletest"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	var stdout, stderr bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-out", dir}, &stdout, &stderr))
	require.Empty(t, stderr.String())
	exampletest.Golden(t, "output.golden", stdout.String())
	for _, name := range []string{"group.mmd", "group.dot"} {
		picture, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		exampletest.Golden(t, name, string(picture))
	}
}

func TestTheGroupIsATree(t *testing.T) {
	companies, err := readCompanies(group)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(companies), 40)
	depth := map[string]int{}
	deepest := 0
	for _, c := range companies {
		_, twice := depth[c.Name]
		require.False(t, twice, c.Name)
		above, known := depth[c.Parent]
		require.True(t, known || c.Parent == "", "%s: its parent stands before it", c.Name)
		depth[c.Name] = above + 1
		deepest = max(deepest, above+1)
	}
	require.GreaterOrEqual(t, deepest, 3)
	for _, text := range []string{"", "a,b\n", "name,parent,country\nx\n"} {
		_, err := readCompanies(text)
		require.Error(t, err)
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"-colour"}, {"-out"}, {"group.csv"}} {
		var stderr bytes.Buffer
		require.ErrorIs(t, run(t.Context(), args, io.Discard, &stderr), errUsage)
		require.NotEmpty(t, stderr.String(), "the user is told")
	}
	require.ErrorIs(t, run(t.Context(), []string{"-h"}, io.Discard, io.Discard), flag.ErrHelp)
}

func TestADirectoryThatIsNotThere(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	require.ErrorIs(t, run(t.Context(), []string{"-out", nowhere}, io.Discard, io.Discard), fs.ErrNotExist)
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, run(ctx, []string{"-out", t.TempDir()}, io.Discard, io.Discard), context.Canceled)
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	require.ErrorIs(t, run(t.Context(), []string{"-out", t.TempDir()}, new(exampletest.Full), io.Discard), exampletest.ErrFull)
}
