package clientele_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"iter"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/activity"
	"github.com/clientele-go/clientele/contact"
	"github.com/clientele-go/clientele/customfield"
	"github.com/clientele-go/clientele/note"
	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/relationship"
	"github.com/clientele-go/clientele/task"
)

const module = "github.com/clientele-go/clientele"

// layers are the packages of the house from the top down, by directory. A package imports only from layers
// below its own. "examples/…" stands for each directory in it.
var layers = [][]string{
	{"examples/…"},
	{"examples/internal/exampletest"},
	{"internal/enginetest", "internal/whole"},
	{"clienteletest"},
	{"."},
	{"timeline"},
	{"task"},
	{"activity", "note"},
	{"internal/entry"},
	{"relationship", "contact"},
	{"account"},
	{"picklist", "customfield"},
	{"record"},
	{"record/internal/wire", "record/internal/tuple"},
	{"store/memstore", "store/boltstore", "store/storetest"},
	{"store/internal/gate"},
	{"store"},
	{"store/internal/sorted"},
	{"internal/input"},
	{"value"},
	{"internal/lenient"},
	{"fault"},
}

// goroutines are the functions that may start one, as "directory.Function".
var goroutines = []string{}

// forTests are what only tests import, and the packages that are written for tests.
var (
	forTests     = []string{"testing", "github.com/stretchr/testify", "pgregory.net/rapid", module + "/store/storetest"}
	testPackages = []string{"store/storetest", "clienteletest", "internal/enginetest", "examples/internal/exampletest"}
)

// rules are what holds in every file of the module that is no test, nested modules aside. Each gives what
// breaks it.
var rules = map[string]func(files []file) []string{
	"imports run downwards":                 importsRunDownwards,
	"only tests import what is for tests":   onlyTestsImportTests,
	"error texts are distinct and prefixed": errorTexts,
	"nothing runs or logs by itself":        nothingByItself,
	"names say what a file is about":        namesSaySomething,
	"what is exported has a doc comment":    exportedIsDocumented,
}

func TestHouse(t *testing.T) {
	files := read(t, os.DirFS("."))
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) { require.Empty(t, strings.Join(rule(files), "\n")) })
	}
}

// TestDefinitionsGiveNobodyTheRecords: what a package exports for record.Open is not the Kind, by whose methods a program
// could write past the rules.
func TestDefinitionsGiveNobodyTheRecords(t *testing.T) {
	kinds := slices.Concat([]record.Definition{
		account.Definition, picklist.Definition, customfield.Definition, activity.Definition, note.Definition, task.Definition,
	}, relationship.Definitions, contact.Definitions)
	for _, d := range kinds {
		require.NotContains(t, fmt.Sprintf("%T", d), "Kind", d.Name())
	}
}

// file is one parsed file that is no test.
type file struct {
	path, dir string // dir is "." for the root package
	ast       *ast.File
	set       *token.FileSet
}

func (f file) at(n ast.Node, format string, args ...any) string {
	return f.path + ":" + strconv.Itoa(f.set.Position(n.Pos()).Line) + ": " + fmt.Sprintf(format, args...)
}

func (f file) example() bool { return strings.HasPrefix(f.path, "examples/") }

// imports gives what f imports, with its path.
func (f file) imports() iter.Seq2[string, ast.Node] {
	return func(yield func(string, ast.Node) bool) {
		for _, spec := range f.ast.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if !yield(imported, spec) {
				return
			}
		}
	}
}

// read parses every file of the module in fsys but tests, test data and nested modules.
func read(t testing.TB, fsys fs.FS) []file {
	var files []file
	require.NoError(t, fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, err := fs.Stat(fsys, path.Join(name, "go.mod"))
			if name != "." && (err == nil || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		src, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, name, src, parser.ParseComments|parser.SkipObjectResolution)
		files = append(files, file{name, path.Dir(name), parsed, set})
		return err
	}))
	return files
}

// layer gives the place of a package from the top, or -1.
func layer(dir string) int {
	if path.Dir(dir) == "examples" {
		dir = "examples/…"
	}
	return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, dir) })
}

