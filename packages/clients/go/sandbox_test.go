package calllist_test

// Against the sandbox, a portal in memory that keeps state (packages/portals/sandbox of this repository).

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// sandbox is a portal, reset to its demo seed.
type sandbox struct {
	t      *testing.T
	origin string
}

// startSandbox gives the one of all tests, as it is at first.
func startSandbox(t *testing.T) sandbox {
	t.Helper()
	portal := sandbox{t, origin(t, sandboxServer)}
	portal.control("POST", "/reset", "", nil)
	return portal
}

// client is one for a user: 1 reads everything, 7 contacts with an even id, 9 nothing.
func (s sandbox) client(user int) *calllist.Client {
	s.t.Helper()
	address := fmt.Sprintf("%s/rest/%d/xxxxxxxxxxxxxxxx/", s.origin, user)
	b24, err := calllist.FromWebhook(address, &calllist.Options{Sleep: (&clock{}).sleep})
	if err != nil {
		s.t.Fatal(err)
	}
	return b24
}

// control changes the portal, or asks it.
func (s sandbox) control(method, path, body string, answer any) {
	s.t.Helper()
	request, err := http.NewRequest(method, s.origin+"/__sandbox"+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= 300 {
		s.t.Fatalf("%s %s: %s", method, path, response.Status)
	}
	if answer != nil {
		if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
			s.t.Fatal(err)
		}
	}
}

// lists is how many there are.
func (s sandbox) lists() int {
	s.t.Helper()
	var state struct{ Lists []any }
	s.control("GET", "/state", "", &state)
	return len(state.Lists)
}

func TestTheLifeOfACallList(t *testing.T) {
	portal := startSandbox(t)
	b24 := portal.client(1)

	id, err := b24.Add(ctx, calllist.AddParams{
		EntityType: calllist.EntityContact, Entities: []int64{9, 17, 19}, WebformID: calllist.Webform(5),
	})
	equal(t, "error of add", err, nil)
	items, err := b24.Items(ctx, calllist.ItemsParams{ListID: id})
	equal(t, "error of items", err, nil)
	equal(t, "everybody is to be called", items, []calllist.Participant{
		{ID: 9, Status: calllist.StatusInWork, EntityTypeID: 3},
		{ID: 17, Status: calllist.StatusInWork, EntityTypeID: 3},
		{ID: 19, Status: calllist.StatusInWork, EntityTypeID: 3},
	})

	// An operator calls two of them.
	portal.control("PUT", fmt.Sprintf("/lists/%d/participants/17", id), `{"STATUS":"SUCCESS"}`, nil)
	portal.control("PUT", fmt.Sprintf("/lists/%d/participants/19", id), `{"STATUS":"UC_A1B2C3"}`, nil)
	reached, err := itemIDs(b24, calllist.ItemsParams{
		ListID: id, Filter: calllist.ParticipantFilter{Status: calllist.StatusSuccess},
	})
	equal(t, "error", err, nil)
	equal(t, "reached", reached, []int64{17})

	list, err := b24.Get(ctx, id)
	equal(t, "error of get", err, nil)
	err = b24.Update(ctx, calllist.UpdateParams{
		ListID: id, EntityType: calllist.EntityType(list.EntityType), Entities: []int64{17, 19, 21}, WebformID: list.WebformID,
	})
	equal(t, "error of update", err, nil)
	list, err = b24.Get(ctx, id)
	equal(t, "error of get", err, nil)
	equal(t, "the form is kept", list.WebformID, 5)
	left, err := itemIDs(b24, calllist.ItemsParams{ListID: id})
	equal(t, "error", err, nil)
	equal(t, "participants, those who stay in the order of their status", left, []int64{17, 19, 21})

	statuses, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	equal(t, "the portal's own status", statuses[4].StatusID, calllist.StatusCode("UC_A1B2C3"))

	newest, err := b24.List(ctx, calllist.ListParams{
		Order: calllist.Order{{Field: calllist.FieldID, Direction: calllist.Desc}},
	})
	equal(t, "error", err, nil)
	equal(t, "newest", newest[0].ID, id)
}

