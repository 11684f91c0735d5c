package calllist

import (
	"context"
	"errors"
	"slices"
	"time"
)

// ListState is how a call list stands.
type ListState struct {
	// Done is whether no participant is left to be called.
	Done bool
	// Open are participants still to be called: all of them, or the first 25 where there are more.
	Open []int64
	// Deleted are participants that keep the status IN_WORK for ever, since their contact or company was deleted.
	Deleted []int64
	// At is when the portal said so.
	At time.Time
}

// WaitOptions of [Client.WaitUntilDone].
type WaitOptions struct {
	// Within is how long to wait at most, such as 8 * time.Hour. It has no default.
	Within time.Duration
	// Interval is the time between two looks at the list. Default 30 seconds.
	Interval time.Duration
	// OnProgress is called after each look that finds the list not done.
	OnProgress func(ListState)
}

// manyOpen is as many open participants as are told: half a page, so that one request is enough for them.
const manyOpen = 25

// WaitUntilDone waits until no participant of a list is left to be called, that is, has the status IN_WORK. When the time
// is over before that, it returns the last state, with Done false, and no error.
//
// Administrators also see participants whose contact or company was deleted. These can never be called and keep IN_WORK
// for ever, so they do not count; they are reported as Deleted. Participants whom the user may not read do not count
// either.
//
// A look takes one request while many participants are left, and a few near the end. The error is that of a request,
// that of the context when it has ended, or one that says which option is wrong.
//
//	state, err := b24.WaitUntilDone(ctx, 13, calllist.WaitOptions{Within: 8 * time.Hour})
func (c *Client) WaitUntilDone(ctx context.Context, listID int64, options WaitOptions) (ListState, error) {
	if options.Within <= 0 {
		return ListState{}, errors.New("calllist: Within is not above 0; give the longest time to wait, such as 8 * time.Hour")
	}
	if options.Interval < 0 {
		return ListState{}, errors.New("calllist: Interval is below 0; leave it out, or give something like 30 * time.Second")
	}
	interval := or(options.Interval, pollInterval)
	until := c.options.Now().Add(options.Within)
	var deleted idSet
	var before []int64
	for {
		open, err := c.openParticipants(ctx, listID, &deleted, before)
		if err != nil {
			return ListState{}, err
		}
		now := c.options.Now()
		state := ListState{Done: len(open) == 0, Open: open, Deleted: slices.Clone(deleted.ids), At: now}
		if state.Done || !now.Before(until) {
			return state, nil
		}
		if options.OnProgress != nil {
			options.OnProgress(state)
		}
		before = open
		if err := c.options.Sleep(ctx, min(interval, until.Sub(c.options.Now()))); err != nil {
			return ListState{}, &endedError{called: called(ItemsParams{}.method()), cause: err, history: history{sent: true}}
		}
	}
}

// openParticipants are the first participants in work whose record is not known to be deleted. It adds those that it finds
// deleted; for these it looks where few are left, or where the same many are left as before.
func (c *Client) openParticipants(ctx context.Context, listID int64, deleted *idSet, before []int64) ([]int64, error) {
	for {
		open, err := c.firstInWork(ctx, listID, *deleted)
		if err != nil {
			return nil, err
		}
		isMany := len(open) == manyOpen
		if len(open) == 0 || isMany && !slices.Equal(open, before) {
			return open, nil
		}
		gone, err := c.deletedAmong(ctx, listID, open)
		if err != nil || len(gone) == 0 {
			return open, err
		}
		*deleted = newIDs(slices.Concat(deleted.ids, gone))
	}
}

func (c *Client) firstInWork(ctx context.Context, listID int64, deleted idSet) (open []int64, err error) {
	inWork := ItemsParams{ListID: listID, Filter: ParticipantFilter{Status: StatusInWork}}
	for item, err := range c.AllItems(ctx, inWork) {
		if err != nil {
			return nil, err
		}
		if !deleted.has[item.ID] {
			open = append(open, item.ID)
		}
		if len(open) == manyOpen {
			break
		}
	}
	return open, nil
}

func (c *Client) deletedAmong(ctx context.Context, listID int64, ids []int64) ([]int64, error) {
	list, err := c.Get(ctx, listID)
	if err != nil {
		return nil, err
	}
	unknown, err := c.unknownIDs(ctx, EntityType(list.EntityType), ids)
	if errors.Is(err, CodeEntityTypeError) {
		return nil, nil // lists of leads or deals, which the portal's pages make, cannot be asked about
	}
	return unknown, err
}
