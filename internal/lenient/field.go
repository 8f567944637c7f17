package lenient

import (
	"reflect"
	"slices"
	"strings"
)

// field is a struct field that JSON can fill.
type field struct {
	name  string
	index []int // as reflect.Value.FieldByIndex takes it
}

// fields lists the tagged fields of a struct type in order, those of embedded structs where they are embedded.
// Of two with one name the outer counts, then the first. What is behind an embedded pointer is left out.
func fields(t reflect.Type) []field {
	var all []field
	for _, f := range flatten(t, nil) {
		i := slices.IndexFunc(all, func(g field) bool { return g.name == f.name })
		switch {
		case i < 0:
			all = append(all, f)
		case len(f.index) < len(all[i].index):
			all = append(slices.Delete(all, i, i+1), f)
		}
	}
	return all
}

func flatten(t reflect.Type, above []int) []field {
	var all []field
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clip(above), i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "" && f.Anonymous && f.Type.Kind() == reflect.Struct:
			all = append(all, flatten(f.Type, index)...)
		case name != "" && name != "-" && f.IsExported():
			all = append(all, field{name, index})
		}
	}
	return all
}