func TestReadingWholeLists(t *testing.T) {
	portal := startSandbox(t)
	all, err := itemIDs(portal.client(1), calllist.ItemsParams{ListID: 30})
	equal(t, "error", err, nil)
	even, err := itemIDs(portal.client(7), calllist.ItemsParams{ListID: 30})
	equal(t, "error", err, nil)
	none, err := itemIDs(portal.client(9), calllist.ItemsParams{ListID: 30})
	equal(t, "error or not, nothing may be read", err == nil || errors.Is(err, calllist.CodeListIDError), true)
	equal(t, "nothing", len(none), 0)
	var readable []int64
	for _, id := range all {
		if id%2 == 0 && id != 60 { // contact 60 was deleted; administrators see it all the same
			readable = append(readable, id)
		}
	}
	equal(t, "what user 7 may read", even, readable)
	if len(all) <= 50 {
		t.Errorf("list 30 should have more than a page: %d", len(all))
	}

	lists, err := listIDs(portal.client(1), calllist.ListParams{})
	equal(t, "error", err, nil)
	equal(t, "lists", len(lists), portal.lists())
}

func TestAddExistsOnceOrItsCallSaysThatThisIsOpen(t *testing.T) {
	portal := startSandbox(t)
	for _, fault := range []struct {
		body   string
		made   int
		isOpen bool
	}{
		{`{"fault":"rate-limit","method":"crm.calllist.add"}`, 1, false},
		{`{"fault":"operation-time","method":"crm.calllist.add"}`, 1, false},
		{`{"fault":"reset-before","method":"crm.calllist.add"}`, 0, true},
		{`{"fault":"reset-after","method":"crm.calllist.add"}`, 1, true},
		{`{"fault":"cut-body","method":"crm.calllist.add"}`, 1, true},
		{`{"fault":"bad-gateway","method":"crm.calllist.add","executed":true}`, 1, true},
		{`{"fault":"error-json","method":"crm.calllist.add","executed":true}`, 1, true},
		{`{"fault":"html-200","method":"crm.calllist.add","executed":true}`, 1, true},
		{`{"fault":"reset-after","method":"batch"}`, 1, true},
	} {
		portal.control("POST", "/reset", "", nil)
		portal.control("POST", "/faults", fault.body, nil)
		before := portal.lists()
		params := calllist.AddParams{EntityType: calllist.EntityContact, Entities: []int64{9}}
		var err error
		if strings.Contains(fault.body, "batch") {
			entries, _ := portal.client(1).Batch(ctx, []calllist.Command{{Params: params}}, nil)
			err = entries[0].Err
		} else {
			_, err = portal.client(1).Add(ctx, params)
		}
		equal(t, "lists made after "+fault.body, portal.lists()-before, fault.made)
		equal(t, "open after "+fault.body, isA[*calllist.OutcomeUnknownError](err), fault.isOpen)
	}
}

// What a batch carries arrives as a call alone would have it.
func TestABatchAsksForTheSameAsACall(t *testing.T) {
	b24 := startSandbox(t).client(1)
	for _, params := range []calllist.ListParams{
		{Filter: calllist.Filter{">=ID": 14}},
		{Filter: calllist.Filter{"@ID": []int{13, 20, 30}, "!WEBFORM_ID": nil}},
		{Filter: calllist.Filter{"WEBFORM_ID": nil}, Select: []calllist.Field{"ID", "WEBFORM_ID"}},
		{Order: calllist.Order{
			{Field: calllist.FieldEntityTypeID, Direction: calllist.Desc}, {Field: calllist.FieldID, Direction: calllist.Asc},
		}},
	} {
		alone, err := b24.List(ctx, params)
		equal(t, "error", err, nil)
		entries, err := b24.Batch(ctx, []calllist.Command{{Params: params}}, nil)
		equal(t, "error", err, nil)
		equal(t, "rows", entries[0].Result, alone)
		if len(alone) == 0 {
			t.Errorf("nothing to compare for %s", show(params))
		}
	}
	entries, err := b24.Batch(ctx, []calllist.Command{
		{Params: calllist.ItemsParams{ListID: 13, Filter: calllist.ParticipantFilter{Status: "Ж &+#=%"}}},
	}, nil)
	equal(t, "error", err, nil)
	if !errors.Is(entries[0].Err, calllist.CodeStatusError) {
		t.Errorf("got %v", entries[0].Err)
	}
}

func TestOAuthOnASandbox(t *testing.T) {
	portal := startSandbox(t)
	b24, err := calllist.FromOAuth(portal.origin, "sandbox-access-token", &calllist.Options{
		Renew: renewTo("sandbox-access-token"),
	})
	equal(t, "error", err, nil)
	list, err := b24.Get(ctx, 13)
	equal(t, "error", err, nil)
	equal(t, "list", list.ID, 13)
	portal.control("POST", "/faults", `{"fault":"expired-token","method":"crm.calllist.add"}`, nil)
	before := portal.lists()
	_, err = b24.Add(ctx, calllist.AddParams{EntityType: calllist.EntityContact, Entities: []int64{9}})
	equal(t, "error", err, nil)
	equal(t, "lists made", portal.lists()-before, 1)
}
