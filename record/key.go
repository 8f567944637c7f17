package record

import (
	"encoding/binary"

	"github.com/google/uuid"
)

// The classes of keys: the first byte of each.
const (
	classIndex  = 'i' // organisation, kind, index, tuple, id → nothing
	classLog    = 'l' // organisation, 's', sequence → change; organisation, 'r', kind, id, sequence → nothing
	classMeta   = 'm' // organisation, what → figures and settings
	classRecord = 'r' // organisation, kind, id → record
	classTrash  = 't' // organisation, 's', set → set; 'r', set, kind, id → record; 'k', kind, id → set
	classUnique = 'u' // organisation, kind, index, tuple → id
)

var classes = []byte{classIndex, classLog, classMeta, classRecord, classTrash, classUnique}

// prefix is the organisation's part of every key: its id and a zero byte, which no id holds.
type prefix string

func prefixOf(org string) prefix { return prefix(org) + "\x00" }

// key starts a key of a class, with room for n more bytes.
func (p prefix) key(class byte, n int) []byte {
	k := make([]byte, 0, 1+len(p)+n)
	return append(append(k, class), p...)
}

func (p prefix) record(kind byte, id uuid.UUID) []byte {
	return append(append(p.key(classRecord, 17), kind), id[:]...)
}

func (p prefix) records(kind byte) []byte {
	return append(p.key(classRecord, 17), kind)
}

func (p prefix) unique(kind, index byte, t Tuple) []byte {
	return append(append(p.key(classUnique, 2+len(t)), kind, index), t...)
}

func (p prefix) index(kind, index byte, t Tuple, id uuid.UUID) []byte {
	return append(append(append(p.key(classIndex, 18+len(t)), kind, index), t...), id[:]...)
}

func (p prefix) indexed(kind, index byte, t Tuple) []byte {
	return append(append(p.key(classIndex, 18+len(t)), kind, index), t...)
}

func (p prefix) change(seq int64) []byte {
	return binary.BigEndian.AppendUint64(append(p.key(classLog, 9), 's'), uint64(seq))
}

func (p prefix) changes() []byte { return append(p.key(classLog, 9), 's') }

func (p prefix) changeOf(kind byte, id uuid.UUID, seq int64) []byte {
	return binary.BigEndian.AppendUint64(p.changesOf(kind, id), uint64(seq))
}

func (p prefix) changesOf(kind byte, id uuid.UUID) []byte {
	return append(append(p.key(classLog, 26), 'r', kind), id[:]...)
}

func (p prefix) changesByRecord() []byte { return append(p.key(classLog, 26), 'r') }

func (p prefix) set(set uuid.UUID) []byte {
	return append(append(p.key(classTrash, 17), 's'), set[:]...)
}

func (p prefix) sets() []byte { return append(p.key(classTrash, 17), 's') }

func (p prefix) trashed(set uuid.UUID, kind byte, id uuid.UUID) []byte {
	return append(append(p.trashedIn(set), kind), id[:]...)
}

func (p prefix) trashedIn(set uuid.UUID) []byte {
	return append(append(p.key(classTrash, 34), 'r'), set[:]...)
}

func (p prefix) trash() []byte { return append(p.key(classTrash, 34), 'r') }

func (p prefix) trashIndex() []byte { return append(p.key(classTrash, 18), 'k') }

func (p prefix) setOf(kind byte, id uuid.UUID) []byte {
	return append(append(p.key(classTrash, 18), 'k', kind), id[:]...)
}

func (p prefix) logHead() []byte { return append(p.key(classMeta, 1), 'l') }

func (p prefix) schema() []byte { return append(p.key(classMeta, 1), 'v') }

func (p prefix) counter(name string) []byte {
	return append(append(p.key(classMeta, 1+len(name)), 'n'), name...)
}

// The keys of the store as a whole: those of the organisation without a name.
const global prefix = "\x00"

func orgKey(org string) []byte { return append(append(global.key(classMeta, 65), 'o'), org...) }

func orgKeys() []byte { return append(global.key(classMeta, 65), 'o') }

func kindsKey() []byte { return append(global.key(classMeta, 1), 'k') }

func incarnationKey() []byte { return append(global.key(classMeta, 1), 'i') }

func figure(b []byte) uint64 {
	if len(b) != 8 {
		return 0
	}
	return binary.BigEndian.Uint64(b)
}

func appendFigure(dst []byte, v uint64) []byte { return binary.BigEndian.AppendUint64(dst, v) }

// seqOf gives the sequence at the end of a key of the log; 0 if the key is too short to have one.
func seqOf(key []byte) int64 {
	if len(key) < 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(key[len(key)-8:]))
}

// idOf gives the id at the end of a key, none if the key is too short to have one.
func idOf(key []byte) uuid.UUID {
	if len(key) < 16 {
		return uuid.Nil
	}
	return uuid.UUID(key[len(key)-16:])
}
