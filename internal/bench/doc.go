// Package bench measures the library beside its peers: other embedded stores and object mappers doing the
// same work with the same durability. It is a module of its own, so that the peers never enter the
// requirements of a program that embeds the library.
package bench
