//go:build go1.24

package calllist_test

import "net/http"

func init() {
	nameHTTP2 = func(transport *http.Transport) {
		transport.Protocols = &http.Protocols{}
		transport.Protocols.SetHTTP1(true)
		transport.Protocols.SetHTTP2(true)
	}
}
