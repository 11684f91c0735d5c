package calllist

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"time"
)

// operatingTime is what the answers to one client have told of the time that methods may work in ten minutes. What is
// left is known only to the portal, and a refusal costs nothing, so nothing is held back before the first 429. From then
// on the method waits until the portal's own reset.
type operatingTime struct {
	now             func() time.Time
	mutex           sync.Mutex
	resets, blocked map[string]time.Time
}

// unknownReset is for methods of which no answer has told when time is given back: the portal's window forgets a minute
// at a time.
const unknownReset = time.Minute

func newOperatingTime(now func() time.Time) *operatingTime {
	return &operatingTime{now: now, resets: map[string]time.Time{}, blocked: map[string]time.Time{}}
}

// learn remembers the reset that the time of an answer tells.
func (o *operatingTime) learn(method string, raw json.RawMessage) {
	var told struct {
		Finish *float64 `json:"finish"`
		Reset  *float64 `json:"operating_reset_at"`
	}
	if json.Unmarshal(raw, &told) != nil || told.Finish == nil || told.Reset == nil {
		return
	}
	// By the portal's own clock, which need not be this machine's.
	left := time.Duration((*told.Reset - *told.Finish) * float64(time.Second))
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.resets[method] = o.now().Add(left)
}

// hold keeps back a method that the portal has refused, and gives the time from which it may be tried again.
func (o *operatingTime) hold(method string) time.Time {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	until := o.resets[method]
	if now := o.now(); !until.After(now) {
		until = now.Add(unknownReset)
	}
	o.blocked[method] = until
	return until
}

// blockedUntil is when a method that was refused may be tried again; in the past where it may at once.
func (o *operatingTime) blockedUntil(method string) time.Time {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	return o.blocked[method]
}

// noteRetryAt says in a refusal for a limit when the call may go again, and holds a method that has worked too long.
func (c *Client) noteRetryAt(failure error, header http.Header) {
	var portal *PortalError
	if !errors.As(failure, &portal) {
		return
	}
	if portal.Code == CodeOperationTimeLimit {
		portal.RetryAt = c.operating.hold(portal.Method())
	} else if after := c.retryAfter(header.Get("Retry-After")); after > 0 && portal.Is(ErrLimit) {
		portal.RetryAt = c.options.Now().Add(after)
	}
}

// waitForReset waits until the portal takes a method again, which it has refused. Where that is not before the last
// repetition, or the context ends before, the call ends in the error of its last attempt, if there was one.
func (c *Client) waitForReset(ctx context.Context, method called, lastRepetition time.Time, last error) error {
	until := c.operating.blockedUntil(method.Method())
	left := until.Sub(c.options.Now())
	if left <= 0 {
		return nil
	}
	ends, isBound := ctx.Deadline()
	if c.options.Attempts == 1 || until.After(lastRepetition) || isBound && left > time.Until(ends) {
		if last != nil {
			return last
		}
		return &PortalError{
			called: method, Status: 429, Code: CodeOperationTimeLimit, RetryAt: until,
			Description: "not sent, since the portal has refused this method until its working time is given back",
		}
	}
	if err := c.options.Sleep(ctx, left); err != nil {
		return &endedError{called: method, cause: err}
	}
	return nil
}
