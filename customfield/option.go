package customfield

import (
	"errors"

	"github.com/clientele-go/clientele/internal/lenient"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/value"
)

// OptionID identifies an option.
type OptionID = record.ID[Option]

// Option is a value that a field offers. Records hold its ID, so that renaming it touches none of them.
type Option struct {
	ID       OptionID `json:"id"`
	Value    string   `json:"value"`    // unique in the field, whatever its case and separators
	Archived bool     `json:"archived"` // readable on records that have it, not to be chosen any more

	key string // the ID as a text, of a field in a Schema
}

// OptionDraft is an option of an input. In JSON it may be a text alone.
type OptionDraft struct {
	ID       OptionID `json:"id,omitzero"` // of the option that it is; none: the one with this value, or a new one
	Value    string   `json:"value"`       // at most 255 characters
	Archived bool     `json:"archived"`
}

// UnmarshalJSON decodes an object, or a text. Faults are given as the error, which a draft collects.
func (o *OptionDraft) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		text, err := lenient.Text(data)
		*o = OptionDraft{Value: text}
		return err
	}
	type plain OptionDraft
	var in plain
	faults, err := lenient.Decode(data, &in)
	if err != nil {
		return err
	}
	*o = OptionDraft(in)
	return faults.Err()
}

// option gives the option of this id, or nil.
func (f *Field) option(id OptionID) *Option {
	for i := range f.Options {
		if f.Options[i].ID == id {
			return &f.Options[i]
		}
	}
	return nil
}

// offered gives the option that an input means: its id, or else its text, where case, spaces, hyphens and
// underscores do not count. Nil: there is none.
func (f *Field) offered(input string) *Option {
	for i := range f.Options {
		if f.Options[i].Value == input {
			return &f.Options[i]
		}
	}
	if len(input) == 36 {
		if id, err := record.ParseID[Option](input); err == nil {
			if o := f.option(id); o != nil {
				return o
			}
		}
	}
	key := value.FoldKey(input)
	for i := range f.Options {
		if value.FoldKey(f.Options[i].Value) == key {
			return &f.Options[i]
		}
	}
	return nil
}

var errOptions = errors.New("customfield: stored options are cut short")

func appendOptions(dst []byte, options *[]Option) []byte {
	for _, o := range *options {
		flag := byte(0)
		if o.Archived {
			flag = 1
		}
		dst = value.AppendText(append(append(dst, o.ID[:]...), flag), o.Value)
	}
	return dst
}

func readOptions(s string, options *[]Option) error {
	for s != "" {
		if len(s) < 17 || s[16] > 1 {
			return errOptions
		}
		o := Option{ID: OptionID([]byte(s[:16])), Archived: s[16] == 1}
		ok := false
		if o.Value, s, ok = value.CutText(s[17:]); !ok {
			return errOptions
		}
		*options = append(*options, o)
	}
	return nil
}
