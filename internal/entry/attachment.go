package entry

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/clientele-go/clientele/fault"
	"github.com/clientele-go/clientele/record"
	"github.com/clientele-go/clientele/store"
	"github.com/clientele-go/clientele/value"
)

// maxAttachments is how many attachments a record has at most.
const maxAttachments = 100

// Attach adds attachments to the record. A URL that it has already, or that stands in the list twice, is added once.
func (w *Writer[T]) Attach(urls []string) {
	to := w.kind.spec.Parts(w.R).Attachments
	have := slices.Clone(*to)
	for i, in := range urls {
		path := fault.At("attachmentUrls", i)
		if w.Faulty(path) {
			continue
		}
		a, err := value.NewAttachment(uuid.Nil, in, w.Rules.Now)
		if !w.Take(path, err) || len(have) > maxAttachments || slices.ContainsFunc(have, func(b value.Attachment) bool { return b.URL == a.URL }) {
			continue
		}
		if w.Rules.NewID != nil {
			a.ID = w.Rules.NewID()
		}
		have = append(have, a)
	}
	if len(have) > maxAttachments {
		w.Faults.AddWith("attachmentUrls", fault.TooLarge, "too many attachments", fault.Params{"limit": maxAttachments})
		return
	}
	*to = have
}

// RemoveAttachment takes one attachment away. ErrNotFound: there is no such record, or it has no such attachment.
func (k *Kind[T]) RemoveAttachment(ctx context.Context, s record.Scope, id record.ID[T], attachment uuid.UUID) (*T, error) {
	gate, err := k.gate(ctx, s)
	if err != nil {
		return nil, err
	}
	r, err := record.Write(ctx, s, k.verb("remove_attachment"), func(_ context.Context, tx *record.Tx) (*T, error) {
		if err := k.mayChange(tx, gate, id); err != nil {
			return nil, err
		}
		r, err := k.Kind.Update(tx, record.Edit[T]{ID: id, Apply: func(r *T) error { return k.detach(r, attachment) }})
		if err != nil {
			return nil, err
		}
		return r, k.fill(tx, r)
	})
	if err != nil {
		return nil, err
	}
	k.fillMakers(ctx, s, r)
	return r, nil
}

func (k *Kind[T]) detach(r *T, attachment uuid.UUID) error {
	have := k.spec.Parts(r).Attachments
	i := slices.IndexFunc(*have, func(a value.Attachment) bool { return a.ID == attachment })
	if i < 0 {
		return &record.Error{Kind: k.Name(), ID: uuid.UUID(k.ID(r)), Field: "attachment", Err: fmt.Errorf("%s: %w", attachment, store.ErrNotFound)}
	}
	*have = slices.Delete(*have, i, i+1)
	return nil
}

// attachments are stored one after the other, each with its texts behind their lengths.
type attachments []value.Attachment

// MarshalJSON encodes the list, also an empty one.
func (as attachments) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]value.Attachment{}, as...))
}

func appendAttachments(dst []byte, as *attachments) []byte {
	for _, a := range *as {
		dst = append(dst, a.ID[:]...)
		dst = binary.BigEndian.AppendUint64(dst, uint64(a.CreatedAt.UnixMicro()))
		dst = value.AppendText(value.AppendText(dst, a.URL), a.Name)
	}
	return dst
}

var errAttachments = errors.New("entry: a list of attachments is cut short")

func readAttachments(s string, as *attachments) error {
	var read attachments
	for s != "" {
		if len(s) < 24 {
			return errAttachments
		}
		a := value.Attachment{
			ID:        uuid.UUID([]byte(s[:16])),
			CreatedAt: time.UnixMicro(int64(binary.BigEndian.Uint64([]byte(s[16:24])))).UTC(),
		}
		ok := false
		if a.URL, s, ok = value.CutText(s[24:]); !ok {
			return errAttachments
		}
		if a.Name, s, ok = value.CutText(s); !ok {
			return errAttachments
		}
		read = append(read, a)
	}
	*as = read
	return nil
}

// URLs gives the URLs of attachments, as an input has them.
func URLs(as []value.Attachment) []string {
	out := make([]string, len(as))
	for i, a := range as {
		out[i] = a.URL
	}
	return out
}
