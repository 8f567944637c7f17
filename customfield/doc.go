// Package customfield holds the form in which inputs carry values of the fields that an organisation defines
// for itself. No field can be defined yet: every value that names one is a fault `unknown_reference`.
package customfield
