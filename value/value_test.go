package value_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/fault"
)

// parseCase is one row of a table: what goes in, and the value or the code of the fault that comes out.
type parseCase struct {
	in   string
	want string
	code fault.Code
}

// checkParse runs a table, and each result through the parser again.
func checkParse(t *testing.T, parse func(string) (string, error), cases []parseCase) {
	t.Helper()
	for _, c := range cases {
		got, err := parse(c.in)
		require.Equal(t, c.code, code(err), "%.80q gives %q", c.in, got)
		require.Equal(t, c.want, got, "%.80q", c.in)
		if err == nil && got != "" {
			again, err := parse(got)
			require.NoError(t, err, "%q", got)
			require.Equal(t, got, again, "normalising twice")
		}
	}
}

// fuzzParse looks for an input whose normal form is no fixed point, or for an error that is no fault.
func fuzzParse(f *testing.F, parse func(string) (string, error), seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := parse(s)
		if err != nil {
			require.NotEmpty(t, fault.All(err))
			require.Empty(t, got)
			return
		}
		again, err := parse(got)
		if got == "" {
			return
		}
		require.NoError(t, err, "%q", got)
		require.Equal(t, got, again)
	})
}

// code gives the code of the one fault in err, "" of nil.
func code(err error) fault.Code {
	all := fault.All(err)
	switch {
	case err == nil:
		return ""
	case len(all) != 1 || all[0].Path != "":
		return "not one fault of the whole"
	}
	return all[0].Code
}

type at struct {
	path string
	code fault.Code
}

// found gives path and code of every fault in err.
func found(err error) []at {
	var all []at
	for _, f := range fault.All(err) {
		all = append(all, at{f.Path, f.Code})
	}
	return all
}

// unallocated checks that parsing what is normal already costs no allocation.
func unallocated(t *testing.T, limit float64, parse func(string) (string, error), normal string) {
	t.Helper()
	got, err := parse(normal)
	require.NoError(t, err)
	require.Equal(t, normal, got)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() { _, _ = parse(normal) }), limit)
}

func benchmark(b *testing.B, parse func(string) (string, error), in string) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parse(in); err != nil {
			b.Fatal(err)
		}
	}
}
