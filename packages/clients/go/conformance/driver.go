// Command conformance takes part in the conformance vectors: it reads calls line by line, makes them, prints how they
// ended. The protocol is described in packages/clients/conformance/README.md.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

type line struct {
	ID   string `json:"id"`
	Auth struct {
		URL, Portal, AccessToken string
		RenewedToken             *string
	} `json:"auth"`
	Options struct {
		Timeout, RetryDelay int64 // milliseconds
		Attempts            int
	} `json:"options"`
	Call struct {
		Method  string          `json:"method"`
		Params  json.RawMessage `json:"params"`
		Batch   []command       `json:"batch"`
		Halt    bool            `json:"halt"`
		Iterate string          `json:"iterate"`
		Gap     *int            `json:"gap"`
		Change  *struct {
			ListID      int64
			Add, Remove []int64
		} `json:"changeParticipants"`
		Progress int64 `json:"progressOf"`
		Wait     *struct {
			ListID           int64
			Within, Interval int64 // milliseconds
		} `json:"waitUntilDone"`
	} `json:"call"`
}

type command struct {
	Key    string          `json:"key"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
}

type told map[string]any

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var line line
		must(json.Unmarshal(lines.Bytes(), &line))
		must(out.Encode(tell(line)))
	}
	must(lines.Err())
}

func tell(line line) told {
	// The portal closes its connections between two cases; one must not find those of another.
	transport := http.DefaultTransport.(*http.Transport).Clone()
	defer transport.CloseIdleConnections()
	b24, err := clientOf(line, transport)
	must(err)
	shown := shown(b24) + shown(*b24)
	result, err := resultOf(b24, line)
	if err != nil {
		return told{"id": line.ID, "error": errorOf(err), "rows": result, "shown": shown + shownError(err)}
	}
	return told{"id": line.ID, "result": result, "shown": shown}
}

func clientOf(line line, transport http.RoundTripper) (*calllist.Client, error) {
	options := &calllist.Options{
		Transport:  transport,
		Timeout:    time.Duration(line.Options.Timeout) * time.Millisecond,
		Attempts:   line.Options.Attempts,
		FirstDelay: time.Duration(line.Options.RetryDelay)*time.Millisecond + 1, // 0 would be the default
	}
	if gap := line.Call.Gap; gap != nil {
		options.Gap = *gap
		if *gap == 0 {
			options.Gap = calllist.NoGap
		}
	}
	if line.Auth.URL != "" {
		return calllist.FromWebhook(line.Auth.URL, options)
	}
	if renewed := line.Auth.RenewedToken; renewed != nil {
		options.Renew = func(context.Context) (string, error) { return *renewed, nil }
	}
	return calllist.FromOAuth(line.Auth.Portal, line.Auth.AccessToken, options)
}

func resultOf(b24 *calllist.Client, line line) (any, error) {
	ctx := context.Background()
	switch call := line.Call; {
	case call.Batch != nil:
		return batch(ctx, b24, call.Batch, call.Halt)
	case call.Change != nil:
		change := calllist.ParticipantChange{Add: call.Change.Add, Remove: call.Change.Remove}
		changed, err := b24.ChangeParticipants(ctx, call.Change.ListID, change)
		return told{
			"added": list(changed.Added), "removed": list(changed.Removed), "notAdded": list(changed.NotAdded),
			"notRemoved": list(changed.NotRemoved), "deleted": list(changed.Deleted), "confirmed": changed.Confirmed,
		}, err
	case call.Progress != 0:
		progress, err := b24.ProgressOf(ctx, call.Progress)
		return told{"total": progress.Total, "byStatus": progress.ByStatus}, err
	case call.Wait != nil:
		state, err := b24.WaitUntilDone(ctx, call.Wait.ListID, calllist.WaitOptions{
			Within:   time.Duration(call.Wait.Within) * time.Millisecond,
			Interval: time.Duration(call.Wait.Interval) * time.Millisecond,
		})
		return told{"done": state.Done, "open": list(state.Open), "deleted": list(state.Deleted)}, err
	case call.Iterate != "":
		return iterate(ctx, b24, paramsOf(call.Iterate, call.Params))
	default:
		return one(ctx, b24, paramsOf(call.Method, call.Params))
	}
}

// list is no ids as an empty list.
func list(ids []int64) []int64 { return append([]int64{}, ids...) }

func one(ctx context.Context, b24 *calllist.Client, params calllist.Params) (any, error) {
	switch params := params.(type) {
	case calllist.AddParams:
		return b24.Add(ctx, params)
	case calllist.GetParams:
		return b24.Get(ctx, params.ID)
	case calllist.ListParams:
		return b24.List(ctx, params)
	case calllist.UpdateParams:
		return true, b24.Update(ctx, params)
	case calllist.ItemsParams:
		return b24.Items(ctx, params)
	default:
		return b24.Statuses(ctx)
	}
}

func batch(ctx context.Context, b24 *calllist.Client, wanted []command, halt bool) (any, error) {
	commands := make([]calllist.Command, len(wanted))
	for i, command := range wanted {
		commands[i] = calllist.Command{Key: command.Key, Params: paramsOf(command.Method, command.Params)}
	}
	entries, err := b24.Batch(ctx, commands, &calllist.BatchOptions{Halt: halt})
	if err != nil {
		return nil, err
	}
	results := []told{}
	for _, entry := range entries {
		result := told{"result": entry.Result}
		if entry.Err != nil {
			result = told{"error": errorOf(entry.Err)}
		}
		if entry.Key != "" {
			result["key"] = entry.Key
		}
		results = append(results, result)
	}
	return results, nil
}

func iterate(ctx context.Context, b24 *calllist.Client, params calllist.Params) (any, error) {
	rows := []any{}
	if lists, ok := params.(calllist.ListParams); ok {
		for row, err := range b24.AllLists(ctx, lists) {
			if err != nil {
				return rows, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	}
	for item, err := range b24.AllItems(ctx, params.(calllist.ItemsParams)) {
		if err != nil {
			return rows, err
		}
		rows = append(rows, item)
	}
	return rows, nil
}

func paramsOf(method string, wire json.RawMessage) calllist.Params {
	switch method {
	case "crm.calllist.add":
		return read[calllist.AddParams](wire)
	case "crm.calllist.get":
		return read[calllist.GetParams](wire)
	case "crm.calllist.list":
		return listParams(wire)
	case "crm.calllist.update":
		return read[calllist.UpdateParams](wire)
	case "crm.calllist.items.get":
		return read[calllist.ItemsParams](wire)
	default:
		return calllist.StatusesParams{}
	}
}

// listParams reads ORDER, which is an object on the wire and has an order here.
func listParams(wire json.RawMessage) calllist.ListParams {
	fields := read[map[string]json.RawMessage](wire)
	if start, ok := fields["start"]; ok {
		fields["start"] = bytes.Trim(start, `"`)
	}
	order := fields["ORDER"]
	delete(fields, "ORDER")
	rest, err := json.Marshal(fields)
	must(err)
	params := read[calllist.ListParams](rest)
	tokens := json.NewDecoder(bytes.NewReader(order))
	for {
		token, err := tokens.Token()
		if errors.Is(err, io.EOF) {
			return params
		}
		must(err)
		name, ok := token.(string)
		if !ok {
			continue
		}
		var direction calllist.SortDirection
		must(tokens.Decode(&direction))
		params.Order = append(params.Order, calllist.Sort{Field: calllist.Field(name), Direction: direction})
	}
}

