package wire_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/clientele-go/clientele/record/internal/wire"
)

// company is like an account: 28 fields, about 750 bytes.
type company struct {
	Created, Updated                           time.Time
	Version, Number, Revenue                   int64
	Status, Class, Health, Industry            [16]byte
	CreatedBy, UpdatedBy, Owner                string
	Name, Domain, Domain2, Description         string
	Source, Logo, Website, Territory           string
	Street, City, State, Zip, Country, Street2 string
	Employees                                  *int64
	Metadata                                   []byte
}

// texts are the text fields by number, from 20 on.
var texts = []func(*company) *string{
	func(c *company) *string { return &c.CreatedBy }, func(c *company) *string { return &c.UpdatedBy },
	func(c *company) *string { return &c.Owner }, func(c *company) *string { return &c.Name },
	func(c *company) *string { return &c.Domain }, func(c *company) *string { return &c.Domain2 },
	func(c *company) *string { return &c.Description }, func(c *company) *string { return &c.Source },
	func(c *company) *string { return &c.Logo }, func(c *company) *string { return &c.Website },
	func(c *company) *string { return &c.Territory }, func(c *company) *string { return &c.Street },
	func(c *company) *string { return &c.City }, func(c *company) *string { return &c.State },
	func(c *company) *string { return &c.Zip }, func(c *company) *string { return &c.Country },
	func(c *company) *string { return &c.Street2 },
}

func companies(tb testing.TB) *wire.Table[company] {
	fields := []wire.Field[company]{
		wire.At(1, wire.Time, func(c *company) *time.Time { return &c.Created }),
		wire.At(2, wire.Time, func(c *company) *time.Time { return &c.Updated }),
		wire.At(3, wire.Int, func(c *company) *int64 { return &c.Version }),
		wire.At(4, wire.UUID, func(c *company) *[16]byte { return &c.Status }),
		wire.At(5, wire.UUID, func(c *company) *[16]byte { return &c.Class }),
		wire.At(6, wire.UUID, func(c *company) *[16]byte { return &c.Health }),
		wire.At(7, wire.UUID, func(c *company) *[16]byte { return &c.Industry }),
	}
	for i := range fields {
		fields[i].Hot = true
	}
	fields = append(fields,
		wire.At(8, wire.Int, func(c *company) *int64 { return &c.Number }),
		wire.At(9, wire.Int, func(c *company) *int64 { return &c.Revenue }),
		wire.At(10, wire.OptInt, func(c *company) **int64 { return &c.Employees }),
		wire.At(11, wire.Bytes, func(c *company) *[]byte { return &c.Metadata }),
	)
	for i, access := range texts {
		fields = append(fields, wire.At(uint32(20+i), wire.Text, access))
	}
	require.Len(tb, fields, 28)
	return table(tb, fields)
}

func acme() *company {
	employees := int64(500)
	c := &company{
		Created: time.UnixMicro(1_700_000_000_000_000).UTC(), Updated: time.UnixMicro(1_700_000_001_000_000).UTC(), Version: 3, Number: 1042, Revenue: 50_000_000_00,
		Status: [16]byte{1}, Class: [16]byte{2}, Health: [16]byte{3}, Industry: [16]byte{4}, Employees: &employees,
		Metadata: []byte(`{"preferredContactMethod":"email","timezone":"America/Los_Angeles","customerSince":"2023-01-01"}`),
	}
	for i, value := range []string{
		"USER123", "USER456", "USER789", "Acme Corporation", "acme.com", "acme.io",
		"Global technology company specializing in cloud infrastructure and AI solutions. " + strings.Repeat("It makes everything. ", 12),
		"hubspot", "https://acme.com/brand/logo.png", "https://acme.com", "North America", "100 Technology Park", "San Francisco", "CA", "94105", "US", "Suite 200",
	} {
		*texts[i](c) = value
	}
	return c
}

func TestTheHandWrittenCodecDoesTheSame(t *testing.T) {
	table, c := companies(t), acme()
	stored := table.Append(nil, c)
	require.InDelta(t, 750, len(stored), 60)
	require.Equal(t, stored, appendByHand(nil, c))
	var got company
	require.NoError(t, decodeByHand(stored, &got))
	require.Equal(t, *c, got)
}

