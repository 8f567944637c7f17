package boltstore

// OpenUnchecked has bbolt open a file that Open might refuse, and gives the error.
func OpenUnchecked(path string) error {
	var o *Options
	db, _, err := openBolt(path, o.withDefaults())
	if err != nil {
		return err
	}
	return closeBolt(db)
}

// Stick does to the store what a panic of bbolt does that keeps the writer's lock.
func Stick(s *Store) {
	if _, err := s.db.Begin(true); err != nil {
		panic(err)
	}
	s.stuck.Store(true)
}
