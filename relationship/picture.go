package relationship

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Label is what a picture shows of a node.
type Label struct {
	Text  string // may have several lines
	Color string // of the node, as #rrggbb; empty: none. Text has no colours
}

// ByName labels a node with the name of its account, in the colour of its health if that has one.
func ByName(n *Node) Label {
	l := Label{Text: n.Account.Name}
	if c := n.Account.Health.Configuration; c != nil {
		l.Color = c.Color
	}
	return l
}

// Text draws the tree as indented lines, one for each node:
//
//	Acme
//	├── Acme Europe
//	│   └── Acme France
//	└── Acme Labs
//
// A nil label is [ByName]. Line breaks and control characters in a label become spaces. O(nodes × depth), for
// that is how long it is.
func (n *Node) Text(label func(n *Node) Label) string {
	if label == nil {
		label = ByName
	}
	var b strings.Builder
	var rails []string // by depth: what stands before the lines below
	n.Walk(func(at *Node) {
		rails = rails[:max(0, at.Depth-n.Depth-1)]
		for _, rail := range rails {
			b.WriteString(rail)
		}
		if at != n {
			branch, rail := "├── ", "│   "
			if last := at.Parent.Children[len(at.Parent.Children)-1]; last == at {
				branch, rail = "└── ", "    "
			}
			b.WriteString(branch)
			rails = append(rails, rail)
		}
		b.WriteString(strings.Map(oneLine, label(at).Text))
		b.WriteByte('\n')
	})
	return b.String()
}

func oneLine(r rune) rune {
	if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
		return ' '
	}
	return r
}

// Mermaid draws the tree as a flow chart for Mermaid. A nil label is [ByName]. Whatever stands in a label is shown
// as text.
func (n *Node) Mermaid(label func(n *Node) Label) string {
	if label == nil {
		label = ByName
	}
	var b strings.Builder
	b.WriteString("flowchart TD\n")
	n.number(func(at *Node, i, parent int) {
		l := label(at)
		fmt.Fprintf(&b, "  n%d[\"%s\"]\n", i, escapeMermaid(l.Text))
		if parent >= 0 {
			fmt.Fprintf(&b, "  n%d --> n%d\n", parent, i)
		}
		if colored(l.Color) {
			fmt.Fprintf(&b, "  style n%d fill:%s\n", i, l.Color)
		}
	})
	return b.String()
}

// DOT draws the tree as a graph for Graphviz. A nil label is [ByName]. Whatever stands in a label is shown as text.
func (n *Node) DOT(label func(n *Node) Label) string {
	if label == nil {
		label = ByName
	}
	var b strings.Builder
	b.WriteString("digraph accounts {\n  node [shape=box];\n")
	n.number(func(at *Node, i, parent int) {
		l := label(at)
		fmt.Fprintf(&b, "  n%d [label=\"%s\"", i, escapeDOT(l.Text))
		if colored(l.Color) {
			fmt.Fprintf(&b, ", style=filled, fillcolor=\"%s\"", l.Color)
		}
		b.WriteString("];\n")
		if parent >= 0 {
			fmt.Fprintf(&b, "  n%d -> n%d;\n", parent, i)
		}
	})
	b.WriteString("}\n")
	return b.String()
}

// number calls fn for each node with its number and that of its parent, -1 for the root.
func (n *Node) number(fn func(at *Node, i, parent int)) {
	numbers := map[*Node]int{}
	n.Walk(func(at *Node) {
		i, parent := len(numbers), -1
		if at != n {
			parent = numbers[at.Parent]
		}
		numbers[at] = i
		fn(at, i, parent)
	})
}

// colored tells whether a colour is one, and nothing that a picture would take for more.
func colored(color string) bool {
	digits, ok := strings.CutPrefix(color, "#")
	if !ok || len(digits) != 3 && len(digits) != 6 {
		return false
	}
	_, err := strconv.ParseUint(digits, 16, 32)
	return err == nil
}

// escapeMermaid writes everything that Mermaid or a browser could take for more than a letter by its number, the
// marks of a list at the start of a line among it.
func escapeMermaid(s string) string {
	var b strings.Builder
	first := true // nothing but digits and spaces in this line so far
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString("<br/>")
		case unicode.IsControl(r):
			b.WriteByte(' ')
		case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r), strings.ContainsRune(" ,/('", r), !first && strings.ContainsRune(".-+)", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
		first = r == '\n' || first && (unicode.IsDigit(r) || r == ' ')
	}
	return b.String()
}

func escapeDOT(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"', r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case unicode.IsControl(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
