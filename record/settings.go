package record

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/value"
)

// Settings are what an organisation decides for itself. They are stored with it.
type Settings struct {
	// Currency is what an amount of money has that names none: an ISO 4217 code. Default "USD".
	Currency string `json:"currency"`
	// FreeMail are the e-mail providers whose domains never stand for a company. Nil is the built-in list.
	FreeMail []string `json:"freeMail,omitempty"`
	// Mandatory are optional standard fields that this organisation insists on, by kind: {"account": ["website"]}.
	Mandatory map[string][]string `json:"mandatory,omitempty"`
	// Inheritance overrides how a property of an account passes to its children: "never", "if_empty", "always".
	Inheritance map[string]string `json:"inheritance,omitempty"`
	// NoteVisibility is what a note has that names none: "public", "team" or "private". Default "public".
	NoteVisibility string `json:"noteVisibility,omitempty"`
	// Retention is how long a deletion set stays in the trash before PurgeExpired takes it. Zero: for ever.
	Retention time.Duration `json:"retention,omitempty"`
	// TeamAccess limits an account to the members of its teams. Kept for the host's policy.
	TeamAccess bool `json:"teamAccess,omitempty"`
}

func (s Settings) withDefaults() Settings {
	if s.Currency == "" {
		s.Currency = "USD"
	}
	return s
}

// settings are shared by the transactions at one version of the schema.
var settings = NewShared(func(tx *Tx) (Settings, error) {
	e, err := readOrg(tx.r, tx.org.id)
	return e.Settings.withDefaults(), err
})

// Settings gives the organisation's settings as this transaction sees them, defaults filled in.
func (tx *Tx) Settings() (Settings, error) { return settings.Get(tx) }

// Settings gives the organisation's settings, defaults filled in.
func (o *Org) Settings(ctx context.Context) (Settings, error) {
	return Read(ctx, o, "org.settings", func(_ context.Context, tx *Tx) (Settings, error) { return tx.Settings() })
}

// SetSettings replaces the organisation's settings. Records keep what they have: a new currency is that of
// amounts given from now on. Faults name the setting that is wrong.
func (o *Org) SetSettings(ctx context.Context, s Settings) error {
	var faults fault.List
	s = s.normalise(o.db, &faults)
	if err := faults.Err(); err != nil {
		return named("org.configure", err)
	}
	_, err := Write(ctx, o, "org.configure", func(_ context.Context, tx *Tx) (struct{}, error) {
		e, err := readOrg(tx.r, tx.org.id)
		if err != nil {
			return struct{}{}, err
		}
		e.Settings = s
		if err := tx.writeOrg(e); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, tx.reshape()
	})
	return err
}

// normalise checks the settings and brings them to their canonical form.
func (s Settings) normalise(db *DB, faults *fault.List) Settings {
	s = s.withDefaults()
	if currency, err := value.Currency(s.Currency); faults.Take("currency", err) == nil {
		s.Currency = currency
	}
	var hosts []string
	for i, host := range s.FreeMail {
		domain, err := value.Domain(host)
		faults.Take(fault.At("freeMail", i), err)
		hosts = append(hosts, domain)
	}
	if s.FreeMail != nil {
		s.FreeMail = hosts
	}
	for _, kind := range slices.Sorted(maps.Keys(s.Mandatory)) {
		for i, field := range s.Mandatory[kind] {
			if !db.mayInsist(kind, field) {
				faults.AddWith(fault.At("mandatory."+kind, i), fault.UnknownField, "is no field that can be made mandatory", fault.Params{"kind": kind, "field": field})
			}
		}
	}
	for _, property := range slices.Sorted(maps.Keys(s.Inheritance)) {
		oneOf(faults, fault.Path("inheritance", property), s.Inheritance[property], "never", "if_empty", "always")
	}
	if s.NoteVisibility != "" {
		oneOf(faults, "noteVisibility", s.NoteVisibility, "public", "team", "private")
	}
	if s.Retention < 0 {
		faults.Add("retention", fault.TooSmall, "a retention is not negative")
	}
	return s
}

func oneOf(faults *fault.List, path, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		faults.AddWith(path, fault.NotAllowed, "is none of the values allowed", fault.Params{"value": value, "allowed": allowed})
	}
}

func (db *DB) mayInsist(kind, field string) bool {
	for _, code := range db.codes {
		if db.kinds[code].name == kind {
			return db.kinds[code].mayInsist(field)
		}
	}
	return false
}
