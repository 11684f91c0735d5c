package calllist

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Error is what a call ends in: one of [*PortalError], [*UnexpectedResponseError], [*ConnectionError],
// [*TimeoutError], [*MovedError], [*OutcomeUnknownError], [*UnstableListError] and [*SkippedError]. (A call whose context
// has ended gives an error that is the context's, and also an Error.) None of them holds a URL, a webhook's code or a
// token.
//
//	var failed calllist.Error
//	if errors.As(err, &failed) && failed.Executed() == calllist.ExecutedNo {
//		fmt.Println("Nothing was changed.")
//	}
type Error interface {
	error
	// Method is the portal's name of the method that was called, such as crm.calllist.add.
	Method() string
	// Executed is whether the portal executed the call, over all its attempts.
	Executed() Executed
	// Sent is whether a request of the call, or a part of one, may have left this machine. false is certain.
	Sent() bool
}

// Executed says whether the portal executed a call that failed.
type Executed string

const (
	// ExecutedNo is certain: the call changed nothing.
	ExecutedNo Executed = "no"
	// ExecutedUnknown is for a call that may have been executed.
	ExecutedUnknown Executed = "unknown"
)

// history is what the attempts of a call before the last one have left open. Each attempt is judged by itself, but its
// error speaks for the call.
type history struct {
	maybeExecuted, sent bool
	// Whatever became of the attempts, they could not change anything.
	unwritten bool
}

func (h *history) add(earlier Error) {
	h.maybeExecuted = h.maybeExecuted || earlier.Executed() == ExecutedUnknown
	h.sent = h.sent || earlier.Sent()
}

func (h *history) executed(last outcome) Executed {
	if !h.unwritten && (h.maybeExecuted || last.unknown) {
		return ExecutedUnknown
	}
	return ExecutedNo
}

func (h *history) setUnwritten() { h.unwritten = true }

// after is the error of a call, with what its attempts before have left open.
func after(earlier Error, err error) error {
	if last, ok := err.(interface{ add(earlier Error) }); ok && earlier != nil {
		last.add(earlier)
	}
	return err
}

// What kind a [*PortalError] is, for [errors.Is].
var (
	// ErrAuth is 401: credentials missing, wrong, expired, or not enough for this method.
	ErrAuth = errors.New("calllist: not authorised")
	// ErrAccess is 403: not allowed, or the portal is closed; from Items also an empty page.
	ErrAccess = errors.New("calllist: no access")
	// ErrLimit is 429 or 503: too many requests, or too much working time. Try again later.
	ErrLimit = errors.New("calllist: over the portal's limits")
)

// ErrorCode is a portal's code for an error. An open set, which can be empty. The known ones are constants, and targets
// for [errors.Is]: errors.Is(err, calllist.CodeListIDError).
type ErrorCode string

func (c ErrorCode) Error() string { return "calllist: " + string(c) }

// called is the method, for [Error].
type called string

func (c called) Method() string { return string(c) }

// PortalError says that the portal refused. [errors.Is] tells its kind ([ErrAuth], [ErrAccess], [ErrLimit]) and its
// code.
type PortalError struct {
	called
	history
	// Status is the HTTP status: 400 for most refusals, 200 for a command of a batch.
	Status int
	// Code is from the wire; a number there is text here.
	Code ErrorCode
	// Description is English text for developers; empty where the portal sends none.
	Description string
	// Argument is the argument's name, in some refusals of the query builder.
	Argument string
	// IDs are those that belong to no contact or company, in a refusal by [Client.ChangeParticipants].
	IDs []int64
	// RetryAt is, for [ErrLimit], when the call may go again: as Retry-After says, or when the method's working time is
	// given back (in a minute, where no answer has told). Zero where nobody knows.
	RetryAt time.Time
	// Renewal is the error of [Options.Renew], where a token had expired and no new one was given. It is not written as
	// JSON, since that of package net/http holds an address.
	Renewal error `json:"-"`
	// No request was sent in this attempt.
	unsent bool
}

// Executed is as for [Error].
func (e *PortalError) Executed() Executed { return e.executed(e.outcome()) }

// Sent is as for [Error].
func (e *PortalError) Sent() bool { return e.sent || !e.unsent }

func (e *PortalError) outcome() outcome {
	return attempt{failure: failureCode, code: e.Code, status: e.Status}.outcome()
}