func BenchmarkAppend(b *testing.B) {
	table, c := companies(b), acme()
	var buf []byte
	for name, step := range map[string]func(){
		"fresh/table":  func() { buf = table.Append(make([]byte, 0, 1024), c) },
		"fresh/hand":   func() { buf = appendByHand(make([]byte, 0, 1024), c) },
		"reused/table": func() { buf = table.Append(buf[:0], c) },
		"reused/hand":  func() { buf = appendByHand(buf[:0], c) },
	} {
		measure(b, name, step)
	}
}

func BenchmarkDecode(b *testing.B) {
	table := companies(b)
	stored := table.Append(nil, acme())
	var c *company
	var err error
	for name, step := range map[string]func(){
		"table": func() { c = new(company); err = errors.Join(err, table.Decode(stored, c)) },
		"hand":  func() { c = new(company); err = errors.Join(err, decodeByHand(stored, c)) },
	} {
		measure(b, name, step)
	}
	require.NoError(b, err)
}

func BenchmarkChanged(b *testing.B) {
	table, c := companies(b), acme()
	d := *c
	d.Name, d.Version = "Acme", 4
	changed, n := make([]int, 0, 28), 0
	for name, step := range map[string]func(){
		"table": func() { changed = table.Changed(changed[:0], c, &d) },
		"hand":  func() { n = changedByHand(c, &d) },
	} {
		measure(b, name, step)
	}
	_ = n
}

func BenchmarkRaw(b *testing.B) {
	table := companies(b)
	stored := table.Append(nil, acme())
	for name, number := range map[string]uint32{"hot": 7, "cold": 36} {
		i, _ := table.ByNumber(number)
		measure(b, name, func() { table.Raw(stored, i) })
	}
}

func measure(b *testing.B, name string, step func()) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			step()
		}
	})
}

// What follows is the codec of company as one would write it by hand, for the same bytes.

func appendByHand(dst []byte, c *company) []byte {
	dst = append(dst, 1, 7)
	dst = binary.LittleEndian.AppendUint64(append(dst, 1<<2|1), uint64(c.Created.UnixMicro()))
	dst = binary.LittleEndian.AppendUint64(append(dst, 2<<2|1), uint64(c.Updated.UnixMicro()))
	dst = binary.LittleEndian.AppendUint64(append(dst, 3<<2|1), uint64(c.Version))
	dst = append(append(dst, 4<<2|3), c.Status[:]...)
	dst = append(append(dst, 5<<2|3), c.Class[:]...)
	dst = append(append(dst, 6<<2|3), c.Health[:]...)
	dst = append(append(dst, 7<<2|3), c.Industry[:]...)
	dst = binary.AppendVarint(append(dst, 8<<2), c.Number)
	dst = binary.AppendVarint(append(dst, 9<<2), c.Revenue)
	if c.Employees != nil {
		dst = binary.AppendVarint(append(dst, 10<<2), *c.Employees)
	}
	if len(c.Metadata) > 0 {
		dst = append(binary.AppendUvarint(append(dst, 11<<2|2), uint64(len(c.Metadata))), c.Metadata...)
	}
	dst = appendText(dst, 20, c.CreatedBy)
	dst = appendText(dst, 21, c.UpdatedBy)
	dst = appendText(dst, 22, c.Owner)
	dst = appendText(dst, 23, c.Name)
	dst = appendText(dst, 24, c.Domain)
	dst = appendText(dst, 25, c.Domain2)
	dst = appendText(dst, 26, c.Description)
	dst = appendText(dst, 27, c.Source)
	dst = appendText(dst, 28, c.Logo)
	dst = appendText(dst, 29, c.Website)
	dst = appendText(dst, 30, c.Territory)
	dst = appendText(dst, 31, c.Street)
	dst = appendText(dst, 32, c.City)
	dst = appendText(dst, 33, c.State)
	dst = appendText(dst, 34, c.Zip)
	dst = appendText(dst, 35, c.Country)
	return appendText(dst, 36, c.Street2)
}

