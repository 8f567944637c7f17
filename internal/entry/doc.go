// Package entry holds what activities, notes and tasks have alike: they hang on an account and go with it, have
// attachments, metadata and custom fields, and say who made them. A package of those defines its [Kind] here, says
// what is its own (fields, rules, who sees a record), and has its verbs by it.
package entry
