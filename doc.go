// Package clientele is the account core of a customer platform, in process: accounts, and what hangs on
// them, in a file or in memory, with every business rule enforced on every path and no server.
//
// A program opens a store, asks for an organisation, says who acts, and calls verbs of the domain packages:
//
//	st, err := boltstore.Open("crm.db", nil) // or memstore.New()
//	db, err := clientele.Open(ctx, st, nil)
//	org, err := db.EnsureOrg(ctx, "org_1", nil)
//	org = org.As(clientele.Actor{ID: "USER123"})
//
//	acme, err := account.Create(ctx, org, account.Draft{Name: "Acme Corporation", PrimaryDomain: "acme.com"})
//
// Everything belongs to one organisation, and nothing that is reached from the handle of one can read or
// write another. A verb that is given an organisation runs in a transaction of its own; given a transaction
// it joins, and all of it commits together or not at all.
//
// An input that is refused is a [fault.Error] with every fault that was found in it. This package composes
// the others and gives their common names again; the rules stand in the packages of their subjects.
package clientele
