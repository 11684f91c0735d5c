package calllist_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// Made up. They must not be in anything that is shown.
const (
	code       = "s3cretc0de8h1d3m"
	token      = "t0ken-s3cret-1"
	webhookURL = "https://example.bitrix24.com/rest/1/" + code + "/"
)

// portal plays a portal: it answers one reply after the other, the last one again and again, and keeps what was asked.
type portal struct {
	replies []reply
	asked   []asked
}

type reply struct {
	status      int // 200 where it is left out
	contentType string
	header      map[string]string
	body        string
	err         error // in place of an answer
}

type asked struct {
	url    string
	header http.Header
	body   string
}

func (p *portal) RoundTrip(request *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(request.Body)
	p.asked = append(p.asked, asked{request.URL.String(), request.Header, string(body)})
	if len(p.asked) > mostRequests {
		panic("it sends without end")
	}
	reply := p.replies[min(len(p.asked), len(p.replies))-1]
	if reply.err != nil {
		return nil, reply.err
	}
	header := http.Header{"Content-Type": {or(reply.contentType, "application/json; charset=utf-8")}}
	for name, value := range reply.header {
		header.Set(name, value)
	}
	return &http.Response{
		StatusCode: or(reply.status, 200), Header: header, Body: io.NopCloser(strings.NewReader(reply.body)),
	}, nil
}

func or[T comparable](value, byDefault T) T {
	var zero T
	if value == zero {
		return byDefault
	}
	return value
}

// result is the answer with a result, as JSON.
func result(text string) reply {
	return reply{body: `{"result":` + text + `,"time":{"start":1787206096}}`}
}

// refusal is the answer with an error code.
func refusal(status int, code, description string) reply {
	body, _ := json.Marshal(map[string]string{"error": code, "error_description": description})
	return reply{status: status, body: string(body)}
}

func page(status int) reply {
	return reply{status: status, contentType: "text/html", body: "<html>Bad gateway</html>"}
}

// clock is an hour that does not pass: it keeps the pauses that were asked for.
type clock struct{ pauses []time.Duration }

func (c *clock) now() time.Time {
	now := noon
	for _, pause := range c.pauses {
		now = now.Add(pause)
	}
	return now
}

func (c *clock) sleep(ctx context.Context, pause time.Duration) error {
	c.pauses = append(c.pauses, pause)
	return ctx.Err()
}

// discard takes the log of a server that is broken on purpose.
var discard = log.New(io.Discard, "", 0)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// open makes a client on a played portal that never waits.
func open(t *testing.T, replies ...reply) (*calllist.Client, *portal, *clock) {
	t.Helper()
	return openWith(t, calllist.Options{}, replies...)
}

func openWith(t *testing.T, options calllist.Options, replies ...reply) (*calllist.Client, *portal, *clock) {
	t.Helper()
	portal, clock := &portal{replies: replies}, &clock{}
	b24, err := calllist.FromWebhook(webhookURL, played(portal, clock, options))
	if err != nil {
		t.Fatal(err)
	}
	return b24, portal, clock
}

func played(portal *portal, clock *clock, options calllist.Options) *calllist.Options {
	options.Transport, options.Sleep = portal, clock.sleep
	options.Now = clock.now
	if options.Random == nil {
		options.Random = func() float64 { return 0 }
	}
	return &options
}

// together does the same in so many goroutines at once, and waits for all of them.
func together(goroutines int, work func()) {
	var group sync.WaitGroup
	for range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			work()
		}()
	}
	group.Wait()
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if g, w := show(got), show(want); g != w {
		t.Errorf("%s\n got %s\nwant %s", what, g, w)
	}
}

func show(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case error:
		return value.Error()
	}
	text := &bytes.Buffer{}
	encoder := json.NewEncoder(text)
	encoder.SetEscapeHTML(false)
	if encoder.Encode(value) != nil {
		return fmt.Sprint(value)
	}
	return strings.TrimSpace(text.String())
}

// as finds an error of a type, or fails.
func as[E error](t *testing.T, err error) E {
	t.Helper()
	var found E
	if !errors.As(err, &found) {
		t.Fatalf("got %T (%v), want %T", err, err, found)
	}
	return found
}

func ptr(number int64) *int64 { return &number }
