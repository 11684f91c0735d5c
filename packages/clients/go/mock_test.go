package calllist_test

// Against the mock, which reports each request that breaks the description (packages/portals/mock of this repository).

import (
	"net/http"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// strict fails the test for a request that breaks the description.
type strict struct{ t *testing.T }

func (s strict) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if err == nil && response.Header.Get("sl-violations") != "" {
		s.t.Errorf("%s: %s", request.URL.Path, response.Header.Get("sl-violations"))
	}
	return response, err
}

func TestRequestsKeepToTheDescription(t *testing.T) {
	address := origin(t, mockServer) + "/rest/1/xxxxxxxxxxxxxxxx/"
	b24, err := calllist.FromWebhook(address, &calllist.Options{Transport: strict{t}, Attempts: 1})
	equal(t, "error", err, nil)

	contacts := []int64{9, 17, 19}
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: calllist.EntityContact, Entities: contacts})
	equal(t, "error of add", err, nil)
	list, err := b24.Get(ctx, 13)
	equal(t, "error of get", err, nil)
	err = b24.Update(ctx, calllist.UpdateParams{
		ListID: list.ID, EntityType: calllist.EntityType(list.EntityType), Entities: contacts, WebformID: list.WebformID,
	})
	equal(t, "error of update", err, nil)
	_, err = b24.Items(ctx, calllist.ItemsParams{ListID: 13, Filter: calllist.ParticipantFilter{Status: calllist.StatusInWork}})
	equal(t, "error of items", err, nil)
	_, err = b24.List(ctx, calllist.ListParams{
		Select: []calllist.Field{calllist.FieldID, "*"},
		Filter: calllist.Filter{">=ID": 13, "@CREATED_BY_ID": []int{1, 29}, "!WEBFORM_ID": nil},
		Order:  calllist.Order{{Field: calllist.FieldDateCreate, Direction: calllist.Desc}},
		Start:  50,
	})
	equal(t, "error of list", err, nil)
	statuses, err := b24.Statuses(ctx)
	equal(t, "error of statuses", err, nil)
	equal(t, "statuses", statuses[0].StatusID, calllist.StatusInWork)

	entries, err := b24.Batch(ctx, []calllist.Command{
		{Params: calllist.GetParams{ID: 13}},
		{Params: calllist.ListParams{Filter: calllist.Filter{">=ID": 14}}},
	}, &calllist.BatchOptions{Halt: true})
	equal(t, "error of batch", err, nil)
	for _, entry := range entries {
		equal(t, "error in the batch", entry.Err, nil)
	}
	items, err := itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "participants", items, contacts)
}

// The mock wants the token where the description has it.
func TestRequestsWithATokenKeepToTheDescription(t *testing.T) {
	b24, err := calllist.FromOAuth(origin(t, mockServer), token, &calllist.Options{Transport: strict{t}, Attempts: 1})
	equal(t, "error", err, nil)
	_, err = b24.Get(ctx, 13)
	equal(t, "error", err, nil)
	_, err = b24.Batch(ctx, []calllist.Command{{Params: calllist.StatusesParams{}}}, nil)
	equal(t, "error", err, nil)
}
