package store

// Get gives the value written, else the value that Prefetch read, else asks the Reader below. The errors are
// those of the Reader, or ErrNotFound.
func (o *Overlay) Get(key []byte) ([]byte, error) {
	value, found := o.look(key)
	switch {
	case !found:
		return o.base.Get(key)
	case value == nil:
		return nil, ErrNotFound
	}
	return value, nil
}

// look gives what is known of key without asking the Reader below; nil is absent.
func (o *Overlay) look(key []byte) (value []byte, found bool) {
	if o.tree.Len() > 0 {
		if it := o.tree.Get(key); it != nil {
			return it.Value, true
		}
	}
	if o.known == nil {
		return nil, false
	}
	value, found = o.known[string(key)]
	return value, found
}

// GetMany asks the Reader below in one GetMany for the keys that were neither written nor prefetched, and not
// at all if there are none.
func (o *Overlay) GetMany(keys [][]byte) ([][]byte, error) {
	if o.tree.Len() == 0 && o.known == nil && len(keys) > 0 {
		return o.base.GetMany(keys)
	}
	values := make([][]byte, len(keys))
	var missing [][]byte
	var places []int
	for i, key := range keys {
		value, found := o.look(key)
		if !found {
			missing, places = append(missing, key), append(places, i)
			continue
		}
		values[i] = value
	}
	if len(missing) == 0 {
		return values, nil
	}
	got, err := o.base.GetMany(missing)
	if err != nil {
		return nil, err
	}
	for i, place := range places {
		values[place] = got[i]
	}
	return values, nil
}

// Prefetch reads the keys in one GetMany, or none if all are known, so that Get and GetMany need not ask the
// Reader below for them, absent ones included. Over an Overlay it is that one which remembers, and so the next
// savepoint knows them too. The errors are those of the Reader.
func (o *Overlay) Prefetch(keys [][]byte) error {
	var missing [][]byte
	for _, key := range keys {
		if _, found := o.look(key); !found {
			missing = append(missing, key)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if below, ok := o.base.(*Overlay); ok {
		return below.Prefetch(missing)
	}
	values, err := o.base.GetMany(missing)
	if err != nil {
		return err
	}
	if o.known == nil {
		o.known = make(map[string][]byte, len(missing))
	}
	for i, key := range missing {
		o.known[string(key)] = values[i]
	}
	return nil
}
