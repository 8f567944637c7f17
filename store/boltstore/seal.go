package boltstore

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"github.com/clientele-go/clientele/store"
)

// sealSize is what a sealed value has more than the value.
const sealSize = 4

// checksum is that of a key and its value, so that a value under another key is found out as well.
func checksum(key, value []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// appendSealed appends the value and its checksum.
func appendSealed(dst, key, value []byte) []byte {
	dst = append(dst, value...)
	return binary.LittleEndian.AppendUint32(dst, checksum(key, value))
}

// unseal gives the value inside a sealed one, which it is a part of; it is never nil. ErrCorrupt: the checksum
// is not that of key and value.
func unseal(key, sealed []byte) ([]byte, error) {
	n := len(sealed) - sealSize
	if n < 0 || binary.LittleEndian.Uint32(sealed[n:]) != checksum(key, sealed[:n]) {
		return nil, fmt.Errorf("%w: the value of key %x does not have its checksum", store.ErrCorrupt, key)
	}
	return sealed[:n:n], nil
}

// sealBatch gives the values of the batch sealed, in one block; a delete is nil.
func sealBatch(b store.Batch) [][]byte {
	size := 0
	for _, w := range b {
		size += len(w.Value) + sealSize
	}
	block := make([]byte, 0, size)
	sealed := make([][]byte, len(b))
	for i, w := range b {
		if w.Value != nil {
			start := len(block)
			block = appendSealed(block, w.Key, w.Value)
			sealed[i] = block[start:len(block):len(block)]
		}
	}
	return sealed
}
