package relationship

import (
	"github.com/clientele-go/clientele/account"
	"github.com/clientele-go/clientele/record"
)

// Judge is the cycle check of SetParent alone, in the forest of Parent and Subsidiary.
func Judge(tx *record.Tx, child, parent account.ID) error {
	f, err := Hierarchy{}.open(tx)
	if err != nil {
		return err
	}
	return f.check(child, parent)
}
