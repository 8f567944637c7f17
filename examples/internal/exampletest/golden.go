// Package exampletest holds what the tests of the examples have alike.
package exampletest

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Golden fails the test if a text is not that of a file in testdata. With the flag -update it writes the file.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, strings.ReplaceAll(string(want), "\r\n", "\n"), got)
}

// Full is a writer that has no room for more than some bytes.
type Full struct{ Room int }

// ErrFull says that there is no room.
var ErrFull = errors.New("exampletest: no room")

// Write takes what there is room for.
func (f *Full) Write(p []byte) (int, error) {
	if f.Room -= len(p); f.Room < 0 {
		return 0, ErrFull
	}
	return len(p), nil
}
