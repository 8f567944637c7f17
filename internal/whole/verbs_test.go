package whole_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// packages are those whose verbs the tables have.
var packages = []string{"account", "relationship", "contact", "activity", "note", "task", "timeline"}

// unlisted are the verbs that no table has, with the reason.
var unlisted = map[string]string{
	"contact.IngestUsers": "names nothing: TestIngestingStaysInItsOrganisation",

	"note.LookUpViewer": "asks the directory alone",

	"account.Explain": "gives no records", "contact.Explain": "gives no records", "activity.Explain": "gives no records",
	"note.Explain": "gives no records", "task.Explain": "gives no records",

	"account.VerifyPassword":  "gets the record as Get does, and takes tenths of a second: TestNoPasswordIsVerifiedAcrossOrganisations",
	"contact.VerifyPassword":  "as account.VerifyPassword",
	"activity.VerifyPassword": "as account.VerifyPassword",
	"note.VerifyPassword":     "as account.VerifyPassword",
	"task.VerifyPassword":     "as account.VerifyPassword",
}

// TestTheTablesHaveEveryVerb finds the functions and methods that take a record.Scope.
func TestTheTablesHaveEveryVerb(t *testing.T) {
	listed := map[string]bool{}
	for _, names := range [][]string{
		slices.Collect(maps.Keys(readsByID)), slices.Collect(maps.Keys(readsByText)), slices.Collect(maps.Keys(writes)), slices.Collect(maps.Keys(unlisted)),
	} {
		for _, name := range names {
			listed[name] = true
		}
	}
	found := map[string]bool{}
	for _, pkg := range packages {
		for _, name := range verbsOf(t, filepath.Join("..", "..", pkg)) {
			found[pkg+"."+name] = true
		}
	}
	require.Greater(t, len(found), 100)
	for name := range found {
		require.True(t, listed[name], "%s takes a record.Scope, and no table has it", name)
	}
	for name := range listed {
		require.True(t, found[name], "%s is no verb", name)
	}
}

// verbsOf gives the exported functions, and methods of exported types, in a directory that take a record.Scope.
func verbsOf(t *testing.T, dir string) (names []string) {
	files := token.NewFileSet()
	parsed, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, parsed, fs.ErrNotExist)
	for _, path := range parsed {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Name.IsExported() && takesScope(fn) {
				if name, ok := qualified(fn); ok {
					names = append(names, name)
				}
			}
		}
	}
	return names
}

func takesScope(fn *ast.FuncDecl) bool {
	return slices.ContainsFunc(fn.Type.Params.List, func(f *ast.Field) bool {
		of, ok := f.Type.(*ast.SelectorExpr)
		if !ok || of.Sel.Name != "Scope" {
			return false
		}
		pkg, ok := of.X.(*ast.Ident)
		return ok && pkg.Name == "record"
	})
}

// qualified gives the name of a function, or of a method of an exported type.
func qualified(fn *ast.FuncDecl) (string, bool) {
	if fn.Recv == nil {
		return fn.Name.Name, true
	}
	of := fn.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	name, ok := of.(*ast.Ident)
	if !ok || !name.IsExported() {
		return "", false
	}
	return name.Name + "." + fn.Name.Name, true
}
