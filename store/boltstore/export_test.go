package boltstore

// For tests in boltstore_test.
var (
	AppendSealed = appendSealed
	Unseal       = unseal
)
