package bench

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/clientele-go/clientele/account"
)

// lite is the peer: the same accounts in SQLite in WAL mode with synchronous=FULL, a unique index on the domain
// and indexes on number, folded name, status and owner, over one connection, with prepared statements.
type lite struct {
	db     *sql.DB
	log    bool // writes a change log with an index by record, as clientele does
	insert *sql.Stmt
	change *sql.Stmt
	get    *sql.Stmt
	domain *sql.Stmt
	list   *sql.Stmt
	scan   *sql.Stmt
}

const columns = `id, number, name, folded, domain, description, source, territory, owner, logo, website,
	status, classification, health, industry, revenue, currency, employees,
	street, city, state, postal, country, shipping, metadata, version, created_at, updated_at, created_by, updated_by`

var liteSchema = []string{
	`CREATE TABLE account (id BLOB PRIMARY KEY, number INTEGER, name TEXT, folded TEXT, domain TEXT, description TEXT, source TEXT,
		territory TEXT, owner TEXT, logo TEXT, website TEXT, status TEXT, classification TEXT, health TEXT, industry TEXT,
		revenue TEXT, currency TEXT, employees INTEGER, street TEXT, city TEXT, state TEXT, postal TEXT, country TEXT, shipping TEXT,
		metadata TEXT, version INTEGER, created_at INTEGER, updated_at INTEGER, created_by TEXT, updated_by TEXT) WITHOUT ROWID`,
	`CREATE UNIQUE INDEX by_domain ON account (domain)`,
	`CREATE INDEX by_number ON account (number)`,
	`CREATE INDEX by_name ON account (folded)`,
	`CREATE INDEX by_status ON account (status, id)`,
	`CREATE INDEX by_owner ON account (owner)`,
	`CREATE TABLE change (seq INTEGER PRIMARY KEY, at INTEGER, actor TEXT, op INTEGER, id BLOB, version INTEGER)`,
	`CREATE INDEX change_of ON change (id, seq)`,
}

func openLite(b testing.TB, log bool) *lite {
	b.Helper()
	path := filepath.Join(b.TempDir(), "lite.db")
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)")
	must(b, err)
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { db.Close() })
	for _, statement := range liteSchema {
		_, err := db.Exec(statement)
		must(b, err)
	}
	l := &lite{db: db, log: log}
	prepare := func(query string) *sql.Stmt {
		s, err := db.Prepare(query)
		must(b, err)
		return s
	}
	marks := strings.TrimSuffix(strings.Repeat("?,", strings.Count(columns, ",")+1), ",")
	l.insert = prepare(fmt.Sprintf("INSERT INTO account (%s) VALUES (%s)", columns, marks))
	l.change = prepare("INSERT INTO change (at, actor, op, id, version) VALUES (?,?,?,?,?)")
	l.get = prepare("SELECT " + columns + " FROM account WHERE id = ?")
	l.domain = prepare("SELECT " + columns + " FROM account WHERE domain = ?")
	l.list = prepare("SELECT " + columns + " FROM account WHERE status = ? AND id > ? ORDER BY id LIMIT ?")
	l.scan = prepare("SELECT " + columns + " FROM account WHERE health = ?")
	return l
}

// add inserts one account in a transaction that is under way.
func (l *lite) add(tx *sql.Tx, i int) (uuid.UUID, error) {
	d := draft(i)
	id, err := uuid.NewV7()
	if err != nil {
		return id, err
	}
	now := time.Now().UnixMicro()
	_, err = tx.Stmt(l.insert).Exec(id[:], i, d.Name, strings.ToLower(d.Name), d.PrimaryDomain, d.Description, d.Source, d.Territory, d.OwnerID, d.Logo, d.Website,
		d.Status, d.Classification, d.Health, d.Industry, d.AnnualRevenue.Amount.String(), d.AnnualRevenue.Currency, *d.Employees,
		d.BillingAddress.Street, d.BillingAddress.City, d.BillingAddress.State, d.BillingAddress.PostalCode, d.BillingAddress.Country,
		d.ShippingAddress.Line, string(d.Metadata), 1, now, now, "system", "system")
	if err == nil && l.log {
		_, err = tx.Stmt(l.change).Exec(now, "system", 1, id[:], 1)
	}
	return id, err
}

// addAll inserts accounts from i up to n, in one transaction.
func (l *lite) addAll(ctx context.Context, i, n int) ([]uuid.UUID, error) {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	ids := make([]uuid.UUID, 0, n-i)
	for ; i < n; i++ {
		id, err := l.add(tx, i)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, tx.Commit()
}

// row reads an account from the columns.
func row(scan func(...any) error) (*account.Account, error) {
	a := new(account.Account)
	var id []byte
	var folded, revenue, currency, metadata string
	var employees, created, updated int64
	err := scan(&id, &a.Number, &a.Name, &folded, &a.PrimaryDomain, &a.Description, &a.Source, &a.Territory, &a.OwnerID, &a.Logo, &a.Website,
		&a.Status.Value, &a.Classification.Value, &a.Health.Value, &a.Industry.Value, &revenue, &currency, &employees,
		&a.BillingAddress.Street, &a.BillingAddress.City, &a.BillingAddress.State, &a.BillingAddress.PostalCode, &a.BillingAddress.Country,
		&a.ShippingAddress.Line, &metadata, &a.Version, &created, &updated, &a.CreatedBy, &a.UpdatedBy)
	if err != nil {
		return nil, err
	}
	copy(a.ID[:], id)
	a.AnnualRevenue, err = money(revenue, currency)
	a.Employees, a.Metadata = &employees, json.RawMessage(metadata)
	a.CreatedAt, a.UpdatedAt = time.UnixMicro(created).UTC(), time.UnixMicro(updated).UTC()
	return a, err
}

// rows reads all accounts of a query.
func rows(s *sql.Stmt, args ...any) ([]*account.Account, error) {
	found, err := s.Query(args...)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var out []*account.Account
	for found.Next() {
		a, err := row(found.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, found.Err()
}
