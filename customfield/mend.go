package customfield

import (
	"github.com/clientele-go/clientele/record"
)

// mend gives values without those that cannot be any more.
func mend(tx *record.Tx, s *Schema, have Values) (Values, error) {
	out := make(Values, 0, len(have))
	for _, h := range have {
		f, ok := s.Get(h.FieldID)
		if !ok {
			continue
		}
		v := h.Value
		if !f.takes(v) {
			if v, _ = f.convert(v, Rules{}); !f.takes(v) {
				continue
			}
		}
		if v = f.remaining(v); !v.IsZero() {
			v.of = f
			out = append(out, Held{FieldID: f.ID, Value: v})
		}
	}
	return withoutDead(tx, out)
}

// takes tells whether values of the field are of this kind.
func (f *Field) takes(v Value) bool {
	switch v.kind {
	case KindNone:
		return false
	case KindLookUp:
		return f.Type == LookUp && v.unit == string(f.LookUp)
	case KindBool:
		return f.Type == Toggle || f.Type == Checkbox && len(f.Options) == 0
	case KindChoices:
		return f.Type == MultiChoice || f.Type == Checkbox && len(f.Options) > 0
	}
	return v.kind == f.Type.kind()
}

// kind gives what values of the type hold; of those that hold one thing only.
func (t Type) kind() Kind {
	switch t {
	case SingleLine, MultiLine, RichText, Email, PhoneNumber, URL, Regex:
		return KindText
	case Integer, Rating:
		return KindInteger
	case Decimal:
		return KindDecimal
	case Currency:
		return KindMoney
	case Date:
		return KindDate
	case DateTime:
		return KindDateTime
	case Time:
		return KindTime
	case SingleChoice, RadioButton:
		return KindChoice
	case IPAddress:
		return KindIP
	case Address:
		return KindAddress
	case Coordinates:
		return KindCoordinates
	case FileUpload:
		return KindFiles
	case Password:
		return KindPassword
	}
	return KindNone
}

// remaining gives the value without options that the field does not have.
func (f *Field) remaining(v Value) Value {
	if v.kind != KindChoice && v.kind != KindChoices {
		return v
	}
	var ids []OptionID
	for _, id := range v.Options() {
		if f.option(id) != nil {
			ids = append(ids, id)
		}
	}
	switch {
	case len(ids) == 0:
		return Value{}
	case v.kind == KindChoice:
		return ChoiceValue(ids[0])
	}
	return ChoicesValue(ids...)
}

// withoutDead gives values without look-ups that lead to nothing.
func withoutDead(tx *record.Tx, vs Values) (Values, error) {
	for _, as := range []LookUpTarget{LookUpAccount, LookUpContact} {
		claims := newLookUps([]Change{{After: vs}}, as)
		if len(claims) == 0 {
			continue
		}
		there, available, err := exist(tx, as, claims)
		if err != nil {
			return nil, err
		}
		for i, c := range claims {
			if !available || !there[i] {
				vs = vs.with(c.held.FieldID, Value{})
			}
		}
	}
	return vs, nil
}
