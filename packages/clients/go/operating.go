package calllist

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
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

func isInWindow(left time.Duration) bool { return left > 0 && left <= operatingWindow }

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
	left := *told.Reset - *told.Finish
	if left <= 0 || left > operatingWindow.Seconds() { // as a number, since not each of them is a Duration
		return
	}
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.resets[method] = o.now().Add(time.Duration(left * float64(time.Second)))
}

// hold keeps back a method that the portal has refused, and gives the time from which it may be tried again.
func (o *operatingTime) hold(method string) time.Time {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	until := o.resets[method]
	if now := o.now(); !isInWindow(until.Sub(now)) {
		until = now.Add(operatingReset)
	}
	o.blocked[method] = until
	return until
}

// blockedUntil is when a method that was refused may be tried again, and how long that is yet; 0 where it may at once.
func (o *operatingTime) blockedUntil(method string) (until time.Time, left time.Duration) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	until = o.blocked[method]
	if left = until.Sub(o.now()); !isInWindow(left) {
		left = 0
	}
	return until, left
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

// waitForReset waits until the portal takes a method again, which it has refused. Where that is too late for a
// repetition, or the context ends before, the call ends in the error of its last attempt, if there was one.
func (c *Client) waitForReset(ctx context.Context, method called, lastRepetition time.Time, last error) error {
	until, left := c.operating.blockedUntil(method.Method())
	if left == 0 {
		return nil
	}
	ends, isBound := ctx.Deadline()
	tooLate := last != nil && until.After(lastRepetition)
	if c.options.Attempts == 1 || tooLate || isBound && left > time.Until(ends) {
		if last != nil {
			return last
		}
		return &PortalError{
			called: method, Status: 429, Code: CodeOperationTimeLimit, RetryAt: until, unsent: true,
			Description: fmt.Sprintf("not sent, since the portal has refused this method until its working time is given "+
				"back, in %.0f s", math.Ceil(left.Seconds())),
		}
	}
	if err := c.options.Sleep(ctx, left); err != nil {
		return &endedError{called: method, cause: err}
	}
	return nil
}