// own gives the directory of a package of this module.
func own(importPath string) (dir string, ok bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

func importsRunDownwards(files []file) (broken []string) {
	for _, f := range files {
		if layer(f.dir) < 0 {
			broken = append(broken, f.at(f.ast, "package %s has no place in layers; add it", f.dir))
			continue
		}
		for imported, spec := range f.imports() {
			if dir, ok := own(imported); ok && layer(dir) <= layer(f.dir) {
				broken = append(broken, f.at(spec, "%s may not import %s, which stands no lower", f.dir, dir))
			}
		}
	}
	return broken
}

func onlyTestsImportTests(files []file) (broken []string) {
	for _, f := range files {
		if slices.Contains(testPackages, f.dir) {
			continue
		}
		for imported, spec := range f.imports() {
			if slices.ContainsFunc(forTests, func(p string) bool { return imported == p || strings.HasPrefix(imported, p+"/") }) {
				broken = append(broken, f.at(spec, "%s is for tests", imported))
			}
		}
	}
	return broken
}

func errorTexts(files []file) (broken []string) {
	seen := map[string]bool{}
	for _, f := range files {
		if f.example() {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !isErrorsNew(call) {
				return true
			}
			text := literal(call)
			said, prefixed := strings.CutPrefix(text, f.ast.Name.Name+": ")
			switch {
			case text == "":
				broken = append(broken, f.at(n, "errors.New without a text of its own"))
			case !prefixed:
				broken = append(broken, f.at(n, "%q does not start with the name of its package", text))
			case slices.Contains(testPackages, f.dir): // names calls of the code under test
			case said == "" || unicode.IsUpper([]rune(said)[0]) || strings.HasSuffix(said, "."):
				broken = append(broken, f.at(n, "%q starts with a capital or ends like a sentence", text))
			case seen[text]:
				broken = append(broken, f.at(n, "%q stands elsewhere, too", text))
			}
			seen[text] = true
			return true
		})
	}
	return broken
}

func isErrorsNew(call *ast.CallExpr) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "New" {
		return false
	}
	pkg, ok := s.X.(*ast.Ident)
	return ok && pkg.Name == "errors"
}

// literal gives the text that call is given, or "" if it is none.
func literal(call *ast.CallExpr) string {
	if len(call.Args) != 1 {
		return ""
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return ""
	}
	text, _ := strconv.Unquote(lit.Value)
	return text
}

func nothingByItself(files []file) (broken []string) {
	for _, f := range files {
		for imported, spec := range f.imports() {
			if !f.example() && (imported == "log" || strings.HasPrefix(imported, "log/")) {
				broken = append(broken, f.at(spec, "the library does not log"))
			}
		}
		for _, decl := range f.ast.Decls {
			fn, isFunc := decl.(*ast.FuncDecl)
			if isFunc && fn.Recv == nil && fn.Name.Name == "init" {
				broken = append(broken, f.at(fn, "func init"))
			}
			if f.dir == "store/storetest" || isFunc && slices.Contains(goroutines, f.dir+"."+fn.Name.Name) {
				continue
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				if _, ok := n.(*ast.GoStmt); ok {
					broken = append(broken, f.at(n, "a goroutine that the caller did not start"))
				}
				return true
			})
		}
	}
	return broken
}

func namesSaySomething(files []file) (broken []string) {
	empty := []string{"util", "utils", "helper", "helpers", "common", "types", "models", "manager", "managers"}
	for _, f := range files {
		for part := range strings.SplitSeq(strings.TrimSuffix(f.path, ".go"), "/") {
			if slices.Contains(empty, part) {
				broken = append(broken, f.at(f.ast, "%s says nothing", part))
			}
		}
	}
	return broken
}

func exportedIsDocumented(files []file) (broken []string) {
	for _, f := range files {
		if f.example() {
			continue
		}
		for _, decl := range f.ast.Decls {
			for _, name := range undocumented(decl) {
				broken = append(broken, f.at(name, "%s has no doc comment", name.Name))
			}
		}
	}
	return broken
}

// undocumented gives the exported names of decl without a comment; a comment on a group is one for all.
func undocumented(decl ast.Decl) (names []*ast.Ident) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && receiverExported(d) {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		if d.Doc != nil && (d.Tok != token.TYPE || !d.Lparen.IsValid()) {
			return nil
		}
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Doc == nil && s.Comment == nil && s.Name.IsExported() {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				if s.Doc == nil && s.Comment == nil && s.Names[0].IsExported() {
					names = append(names, s.Names[0])
				}
			}
		}
	}
	return names
}

