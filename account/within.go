package account

import (
	"context"
	"encoding/binary"
	"fmt"

	"github.com/clientele-go/clientele/picklist"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// Load gives the live accounts of these ids, in their order, nil where there is none, for packages that build upon
// accounts: inside their transaction, without the names of owners and without what others compute. One round trip.
func Load(tx *record.Tx, ids []ID) ([]*Account, error) {
	as, err := accounts.GetMany(tx, ids)
	if err != nil {
		return nil, err
	}
	return as, fill(tx, as...)
}

// Names gives the names of live accounts. One round trip.
func Names(tx *record.Tx, ids []ID) (map[ID]string, error) {
	as, err := accounts.GetMany(tx, unique(ids))
	if err != nil {
		return nil, err
	}
	names := make(map[ID]string, len(as))
	for _, a := range as {
		if a != nil {
			names[a.ID] = a.Name
		}
	}
	return names, nil
}

// Holders gives the live accounts that have these domains, primary or secondary, in their order: the zero ID where there
// is none. The domains are normalised already. It asks no policy. One round trip.
func Holders(tx *record.Tx, domains []string) ([]ID, error) {
	tuples := make([]record.Tuple, len(domains))
	for i, d := range domains {
		tuples[i] = record.Tuple{}.Text(d)
	}
	return accounts.Find(tx, indexDomain, tuples...)
}

// Figures are what can be added up of an account, read off the stored record without decoding it.
type Figures struct {
	ID           ID
	Status       picklist.ID
	Health       picklist.ID
	Employees    int64
	HasEmployees bool
	Amount       []byte // annual revenue, a decimal; empty: none
	Currency     []byte
}

// EachFigures gives the figures of the live accounts of these ids, which ascend, until fn says no; those that are
// not there are passed over. Accounts that lie close together are read in one scan. The Figures are valid for the
// call only.
func EachFigures(tx *record.Tx, ids []ID, fn func(f *Figures) bool) error {
	names := []string{"statusId", "healthId", string(FieldEmployees), string(FieldAnnualRevenue)}
	var failed error
	err := accounts.Raw(tx, ids, names, func(id ID, values [][]byte) bool {
		f := Figures{ID: id}
		copy(f.Status[:], values[0])
		copy(f.Health[:], values[1])
		if len(values[2]) == 8 {
			f.Employees, f.HasEmployees = int64(binary.LittleEndian.Uint64(values[2])), true
		}
		if values[3] != nil && !f.revenue(values[3]) {
			failed = fmt.Errorf("account: %s: %w: annualRevenue", id, store.ErrCorrupt)
			return false
		}
		return fn(&f)
	})
	if err == nil {
		err = failed
	}
	return err
}

// revenue reads the stored form of money: two texts, each after its length.
func (f *Figures) revenue(b []byte) (ok bool) {
	if f.Amount, b, ok = cutText(b); !ok {
		return false
	}
	f.Currency, b, ok = cutText(b)
	return ok && len(b) == 0
}

func cutText(b []byte) (text, rest []byte, ok bool) {
	n, w := binary.Uvarint(b)
	if w <= 0 || n > uint64(len(b)-w) {
		return nil, nil, false
	}
	return b[w : w+int(n)], b[w+int(n):], true
}

// DeleteWith is [Delete] of an account together with others and everything that hangs on any of them, as one
// deletion set, which is that of the first. ErrNotFound: one of them is not there.
func DeleteWith(ctx context.Context, s record.Scope, id ID, ifVersion int64, others []ID) (record.SetID, error) {
	return record.Write(ctx, s, "account.delete", func(_ context.Context, tx *record.Tx) (record.SetID, error) {
		return accounts.DeleteWith(tx, id, ifVersion, Target.Along(others...)...)
	})
}
