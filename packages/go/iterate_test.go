package calllist_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/go"
)

var empty = refusal(403, "ACCESS_ERROR", "You do not have access to the participants of this call list")

const emptyEntry = `{"error":"ACCESS_ERROR","error_description":"You do not have access"}`

// rows is a page as JSON, of ids in a row.
func rows(from, count int) string {
	var texts []string
	for id := from; id < from+count; id++ {
		texts = append(texts, fmt.Sprintf(`{"ID":"%d","STATUS":"IN_WORK","ENTITY_TYPE":3}`, id))
	}
	return "[" + strings.Join(texts, ",") + "]"
}

// pages is the answer of a batch of pages; "" is one that is empty, and an object an error.
func pages(texts ...string) reply {
	results, errors := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for index, text := range texts {
		key := fmt.Sprintf("c%d", index)
		switch {
		case text == "":
			errors[key] = json.RawMessage(emptyEntry)
		case text[0] == '{':
			errors[key] = json.RawMessage(text)
		default:
			results[key] = json.RawMessage(text)
		}
	}
	return maps(show(results), show(errors))
}

// ids reads all.
func ids[R any](rows iter.Seq2[R, error], id func(R) int64) (all []int64, err error) {
	for row, err := range rows {
		if err != nil {
			return all, err
		}
		all = append(all, id(row))
	}
	return all, nil
}

func itemIDs(b24 *calllist.Client, params calllist.ItemsParams) ([]int64, error) {
	return ids(b24.AllItems(ctx, params), func(item calllist.Item) int64 { return item.ID })
}

func listIDs(b24 *calllist.Client, params calllist.ListParams) ([]int64, error) {
	return ids(b24.AllLists(ctx, params), func(row calllist.CallListRow) int64 { return row.ID })
}

// upTo is 1, 2, 3 …
func upTo(last int) (all []int64) {
	for id := range last {
		all = append(all, int64(id+1))
	}
	return all
}

// starts is what the commands of a batch ask for under a name.
func starts(t *testing.T, asked asked, name string) (values []string) {
	t.Helper()
	for _, text := range batchOf(t, asked).texts {
		_, query, _ := strings.Cut(text, "?")
		parsed, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, parsed.Get(name))
	}
	return values
}

func TestParticipantsAreReadAcrossGaps(t *testing.T) {
	// A full page, a hole, a short page, the last one; then nothing.
	b24, portal, _ := open(t, result(rows(1, 50)),
		pages("", rows(51, 20), "", "", "", "", "", "", "", rows(71, 3)),
		pages(make([]string, 50)...))
	got, err := itemIDs(b24, calllist.ItemsParams{ListID: 13, Start: 700})
	equal(t, "error", err, nil)
	equal(t, "ids", got, upTo(73))
	equal(t, "requests", len(portal.asked), 3)
	equal(t, "first", portal.asked[0].body, `{"LIST_ID":13}`)
	equal(t, "then ten pages", starts(t, portal.asked[1], "start"),
		[]string{"50", "100", "150", "200", "250", "300", "350", "400", "450", "500"})
	equal(t, "then fifty", len(batchOf(t, portal.asked[2]).texts), 50)
}

func TestTenEmptyPagesAreTheEnd(t *testing.T) {
	b24, portal, _ := open(t, empty, pages("", "", "", "", "", "", "", "", "", rows(1, 50)))
	got, err := itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids: the eleventh page is not read", len(got), 0)
	equal(t, "requests", len(portal.asked), 2)

	b24, _, _ = openWith(t, calllist.Options{Gap: 11}, empty,
		pages("", "", "", "", "", "", "", "", "", rows(1, 50)), pages(make([]string, 50)...))
	got, err = itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids with a gap of 11", got, upTo(50))
}

func TestForAnAdministratorAShortPageIsTheLast(t *testing.T) {
	b24, portal, _ := openWith(t, calllist.Options{Gap: calllist.NoGap}, result(rows(1, 49)))
	got, err := itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids", got, upTo(49))
	equal(t, "requests", len(portal.asked), 1)

	b24, portal, _ = openWith(t, calllist.Options{Gap: calllist.NoGap}, empty)
	got, err = itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids", len(got), 0)
	equal(t, "requests", len(portal.asked), 1)
}

func TestAReadingThatEndsAsksNoMore(t *testing.T) {
	b24, portal, _ := open(t, result(rows(1, 50)))
	for item, err := range b24.AllItems(ctx, calllist.ItemsParams{ListID: 13}) {
		equal(t, "error", err, nil)
		if item.ID == 50 {
			break
		}
	}
	equal(t, "requests", len(portal.asked), 1)
}

func TestReadingAgainBeginsAtTheFirst(t *testing.T) {
	b24, _, _ := openWith(t, calllist.Options{Gap: calllist.NoGap}, result(rows(1, 3)))
	items := b24.AllItems(ctx, calllist.ItemsParams{ListID: 13})
	for range 2 {
		got, err := ids(items, func(item calllist.Item) int64 { return item.ID })
		equal(t, "error", err, nil)
		equal(t, "ids", got, upTo(3))
	}
}

