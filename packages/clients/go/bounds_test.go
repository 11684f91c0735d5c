package calllist_test

// What comes from outside has no end, or grows without one: memory and time stay bounded, over real connections.

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// bomb is so many GiB of blanks, in members of gzip of 16 MiB each.
func bomb(gibibytes int) string {
	return strings.Repeat(gzipped(strings.Repeat(" ", 16<<20)), gibibytes*64)
}

// allocated is how many bytes were allocated while something was done, those that were freed meanwhile included.
func allocated(work func()) uint64 {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	work()
	runtime.ReadMemStats(&now)
	return now.TotalAlloc - before.TotalAlloc
}

func TestABombIsNotUnpackedBeyondTheBound(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: bombs are large")
	}
	const limit = 1 << 30 // what reading 64 MiB twice allocates, buffers that grow included
	for name, test := range map[string]struct{ encoding, body string }{
		"members of gzip": {"gzip", bomb(8)},
		"a bomb of bombs": {"gzip, gzip", gzipped(bomb(8))},
		"deflate":         {"deflate", zlibbed(strings.Repeat(" ", 80<<20))},
	} {
		t.Run(name, func(t *testing.T) {
			b24, _ := served(t, calllist.Options{}, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", test.encoding)
				_, _ = io.WriteString(w, test.body)
			})
			var err error
			took := allocated(func() { _, err = b24.Statuses(ctx) })
			equal(t, "error", err, "crm.calllist.statuslist: unexpected response: the body is larger than 64 MiB (HTTP 200)")
			if took > limit {
				t.Errorf("it allocated %d MiB", took>>20)
			}
		})
	}
}

// A gzip that is packed again and again, or one that unpacks to itself, keeps a client busy long after the deadline.
func TestABodyPackedMoreThanAFewTimesIsNotUnpacked(t *testing.T) {
	var body string
	pack := func(times int) reply {
		body = `{"result":[]}`
		for range times {
			body = gzipped(body)
		}
		return encoded(200, strings.TrimSuffix(strings.Repeat("gzip, ", times), ", "), body)
	}
	b24, _, _ := open(t, pack(3))
	_, err := b24.Statuses(ctx)
	equal(t, "error of three layers", err, nil)

	b24, portal, _ := open(t, pack(4))
	_, err = b24.Statuses(ctx)
	equal(t, "error", err, "crm.calllist.statuslist: unexpected response: the body is packed more than 3 times (HTTP 200)")
	equal(t, "requests", len(portal.asked), 1)
}

func TestHeadersWithoutEndAreNotRead(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: net/http reads megabytes before it gives up")
	}
	for name, head := range map[string]string{
		"one that is long":     "HTTP/1.1 200 OK\r\nX-Long: ",
		"many of them":         "HTTP/1.1 200 OK\r\n",
		"informational status": "",
	} {
		t.Run(name, func(t *testing.T) {
			block := map[string]string{
				"one that is long":     strings.Repeat("x", 64<<10),
				"many of them":         strings.Repeat("X-Many: x\r\n", 4<<10),
				"informational status": strings.Repeat("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", 2<<10),
			}[name]
			var written atomic.Int64
			b24, _ := served(t, calllist.Options{Attempts: 1}, func(w http.ResponseWriter, _ *http.Request) {
				connection, _, err := w.(http.Hijacker).Hijack()
				if err != nil {
					return
				}
				defer func() { _ = connection.Close() }()
				_, _ = io.WriteString(connection, head)
				for err == nil {
					var count int
					count, err = io.WriteString(connection, block)
					written.Add(int64(count))
				}
			})
			_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
			cause := as[*calllist.ConnectionError](t, as[*calllist.OutcomeUnknownError](t, err).Cause)
			equal(t, "reason", cause.Reason, "the transport failed")
			if written.Load() > 32<<20 {
				t.Errorf("%d MiB were taken", written.Load()>>20)
			}
		})
	}
}

// Each byte comes in time, and the whole never.
func TestABodyThatDripsEndsAtTheDeadline(t *testing.T) {
	for _, encoding := range []string{"", "gzip"} {
		b24, _ := served(t, calllist.Options{Timeout: 50 * time.Millisecond, Attempts: 1}, func(w http.ResponseWriter, r *http.Request) {
			if encoding != "" {
				w.Header().Set("Content-Encoding", encoding)
			}
			for drops := time.NewTicker(time.Millisecond); ; {
				select {
				case <-drops.C:
					_, _ = io.WriteString(w, " ")
					w.(http.Flusher).Flush()
				case <-r.Context().Done():
					drops.Stop()
					return
				}
			}
		})
		_, err := b24.Statuses(ctx)
		equal(t, "error", as[*calllist.TimeoutError](t, err), "crm.calllist.statuslist: no answer within 50ms")
		_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		as[*calllist.TimeoutError](t, as[*calllist.OutcomeUnknownError](t, err).Cause)
	}
}

// 64 MiB of small values would be gigabytes of rows. (Of real ones, 64 MiB hold less than 500,000.)
func TestRowsWithoutEndAreNoPage(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: reading many rows takes long")
	}
	b24, portal, _ := open(t, result("["+strings.Repeat("[],", 500_000)+"[]]"))
	_, err := b24.Items(ctx, calllist.ItemsParams{ListID: 13})
	reason := as[*calllist.UnexpectedResponseError](t, err).Reason
	if !strings.HasSuffix(reason, "expected rows of Participant") {
		t.Errorf("got %s", reason)
	}
	equal(t, "requests", len(portal.asked), 1)
}

func TestJSONThatIsNestedWithoutEndIsNoAnswer(t *testing.T) {
	deep := strings.Repeat("[", 1<<15) + strings.Repeat("]", 1<<15)
	for name, reply := range map[string]reply{
		"a result":     result(deep),
		"an object":    {body: strings.Repeat(`{"result":`, 1<<15)},
		"an error":     {status: 400, body: `{"error":` + deep + `}`},
		"of a command": result(`{"result":{"c0":` + deep + `}}`),
	} {
		t.Run(name, func(t *testing.T) {
			b24, _, _ := openWith(t, calllist.Options{Attempts: 1}, reply)
			_, err := b24.Get(ctx, 13)
			as[*calllist.UnexpectedResponseError](t, err)
		})
	}
}

func TestNumbersOfAnySizeAreReadOrRefused(t *testing.T) {
	long := strings.Repeat("9", 1<<16)
	for _, number := range []string{"1e308", "1e999999999", "-1e308", "9007199254740993.5", "9223372036854775808", long, "1e-999999999", `"` + long + `"`} {
		b24, _, _ := open(t, result(number))
		_, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		reason := as[*calllist.UnexpectedResponseError](t, as[*calllist.OutcomeUnknownError](t, err).Cause).Reason
		if len(reason) > 120 {
			t.Errorf("the reason has %d bytes", len(reason))
		}

		b24, _, _ = open(t, reply{body: `{"result":[],"time":{"finish":` + number + `,"operating_reset_at":` + number + `}}`})
		_, err = b24.Statuses(ctx)
		equal(t, "error with odd times", err, nil)

		b24, _, _ = open(t, reply{status: 400, body: `{"error":` + number + `}`})
		_, err = b24.Statuses(ctx)
		if code := as[*calllist.PortalError](t, err).Code; len(code) > 203 {
			t.Errorf("the code has %d bytes", len(code))
		}
	}
	b24, _, _ := open(t, result("9223372036854775807"))
	id, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
	equal(t, "error", err, nil)
	equal(t, "the largest id", fmt.Sprint(id), "9223372036854775807")
}
