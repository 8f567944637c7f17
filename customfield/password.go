package customfield

import (
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"

	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
)

// A sealed password is the first byte of its form and a key derived from it by PBKDF2 with HMAC-SHA-256. The
// count of rounds is what OWASP recommends for it (Password Storage Cheat Sheet, 2023).
const (
	sealForm   = 1
	sealRounds = 600_000
	sealKey    = sha256.Size
	sealSize   = 1 + sealKey
)

// sealed gives the stored form of a password for a field of a record. Both make the salt, so that the same
// password is stored otherwise elsewhere, and the same way when the same thing is done again.
func sealed(clear string, record [16]byte, field ID) string {
	salt := append(record[:], field[:]...)
	key, err := pbkdf2.Key(sha256.New, clear, salt, sealRounds, sealKey)
	if err != nil {
		return "" // only for a key that is too long
	}
	return string(append([]byte{sealForm}, key...))
}

// seal makes a password that is to be set one that is.
func (v *Value) seal(record [16]byte, field ID) {
	if v.kind != KindPassword || v.text != "" {
		return
	}
	v.text, v.unit = sealed(v.unit, record, field), ""
}

// verify tells whether a password that is set is this one. It takes as long as setting one.
func (v Value) verify(clear string, record [16]byte, field ID) bool {
	return v.kind == KindPassword && v.text != "" &&
		subtle.ConstantTimeCompare([]byte(v.text), []byte(sealed(clear, record, field))) == 1
}

// Verify tells whether a password is the one that a record has in a field, which is named by its id, its slug or its
// name. store.ErrNotFound: there is no such field.
func Verify(tx *record.Tx, source Source, vs Values, id [16]byte, field, password string) (bool, error) {
	all, err := Load(tx)
	if err != nil {
		return false, err
	}
	f, ok := all.Of(source).Resolve(field)
	if !ok {
		return false, fmt.Errorf("customfield: %.80q: %w", field, store.ErrNotFound)
	}
	return vs.Of(f.ID).verify(password, id, f.ID), nil
}
