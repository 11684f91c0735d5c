package calllist

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// WebformID is the CRM form of a list: the id of one, as [Webform] makes it, or [NoWebform]. Its zero value says neither:
// an update without a form would remove the list's, so [Client.Update] rejects it.
//
//	list, err := b24.Get(ctx, 13)
//	err = b24.Update(ctx, calllist.UpdateParams{ListID: 13, EntityType: calllist.EntityContact, Entities: ids, WebformID: list.WebformID})
type WebformID string

// NoWebform is a list without a form.
const NoWebform WebformID = "none"

// Webform is the form with this id.
func Webform(id int64) WebformID { return WebformID(strconv.FormatInt(id, 10)) }

// ID is the form's id; false where there is none, or where it was not said.
func (w WebformID) ID() (int64, bool) {
	id, err := strconv.ParseInt(string(w), 10, 64)
	return id, err == nil
}

// MarshalJSON writes the id, or null.
func (w WebformID) MarshalJSON() ([]byte, error) {
	if id, ok := w.ID(); ok {
		return json.Marshal(id)
	}
	return []byte("null"), nil
}

// UnmarshalJSON reads an id, as a number or as text, or null.
func (w *WebformID) UnmarshalJSON(data []byte) error {
	if isNull(data) {
		*w = NoWebform
		return nil
	}
	return readValue(data, w)
}

// check reports what is neither a form nor none.
func (w WebformID) check() error {
	if id, ok := w.ID(); ok {
		return checkID("WebformID", id)
	}
	if w == NoWebform {
		return nil
	}
	return fmt.Errorf("calllist: WebformID is %q; it is the list's own as Get returns it, Webform(5), or NoWebform, which "+
		"removes the form", string(w))
}
