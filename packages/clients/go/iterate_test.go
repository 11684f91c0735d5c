package calllist_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

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
	return ids(b24.AllItems(ctx, params), func(item calllist.Participant) int64 { return item.ID })
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

// pagesFrom are so many pages of the first pass, as a portal is asked for them.
func pagesFrom(start, count int) (pages []string) {
	for range count {
		pages = append(pages, fmt.Sprintf("items.get?%d", start))
		start += 49
	}
	return pages
}

// between are the ids from one to another.
func between(first, last int64) map[int64]bool {
	ids := map[int64]bool{}
	for id := first; id <= last; id++ {
		ids[id] = true
	}
	return ids
}

func TestParticipantsAreReadAcrossGaps(t *testing.T) {
	list := newBusyList(1, 600, 0)
	list.hidden = between(40, 520)
	portal := newBusyPortal(list)
	got, err := itemIDs(portal.client(t, calllist.Options{}), calllist.ItemsParams{ListID: 13, Start: 700})
	equal(t, "error", err, nil)
	equal(t, "ids", got, list.expected(""))
	equal(t, "requests", portal.requests, [][]string{
		pagesFrom(0, 1),
		// A short first page mostly is the end: as many as decide about it, and the page once more.
		append(pagesFrom(49, 10), "items.get?0"),
		pagesFrom(539, 50),
		// The end of each status, the ends of requests, and the others.
		{"items.get?588", "items.get?0", "items.get?490", "items.get?539"},
	})
}

func TestTenEmptyPagesAreTheEnd(t *testing.T) {
	list := newBusyList(1, 700, 0)
	list.hidden = between(1, 539) // pages from 0 to 490 are empty
	portal := newBusyPortal(list)
	got, err := itemIDs(portal.client(t, calllist.Options{}), calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids: the twelfth page is not read", len(got), 0)
	equal(t, "requests", portal.requests, [][]string{pagesFrom(0, 1), pagesFrom(49, 9)})

	got, err = itemIDs(portal.client(t, calllist.Options{Gap: 12}), calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids with a gap of 12", got, list.expected(""))
}

func TestForAnAdministratorAShortPageIsTheLast(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 49, 0))
	got, err := itemIDs(portal.client(t, calllist.Options{Gap: calllist.NoGap}), calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids", got, upTo(49))
	equal(t, "requests", portal.requests, [][]string{pagesFrom(0, 1)})

	portal = newBusyPortal(newBusyList(1, 0, 0))
	got, err = itemIDs(portal.client(t, calllist.Options{Gap: calllist.NoGap}), calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids", len(got), 0)
	equal(t, "requests", len(portal.requests), 1)
}

func TestAReadingThatEndsAsksNoMore(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 200, 0))
	for item, err := range portal.client(t, calllist.Options{}).AllItems(ctx, calllist.ItemsParams{ListID: 13}) {
		equal(t, "error", err, nil)
		if item.ID == 50 {
			break
		}
	}
	equal(t, "requests", len(portal.requests), 1)

	b24, lists, _ := open(t, result(rows(1, 50)))
	for list, err := range b24.AllLists(ctx, calllist.ListParams{}) {
		equal(t, "error", err, nil)
		if list.ID == 50 {
			break
		}
	}
	equal(t, "requests for lists", len(lists.asked), 1)
}

func TestReadingAgainBeginsAtTheFirst(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 120, 0))
	items := portal.client(t, calllist.Options{}).AllItems(ctx, calllist.ItemsParams{ListID: 13})
	for range 2 {
		got, err := ids(items, func(item calllist.Participant) int64 { return item.ID })
		equal(t, "error", err, nil)
		equal(t, "ids", got, upTo(120))
	}
}

