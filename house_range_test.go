package clientele_test

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// After an error a sequence of (value, error) gives a value that means nothing: a loop that does not take
// the error is silently wrong.
func TestLoopsTakeTheError(t *testing.T) {
	own, exports := listPackages(t)
	set := token.NewFileSet()
	compiled := importer.ForCompiler(set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })

	planted, err := parser.ParseFile(set, "planted.go", `package planted
		import "iter"
		func f(pairs iter.Seq2[int, error], others iter.Seq2[int, bool], all func() iter.Seq2[int, error]) {
			for range others {}
			for x := range others { _ = x }
			for x, err := range pairs { _, _ = x, err }
			for x := range pairs { _ = x }
			for x, _ := range all() { _ = x }
			for range all() {}
		}`, 0)
	require.NoError(t, err)
	require.Len(t, loopsWithoutError(t, set, compiled, []*ast.File{planted}), 3)

	for _, paths := range own {
		var files []*ast.File
		for _, path := range paths {
			parsed, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			files = append(files, parsed)
		}
		require.Empty(t, strings.Join(loopsWithoutError(t, set, compiled, files), "\n"))
	}
}

// listPackages gives the files of each package of the module, and the compiled form of all that they import.
func listPackages(t *testing.T) (own map[string][]string, exports map[string]string) {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-export", "-f",
		`{{.ImportPath}}|{{.Export}}|{{.Dir}}|{{with .Module}}{{.Main}}{{end}}|{{join .GoFiles "|"}}`, "./...")
	list.Stderr = os.Stderr
	out, err := list.Output()
	require.NoError(t, err)
	own, exports = map[string][]string{}, map[string]string{}
	for line := range strings.Lines(string(out)) {
		part := strings.Split(strings.TrimSpace(line), "|")
		exports[part[0]] = part[1]
		if part[3] != "true" {
			continue
		}
		for _, name := range part[4:] {
			own[part[0]] = append(own[part[0]], filepath.Join(part[2], name))
		}
	}
	require.Contains(t, own, module)
	return own, exports
}

func loopsWithoutError(t *testing.T, set *token.FileSet, compiled types.Importer, files []*ast.File) (broken []string) {
	t.Helper()
	info := types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
	_, err := (&types.Config{Importer: compiled}).Check(files[0].Name.Name, set, files, &info)
	require.NoError(t, err)
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			loop, ok := n.(*ast.RangeStmt)
			if ok && yieldsError(info.TypeOf(loop.X)) && (loop.Value == nil || types.ExprString(loop.Value) == "_") {
				broken = append(broken, fmt.Sprintf("%s: the loop does not take the error", set.Position(loop.Pos())))
			}
			return true
		})
	}
	return broken
}

// yieldsError tells whether a loop over t gives an error second, as that over an iter.Seq2[T, error] does.
func yieldsError(t types.Type) bool {
	sequence, ok := t.Underlying().(*types.Signature)
	if !ok || sequence.Params().Len() != 1 {
		return false
	}
	yield, ok := sequence.Params().At(0).Type().Underlying().(*types.Signature)
	return ok && yield.Params().Len() == 2 && types.Identical(yield.Params().At(1).Type(), types.Universe.Lookup("error").Type())
}
