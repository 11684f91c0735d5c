package calllist_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// sent is a batch on the wire, its commands in their order.
type sent struct {
	keys, texts []string
	halt        int
}

func batchOf(t *testing.T, asked asked) (batch sent) {
	t.Helper()
	var body struct {
		Cmd  json.RawMessage `json:"cmd"`
		Halt int             `json:"halt"`
	}
	if err := json.Unmarshal([]byte(asked.body), &body); err != nil {
		t.Fatal(err)
	}
	batch.halt = body.Halt
	tokens := json.NewDecoder(strings.NewReader(string(body.Cmd)))
	for {
		token, err := tokens.Token()
		if err != nil {
			return batch
		}
		if text, ok := token.(string); ok {
			if len(batch.keys) == len(batch.texts) {
				batch.keys = append(batch.keys, text)
			} else {
				batch.texts = append(batch.texts, text)
			}
		}
	}
}

// maps is the answer of a batch, of results and errors by wire key, as JSON.
func maps(results, errors string) reply {
	return result(`{"result":` + results + `,"result_error":` + errors + `,"result_total":[],"result_next":[],"result_time":[]}`)
}

func get(id int64) calllist.Command { return calllist.Command{Params: calllist.GetParams{ID: id}} }

func gets(count int) []calllist.Command {
	commands := make([]calllist.Command, count)
	for i := range commands {
		commands[i] = get(int64(i + 1))
	}
	return commands
}

// found answers every command of a chunk with a list that has the id count, count+1 …
func found(from, count int) reply {
	results := map[string]any{}
	for i := range count {
		results[fmt.Sprintf("c%d", i)] = map[string]any{"ID": from + i}
	}
	text, _ := json.Marshal(results)
	return maps(string(text), `[]`)
}

func TestCommandsAreEncodedAsPHPReadsThem(t *testing.T) {
	cases := map[string]struct {
		params calllist.Params
		want   string
	}{
		"nothing":  {calllist.StatusesParams{}, "crm.calllist.statuslist"},
		"a number": {calllist.GetParams{ID: 13}, "crm.calllist.get?ID=13"},
		"a list": {
			calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9, 17}},
			"crm.calllist.add?ENTITY_TYPE=CONTACT&ENTITIES%5B0%5D=9&ENTITIES%5B1%5D=17",
		},
		"operators": {
			calllist.ListParams{Filter: calllist.Filter{">=ID": 14, "@ID": []int{1, 2}, "!@ID": []string{"3"}}},
			"crm.calllist.list?FILTER%5B%21%40ID%5D%5B0%5D=3&FILTER%5B%3E%3DID%5D=14&" +
				"FILTER%5B%40ID%5D%5B0%5D=1&FILTER%5B%40ID%5D%5B1%5D=2",
		},
		"not set": {
			calllist.ListParams{Filter: calllist.Filter{"WEBFORM_ID": nil}}, "crm.calllist.list?FILTER%5BWEBFORM_ID%5D=",
		},
		"true and false": {
			calllist.ListParams{Filter: calllist.Filter{"A": true, "B": false}}, "crm.calllist.list?FILTER%5BA%5D=1&FILTER%5BB%5D=0",
		},
		"signs and letters": {
			calllist.ItemsParams{ListID: 13, Filter: calllist.ParticipantFilter{Status: "a&b=c+d#e %f/Я~-_."}},
			"crm.calllist.items.get?LIST_ID=13&FILTER%5BSTATUS%5D=a%26b%3Dc%2Bd%23e%20%25f%2F%D0%AF~-_.",
		},
		"an order, which is kept": {
			calllist.ListParams{
				Select: []calllist.Field{"ID", "*"},
				Order:  calllist.Order{{Field: "WEBFORM_ID", Direction: "DESC"}, {Field: "ID", Direction: "ASC"}},
			},
			"crm.calllist.list?SELECT%5B0%5D=ID&SELECT%5B1%5D=%2A&ORDER%5BWEBFORM_ID%5D=DESC&ORDER%5BID%5D=ASC",
		},
		"no filter": {calllist.ItemsParams{ListID: 13}, "crm.calllist.items.get?LIST_ID=13"},
		"a form left out": {
			calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", Entities: []int64{9}, WebformID: calllist.NoWebform},
			"crm.calllist.update?LIST_ID=13&ENTITY_TYPE=CONTACT&ENTITIES%5B0%5D=9",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			b24, portal, _ := open(t, maps(`[]`, `[]`))
			_, err := b24.Batch(ctx, []calllist.Command{{Params: test.params}}, nil)
			equal(t, "error", err, nil)
			batch := batchOf(t, portal.asked[0])
			equal(t, "address", portal.asked[0].url, webhookURL+"batch")
			equal(t, "command", batch.texts[0], test.want)
			equal(t, "halt", batch.halt, 0)
		})
	}
}

