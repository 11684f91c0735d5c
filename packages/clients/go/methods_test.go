package calllist_test

import (
	"context"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

var ctx = context.Background()

func TestWireFormatOfEachMethod(t *testing.T) {
	cases := map[string]struct {
		call   func(*calllist.Client) (any, error)
		method string
		body   string
		answer string
		want   any
	}{
		"add": {
			call: func(c *calllist.Client) (any, error) {
				return c.Add(ctx, calllist.AddParams{EntityType: calllist.EntityContact, Entities: []int64{9, 17}})
			},
			method: "crm.calllist.add",
			body:   `{"ENTITY_TYPE":"CONTACT","ENTITIES":[9,17]}`,
			answer: `51`,
			want:   int64(51),
		},
		"add with a form": {
			call: func(c *calllist.Client) (any, error) {
				return c.Add(ctx, calllist.AddParams{
					EntityType: calllist.EntityCompany, Entities: []int64{9}, WebformID: calllist.Webform(5),
				})
			},
			method: "crm.calllist.add",
			body:   `{"ENTITY_TYPE":"COMPANY","ENTITIES":[9],"WEBFORM_ID":5}`,
			answer: `"51"`,
			want:   int64(51),
		},
		"add without entities, which the portal refuses": {
			call: func(c *calllist.Client) (any, error) {
				return c.Add(ctx, calllist.AddParams{EntityType: calllist.EntityContact})
			},
			method: "crm.calllist.add",
			body:   `{"ENTITY_TYPE":"CONTACT","ENTITIES":[]}`,
			answer: `51`,
			want:   int64(51),
		},
		"update without entities": {
			call: func(c *calllist.Client) (any, error) {
				return nil, c.Update(ctx, calllist.UpdateParams{ListID: 13, EntityType: calllist.EntityContact, WebformID: calllist.NoWebform})
			},
			method: "crm.calllist.update",
			body:   `{"LIST_ID":13,"ENTITY_TYPE":"CONTACT","ENTITIES":[],"WEBFORM_ID":null}`,
			answer: `true`,
			want:   nil,
		},
		"get": {
			call:   func(c *calllist.Client) (any, error) { return c.Get(ctx, 13) },
			method: "crm.calllist.get",
			body:   `{"ID":13}`,
			answer: `{"ID":"13","DATE_CREATE":"2025-07-14 08:47:19","CREATED_BY_ID":"29","WEBFORM_ID":null,
				"ENTITY_TYPE_ID":"3","ENTITY_TYPE":"CONTACT"}`,
			want: calllist.CallList{
				ID: 13, DateCreate: "2025-07-14 08:47:19", CreatedByID: ptr(29), EntityTypeID: ptr(3), EntityType: "CONTACT",
				WebformID: calllist.NoWebform,
			},
		},
		"list": {
			call: func(c *calllist.Client) (any, error) {
				return c.List(ctx, calllist.ListParams{
					Select: []calllist.Field{calllist.FieldID, calllist.FieldWebformID},
					Filter: calllist.Filter{">=ID": 14, "@CREATED_BY_ID": []int{1, 29}, "WEBFORM_ID": nil},
					Order: calllist.Order{
						{Field: calllist.FieldWebformID, Direction: calllist.Desc},
						{Field: calllist.FieldID, Direction: calllist.Asc},
					},
					Start: 50,
				})
			},
			method: "crm.calllist.list",
			body: `{"SELECT":["ID","WEBFORM_ID"],"FILTER":{">=ID":14,"@CREATED_BY_ID":[1,29],"WEBFORM_ID":null},` +
				`"ORDER":{"WEBFORM_ID":"DESC","ID":"ASC"},"start":50}`,
			answer: `[{"ID":"14","WEBFORM_ID":"2"},{"ID":"15","WEBFORM_ID":null}]`,
			want:   []calllist.CallListRow{{ID: 14, WebformID: calllist.Webform(2)}, {ID: 15, WebformID: calllist.NoWebform}},
		},
		"list without conditions: an empty filter is never sent as []": {
			call: func(c *calllist.Client) (any, error) {
				return c.List(ctx, calllist.ListParams{
					Filter: calllist.Filter{}, Select: []calllist.Field{}, Order: calllist.Order{},
				})
			},
			method: "crm.calllist.list",
			body:   `{}`,
			answer: `[]`,
			want:   []calllist.CallListRow{},
		},
		"update": {
			call: func(c *calllist.Client) (any, error) {
				return nil, c.Update(ctx, calllist.UpdateParams{
					ListID: 13, EntityType: calllist.EntityContact, Entities: []int64{9}, WebformID: calllist.Webform(5),
				})
			},
			method: "crm.calllist.update",
			body:   `{"LIST_ID":13,"ENTITY_TYPE":"CONTACT","ENTITIES":[9],"WEBFORM_ID":5}`,
			answer: `true`,
		},
		"items": {
			call: func(c *calllist.Client) (any, error) {
				filter := calllist.ParticipantFilter{Status: calllist.StatusInWork}
				return c.Items(ctx, calllist.ItemsParams{ListID: 13, Filter: filter, Start: 100})
			},
			method: "crm.calllist.items.get",
			body:   `{"LIST_ID":13,"FILTER":{"STATUS":"IN_WORK"},"start":100}`,
			answer: `[{"ID":9,"STATUS":"IN_WORK","ENTITY_TYPE":3}]`,
			want:   []calllist.Participant{{ID: 9, Status: calllist.StatusInWork, EntityTypeID: 3}},
		},
		"items of a list": {
			call: func(c *calllist.Client) (any, error) {
				return c.Items(ctx, calllist.ItemsParams{ListID: 13})
			},
			method: "crm.calllist.items.get",
			body:   `{"LIST_ID":13}`,
			answer: `[{"ID":9,"STATUS":"IN_WORK","ENTITY_TYPE":3}]`,
			want:   []calllist.Participant{{ID: 9, Status: calllist.StatusInWork, EntityTypeID: 3}},
		},
		"statuses": {
			call:   func(c *calllist.Client) (any, error) { return c.Statuses(ctx) },
			method: "crm.calllist.statuslist",
			body:   `{}`,
			answer: `[{"ID":383,"NAME":"In progress","SORT":10,"STATUS_ID":"IN_WORK"}]`,
			want:   []calllist.Status{{ID: 383, Name: "In progress", Sort: 10, StatusID: calllist.StatusInWork}},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			b24, portal, _ := open(t, result(test.answer))
			got, err := test.call(b24)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, test.want) {
				t.Errorf("got %#v, want %#v", got, test.want)
			}
			asked := portal.asked[0]
			equal(t, "address", asked.url, webhookURL+test.method)
			equal(t, "content type", asked.header.Get("Content-Type"), "application/json")
			equal(t, "user agent", asked.header.Get("User-Agent"), "b24-calllist-go/"+calllist.Version)
			equal(t, "body", normal(t, asked.body), normal(t, test.body))
		})
	}
}