func TestAnErrorEndsTheReading(t *testing.T) {
	b24, _, _ := open(t, refusal(400, "LIST_ID_ERROR", "Call list is not found"))
	got, err := itemIDs(b24, calllist.ItemsParams{ListID: 99})
	equal(t, "ids", len(got), 0)
	if !errors.Is(err, calllist.CodeListIDError) {
		t.Errorf("got %v", err)
	}

	b24, _, _ = open(t, result(rows(1, 50)), pages(rows(51, 50), `{"error":"LIST_ID_ERROR"}`, rows(101, 50)))
	got, err = itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "ids before the error", got, upTo(100))
	if !errors.Is(err, calllist.CodeListIDError) {
		t.Errorf("got %v", err)
	}
}

func TestAPageThatThePortalPutOffIsAskedForByItself(t *testing.T) {
	b24, portal, _ := openWith(t, calllist.Options{Gap: calllist.NoGap}, result(rows(1, 50)),
		pages(rows(51, 50), `{"error":"OPERATION_TIME_LIMIT"}`), refusal(429, "OPERATION_TIME_LIMIT", ""), result(rows(101, 5)))
	got, err := itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids", got, upTo(105))
	equal(t, "the page", portal.asked[3].body, `{"LIST_ID":13,"start":100}`)
}

func TestThePagesOfABatchThatWasRefusedWholeAreNotAskedForOneByOne(t *testing.T) {
	b24, portal, _ := openWith(t, calllist.Options{Attempts: 1}, result(rows(1, 50)), refusal(429, "OPERATION_TIME_LIMIT", ""))
	got, err := itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "ids", got, upTo(50))
	equal(t, "status", as[*calllist.PortalError](t, err).Status, 429)
	equal(t, "requests", len(portal.asked), 2)
}

func TestListsAreReadBehindTheLastID(t *testing.T) {
	b24, portal, _ := open(t, result(rows(1, 50)), pages(rows(51, 50), rows(101, 7), `[]`))
	got, err := listIDs(b24, calllist.ListParams{Filter: calllist.Filter{"ENTITY_TYPE_ID": 3}, Start: 700})
	equal(t, "error", err, nil)
	equal(t, "ids", got, upTo(107))
	equal(t, "first", normal(t, portal.asked[0].body),
		`{"FILTER":{">ID":0,"ENTITY_TYPE_ID":3},"ORDER":{"ID":"ASC"}}`)
	equal(t, "behind", slices.Compact(starts(t, portal.asked[1], "FILTER[>ID]")), []string{"50"})
	equal(t, "from", starts(t, portal.asked[1], "start")[:3], []string{"", "50", "100"})
}

func TestTheCallersFilterIsNotChanged(t *testing.T) {
	filter := calllist.Filter{">ID": "20"}
	b24, portal, _ := open(t, result(rows(21, 2)))
	got, err := listIDs(b24, calllist.ListParams{Filter: filter, Select: []calllist.Field{calllist.FieldWebformID}})
	equal(t, "error", err, nil)
	equal(t, "an id that was not asked for is not shown", got, []int64{0, 0})
	equal(t, "filter", filter, calllist.Filter{">ID": "20"})
	equal(t, "body", normal(t, portal.asked[0].body),
		`{"FILTER":{">ID":20},"ORDER":{"ID":"ASC"},"SELECT":["WEBFORM_ID","ID"]}`)
}

func TestInAnotherOrderPagesAreCountedOff(t *testing.T) {
	for name, params := range map[string]calllist.ListParams{
		"an order": {Order: calllist.Order{{Field: calllist.FieldID, Direction: calllist.Desc}}},
		"a filter": {Filter: calllist.Filter{">ID": []int{1}}},
	} {
		b24, portal, _ := open(t, result(rows(1, 50)), pages(rows(51, 50), `[]`))
		got, err := listIDs(b24, params)
		equal(t, "error", err, nil)
		equal(t, name, got, upTo(100))
		equal(t, "from", starts(t, portal.asked[1], "start")[:2], []string{"50", "100"})
	}
	b24, portal, _ := open(t, result(`[]`))
	_, err := listIDs(b24, calllist.ListParams{
		Order: calllist.Order{{Field: calllist.FieldWebformID, Direction: calllist.Desc}},
	})
	equal(t, "error", err, nil)
	equal(t, "rows that are alike have an order, too", portal.asked[0].body, `{"ORDER":{"WEBFORM_ID":"DESC","ID":"ASC"}}`)
}

func TestAPortalThatRepeatsItselfDoesNotHoldTheReader(t *testing.T) {
	again := make([]string, 10)
	for i := range again {
		again[i] = rows(1, 50)
	}
	b24, _, _ := open(t, result(rows(1, 50)), pages(again...))
	_, err := listIDs(b24, calllist.ListParams{})
	as[*calllist.UnexpectedResponseError](t, err)
}