func appendText(dst []byte, number uint64, s string) []byte {
	if s == "" {
		return dst
	}
	dst = binary.AppendUvarint(dst, number<<2|2)
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

var errByHand = errors.New("malformed")

func decodeByHand(b []byte, c *company) error {
	if len(b) < 97 || b[0] != 1 || b[1] != 7 {
		return errByHand
	}
	c.Created = time.UnixMicro(int64(binary.LittleEndian.Uint64(b[3:]))).UTC()
	c.Updated = time.UnixMicro(int64(binary.LittleEndian.Uint64(b[12:]))).UTC()
	c.Version = int64(binary.LittleEndian.Uint64(b[21:]))
	copy(c.Status[:], b[30:])
	copy(c.Class[:], b[47:])
	copy(c.Health[:], b[64:])
	copy(c.Industry[:], b[81:])
	b = b[97:]
	text := string(b) // cut into pieces below
	for at := 0; at < len(b); {
		tag, n := binary.Uvarint(b[at:])
		if n <= 0 {
			return errByHand
		}
		at += n
		if tag&3 == 0 {
			v, n := binary.Varint(b[at:])
			if n <= 0 {
				return errByHand
			}
			at += n
			switch tag >> 2 {
			case 8:
				c.Number = v
			case 9:
				c.Revenue = v
			case 10:
				employees := v
				c.Employees = &employees
			default:
				return errByHand
			}
			continue
		}
		size, n := binary.Uvarint(b[at:])
		if n <= 0 || size > uint64(len(b)-at-n) {
			return errByHand
		}
		at += n
		if err := c.setByHand(tag>>2, text[at:at+int(size)]); err != nil {
			return err
		}
		at += int(size)
	}
	return nil
}

func (c *company) setByHand(number uint64, s string) error {
	switch number {
	case 11:
		c.Metadata = []byte(s)
	case 20:
		c.CreatedBy = s
	case 21:
		c.UpdatedBy = s
	case 22:
		c.Owner = s
	case 23:
		c.Name = s
	case 24:
		c.Domain = s
	case 25:
		c.Domain2 = s
	case 26:
		c.Description = s
	case 27:
		c.Source = s
	case 28:
		c.Logo = s
	case 29:
		c.Website = s
	case 30:
		c.Territory = s
	case 31:
		c.Street = s
	case 32:
		c.City = s
	case 33:
		c.State = s
	case 34:
		c.Zip = s
	case 35:
		c.Country = s
	case 36:
		c.Street2 = s
	default:
		return errByHand
	}
	return nil
}

func changedByHand(a, b *company) int {
	n := 0
	note := func(differ bool) {
		if differ {
			n++
		}
	}
	note(!a.Created.Equal(b.Created))
	note(!a.Updated.Equal(b.Updated))
	note(a.Version != b.Version)
	note(a.Status != b.Status)
	note(a.Class != b.Class)
	note(a.Health != b.Health)
	note(a.Industry != b.Industry)
	note(a.Number != b.Number)
	note(a.Revenue != b.Revenue)
	note((a.Employees == nil) != (b.Employees == nil) || a.Employees != nil && *a.Employees != *b.Employees)
	note(!bytes.Equal(a.Metadata, b.Metadata))
	note(a.CreatedBy != b.CreatedBy)
	note(a.UpdatedBy != b.UpdatedBy)
	note(a.Owner != b.Owner)
	note(a.Name != b.Name)
	note(a.Domain != b.Domain)
	note(a.Domain2 != b.Domain2)
	note(a.Description != b.Description)
	note(a.Source != b.Source)
	note(a.Logo != b.Logo)
	note(a.Website != b.Website)
	note(a.Territory != b.Territory)
	note(a.Street != b.Street)
	note(a.City != b.City)
	note(a.State != b.State)
	note(a.Zip != b.Zip)
	note(a.Country != b.Country)
	note(a.Street2 != b.Street2)
	return n
}