// receiverExported tells whether fn is no method, or one of an exported type.
func receiverExported(fn *ast.FuncDecl) bool {
	if fn.Recv == nil {
		return true
	}
	of := fn.Recv.List[0].Type
	for {
		switch t := of.(type) {
		case *ast.StarExpr:
			of = t.X
		case *ast.IndexExpr: // L[T]
			of = t.X
		case *ast.IndexListExpr: // L[K, V]
			of = t.X
		default:
			name, ok := of.(*ast.Ident)
			return ok && name.IsExported()
		}
	}
}

func TestHouseRulesFindWhatTheyForbid(t *testing.T) {
	const imports = "imports run downwards"
	for _, c := range []struct {
		rule, path, src string
		broken          int
	}{
		{imports, "account/a.go", `package account; import _ "` + module + `/record"`, 0},
		{imports, "account/a.go", `package account; import _ "` + module + `/contact"`, 1},
		{imports, "contact/a.go", `package contact; import _ "` + module + `/relationship"`, 1},
		{imports, "record/a.go", `package record; import _ "` + module + `"`, 1},
		{imports, "record/a.go", `package record; import _ "` + module + `/record/internal/tuple"`, 0},
		{imports, "store/a.go", `package store; import _ "` + module + `/record/internal/tuple"`, 1},
		{imports, "account/a.go", `package account; import _ "` + module + `/internal/lenient"`, 0},
		{imports, "examples/tickets/main.go", `package main; import _ "` + module + `/account"`, 0},
		{imports, "record/a.go", `package record; import _ "` + module + `/unheard"`, 1},
		{imports, "unheard/a.go", `package unheard`, 1},
		{"only tests import what is for tests", "store/a.go", `package store; import _ "testing/fstest"`, 1},
		{"only tests import what is for tests", "store/a.go", `package store; import _ "` + module + `/store/storetest"`, 1},
		{"only tests import what is for tests", "store/storetest/a.go", `package storetest; import _ "testing"`, 0},
		{"error texts are distinct and prefixed", "store/a.go", `package store; var a, b = errors.New("store: a"), errors.New("store: b")`, 0},
		{"error texts are distinct and prefixed", "store/a.go", `package store; var a, b = errors.New("store: a"), errors.New("store: a")`, 1},
		{"error texts are distinct and prefixed", "store/a.go", `package store; var a = errors.New("a")`, 1},
		{"error texts are distinct and prefixed", "store/a.go", `package store; var a = errors.New("store: Alas")`, 1},
		{"error texts are distinct and prefixed", "store/a.go", `package store; var a = errors.New(text)`, 1},
		{"nothing runs or logs by itself", "store/a.go", `package store; func init() {}; func (t) init() {}`, 1},
		{"nothing runs or logs by itself", "store/a.go", `package store; import _ "log/slog"`, 1},
		{"nothing runs or logs by itself", "store/a.go", `package store; func f() { func() { go f() }() }`, 1},
		{"nothing runs or logs by itself", "store/storetest/a.go", `package storetest; func f() { go f() }`, 0},
		{"names say what a file is about", "account/helpers.go", `package account`, 1},
		{"names say what a file is about", "common/a.go", `package common`, 1},
		{"what is exported has a doc comment", "store/a.go", "package store; type A int; const B = 1; func C() {}; func (a *A) D() {}; func (a L[T]) E() {}", 5},
		{"what is exported has a doc comment", "store/a.go", "package store; type a int; const b = 1; func c() {}; func (a *a) D() {}; func (a *l[T, U]) E() {}", 0},
		{"what is exported has a doc comment", "store/a.go", "package store\n// All.\nconst (\nA = 1\nB = 2\n)\n// C is.\ntype C int\n// D is.\nfunc (l *L[T]) D() {}", 0},
		{"what is exported has a doc comment", "store/a.go", "package store\n// All.\ntype (\nA int\nB int\n)", 2},
	} {
		files := read(t, fstest.MapFS{c.path: {Data: []byte(c.src)}})
		require.Len(t, rules[c.rule](files), c.broken, "%s: %s: %s", c.rule, c.path, c.src)
	}
}
