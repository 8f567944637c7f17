package value

// first tells what kind of JSON value data is, by its first byte: '{', '[', '"', 't', 'f', 'n', and '0' for
// every number. Of nothing it is 0.
func first(data []byte) byte {
	for _, c := range data {
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			continue
		case c == '-' || '0' <= c && c <= '9':
			return '0'
		}
		return c
	}
	return 0
}
