package value_test

import (
	"testing"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

func TestColor(t *testing.T) {
	checkParse(t, value.Color, []parseCase{
		{in: "", code: fault.Required},
		{in: "#abc", want: "#abc"},
		{in: " #1A2b3C ", want: "#1a2b3c"},
		{in: "#000000", want: "#000000"},
		{in: "abc", code: fault.NotAColor},
		{in: "abcd", code: fault.NotAColor},
		{in: "#ab", code: fault.NotAColor},
		{in: "#abcd", code: fault.NotAColor},
		{in: "#abcdeff", code: fault.NotAColor},
		{in: "#ggg", code: fault.NotAColor},
		{in: "#a b", code: fault.NotAColor},
		{in: "#é0", code: fault.NotAColor},
		{in: "red", code: fault.NotAColor},
	})
	unallocated(t, 0, value.Color, "#1a2b3c")
}

func FuzzColor(f *testing.F) {
	fuzzParse(f, value.Color, "#ABC", "#1A2b3C", "#\x10\x11\x12")
}
