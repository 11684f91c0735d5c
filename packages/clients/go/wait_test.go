package calllist_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// called sets somebody's status to SUCCESS.
func (l *busyList) called(ids ...int64) {
	for _, row := range append([]*participant{}, l.rows...) {
		for _, id := range ids {
			if row.id == id {
				l.set(row, "SUCCESS")
			}
		}
	}
}

func TestWaitingEndsWhenNobodyIsLeftToBeCalled(t *testing.T) {
	portal := quiet(3)
	var states []calllist.ListState
	state, err := portal.client(t, calllist.Options{}).WaitUntilDone(ctx, 13, calllist.WaitOptions{
		Within: time.Hour,
		OnProgress: func(state calllist.ListState) {
			states = append(states, state)
			portal.called(int64(len(states)))
		},
	})
	equal(t, "error", err, nil)
	equal(t, "state", state, calllist.ListState{Done: true, At: noon.Add(90 * time.Second)})
	equal(t, "looks before", states, []calllist.ListState{
		{Open: []int64{1, 2, 3}, At: noon},
		{Open: []int64{2, 3}, At: noon.Add(30 * time.Second)},
		{Open: []int64{3}, At: noon.Add(time.Minute)},
	})
}

func TestWaitingEndsWhenTheTimeIsOver(t *testing.T) {
	portal := quiet(2)
	var looks []time.Time
	state, err := portal.client(t, calllist.Options{}).WaitUntilDone(ctx, 13, calllist.WaitOptions{
		Within: 100 * time.Second, Interval: 40 * time.Second,
		OnProgress: func(state calllist.ListState) { looks = append(looks, state.At) },
	})
	equal(t, "error", err, nil)
	equal(t, "state", state, calllist.ListState{Open: []int64{1, 2}, At: noon.Add(100 * time.Second)})
	equal(t, "looks before", looks, []time.Time{noon, noon.Add(40 * time.Second), noon.Add(80 * time.Second)})
}

func TestWhereManyAreLeftALookTakesOneRequest(t *testing.T) {
	portal := quiet(400)
	state, err := portal.client(t, calllist.Options{}).WaitUntilDone(ctx, 13, calllist.WaitOptions{
		Within: 30 * time.Second, OnProgress: func(calllist.ListState) { portal.called(1) },
	})
	equal(t, "error", err, nil)
	equal(t, "the first of them", state.Open, upTo(26)[1:])
	equal(t, "requests", portal.requests, [][]string{pagesFrom(0, 1), pagesFrom(0, 1)})
}

func TestParticipantsWhoseContactWasDeletedAreNotWaitedFor(t *testing.T) {
	for name, test := range map[string]struct {
		size, first, last int
	}{"two of them": {40, 39, 40}, "more than a look shows": {60, 1, 60}} {
		t.Run(name, func(t *testing.T) {
			portal := quiet(test.size)
			portal.deleted = between(int64(test.first), int64(test.last))
			portal.called(upTo(test.first - 1)...)
			state, err := portal.client(t, calllist.Options{}).WaitUntilDone(ctx, 13, calllist.WaitOptions{Within: time.Hour})
			equal(t, "error", err, nil)
			equal(t, "done", state.Done, true)
			equal(t, "deleted", state.Deleted, upTo(test.last)[test.first-1:])
		})
	}
}

// Lists of leads or deals cannot be asked about.
func TestAListOfAnotherTypeIsWaitedFor(t *testing.T) {
	portal := quiet(2)
	portal.before = func(method string, _ url.Values) *rejection {
		if strings.HasSuffix(method, "update") {
			return &rejection{"ENTITY_TYPE_ERROR", "EntityType is incorrect"}
		}
		return nil
	}
	state, err := portal.client(t, calllist.Options{}).WaitUntilDone(ctx, 13, calllist.WaitOptions{Within: time.Second})
	equal(t, "error", err, nil)
	equal(t, "open", state.Open, []int64{1, 2})
}

func TestWaitingEndsWithItsContextAndWithErrors(t *testing.T) {
	portal := quiet(2)
	ctx, cancel := context.WithCancel(ctx)
	_, err := portal.client(t, calllist.Options{}).WaitUntilDone(ctx, 13, calllist.WaitOptions{
		Within: time.Hour, OnProgress: func(calllist.ListState) { cancel() },
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	says(t, err, calllist.ExecutedNo, true)

	for _, fails := range []string{"crm.calllist.items.get", "crm.calllist.get"} {
		portal.before = func(method string, _ url.Values) *rejection {
			if method == fails {
				return &rejection{"LIST_ID_ERROR", "Call list is not found"}
			}
			return nil
		}
		_, err = portal.client(t, calllist.Options{}).WaitUntilDone(context.Background(), 13, calllist.WaitOptions{Within: time.Hour})
		equal(t, "error", err, fails+": LIST_ID_ERROR: Call list is not found (HTTP 400)")
	}
}

func TestWaitingEndsWithTheErrorOfItsPause(t *testing.T) {
	why := errors.New("nothing sleeps here")
	b24, err := calllist.FromWebhook(webhookURL, &calllist.Options{
		Transport: quiet(2), Sleep: func(context.Context, time.Duration) error { return why },
	})
	equal(t, "error of the client", err, nil)
	_, err = b24.WaitUntilDone(ctx, 13, calllist.WaitOptions{Within: time.Hour})
	if !errors.Is(err, why) {
		t.Errorf("got %v", err)
	}
}

func TestWaitingNeedsATime(t *testing.T) {
	portal := quiet(2)
	for says, options := range map[string]calllist.WaitOptions{
		"Within": {}, "Within is not above 0": {Within: -1}, "Interval": {Within: time.Hour, Interval: -1},
	} {
		_, err := portal.client(t, calllist.Options{}).WaitUntilDone(ctx, 13, options)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
	equal(t, "requests", len(portal.requests), 0)
}

func TestProgressCountsEverybodyOnceByStatus(t *testing.T) {
	portal := quiet(120)
	portal.called(upTo(30)...)
	portal.between = 2
	progress, err := portal.client(t, calllist.Options{}).ProgressOf(ctx, 13)
	equal(t, "error", err, nil)
	equal(t, "total", progress.Total, 120)
	sum := 0
	for _, count := range progress.ByStatus {
		sum += count
	}
	equal(t, "sum", sum, 120)

	portal = quiet(70)
	portal.called(1, 2)
	progress, err = portal.client(t, calllist.Options{}).ProgressOf(ctx, 13)
	equal(t, "error", err, nil)
	equal(t, "progress", progress, calllist.ListProgress{
		Total: 70, ByStatus: map[calllist.StatusCode]int{"IN_WORK": 68, "SUCCESS": 2}, From: noon, To: noon,
	})

	b24, _, _ := open(t, refusal(400, "LIST_ID_ERROR", ""))
	_, err = b24.ProgressOf(ctx, 99)
	if !errors.Is(err, calllist.CodeListIDError) {
		t.Errorf("got %v", err)
	}
}
