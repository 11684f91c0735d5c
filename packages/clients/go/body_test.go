package calllist_test

// Bodies as they come: packed, with signs before them, in other encodings, without an end.

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

func packed(writer func(io.Writer) io.WriteCloser, text string) string {
	var packed bytes.Buffer
	packing := writer(&packed)
	_, _ = io.WriteString(packing, text)
	_ = packing.Close()
	return packed.String()
}

func gzipped(text string) string {
	return packed(func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }, text)
}

func zlibbed(text string) string {
	return packed(func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }, text)
}

func deflated(text string) string {
	return packed(func(w io.Writer) io.WriteCloser {
		packing, _ := flate.NewWriter(w, flate.BestSpeed)
		return packing
	}, text)
}

// encoded is a reply with a Content-Encoding.
func encoded(status int, encoding, body string) reply {
	return reply{status: status, header: map[string]string{"Content-Encoding": encoding}, body: body}
}

func TestPackedBodiesAreAskedForAndUnpacked(t *testing.T) {
	const text = `{"result":51}`
	for name, reply := range map[string]reply{
		"gzip":                encoded(200, "gzip", gzipped(text)),
		"x-gzip, in capitals": encoded(200, "X-GZIP", gzipped(text)),
		"deflate":             encoded(200, "deflate", zlibbed(text)),
		"deflate, bare":       encoded(200, "deflate", deflated(text)),
		"one after the other": encoded(200, "deflate, gzip", gzipped(zlibbed(text))),
		"identity":            encoded(200, "identity", text),
		"gzip, unpacked on the way with its header left":    encoded(200, "gzip", text),
		"deflate, unpacked on the way with its header left": encoded(200, "deflate", text),
		"a byte order mark inside":                          encoded(200, "gzip", gzipped("\ufeff"+text)),
	} {
		t.Run(name, func(t *testing.T) {
			b24, portal, _ := open(t, reply)
			id, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
			equal(t, "error", err, nil)
			equal(t, "id", id, 51)
			equal(t, "asked for", portal.asked[0].header.Get("Accept-Encoding"), "gzip")
		})
	}
	b24, _, _ := open(t, encoded(401, "gzip", gzipped(`{"error":"INVALID_CREDENTIALS"}`)))
	_, err := b24.Statuses(ctx)
	equal(t, "error", err, "crm.calllist.statuslist: INVALID_CREDENTIALS (HTTP 401)")
	for _, encoding := range []string{"gzip", "deflate", "br"} {
		b24, _, _ = open(t, encoded(204, encoding, ""), result(`[]`))
		_, err = b24.Statuses(ctx)
		equal(t, "error after an empty body", err, nil)
	}
}

func TestAPackedBodyOverTheWire(t *testing.T) {
	b24, _ := served(t, calllist.Options{}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", r.Header.Get("Accept-Encoding"))
		_, _ = io.WriteString(w, gzipped(`{"result":`+rows(1, 50)+`}`))
	})
	items, err := b24.Items(ctx, calllist.ItemsParams{ListID: 13})
	equal(t, "error", err, nil)
	equal(t, "items", len(items), 50)
}

func TestADamagedPackedBodyIsRetriedWhereThatIsSafe(t *testing.T) {
	whole := gzipped(`{"result":` + rows(1, 50) + `}`)
	for name, body := range map[string]string{
		"cut":                 whole[:len(whole)/2],
		"cut in its head":     whole[:5],
		"another check sum":   whole[:len(whole)-8] + "12345678",
		"something behind it": whole + "<br />",
	} {
		t.Run(name, func(t *testing.T) {
			b24, portal, _ := open(t, encoded(200, "gzip", body))
			_, err := b24.Items(ctx, calllist.ItemsParams{ListID: 13})
			equal(t, "error", err, "crm.calllist.items.get: unexpected response: the gzip body is cut or damaged (HTTP 200)")
			equal(t, "requests", len(portal.asked), 5)

			b24, portal, _ = open(t, encoded(200, "gzip", body))
			_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
			as[*calllist.UnexpectedResponseError](t, as[*calllist.OutcomeUnknownError](t, err).Cause)
			equal(t, "requests of add", len(portal.asked), 1)
		})
	}
}

