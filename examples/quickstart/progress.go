package main

import (
	"fmt"
	"io"
	"os"
)

// progress shows on a terminal how far a long work is, and nothing anywhere else.
type progress struct {
	terminal io.Writer // nil: there is none
}

// progressOn gives the progress for w, if that is a terminal.
func progressOn(w io.Writer) progress {
	f, ok := w.(*os.File)
	if !ok {
		return progress{}
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return progress{}
	}
	return progress{terminal: w}
}

func (p progress) show(done, total int) {
	if p.terminal != nil {
		fmt.Fprintf(p.terminal, "\r   %d of %d", done, total)
	}
}

// clear takes the progress off the terminal.
func (p progress) clear() {
	if p.terminal != nil {
		fmt.Fprint(p.terminal, "\r\x1b[K")
	}
}
