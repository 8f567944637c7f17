// Package proof shows what takes a checker of its own: that histories of concurrent work, crashes included, are
// linearizable. Every operation seems to happen at one moment between its call and its answer, and what was
// acknowledged before a crash is there after it.
//
// It is a module of its own, so that the checker never enters the requirements of a program that embeds the
// library.
package proof