// The first field sorts first; a map would come in another order.
func TestOrderIsKeptOnTheWire(t *testing.T) {
	b24, portal, _ := open(t, result(`[]`))
	_, err := b24.List(ctx, calllist.ListParams{Order: calllist.Order{
		{Field: calllist.FieldWebformID, Direction: calllist.Desc}, {Field: calllist.FieldDateCreate, Direction: calllist.Asc},
	}})
	equal(t, "error", err, nil)
	equal(t, "body", portal.asked[0].body, `{"ORDER":{"WEBFORM_ID":"DESC","DATE_CREATE":"ASC"}}`)
}

func TestOddAnswersAreRead(t *testing.T) {
	t.Run("numbers for strings, unknown words and fields, null", func(t *testing.T) {
		b24, _, _ := open(t, result(`{"ID":13,"DATE_CREATE":"2025-07-14 08:47:19","CREATED_BY_ID":null,"WEBFORM_ID":"7",
			"ENTITY_TYPE_ID":128,"ENTITY_TYPE":"DYNAMIC_128","NEW_FIELD":{"a":1}}`))
		got, err := b24.Get(ctx, 13)
		equal(t, "error", err, nil)
		equal(t, "list", got, calllist.CallList{
			ID: 13, DateCreate: "2025-07-14 08:47:19", WebformID: calllist.Webform(7), EntityTypeID: ptr(128), EntityType: "DYNAMIC_128",
		})
	})
	t.Run("strings for numbers, a status of the portal's own", func(t *testing.T) {
		b24, _, _ := open(t, result(`[{"ID":"9","STATUS":"UC_A1B2C3","ENTITY_TYPE":"3"},{"ID":9.0,"STATUS":4,"ENTITY_TYPE":3}]`))
		got, err := b24.Items(ctx, calllist.ItemsParams{ListID: 13})
		equal(t, "error", err, nil)
		equal(t, "items", got, []calllist.Participant{{ID: 9, Status: "UC_A1B2C3", EntityTypeID: 3}, {ID: 9, Status: "4", EntityTypeID: 3}})
	})
	t.Run("PHP's empty object", func(t *testing.T) {
		b24, _, _ := open(t, result(`[[]]`))
		got, err := b24.List(ctx, calllist.ListParams{})
		equal(t, "error", err, nil)
		equal(t, "rows", got, []calllist.CallListRow{{}})
	})
}