func TestWhatABatchCannotCarryIsRefusedBeforeAnythingIsSent(t *testing.T) {
	for says, params := range map[string]calllist.Params{
		"crm.calllist.add: ENTITIES is an empty list":                          calllist.AddParams{EntityType: "CONTACT", Entities: []int64{}},
		"crm.calllist.update: ENTITIES is an empty list":                       calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", WebformID: calllist.NoWebform},
		"FILTER[@ID] is an empty list":                                         calllist.ListParams{Filter: calllist.Filter{"@ID": []int{}}},
		"FILTER[STATUS] would be taken for a reference":                        calllist.ItemsParams{ListID: 13, Filter: calllist.ParticipantFilter{Status: "x $RESULT[a]"}},
		"FILTER[@ID][0] would be taken for a reference":                        calllist.ListParams{Filter: calllist.Filter{"@ID": []string{"$next[c0]"}}},
		`the name "ID]" would be read as another`:                              calllist.ListParams{Filter: calllist.Filter{"ID]": 1}},
		`the name "> ID" would be read as another`:                             calllist.ListParams{Filter: calllist.Filter{"> ID": 1}},
		"1001 values are more than the 1000 that a portal reads":               calllist.AddParams{EntityType: "CONTACT", Entities: upTo(1000)},
		"the parameters of crm.calllist.list cannot be written as JSON":        calllist.ListParams{Filter: calllist.Filter{"ID": func() {}}},
		"are *calllist.GetParams; give a value":                                &calllist.GetParams{ID: 13},
		"are <nil>; give a value":                                              nil,
		`ID is 0; an id is a whole number above 0, such as 13 (command "bad")`: calllist.GetParams{},
	} {
		b24, portal, _ := open(t, maps(`[]`, `[]`))
		entries, err := b24.Batch(ctx, append(gets(50), calllist.Command{Key: "bad", Params: params}), nil)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
		equal(t, "entries", len(entries), 0)
		equal(t, "requests", len(portal.asked), 0)
	}
}

func TestABatchCarriesAThousandValues(t *testing.T) {
	b24, portal, _ := open(t, maps(`{"c0":51}`, `[]`))
	entries, err := b24.Batch(ctx, []calllist.Command{{Params: calllist.AddParams{EntityType: "CONTACT", Entities: upTo(999)}}}, nil)
	equal(t, "error", err, nil)
	equal(t, "id", entries[0].Result, 51)
	equal(t, "requests", len(portal.asked), 1)
}

func TestABatchKeepsTheOrderOfItsCommands(t *testing.T) {
	b24, portal, _ := open(t, found(1, 50), found(51, 50), found(101, 3))
	entries, err := b24.Batch(ctx, gets(103), nil)
	equal(t, "error", err, nil)
	equal(t, "requests", len(portal.asked), 3)
	for i, entry := range entries {
		list, err := calllist.ResultOf[calllist.CallList](entry)
		equal(t, "error", err, nil)
		equal(t, "id", list.ID, i+1)
	}
	first := batchOf(t, portal.asked[0])
	equal(t, "the eleventh command", first.keys[10]+" "+first.texts[10], "c10 crm.calllist.get?ID=11")
	if !slices.IsSortedFunc(first.keys, func(a, b string) int { return len(a) - len(b) }) {
		t.Errorf("the portal would run them in another order: %v", first.keys)
	}
}

