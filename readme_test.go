package clientele_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The Go code of README.md is part of an Example, which is tested.
func TestReadmeShowsTestedCode(t *testing.T) {
	readme, examples := text(t, "README.md"), text(t, "example_test.go")
	blocks := goBlocks(readme)
	require.NotEmpty(t, blocks)
	for _, block := range blocks {
		require.Contains(t, unindented(examples), "\n"+block)
	}
	require.Less(t, strings.Index(readme, "```go"), 500, "code comes before explanations")
}

// Where the documents name a test as the proof of something, there is such a test.
func TestDocumentsNameTestsThatExist(t *testing.T) {
	var tests strings.Builder
	require.NoError(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, "_test.go") {
			tests.WriteString(text(t, path))
		}
		return err
	}))
	named := regexp.MustCompile("`((?:Test|Fuzz|Example)\\w*)`")
	found := 0
	for _, path := range []string{"README.md", "CONTRIBUTING.md", "docs/architecture.md"} {
		for _, name := range named.FindAllStringSubmatch(text(t, path), -1) {
			require.Contains(t, tests.String(), "\nfunc "+name[1]+"(", path)
			found++
		}
	}
	require.NotZero(t, found)
}

// The table of files in docs/architecture.md has every file of package record.
func TestArchitectureHasEveryFileOfRecord(t *testing.T) {
	files, err := filepath.Glob("record/*.go")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	document := text(t, "docs/architecture.md")
	for _, path := range files {
		if name := filepath.Base(path); !strings.HasSuffix(name, "_test.go") && name != "doc.go" {
			require.True(t, strings.Contains(document, "`"+name+"`"), "%s is not there", name)
		}
	}
}

// text gives a file of the module, its lines ended as in Go.
func text(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return strings.ReplaceAll(string(b), "\r\n", "\n")
}

// goBlocks gives the blocks of Go code in a Markdown text.
func goBlocks(text string) (blocks []string) {
	for _, part := range strings.Split(text, "```go\n")[1:] {
		code, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, code)
	}
	return blocks
}

// unindented takes one tab off the start of each line.
func unindented(code string) string { return strings.ReplaceAll("\n"+code, "\n\t", "\n") }
