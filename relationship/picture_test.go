package relationship_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/relationship"
)

func (f *family) tree(name string, depth int) *relationship.Node {
	f.Helper()
	tree, err := relationship.Tree(ctx, f.org, f.id(name), depth)
	require.NoError(f, err)
	return tree
}

func TestATreeAsText(t *testing.T) {
	f := inMemory(t)
	theGroup(f)
	require.Equal(t, strings.TrimPrefix(`
a
├── b
│   ├── b1
│   │   └── b11
│   └── b2
└── c
    └── c1
`, "\n"), f.tree("a", 0).Text(nil))
	require.Equal(t, "a\n├── b\n└── c\n", f.tree("a", 1).Text(nil))
	below := f.tree("a", 0).Children[0]
	require.Equal(t, "b\n├── b1\n│   └── b11\n└── b2\n", below.Text(nil), "a part of a tree")
	require.Equal(t, "b <1>\n├── b1 <2>\n│   └── b11 <3>\n└── b2 <2>\n", below.Text(func(n *relationship.Node) relationship.Label {
		return relationship.Label{Text: n.Account.Name + "\n<" + string(rune('0'+n.Depth)) + ">"}
	}))
}

func TestATreeAsMermaidAndDOT(t *testing.T) {
	f := inMemory(t)
	f.grow("b", "a", "c", "a")
	colors := func(n *relationship.Node) relationship.Label {
		return relationship.Label{Text: n.Account.Name + "\nline", Color: map[string]string{"a": "#0f0", "b": "red; evil", "c": "#aabbcc"}[n.Account.Name]}
	}
	tree := f.tree("a", 0)
	require.Equal(t, `flowchart TD
  n0["a<br/>line"]
  style n0 fill:#0f0
  n1["b<br/>line"]
  n0 --> n1
  n2["c<br/>line"]
  n0 --> n2
  style n2 fill:#aabbcc
`, tree.Mermaid(colors))
	require.Equal(t, `digraph accounts {
  node [shape=box];
  n0 [label="a\nline", style=filled, fillcolor="#0f0"];
  n1 [label="b\nline"];
  n0 -> n1;
  n2 [label="c\nline", style=filled, fillcolor="#aabbcc"];
  n0 -> n2;
}
`, tree.DOT(colors))
}

func TestNoNameBreaksAPicture(t *testing.T) {
	for name, want := range map[string]struct{ mermaid, dot string }{
		`"] --> evil["`:         {`#34;#93; --#62; evil#91;#34;`, `\"] --> evil[\"`},
		`<script>alert(1)`:      {`#60;script#62;alert(1)`, `<script>alert(1)`},
		`back\slash \N`:         {`back#92;slash #92;N`, `back\\slash \\N`},
		`1. Müller & Söhne #1;`: {`1#46; Müller #38; Söhne #35;1#59;`, `1. Müller & Söhne #1;`},
		"- `md` **x**":          {"#45; #96;md#96; #42;#42;x#42;#42;", "- `md` **x**"},
		`日本 (株) end`:            {`日本 (株) end`, `日本 (株) end`},
	} {
		t.Run(name, func(t *testing.T) {
			n := &relationship.Node{Account: &account.Account{Name: name}}
			require.Equal(t, "flowchart TD\n  n0[\""+want.mermaid+"\"]\n", n.Mermaid(nil))
			require.Equal(t, "digraph accounts {\n  node [shape=box];\n  n0 [label=\""+want.dot+"\"];\n}\n", n.DOT(nil))
			require.Equal(t, name+"\n", n.Text(nil))
		})
	}
}

func FuzzPictures(f *testing.F) {
	for _, s := range []string{`a`, `"];`, "\\\"\n", "\x00\u2028é", "#x;", "1. a\n2) b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n := &relationship.Node{Account: &account.Account{Name: s}}
		require.Equal(t, 1, strings.Count(n.Text(nil), "\n"))
		mermaid := strings.TrimSuffix(strings.TrimPrefix(n.Mermaid(nil), "flowchart TD\n  n0[\""), "\"]\n")
		require.NotContains(t, mermaid, "\"")
		require.NotContains(t, mermaid, "\n")
		require.NotContains(t, strings.ReplaceAll(mermaid, "<br/>", ""), "<")
		dot := strings.TrimSuffix(strings.TrimPrefix(n.DOT(nil), "digraph accounts {\n  node [shape=box];\n  n0 [label=\""), "\"];\n}\n")
		for i := 0; i < len(dot); i++ {
			require.NotContains(t, "\"\n", dot[i:i+1])
			if dot[i] == '\\' {
				i++
				require.Contains(t, "\\\"n", dot[i:i+1])
			}
		}
	})
}
