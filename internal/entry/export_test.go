package entry

// What tests of this package look at.
var (
	AppendAttachments = appendAttachments
	ReadAttachments   = readAttachments
)

// Attachments is the stored list.
type Attachments = attachments