func TestAnErrorEndsTheReading(t *testing.T) {
	b24, portal, _ := open(t, refusal(400, "LIST_ID_ERROR", "Call list is not found"))
	got, err := itemIDs(b24, calllist.ItemsParams{ListID: 99})
	equal(t, "ids", len(got), 0)
	equal(t, "requests", len(portal.asked), 1)
	if !errors.Is(err, calllist.CodeListIDError) {
		t.Errorf("got %v", err)
	}

	b24, _, _ = open(t, result(rows(1, 50)), pages(rows(50, 50), `{"error":"LIST_ID_ERROR"}`, rows(148, 50)))
	got, err = itemIDs(b24, calllist.ItemsParams{ListID: 13})
	equal(t, "ids before the error", got, upTo(99))
	if !errors.Is(err, calllist.CodeListIDError) {
		t.Errorf("got %v", err)
	}
}

// The first page is asked for alone, which carries any number of values; a batch does not.
func TestAFilterThatABatchCannotCarryIsAnErrorAfterTheFirstPage(t *testing.T) {
	var forms []int64
	for id := range int64(1001) {
		forms = append(forms, id)
	}
	b24, portal, _ := open(t, result(rows(1, 50)))
	got, err := listIDs(b24, calllist.ListParams{Filter: calllist.Filter{"WEBFORM_ID": forms}})
	equal(t, "ids before the error", got, upTo(50))
	if err == nil || !strings.Contains(err.Error(), "1000") {
		t.Errorf("got %v", err)
	}
	equal(t, "requests", len(portal.asked), 1)
}

func TestWhatFailsBehindTheEndDoesNotMatter(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 60, 0))
	portal.before = func(_ string, params url.Values) *rejection {
		if start, _ := strconv.Atoi(params.Get("start")); start > 98 {
			return &rejection{"LIST_ID_ERROR", ""}
		}
		return nil
	}
	got, err := itemIDs(portal.client(t, calllist.Options{Gap: calllist.NoGap}), calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids", got, upTo(60))
}

func TestAPageThatThePortalPutOffIsAskedForByItself(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 105, 0))
	left := 2
	portal.before = func(_ string, params url.Values) *rejection {
		if params.Get("start") == "98" && left > 0 {
			left--
			return &rejection{"OPERATION_TIME_LIMIT", ""}
		}
		return nil
	}
	got, err := itemIDs(portal.client(t, calllist.Options{Gap: calllist.NoGap}), calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "ids", got, upTo(105))
	equal(t, "the page", portal.requests[2:4], [][]string{pagesFrom(98, 1), pagesFrom(98, 1)})
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

func TestAnIDThatWasSelectedIsShownAndAskedForOnce(t *testing.T) {
	for _, fields := range [][]calllist.Field{{calllist.FieldID, calllist.FieldWebformID}, {"*"}} {
		b24, portal, _ := open(t, result(rows(1, 2)))
		got, err := listIDs(b24, calllist.ListParams{Select: fields})
		equal(t, "error", err, nil)
		equal(t, "ids", got, upTo(2))
		equal(t, "body", normal(t, portal.asked[0].body), `{"FILTER":{">ID":0},"ORDER":{"ID":"ASC"},"SELECT":`+show(fields)+`}`)
	}
}

func TestAFilterOfTheCallersOnTheIDIsWhereReadingBegins(t *testing.T) {
	for _, test := range []struct {
		after any
		first string
	}{
		{0, `{"FILTER":{">ID":0},"ORDER":{"ID":"ASC"}}`},
		{"20", `{"FILTER":{">ID":20},"ORDER":{"ID":"ASC"}}`},
		// Not a place to begin at: the portal decides what it means, and pages are counted off.
		{-1, `{"FILTER":{">ID":-1},"ORDER":{"ID":"ASC"}}`},
		{"x", `{"FILTER":{">ID":"x"},"ORDER":{"ID":"ASC"}}`},
	} {
		b24, portal, _ := open(t, result(rows(21, 50)), pages(`[]`))
		_, err := listIDs(b24, calllist.ListParams{Filter: calllist.Filter{">ID": test.after}})
		equal(t, "error", err, nil)
		equal(t, "first", normal(t, portal.asked[0].body), test.first)
		next := map[bool]string{true: "70", false: fmt.Sprint(test.after)}[test.after == 0 || test.after == "20"]
		equal(t, "behind", starts(t, portal.asked[1], "FILTER[>ID]")[0], next)
	}
}