func read[T any](wire json.RawMessage) T {
	var value T
	// JavaScript has rounded the largest int64 up, out of its range.
	wire = bytes.ReplaceAll(wire, []byte("9223372036854776000"), []byte("9223372036854775807"))
	decoder := json.NewDecoder(bytes.NewReader(wire))
	decoder.UseNumber()
	must(decoder.Decode(&value))
	return value
}

func errorOf(err error) told {
	result := fieldsOf(err)
	result["message"] = err.Error()
	var failed calllist.Error
	if errors.As(err, &failed) {
		result["executed"], result["sent"] = failed.Executed(), failed.Sent()
	}
	return result
}

func fieldsOf(err error) told {
	var (
		unknown    *calllist.OutcomeUnknownError
		portal     *calllist.PortalError
		page       *calllist.UnexpectedResponseError
		connection *calllist.ConnectionError
		timeout    *calllist.TimeoutError
		moved      *calllist.MovedError
		unstable   *calllist.UnstableListError
		skipped    *calllist.SkippedError
	)
	switch {
	case errors.As(err, &unknown):
		return told{"kind": "outcome-unknown", "cause": errorOf(unknown.Cause)}
	case errors.As(err, &portal):
		result := told{
			"kind": kindOf(portal), "status": portal.Status,
			"code": portal.Code, "description": portal.Description,
			"argument": portal.Argument, "docUrl": portal.DocURL(),
		}
		if portal.IDs != nil {
			result["ids"] = portal.IDs
		}
		if !portal.RetryAt.IsZero() {
			result["retryAt"] = float64(portal.RetryAt.UnixMicro()) / 1000
		}
		return result
	case errors.As(err, &page):
		return told{"kind": "unexpected-response", "status": page.Status}
	case errors.As(err, &connection):
		return told{"kind": "connection"}
	case errors.As(err, &timeout):
		return told{"kind": "timeout"}
	case errors.As(err, &moved):
		return told{"kind": "portal-moved", "status": moved.Status, "host": moved.Host}
	case errors.As(err, &unstable):
		return told{"kind": "unstable-list"}
	case errors.As(err, &skipped):
		return told{"kind": "skipped", "cause": errorOf(skipped.Cause)}
	}
	must(err)
	return nil
}

func kindOf(err error) string {
	switch {
	case errors.Is(err, calllist.ErrAuth):
		return "auth"
	case errors.Is(err, calllist.ErrAccess):
		return "access"
	case errors.Is(err, calllist.ErrLimit):
		return "limit"
	}
	return "portal"
}

// shown prints a value in every way that people print one.
func shown(value any) string {
	text := fmt.Sprintf("%v %+v %#v %s %q %d %x\n", value, value, value, value, value, value, value)
	marshalled, err := json.Marshal(value)
	return text + string(marshalled) + fmt.Sprint(err) + fmt.Sprintf("%+v %#v\n", []any{value}, struct{ Any any }{value})
}

// shownError prints an error and those inside it.
func shownError(err error) string {
	if err == nil {
		return ""
	}
	text := shown(err) + shownError(errors.Unwrap(err))
	var unknown *calllist.OutcomeUnknownError
	if errors.As(err, &unknown) {
		text += shown(*unknown) + shownError(unknown.Cause)
	}
	return text
}

func must(err error) {
	if err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