// A body that grows without end when it is unpacked, or that never ends, is not read beyond the bound.
func TestTheSizeOfABodyIsBounded(t *testing.T) {
	zeros := strings.Repeat(gzipped(strings.Repeat(" ", 1<<20)), 65)
	for name, reply := range map[string]reply{
		"unpacked":     encoded(200, "gzip", zeros),
		"never packed": {body: strings.Repeat(" ", 65<<20)},
	} {
		t.Run(name, func(t *testing.T) {
			b24, portal, _ := open(t, reply)
			_, err := b24.Statuses(ctx)
			equal(t, "error", err, "crm.calllist.statuslist: unexpected response: the body is larger than 64 MiB (HTTP 200)")
			as[*calllist.UnexpectedResponseError](t, err)
			equal(t, "requests", len(portal.asked), 1)
		})
	}
	const text = `{"result":[]}`
	b24, _, _ := open(t, reply{body: strings.Repeat(" ", 64<<20-len(text)) + text})
	_, err := b24.Statuses(ctx)
	equal(t, "error of 64 MiB", err, nil)
	if testing.Short() {
		return
	}
	b24, _ = served(t, calllist.Options{}, func(w http.ResponseWriter, _ *http.Request) {
		for block := make([]byte, 1<<20); ; {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	_, err = b24.Statuses(ctx)
	as[*calllist.UnexpectedResponseError](t, err)
}

func TestAnEncodingThatWasNotAskedForIsNamed(t *testing.T) {
	b24, portal, _ := open(t, encoded(200, "br", "\x0b\x02\x80[]\x03"))
	_, err := b24.Statuses(ctx)
	equal(t, "error", err,
		"crm.calllist.statuslist: unexpected response: the body has a Content-Encoding that was not asked for (HTTP 200)")
	equal(t, "requests", len(portal.asked), 1)
}

func TestAByteOrderMarkBeforeABodyIsDropped(t *testing.T) {
	for _, mark := range []string{"\ufeff", "\ufeff\ufeff", "\r\n\ufeff\n", " \t"} {
		b24, _, _ := open(t, reply{body: mark + `{"result":51}`})
		id, err := b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		equal(t, "error", err, nil)
		equal(t, "id", id, 51)

		busy := refusal(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
		busy.body = mark + busy.body
		b24, portal, _ := open(t, busy, result(`51`))
		_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		equal(t, "error after a refusal", err, nil)
		equal(t, "requests", len(portal.asked), 2)

		b24, _, _ = open(t, reply{status: 400, body: mark + `{"error":"LIST_ID_ERROR","error_description":"Incorrect list id"}`})
		_, err = b24.Get(ctx, 13)
		equal(t, "error", err, "crm.calllist.get: LIST_ID_ERROR: Incorrect list id (HTTP 400)")
	}
}

func TestBytesThatAreNoUTF8AreReplacedAndTheCodeIsKept(t *testing.T) {
	for bytes, shown := range map[string]string{
		"\xcf\xf0\xe5\xe2\xfb\xf8\xe5\xed": strings.Repeat("\ufffd", 8), // cp1251
		"Ошибк\xd0":                        "Ошибк\ufffd",               // half a letter
	} {
		b24, _, _ := open(t, reply{status: 401, body: `{"error":"expired_token","error_description":"` + bytes + `"}`})
		_, err := b24.Get(ctx, 13)
		equal(t, "error", err, "crm.calllist.get: expired_token: "+shown+" (HTTP 401)")

		b24, portal, _ := open(t, reply{status: 503, body: `{"error":"QUERY_LIMIT_EXCEEDED","error_description":"` + bytes + `"}`}, result(`51`))
		_, err = b24.Add(ctx, calllist.AddParams{EntityType: "CONTACT"})
		equal(t, "error", err, nil)
		equal(t, "requests", len(portal.asked), 2)

		b24, _, _ = openWith(t, calllist.Options{Attempts: 1}, reply{status: 502, contentType: "text/html", body: "<p>" + bytes})
		_, err = b24.Get(ctx, 13)
		excerpt := as[*calllist.UnexpectedResponseError](t, err).Excerpt
		equal(t, "excerpt is UTF-8", strings.ToValidUTF8(excerpt, "not"), excerpt)
	}
}

// The names that go over the wire, and into the certificate, are punycode.
func TestInternationalHostNamesAreCalledByPunycode(t *testing.T) {
	for host, wire := range map[string]string{
		"портал.рф":         "xn--80awhdgm.xn--p1ai",
		"ПОРТАЛ.рф":         "xn--80awhdgm.xn--p1ai",
		"bücher.example":    "xn--bcher-kva.example",
		"my_portal.example": "my_portal.example",
	} {
		var asked string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = r.Host
			answer(w, `[]`)
		}))
		var dialled string
		transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			dialled = address
			return (&net.Dialer{}).DialContext(ctx, network, server.Listener.Addr().String())
		}}
		b24, err := calllist.FromWebhook("http://"+host+"/rest/1/"+code+"/", &calllist.Options{
			Transport: transport, InsecureHosts: []string{host},
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = b24.Statuses(ctx)
		equal(t, "error", err, nil)
		equal(t, "dialled", dialled, wire+":80")
		equal(t, "host", asked, wire)
		transport.CloseIdleConnections()
		server.Close()
	}
}
