package record

import "slices"

// arrange orders the references to each kind, so that a chunked delete takes records that refer to others of the same
// set, by a reference that is cleared when those go, before them: such a record comes back as it was. Where kinds refer
// to each other in a circle, some of them lose such references.
func (db *DB) arrange() {
	for _, code := range db.codes {
		k := db.kinds[code]
		arranged := make([]incoming, 0, len(k.incoming))
		for left := slices.Clone(k.incoming); len(left) > 0; {
			next := max(0, slices.IndexFunc(left, func(in incoming) bool { return !db.awaited(in, left) }))
			arranged = append(arranged, left[next])
			left = slices.Delete(left, next, next+1)
		}
		k.incoming = arranged
	}
}

// awaited tells whether something else that is left has to go before what comes by a reference.
func (db *DB) awaited(in incoming, left []incoming) bool {
	going := db.hanging(in.from)
	return slices.ContainsFunc(left, func(other incoming) bool {
		return other.from != in.from && slices.ContainsFunc(db.hanging(other.from), func(from byte) bool { return db.loses(from, going) })
	})
}

// hanging gives a kind with all kinds that hang on it.
func (db *DB) hanging(code byte) []byte {
	all := []byte{code}
	for i := 0; i < len(all); i++ {
		for _, in := range db.kinds[all[i]].incoming {
			if in.onDelete == Cascade && !slices.Contains(all, in.from) {
				all = append(all, in.from)
			}
		}
	}
	return all
}

// loses tells whether a kind has a reference that is cleared when a record of one of these kinds goes.
func (db *DB) loses(from byte, going []byte) bool {
	return slices.ContainsFunc(db.kinds[from].references(), func(ref reference) bool {
		return ref.onDelete == Clear && slices.Contains(going, ref.target)
	})
}
