package calllist_test

// What shows a reader that a list has moved while it was read: each of these is the only sign in its test.

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// beforeRequest does something before a request, counted from 0.
func (p *busyPortal) beforeRequest(changes map[int]func()) {
	p.fail = func() error {
		if change := changes[len(p.requests)]; change != nil {
			change()
		}
		return nil
	}
}

// takeOff takes the first so many participants off the list, and gives a function that puts them back.
func (l *busyList) takeOff(count int) (putBack func()) {
	taken := slices.Clone(l.rows[:count])
	l.rows = l.rows[count:]
	return func() { l.rows = append(taken, l.rows...) }
}

func sortedIDs(t *testing.T, portal *busyPortal, gap int) []int64 {
	t.Helper()
	got, err := itemIDs(portal.client(t, calllist.Options{Gap: gap}), calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	slices.Sort(got)
	return got
}

func TestABorderOfPagesShowsWhatHasMovedAndIsBackAtTheCheck(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 120, 0))
	var putBack func()
	portal.beforeRequest(map[int]func(){
		1: func() { putBack = portal.takeOff(2) }, // the 51st is now on the page that was read
		2: func() { putBack() },
	})
	equal(t, "ids", sortedIDs(t, portal, calllist.NoGap), upTo(120))
}

func TestAStatusThatChangedAtABorderIsAMove(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 120, 0))
	portal.beforeRequest(map[int]func(){
		1: func() { portal.rows[49].status = "SUCCESS" }, // in its place
		2: func() { portal.rows[49].status = "IN_WORK" },
	})
	equal(t, "ids", sortedIDs(t, portal, calllist.NoGap), upTo(120))
	equal(t, "the list is read again", portal.requests[2:], [][]string{{"items.get?0", "items.get?45", "items.get?90", "items.get?135", "items.get?180"}})
}

// Behind a page with hidden rows, a border shows nothing.
func TestAParticipantWhoComesAgainIsAMove(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 120, 0))
	portal.hidden = map[int64]bool{99: true}
	back := slices.Clone(portal.rows)
	portal.before = func(_ string, params url.Values) *rejection {
		portal.rows = back
		if params.Get("start") == "98" {
			portal.rows = slices.Concat(back[:9], back[11:], back[9:11]) // the 100th is now on the page that was read
		}
		return nil
	}
	equal(t, "ids", sortedIDs(t, portal, 0), slices.DeleteFunc(upTo(120), func(id int64) bool { return id == 99 }))
}

func TestAHoleBetweenPagesOfALaterPassIsReadAgain(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 200, 0))
	var putBack func()
	portal.beforeRequest(map[int]func(){
		1: func() { putBack = portal.takeOff(2) }, // the first pass passes over the 51st
		2: func() { putBack() },
	})
	isHole := false
	portal.before = func(_ string, params url.Values) *rejection {
		if params.Get("start") == "45" && !isHole {
			isHole = true
			portal.takeOff(6) // and so does the second
		}
		return nil
	}
	equal(t, "ids", sortedIDs(t, portal, calllist.NoGap), upTo(200))
}

// Not each of 62 pages fits into the check: it begins with those that show most.
func TestTheCheckOfALongListLooksAtTheEndsOfStatusesAndRequestsFirst(t *testing.T) {
	list := newBusyList(1, 3000, 0)
	for _, row := range list.rows[1000:] {
		row.status = "SUCCESS"
	}
	list.rows[1500].status = "STOP_CALLING"
	portal := newBusyPortal(list)
	equal(t, "ids", sortedIDs(t, portal, calllist.NoGap), upTo(3000))
	want := []string{"items.get?980", "items.get?2989", "items.get?1470", "items.get?0", "items.get?490", "items.get?2940"}
	for start := 49; len(want) < 50; start += 49 {
		if text := fmt.Sprintf("items.get?%d", start); !slices.Contains(want, text) {
			want = append(want, text)
		}
	}
	equal(t, "the check", portal.requests[len(portal.requests)-1], want)
}

// In later passes, as many pages as lead beyond the end of the pass before are requested together, and one more.
func TestALaterPassGoesAPageBeyondTheEndOfTheOneBefore(t *testing.T) {
	for _, test := range []struct {
		size  int
		pages []int // of the requests of the second pass
	}{
		{500, []int{13}}, // 540 places
		{3000, []int{50, 19}},
	} {
		t.Run(fmt.Sprint(test.size, " participants"), func(t *testing.T) {
			portal := newBusyPortal(newBusyList(1, test.size, 0))
			begins := 0
			portal.fail = func() error {
				if len(portal.requests) == 1 {
					portal.set(portal.rows[0], "SUCCESS")
				}
				return nil
			}
			equal(t, "ids", sortedIDs(t, portal, calllist.NoGap), upTo(test.size))
			for index, commands := range portal.requests {
				if index > 0 && commands[0] == "items.get?0" {
					begins = index
				}
			}
			var pages []int
			for _, commands := range portal.requests[begins:] {
				pages = append(pages, len(commands))
			}
			equal(t, "pages of each request", pages, test.pages)
		})
	}
}

func TestAnErrorOfTheCheckEndsTheReading(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 60, 0))
	portal.before = func(string, url.Values) *rejection {
		if len(portal.requests) == 3 {
			return &rejection{"LIST_ID_ERROR", "Call list is not found"}
		}
		return nil
	}
	got, err := itemIDs(portal.client(t, calllist.Options{Gap: calllist.NoGap}), calllist.ItemsParams{ListID: 13})
	equal(t, "ids before the error", got, upTo(60))
	equal(t, "error", err, "crm.calllist.items.get: LIST_ID_ERROR: Call list is not found (HTTP 200)")
}

func TestTheCheckOfAShortListGoesWithTheRequestThatDecidesAboutItsEnd(t *testing.T) {
	for _, test := range []struct{ gap, last int }{
		{40, 30},
		{59, 49}, // and there is room for just that one page
	} {
		t.Run(fmt.Sprint("gap ", test.gap), func(t *testing.T) {
			portal := newBusyPortal(newBusyList(1, 30, 0))
			equal(t, "ids", sortedIDs(t, portal, test.gap), upTo(30))
			equal(t, "requests", portal.requests, [][]string{
				pagesFrom(0, 1), append(pagesFrom(49, 10), "items.get?0"), append(pagesFrom(539, test.last), "items.get?0"),
			})
		})
	}
}

// A check of fewer than 25 pages of a long list would show too little, so it waits for a request of its own.
func TestTheCheckOfALongListGoesWithTheRequestThatDecidesAboutItsEndWhereThereIsRoomForEnoughPages(t *testing.T) {
	for _, test := range []struct {
		gap   int
		sizes []int
	}{
		{74, []int{1, 10, 50, 50, 25 + 25}},
		{75, []int{1, 10, 50, 50, 26, 50}},
	} {
		t.Run(fmt.Sprint("gap ", test.gap), func(t *testing.T) {
			portal := newBusyPortal(newBusyList(1, 3000, 0))
			equal(t, "ids", sortedIDs(t, portal, test.gap), upTo(3000))
			var sizes []int
			for _, commands := range portal.requests {
				sizes = append(sizes, len(commands))
			}
			equal(t, "commands of each request", sizes, test.sizes)
		})
	}
}