func (e *PortalError) Error() string {
	text := strings.Join(filled(string(e.Code), e.Description), ": ")
	if text == "" {
		text = "refused without a code"
	}
	if e.Renewal != nil {
		text += "; no new access token was given"
	}
	return fmt.Sprintf("%s: %s (HTTP %d)", e.called, text, e.Status)
}

// DocURL is the address of the page that says what the code means and what to do. It begins at the top for a code it
// does not know.
func (e *PortalError) DocURL() string {
	return errorsPage + "#" + or(likeJavaScript.Replace(encode(string(e.Code))), "empty-code")
}

// likeJavaScript leaves what encodeURIComponent leaves, so that all clients give one address.
var likeJavaScript = strings.NewReplacer("%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*")

// Is compares with kinds and codes.
func (e *PortalError) Is(target error) bool {
	if code, ok := target.(ErrorCode); ok {
		return code == e.Code
	}
	switch e.kind() {
	case 401:
		return target == ErrAuth
	case 403:
		return target == ErrAccess
	case 429, 503:
		return target == ErrLimit
	}
	return false
}

// Unwrap gives the error of [Options.Renew].
func (e *PortalError) Unwrap() error { return e.Renewal }

// kind is the status; inside an answer with 200 the status that the code usually has.
func (e *PortalError) kind() int {
	if e.Status == 200 {
		return statusOfCode[e.Code]
	}
	return e.Status
}

// UnexpectedResponseError says that the answer is not what a portal sends: a page, nothing, JSON that breaks off.
type UnexpectedResponseError struct {
	called
	history
	// Status is the HTTP status.
	Status int
	// ContentType is that of the answer; empty where there was none.
	ContentType string
	// Excerpt is the first 200 characters of the answer, without secrets.
	Excerpt string
	// Reason says what came in place of what, such as "result: false, expected true"; empty where the status, the content
	// type and the excerpt say all.
	Reason string
	// The next attempt would end the same way.
	final bool
}

// Executed is as for [Error].
func (e *UnexpectedResponseError) Executed() Executed { return e.executed(e.outcome()) }

// Sent is as for [Error]. It is true.
func (e *UnexpectedResponseError) Sent() bool { return true }

func (e *UnexpectedResponseError) outcome() outcome {
	truncated := !e.final && (e.Excerpt == "" || saysJSON.MatchString(e.ContentType))
	return attempt{failure: failurePage, status: e.Status, truncated: truncated}.outcome()
}

var saysJSON = regexp.MustCompile(`(?i)json`)

func (e *UnexpectedResponseError) Error() string {
	if e.Reason != "" {
		return fmt.Sprintf("%s: unexpected response: %s (HTTP %d)", e.called, e.Reason, e.Status)
	}
	kind := or(e.ContentType, "no content type")
	return fmt.Sprintf("%s: the answer is not one of a Bitrix24 portal (HTTP %d, %s)", e.called, e.Status, kind)
}

// ConnectionError says that no connection could be made, or that it broke off.
type ConnectionError struct {
	called
	history
	// Reason says why, in words of this package's own, and for a certificate or a proxy what to do.
	Reason string
	// No connection was made in this attempt, so that certainly nothing was sent.
	unsent bool
	// The next attempt would end the same way.
	final bool
}

// Executed is as for [Error].
func (e *ConnectionError) Executed() Executed { return e.executed(e.outcome()) }

// Sent is as for [Error].
func (e *ConnectionError) Sent() bool { return e.sent || !e.unsent }

func (e *ConnectionError) outcome() outcome {
	return attempt{failure: failureConnection, sent: !e.unsent, permanent: e.final}.outcome()
}

func (e *ConnectionError) Error() string {
	if e.unsent {
		return fmt.Sprintf("%s: no connection (%s)", e.called, e.Reason)
	}
	return fmt.Sprintf("%s: the connection broke off (%s)", e.called, e.Reason)
}

// TimeoutError says that the request was sent, and that no whole answer came in time. When no connection was made in
// time, that is a [*ConnectionError].
type TimeoutError struct {
	called
	history
	// After is the time that was allowed.
	After time.Duration
}

// Executed is as for [Error].
func (e *TimeoutError) Executed() Executed { return e.executed(e.outcome()) }

// Sent is as for [Error]. It is true.
func (e *TimeoutError) Sent() bool { return true }

func (e *TimeoutError) outcome() outcome {
	return attempt{failure: failureTimeout, sent: true}.outcome()
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("%s: no answer within %s", e.called, e.After)
}