func TestEntriesByKey(t *testing.T) {
	b24, _, _ := open(t, maps(`{"c0":"51","c2":[{"ID":1,"NAME":"","SORT":10,"STATUS_ID":"IN_WORK"}],"c3":true}`,
		`{"c1":{"error":"LIST_ID_ERROR","error_description":"Incorrect list id"}}`))
	entries, err := b24.Batch(ctx, []calllist.Command{
		{Key: "made", Params: calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}}},
		{Key: "list", Params: calllist.GetParams{ID: 99}},
		{Key: "statuses", Params: calllist.StatusesParams{}},
		{Key: "updated", Params: calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", Entities: []int64{9}, WebformID: calllist.NoWebform}},
	}, nil)
	equal(t, "error", err, nil)
	made, err := calllist.ResultOf[int64](entries.By("made"))
	equal(t, "error", err, nil)
	equal(t, "id", made, 51)
	equal(t, "refusal", entries.By("list").Err, "crm.calllist.get: LIST_ID_ERROR: Incorrect list id (HTTP 200)")
	statuses, err := calllist.ResultOf[[]calllist.Status](entries.By("statuses"))
	equal(t, "error", err, nil)
	equal(t, "status", statuses[0].StatusID, calllist.StatusInWork)
	equal(t, "updated", entries.By("updated").Result, true)
	equal(t, "unknown", entries.By("nobody").Err, `calllist: the batch has no command "nobody"`)
	_, err = calllist.ResultOf[string](entries.By("made"))
	equal(t, "wrong type", err, `calllist: the result of command "made" is int64, not string`)
}

// Inside an answer with 200 the code tells the kind.
func TestErrorsInABatchHaveTheirKind(t *testing.T) {
	b24, _, _ := open(t, maps(`[]`, `{"c0":{"error":"insufficient_scope","error_description":""},
		"c1":{"error":"ACCESS_ERROR"},"c2":{"error":"OPERATION_TIME_LIMIT"},"c3":"odd"}`))
	entries, err := b24.Batch(ctx, gets(4), nil)
	equal(t, "error", err, nil)
	for i, kind := range []error{calllist.ErrAuth, calllist.ErrAccess, calllist.ErrLimit} {
		if !errors.Is(entries[i].Err, kind) {
			t.Errorf("%v is not %v", entries[i].Err, kind)
		}
	}
	as[*calllist.UnexpectedResponseError](t, entries[3].Err)
}

func TestHaltStopsLaterRequestsToo(t *testing.T) {
	b24, portal, _ := open(t, maps(`{"c0":{"ID":"1"}}`, `{"c1":{"error":"LIST_ID_ERROR"}}`))
	entries, err := b24.Batch(ctx, gets(120), &calllist.BatchOptions{Halt: true})
	equal(t, "error", err, nil)
	equal(t, "requests", len(portal.asked), 1)
	equal(t, "halt", batchOf(t, portal.asked[0]).halt, 1)
	equal(t, "entries", len(entries), 120)
	equal(t, "first", entries[0].Err, nil)
	as[*calllist.PortalError](t, entries[1].Err)
	for _, entry := range entries[2:] {
		skipped := as[*calllist.SkippedError](t, entry.Err)
		if !errors.Is(skipped.Cause, calllist.CodeListIDError) || errors.Is(skipped, calllist.CodeListIDError) {
			t.Errorf("got %v", skipped)
		}
	}
}

func TestWithoutHaltAnErrorKeepsNothing(t *testing.T) {
	b24, portal, _ := open(t, maps(`[]`, `{"c0":{"error":"LIST_ID_ERROR"}}`), found(51, 1))
	entries, err := b24.Batch(ctx, gets(51), nil)
	equal(t, "error", err, nil)
	equal(t, "requests", len(portal.asked), 2)
	equal(t, "last", entries[50].Err, nil)
}

