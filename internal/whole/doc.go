// Package whole holds the tests that make sense only across kinds: what an account takes with it and brings back, several
// kinds in one transaction, organisations side by side, the change log of every verb, and random histories beside a
// model. What one kind does alone is tested in its package. There is no code here.
package whole