func TestParametersThatCannotBeMeantAreRefusedBeforeAnythingIsSent(t *testing.T) {
	for says, params := range map[string]calllist.Params{
		`EntityType is "contact"`: calllist.AddParams{EntityType: "contact", Entities: []int64{9}},
		`EntityType is ""`:        calllist.UpdateParams{ListID: 13, Entities: []int64{9}, WebformID: calllist.NoWebform},
		"ID is 0":                 calllist.GetParams{},
		"ID is -13":               calllist.GetParams{ID: -13},
		"ListID is 0":             calllist.ItemsParams{},
		"ListID is -1":            calllist.UpdateParams{ListID: -1},
		"Entities[1] is 0":        calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9, 0}},
		"Entities[0] is -9":       calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", Entities: []int64{-9}},
		"WebformID is 0":          calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}, WebformID: calllist.Webform(0)},
		`WebformID is ""`:         calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", Entities: []int64{9}},
		`WebformID is "x"`:        calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}, WebformID: "x"},
		"Start is -50":            calllist.ItemsParams{ListID: 13, Start: -50},
		"Start is -2":             calllist.ListParams{Start: -2},
	} {
		b24, portal, _ := open(t, result(`51`))
		var alone error
		switch params := params.(type) {
		case calllist.AddParams:
			_, alone = b24.Add(ctx, params)
		case calllist.GetParams:
			_, alone = b24.Get(ctx, params.ID)
		case calllist.ListParams:
			_, alone = b24.List(ctx, params)
		case calllist.UpdateParams:
			alone = b24.Update(ctx, params)
		case calllist.ItemsParams:
			_, alone = b24.Items(ctx, params)
		}
		_, batch := b24.Batch(ctx, []calllist.Command{{Params: calllist.StatusesParams{}}, {Key: "b", Params: params}}, nil)
		for _, err := range []error{alone, batch} {
			if err == nil || !strings.Contains(err.Error(), "calllist: "+says+";") {
				t.Errorf("%#v: got %v, want an error that says %q", params, err, says)
			}
		}
		equal(t, "requests", len(portal.asked), 0)
	}
}