func TestInAnotherOrderPagesAreCountedOff(t *testing.T) {
	for name, params := range map[string]calllist.ListParams{
		"an order": {Order: calllist.Order{{Field: calllist.FieldID, Direction: calllist.Desc}}, Start: 700},
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

// stuck is a portal, or a mock of one, that ignores start: the same page again and again. It gives up at last, so that
// a reader that does not is seen.
func stuck(page string) reply {
	all := make([]string, 50)
	for i := range all {
		all[i] = page
	}
	return pages(all...)
}

func TestAPortalThatLooksAtNoStartIsAnErrorAfterItsRows(t *testing.T) {
	replies := func(count int) (all []reply) {
		all = []reply{result(rows(1, count))}
		for range 3 {
			all = append(all, stuck(rows(1, count)))
		}
		return append(all, refusal(400, "NEVER_ENDS", ""))
	}
	for name, test := range map[string]struct {
		gap, count int
	}{
		"full pages": {0, 50}, "full pages, no gap": {calllist.NoGap, 50}, "short pages": {0, 3},
	} {
		t.Run(name, func(t *testing.T) {
			b24, portal, _ := openWith(t, calllist.Options{Gap: test.gap}, replies(test.count)...)
			got, err := itemIDs(b24, calllist.ItemsParams{ListID: 13})
			equal(t, "ids, each once", got, upTo(test.count))
			equal(t, "error", err, "crm.calllist.items.get: unexpected response: the same rows for each start, expected other ones "+
				"(HTTP 200)")
			equal(t, "requests: one page, and ten with nobody new", len(portal.asked), 2)
			_, err = openAll(t, replies(test.count)).ProgressOf(ctx, 13)
			as[*calllist.UnexpectedResponseError](t, err)
		})
	}
	for name, order := range map[string]calllist.Order{
		"by id": nil, "in another order": {{Field: calllist.FieldID, Direction: calllist.Desc}},
	} {
		b24, portal, _ := open(t, replies(50)...)
		_, err := listIDs(b24, calllist.ListParams{Order: order})
		equal(t, "error of lists "+name, err, "crm.calllist.list: unexpected response: the same rows for each start, expected "+
			"other ones (HTTP 200)")
		equal(t, "requests for lists "+name, len(portal.asked), 2)
	}
}

// Its ids do not go on, whatever their order.
func TestAPortalThatLooksAtNoFilterIsAnErrorAfterItsRows(t *testing.T) {
	forth, back := rows(1, 50), []string{}
	for id := 50; id > 0; id-- {
		back = append(back, strings.Trim(rows(id, 1), "[]"))
	}
	b24, portal, _ := open(t, result(forth), stuck("["+strings.Join(back, ",")+"]"), refusal(400, "NEVER_ENDS", ""))
	_, err := listIDs(b24, calllist.ListParams{})
	as[*calllist.UnexpectedResponseError](t, err)
	equal(t, "requests", len(portal.asked), 2)
}

// Pages of rows that are alike are what a caller gets who selects a field that many share.
func TestRowsThatAreAlikeAreRead(t *testing.T) {
	alike := "[" + strings.Repeat(`{"WEBFORM_ID":null},`, 49) + `{"WEBFORM_ID":null}]`
	got, err := listIDs(openAll(t, []reply{result(alike), stuck(alike), pages(alike, `[]`)}), calllist.ListParams{
		Order: calllist.Order{{Field: calllist.FieldWebformID, Direction: calllist.Asc}}, Select: []calllist.Field{calllist.FieldWebformID},
	})
	equal(t, "error", err, nil)
	equal(t, "rows", len(got), 12*50)
}

func openAll(t *testing.T, replies []reply) *calllist.Client {
	t.Helper()
	b24, _, _ := open(t, replies...)
	return b24
}