// Timeout is true, for those who ask errors by the interface of package net.
func (e *TimeoutError) Timeout() bool { return true }

// MovedError says that the portal redirects: it has a new address, or is closed. Redirects are not followed, since the
// request carries a secret.
type MovedError struct {
	called
	history
	// Status is the HTTP status of the redirect.
	Status int
	// Host is the one it leads to; empty where the answer does not say.
	Host string
}

// Executed is as for [Error].
func (e *MovedError) Executed() Executed { return e.executed(e.outcome()) }

// Sent is as for [Error]. It is true.
func (e *MovedError) Sent() bool { return true }

func (e *MovedError) outcome() outcome { return attempt{failure: failureRedirect}.outcome() }

func (e *MovedError) Error() string {
	to := ""
	if e.Host != "" {
		to = " to " + e.Host
	}
	return fmt.Sprintf("%s: the portal redirects%s: it has a new address, or is closed", e.called, to)
}

// OutcomeUnknownError says that a call that must not be carried out twice was sent, and that nobody knows whether the
// portal did it. Look with List, newest first, before you repeat it.
//
// It does not unwrap to its cause, so that a check for a connection that broke off, which may lead to a repetition, does
// not hold here. Only a context that has ended can be found by [errors.Is].
type OutcomeUnknownError struct {
	called
	// Cause is what happened: another of this package's errors, or that of a context that has ended.
	Cause error
	// Params are those of the call, such as [AddParams].
	Params any
}

// Executed is as for [Error]: [ExecutedUnknown].
func (e *OutcomeUnknownError) Executed() Executed { return ExecutedUnknown }

// Sent is as for [Error]. It is true.
func (e *OutcomeUnknownError) Sent() bool { return true }

func (e *OutcomeUnknownError) Error() string {
	cause := strings.TrimPrefix(e.Cause.Error(), string(e.called)+": ")
	return fmt.Sprintf("%s: it is not known whether the portal did it; look with List, newest first, before you "+
		"repeat it; what happened: %s", e.called, cause)
}

// Is finds a context that has ended.
func (e *OutcomeUnknownError) Is(target error) bool {
	return (target == context.Canceled || target == context.DeadlineExceeded) && errors.Is(e.Cause, target)
}

// UnstableListError says that a list kept changing while it was read, so that it cannot be said whether every participant
// was read. From [Client.AllItems] those that were read came before it; [Client.ChangeParticipants] has written nothing.
// Read the list again when fewer people work on it.
type UnstableListError struct {
	called
	// Passes is how often the list was read.
	Passes int
	// nothing was written for it
	wroteNothing bool
}

// Executed is as for [Error]: [ExecutedNo], since nothing was changed.
func (e *UnstableListError) Executed() Executed { return ExecutedNo }

// Sent is as for [Error]. It is true.
func (e *UnstableListError) Sent() bool { return true }

func (e *UnstableListError) Error() string {
	consequence := "Participants may be missing"
	if e.wroteNothing {
		consequence = "Nothing was written"
	}
	return fmt.Sprintf("%s: the list kept changing while it was read %d times. %s; try again later", e.called, e.Passes, consequence)
}

// SkippedError says that a command of a batch was not run, because one before it failed. Like
// [OutcomeUnknownError] it does not unwrap: what failed is another command.
type SkippedError struct {
	called
	// Cause is the error of the command before.
	Cause error
	// The request with this command was not sent.
	unsent bool
}

// Executed is as for [Error]: [ExecutedNo].
func (e *SkippedError) Executed() Executed { return ExecutedNo }

// Sent is as for [Error]: whether the request with this command may have left.
func (e *SkippedError) Sent() bool { return !e.unsent }

func (e *SkippedError) Error() string {
	return fmt.Sprintf("%s: not run, since a command before it failed (%s)", e.called, e.Cause)
}

// endedError is that of a context that has ended.
type endedError struct {
	called
	history
	cause error
	// A request was under way.
	wasSending bool
}

func (e *endedError) Executed() Executed { return e.executed(e.outcome()) }
func (e *endedError) Sent() bool         { return e.sent || e.wasSending }

func (e *endedError) outcome() outcome {
	if e.wasSending {
		return outcome{unknown: true, next: nextFail}
	}
	return outcomeNotSent
}

func (e *endedError) Error() string { return fmt.Sprintf("%s: %s", e.called, e.cause) }
func (e *endedError) Unwrap() error { return e.cause }

func filled(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}
