package calllist_test

// Reading a list while people work on it: nobody is lost, and nobody comes twice.

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

func TestAListAtRestIsReadWithFewRequests(t *testing.T) {
	for _, test := range []struct {
		size     int
		gap      int
		requests [][]string
	}{
		{0, calllist.NoGap, [][]string{pagesFrom(0, 1)}},
		{30, calllist.NoGap, [][]string{pagesFrom(0, 1)}},
		{30, 0, [][]string{pagesFrom(0, 1), append(pagesFrom(49, 10), "items.get?0")}},
		// Pages that were read are looked at once more.
		{60, calllist.NoGap, [][]string{pagesFrom(0, 1), pagesFrom(49, 10), {"items.get?49", "items.get?0"}}},
		{60, 0, [][]string{pagesFrom(0, 1), pagesFrom(49, 10), {"items.get?539", "items.get?49", "items.get?0"}}},
	} {
		t.Run(fmt.Sprint(test.size, " participants, gap ", test.gap), func(t *testing.T) {
			portal := newBusyPortal(newBusyList(1, test.size, 0))
			got, err := itemIDs(portal.client(t, calllist.Options{Gap: test.gap}), calllist.ItemsParams{ListID: 13})
			equal(t, "error", err, nil)
			equal(t, "ids", got, upTo(test.size))
			equal(t, "requests", portal.requests, test.requests)
		})
	}
}

// The portal's own example: a status is set between two pages, and the 51st participant moves onto the page that was read.
func TestNobodyIsLostWhenAStatusIsSetBetweenTwoPages(t *testing.T) {
	for _, place := range []int{0, 10, 49, 50, 70} {
		portal := newBusyPortal(newBusyList(1, 120, 0))
		isSet := false
		portal.fail = func() error {
			if len(portal.requests) == 1 && !isSet {
				isSet = true
				portal.set(portal.rows[place], "SUCCESS")
			}
			return nil
		}
		got, err := itemIDs(portal.client(t, calllist.Options{Gap: calllist.NoGap}), calllist.ItemsParams{ListID: 13})
		equal(t, "error", err, nil)
		slices.Sort(got)
		equal(t, fmt.Sprintf("ids after the one at %d was called", place), got, upTo(120))
	}
}

func TestEachParticipantComesAsFirstSeen(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 120, 0))
	isSet := false
	portal.fail = func() error {
		if len(portal.requests) == 1 && !isSet {
			isSet = true
			portal.set(portal.rows[0], "SUCCESS")
		}
		return nil
	}
	var statuses []calllist.StatusCode
	for item, err := range portal.client(t, calllist.Options{}).AllItems(ctx, calllist.ItemsParams{ListID: 13}) {
		equal(t, "error", err, nil)
		if item.ID == 1 {
			statuses = append(statuses, item.Status)
		}
	}
	equal(t, "statuses of the first", statuses, []string{"IN_WORK"})
}

// A list whose members come and go with each page.
func TestAListThatNeverComesToRestIsAnErrorAfterItsRows(t *testing.T) {
	portal := newBusyPortal(newBusyList(1, 120, 0))
	next := int64(1000)
	portal.fail = func() error {
		portal.rows = append(portal.rows, &participant{next, "IN_WORK", 100_000 + int(next)})
		next++
		return nil
	}
	got, err := itemIDs(portal.client(t, calllist.Options{Gap: calllist.NoGap}), calllist.ItemsParams{ListID: 13})
	for _, id := range upTo(120) {
		if !slices.Contains(got, id) {
			t.Errorf("%d did not come before the error", id)
		}
	}
	equal(t, "passes", as[*calllist.UnstableListError](t, err).Passes, 10)
	equal(t, "error", err, "crm.calllist.items.get: the list kept changing while it was read 10 times. "+
		"Participants may be missing; try again later")
	as[calllist.Error](t, err)
}

// joining has somebody join the list before each of so many requests.
func (p *busyPortal) joining(requests int) {
	p.fail = func() error {
		if id := int64(1000 + len(p.requests)); len(p.requests) < requests {
			p.rows = append(p.rows, &participant{id, "IN_WORK", 100_000 + int(id)})
		}
		return nil
	}
}

func TestAListThatComesToRestInTheLastPassIsComplete(t *testing.T) {
	endless := newBusyPortal(newBusyList(1, 120, 0))
	endless.joining(1000)
	_, err := itemIDs(endless.client(t, calllist.Options{Gap: calllist.NoGap}), calllist.ItemsParams{ListID: 13})
	as[*calllist.UnstableListError](t, err)

	portal := newBusyPortal(newBusyList(1, 120, 0))
	portal.joining(len(endless.requests) - 1)
	_, err = itemIDs(portal.client(t, calllist.Options{Gap: calllist.NoGap}), calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "requests", len(portal.requests), len(endless.requests))
}

// Readings of lists of all sizes, at which operators work up to once a command and 40 times between requests.
func TestNobodyIsLostWhilePeopleWork(t *testing.T) {
	t.Parallel()
	readings := 200
	if testing.Short() {
		readings = 60
	}
	var lost, doubled []string
	unstable, requests := 0, 0
	for seed := range uint64(readings) {
		dice := rand.New(rand.NewPCG(seed, 1))
		size := 1 + dice.IntN(oneOf(dice, 60, 60, 250, 250, 250, 250, 900))
		list := newBusyList(seed, size, dice.Float64())
		list.chance = oneOf(dice, 0, 0.02, 0.3, 1)
		list.between = oneOf(dice, 0, 0.5, 3, 40)
		list.back = oneOf(dice, 0, 0.05, 0.5)
		list.removing = dice.Float64() < 0.2
		gap := oneOf(dice, 0, 0, calllist.NoGap)
		if gap != calllist.NoGap {
			list.hidden = list.somebody(size, oneOf(dice, 0, 0.02, 0.3, 0.8))
		}
		list.unseen = list.somebody(size, oneOf(dice, 0, 0.3))
		params := calllist.ItemsParams{ListID: 13}
		if dice.Float64() < 0.3 {
			params.Filter.Status = calllist.StatusInWork
		}
		portal := newBusyPortal(list)
		got, err := itemIDs(portal.client(t, calllist.Options{Gap: gap}), params)
		requests += len(portal.requests)

		what := fmt.Sprintf("seed %d, size %d, chance %g, between %g", seed, size, list.chance, list.between)
		slices.Sort(got)
		if len(slices.Compact(slices.Clone(got))) != len(got) {
			doubled = append(doubled, what)
		}
		if err != nil {
			as[*calllist.UnstableListError](t, err)
			unstable++
			continue
		}
		for _, id := range list.expected(string(params.Filter.Status)) {
			if _, ok := slices.BinarySearch(got, id); !ok {
				lost = append(lost, fmt.Sprintf("%s: %d", what, id))
			}
		}
	}
	if len(lost) > 0 {
		t.Errorf("lost:\n%s", strings.Join(lost, "\n"))
	}
	if len(doubled) > 0 {
		t.Errorf("doubled:\n%s", strings.Join(doubled, "\n"))
	}
	if unstable > readings/20 {
		t.Errorf("%d of %d readings ended as unstable", unstable, readings)
	}
	t.Logf("%d readings, %d unstable, %.1f requests each", readings, unstable, float64(requests)/float64(readings))
}
