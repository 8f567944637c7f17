package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/customfield"
)

var update = flag.Bool("update", false, "write the golden file anew")

func TestShown(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))
	path := filepath.Join("testdata", "shown.golden")
	if *update {
		require.NoError(t, os.WriteFile(path, out.Bytes(), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), out.String())
}

func TestEveryTypeHasAnExample(t *testing.T) {
	shown := map[customfield.Type]bool{}
	for _, e := range examples {
		shown[e.draft.Type] = true
	}
	for _, name := range customfield.Types() {
		require.True(t, shown[name], "%s", name)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, run(ctx, new(bytes.Buffer)), context.Canceled)
}

var errFull = errors.New("customfields: no room")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestOutputThatCannotBeWritten(t *testing.T) {
	require.ErrorIs(t, run(t.Context(), full{}), errFull)
}
