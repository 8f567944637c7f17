package customfield

import (
	"encoding/json"
	"slices"

	"github.com/clientele-go/clientele/fault"
)

// preset sets the default, by the rules of the field itself.
func (w *writer) preset(in json.RawMessage) {
	switch {
	case w.f.Type.check() != nil:
		return
	case !w.f.traits().preset:
		w.add(string(PartDefault), fault.NotAllowed, "a field of this type has no default")
		return
	case w.f.Unique:
		w.add(string(PartDefault), fault.Contradiction, "a unique field has no default")
		return
	case len(w.faults) > 0 && w.settingsFaulty():
		return // what the default is judged by is not right itself
	}
	v, err := w.f.Parse(in, w.rules)
	if w.take(string(PartDefault), err) {
		v.of = nil
		w.f.Default = v
	}
}

func (w *writer) settingsFaulty() bool {
	for _, path := range []Part{"options", PartPattern, PartMin, PartMax, PartScale, PartMaxLength} {
		if w.faulty(string(path)) {
			return true
		}
	}
	return false
}

// presetStill judges a default that is there by settings that changed.
func (w *writer) presetStill() {
	f := w.f
	switch {
	case f.Default.IsZero() || w.settingsFaulty():
	case f.Unique:
		w.add(string(PartUnique), fault.Contradiction, "a field with a default is not unique")
	case w.touched["options"] && slices.ContainsFunc(f.Default.Options(), func(id OptionID) bool { o := f.option(id); return o == nil || o.Archived }):
		w.add("options", fault.Contradiction, "the default would be no option, or an archived one")
	case w.touched[PartPattern] || w.touched[PartMin] || w.touched[PartMax] || w.touched[PartScale] || w.touched[PartMaxLength]:
		for _, bad := range f.judge(f.Default) {
			w.addWith(string(PartDefault), bad.Code, "the default "+bad.Message, bad.Params)
		}
	}
}