func TestABatchThatReadsIsRepeatedAndOneThatAddsIsNot(t *testing.T) {
	add := calllist.Command{Params: calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}}}

	b24, portal, _ := open(t, reset, found(1, 2))
	entries, err := b24.Batch(ctx, gets(2), nil)
	equal(t, "error", err, nil)
	equal(t, "requests", len(portal.asked), 2)
	equal(t, "first", entries[0].Err, nil)

	b24, portal, _ = open(t, found(1, 50), reset)
	entries, err = b24.Batch(ctx, append(append(gets(50), get(51), add), gets(50)...), nil)
	equal(t, "error", err, nil)
	equal(t, "requests", len(portal.asked), 2)
	equal(t, "what was done is not lost", entries[0].Err, nil)
	as[*calllist.ConnectionError](t, entries[50].Err)
	unknown := as[*calllist.OutcomeUnknownError](t, entries[51].Err)
	as[*calllist.ConnectionError](t, unknown.Cause)
	equal(t, "what was sent", unknown.Params, add.Params)
	equal(t, "method", unknown.Method(), "crm.calllist.add")
	as[*calllist.SkippedError](t, entries[101].Err)
}

func TestABatchThatIsRefusedRefusesAllItsCommands(t *testing.T) {
	b24, _, _ := open(t, refusal(401, "INVALID_CREDENTIALS", ""))
	entries, err := b24.Batch(ctx, gets(2), nil)
	equal(t, "error", err, nil)
	for _, entry := range entries {
		if !errors.Is(entry.Err, calllist.ErrAuth) {
			t.Errorf("got %v", entry.Err)
		}
	}
}

func TestAnAnswerThatIsNoBatch(t *testing.T) {
	for _, answer := range []reply{result(`null`), result(`7`), result(`{"result":7}`), result(`[]`), maps(`7`, `[]`), maps(`[]`, `7`)} {
		b24, _, _ := open(t, answer)
		entries, err := b24.Batch(ctx, []calllist.Command{get(1), {
			Params: calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}},
		}}, nil)
		equal(t, "error", err, nil)
		reason := as[*calllist.UnexpectedResponseError](t, entries[0].Err).Reason
		if !strings.HasSuffix(reason, "expected the results of a batch") {
			t.Errorf("got %s", reason)
		}
		as[*calllist.OutcomeUnknownError](t, entries[1].Err)
	}
}

func TestAnAddThatCrashedInABatchIsOpen(t *testing.T) {
	b24, _, _ := open(t, maps(`[]`, `{"c0":{"error":"ERROR_CORE"}}`))
	entries, err := b24.Batch(ctx, []calllist.Command{{
		Params: calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}},
	}}, nil)
	equal(t, "error", err, nil)
	as[*calllist.OutcomeUnknownError](t, entries[0].Err)
}

// A portal leaves out of its answer what it has not run. Without an error before it, that is not known.
func TestACommandThatTheAnswerLeavesOutIsAnErrorAndAnAddIsOpen(t *testing.T) {
	b24, portal, _ := open(t, maps(`[]`, `[]`))
	entries, err := b24.Batch(ctx, []calllist.Command{{Params: calllist.GetParams{ID: 13}}, {Params: calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}}}}, nil)
	equal(t, "error", err, nil)
	as[*calllist.UnexpectedResponseError](t, entries[0].Err)
	as[*calllist.UnexpectedResponseError](t, as[*calllist.OutcomeUnknownError](t, entries[1].Err).Cause)
	equal(t, "requests", len(portal.asked), 1)
}

func TestAnEmptyBatchSendsNothing(t *testing.T) {
	b24, portal, _ := open(t, maps(`[]`, `[]`))
	entries, err := b24.Batch(ctx, nil, nil)
	equal(t, "error", err, nil)
	equal(t, "entries", len(entries), 0)
	equal(t, "requests", len(portal.asked), 0)
}
