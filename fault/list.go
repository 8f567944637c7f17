package fault

// List collects faults while an input is examined. Its zero value is empty and ready to use.
type List []Fault

// Add appends a fault.
func (l *List) Add(path string, code Code, message string) {
	*l = append(*l, Fault{Path: path, Code: code, Message: message})
}

// AddWith appends a fault with the parameters of its rule.
func (l *List) AddWith(path string, code Code, message string, params Params) {
	*l = append(*l, Fault{Path: path, Code: code, Message: message, Params: params})
}

// Nest appends the faults of a value that is held under path, their paths made to start there.
func (l *List) Nest(path string, held []Fault) {
	for _, f := range held {
		f.Path = Path(path, f.Path)
		*l = append(*l, f)
	}
}

// Take appends the faults of err under path, if err is an [*Error], and gives nil; any other error is given
// back as it is. So a caller goes on collecting after bad input and stops at a real failure.
func (l *List) Take(path string, err error) error {
	if err == nil {
		return nil
	}
	e, ok := err.(*Error)
	if !ok {
		return err
	}
	l.Nest(path, e.Faults)
	return nil
}

// Err gives the faults as an [*Error], or nil if there are none.
func (l List) Err() error {
	if len(l) == 0 {
		return nil
	}
	return &Error{Faults: l}
}
