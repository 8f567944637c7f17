package clientele_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOperations holds docs/operations.md against the code: each verb is an exported function, each proof a test of the
// package that is named behind it, and the paths are the routes of examples/httpapi, all of them.
func TestOperations(t *testing.T) {
	document := text(t, "docs/operations.md")
	var paths []string
	verbs := 0
	for _, line := range strings.Split(document, "\n") {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if len(cells) < 3 || !strings.HasPrefix(line, "|") || cells[0] == "operation" || strings.HasPrefix(cells[0], "-") {
			continue
		}
		verb, proof := code.FindStringSubmatch(cells[len(cells)-2]), cells[len(cells)-1]
		require.NotNil(t, verb, line)
		pkg, name, ok := strings.Cut(verb[1], ".")
		require.True(t, ok, line)
		require.Contains(t, functions(t, pkg, false), name, line)
		verbs++
		requireTests(t, proof)
		if len(cells) == 4 {
			paths = append(paths, code.FindStringSubmatch(cells[1])[1])
		}
	}
	require.Greater(t, verbs, len(paths))
	slices.Sort(paths)
	require.Equal(t, routes(t), slices.Compact(paths))
}

var code = regexp.MustCompile("`([^`]+)`")

// requireTests finds the tests of a cell such as "`TestA`, `TestB` in `account`; `TestC` in `note`".
func requireTests(t *testing.T, cell string) {
	for _, part := range strings.Split(cell, "; ") {
		tests, pkg, ok := strings.Cut(part, " in ")
		require.True(t, ok, cell)
		have := functions(t, code.FindStringSubmatch(pkg)[1], true)
		named := code.FindAllStringSubmatch(tests, -1)
		require.NotEmpty(t, named, cell)
		for _, name := range named {
			require.Contains(t, have, name[1], cell)
		}
	}
}

// functions gives the exported functions of a package, of its tests or of the rest.
func functions(t *testing.T, dir string, tests bool) []string {
	t.Helper()
	files, err := filepath.Glob(dir + "/*.go")
	require.NoError(t, err)
	require.NotEmpty(t, files, dir)
	var names []string
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") != tests {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.IsExported() {
				names = append(names, fn.Name.Name)
			}
		}
	}
	return names
}

// routes gives the routes of examples/httpapi, sorted.
func routes(t *testing.T) []string {
	files, err := filepath.Glob("examples/httpapi/*.go")
	require.NoError(t, err)
	route := regexp.MustCompile(`"((?:GET|POST|PUT|PATCH|DELETE) /v1/[^"]*)":`)
	var out []string
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			for _, found := range route.FindAllStringSubmatch(text(t, file), -1) {
				out = append(out, found[1])
			}
		}
	}
	slices.Sort(out)
	return out
}