// Of each method, what its result may look like, and what not.
func TestResultsOfAnotherTypeAreErrorsThatSayWhatCame(t *testing.T) {
	methods := map[string]struct {
		call     func(*calllist.Client) (any, error)
		params   calllist.Params
		good     []string
		bad      []string
		expected string
	}{
		"add": {
			call:   func(c *calllist.Client) (any, error) { return c.Add(ctx, calllist.AddParams{EntityType: "CONTACT"}) },
			params: calllist.AddParams{EntityType: "CONTACT", Entities: []int64{9}},
			good:   []string{`51`, `"51"`, `51.0`},
			bad: []string{
				`null`, `false`, `true`, `""`, `"abc"`, `"51abc"`, `51.5`, `0`, `-1`, `[]`, `[51]`, `{}`, `{"ID":"51"}`,
			},
			expected: "an id",
		},
		"get": {
			call:     func(c *calllist.Client) (any, error) { return c.Get(ctx, 13) },
			params:   calllist.GetParams{ID: 13},
			good:     []string{`{"ID":"13"}`},
			bad:      []string{`null`, `false`, `true`, `""`, `"thirteen"`, `7`, `[]`, `[{"ID":"13"}]`, `{"ID":[]}`},
			expected: "a CallList",
		},
		"list": {
			call:     func(c *calllist.Client) (any, error) { return c.List(ctx, calllist.ListParams{}) },
			params:   calllist.ListParams{},
			good:     []string{`[]`, `{}`, `[{"ID":"13"}]`, `[[]]`},
			bad:      []string{`null`, `false`, `true`, `""`, `"x"`, `7`, `[null]`, `[7]`, `[{"ID":{}}]`, `{"ID":"13"}`},
			expected: "rows of CallListRow",
		},
		"update": {
			call: func(c *calllist.Client) (any, error) {
				return true, c.Update(ctx, calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", WebformID: calllist.NoWebform})
			},
			params:   calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", Entities: []int64{9}, WebformID: calllist.NoWebform},
			good:     []string{`true`, `1`, `"1"`},
			bad:      []string{`null`, `false`, `""`, `0`, `"0"`, `2`, `"true"`, `[]`, `[true]`, `{}`},
			expected: "true",
		},
		"items": {
			call:     func(c *calllist.Client) (any, error) { return c.Items(ctx, calllist.ItemsParams{ListID: 13}) },
			params:   calllist.ItemsParams{ListID: 13},
			good:     []string{`[]`, `{}`, `[{"ID":9,"STATUS":"IN_WORK","ENTITY_TYPE":3}]`},
			bad:      []string{`null`, `false`, `true`, `""`, `7`, `[null]`, `["x"]`, `{"0":null}`},
			expected: "rows of Participant",
		},
		"statuses": {
			call:     func(c *calllist.Client) (any, error) { return c.Statuses(ctx) },
			params:   calllist.StatusesParams{},
			good:     []string{`[]`, `[{"STATUS_ID":"IN_WORK"}]`},
			bad:      []string{`null`, `false`, `true`, `""`, `7`, `[false]`},
			expected: "rows of Status",
		},
	}
	for name, method := range methods {
		t.Run(name, func(t *testing.T) {
			for _, text := range method.good {
				b24, _, _ := open(t, result(text))
				if _, err := method.call(b24); err != nil {
					t.Errorf("%s is a result: %v", text, err)
				}
			}
			for _, text := range method.bad {
				b24, portal, _ := open(t, result(text))
				_, alone := method.call(b24)
				b24, _, _ = open(t, maps(`{"c0":`+text+`}`, `[]`))
				entries, err := b24.Batch(ctx, []calllist.Command{{Params: method.params}}, nil)
				equal(t, "error of the batch", err, nil)
				for _, err := range []error{alone, entries[0].Err} {
					if unknown, ok := err.(*calllist.OutcomeUnknownError); ok {
						err = unknown.Cause
					} else if name == "add" {
						t.Errorf("%s: the end of add is open; got %v", text, err)
					}
					equal(t, "reason", as[*calllist.UnexpectedResponseError](t, err).Reason,
						"result: "+text+", expected "+method.expected)
				}
				equal(t, "requests", len(portal.asked), 1)
			}
		})
	}
}

func TestAResultInAMessageIsCutShort(t *testing.T) {
	b24, _, _ := open(t, result(`"`+strings.Repeat("ы", 100)+`"`))
	equal(t, "error", b24.Update(ctx, calllist.UpdateParams{ListID: 13, EntityType: "CONTACT", WebformID: calllist.NoWebform}),
		`crm.calllist.update: unexpected response: result: "`+strings.Repeat("ы", 59)+`…, expected true (HTTP 200)`)
}

// PHP writes an array whose keys have gaps as an object.
func TestRowsThatComeAsAnObjectAreTheListOfItsValues(t *testing.T) {
	const items = `{"0":{"ID":9,"STATUS":"IN_WORK","ENTITY_TYPE":3},"2":{"ID":"17","STATUS":"SUCCESS","ENTITY_TYPE":3},"1":{"ID":19}}`
	b24, _, _ := open(t, result(items))
	got, err := b24.Items(ctx, calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	want := []calllist.Participant{{ID: 9, Status: "IN_WORK", EntityTypeID: 3}, {ID: 17, Status: "SUCCESS", EntityTypeID: 3}, {ID: 19}}
	equal(t, "items, in the order in which they came", got, want)

	b24, _, _ = open(t, result(`{"5":{"ID":"13"},"7":{"ID":"14"}}`))
	lists, err := b24.List(ctx, calllist.ListParams{})
	equal(t, "error", err, nil)
	equal(t, "lists", lists, []calllist.CallListRow{{ID: 13}, {ID: 14}})

	b24, _, _ = open(t, result(`{"1":{"STATUS_ID":"IN_WORK"}}`))
	statuses, err := b24.Statuses(ctx)
	equal(t, "error", err, nil)
	equal(t, "statuses", statuses, []calllist.Status{{StatusID: "IN_WORK"}})

	b24, _, _ = open(t, maps(`{"c0":`+items+`}`, `[]`))
	entries, err := b24.Batch(ctx, []calllist.Command{{Params: calllist.ItemsParams{ListID: 13}}}, nil)
	equal(t, "error", err, nil)
	got, err = calllist.ResultOf[[]calllist.Participant](entries[0])
	equal(t, "error", err, nil)
	equal(t, "items of a batch", got, want)

	b24, _, _ = openWith(t, calllist.Options{Gap: calllist.NoGap}, result(items))
	ids, err := itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "items of a whole list", ids, []int64{9, 17, 19})
}

func normal(t *testing.T, text string) string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return show(value)
}
