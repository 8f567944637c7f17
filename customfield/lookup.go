package customfield

import (
	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

// LookUpTarget is what a look-up leads to.
type LookUpTarget string

// The targets.
const (
	LookUpAccount LookUpTarget = "account"
	LookUpContact LookUpTarget = "contact"
	LookUpUser    LookUpTarget = "user" // of the host program's directory
)

// LookUpTargets gives all targets.
func LookUpTargets() []LookUpTarget { return []LookUpTarget{LookUpAccount, LookUpContact, LookUpUser} }

func (t LookUpTarget) check() error {
	return known(t, LookUpTargets(), "a look-up needs a target", "is nothing that can be looked up")
}

// lookUpValue packs the id of a record into 16 bytes. What is none is kept as it is, and refused when written.
func lookUpValue(to LookUpTarget, id string) Value {
	v := Value{kind: KindLookUp, unit: string(to), text: id}
	if to == LookUpUser {
		return v
	}
	if parsed, err := uuid.Parse(id); err == nil && len(id) == 36 {
		v.text = string(parsed[:])
	}
	return v
}

func lookUpID(to LookUpTarget, packed string) string {
	if to == LookUpUser || len(packed) != 16 {
		return packed
	}
	return uuid.UUID([]byte(packed)).String()
}

func parseLookUp(f *Field, raw string, _ *Rules) (Value, error) {
	s, err := unquote(raw)
	if err != nil {
		return Value{}, err
	}
	if f.LookUp == LookUpUser {
		id, err := value.Text(s, maxLine)
		if err != nil || id == "" {
			return Value{}, err
		}
		return Value{kind: KindLookUp, unit: string(LookUpUser), text: id}, nil
	}
	if blank(s) {
		return Value{}, nil
	}
	v := lookUpValue(f.LookUp, s)
	if len(v.text) != 16 {
		return Value{}, fault.New("", fault.NotAnID, "must be an id such as 018f3c1e-5b7a-7cc0-8000-000000000001")
	}
	return v, nil
}
