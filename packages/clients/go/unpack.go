package calllist

// Bodies of responses: read and unpacked, up to a bound.

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// bodyProblem is why a body that came whole cannot be read.
type bodyProblem struct {
	reason string
	// final: the same request would get the same body.
	final bool
}

var tooLarge = &bodyProblem{fmt.Sprintf("the body is larger than %d MiB", maxBody>>20), true}

var packedTooOften = &bodyProblem{fmt.Sprintf("the body is packed more than %d times", maxEncodings), true}

// readBody reads a body to its end. The error is that of the connection.
func readBody(response *http.Response) ([]byte, *bodyProblem, error) {
	body, problem, err := readUpToBound(response.Body)
	if err != nil || problem != nil {
		return nil, problem, err
	}
	encodings := strings.Split(strings.Join(response.Header.Values("Content-Encoding"), ","), ",")
	if len(encodings) > maxEncodings {
		return nil, packedTooOften, nil
	}
	for index := len(encodings) - 1; index >= 0 && len(body) > 0; index-- { // the last one was put on last
		encoding := strings.ToLower(strings.TrimSpace(encodings[index]))
		if body, problem = unpack(body, encoding); problem != nil {
			return nil, problem, nil
		}
	}
	return body, nil, nil
}

func readUpToBound(reader io.Reader) ([]byte, *bodyProblem, error) {
	body, err := io.ReadAll(io.LimitReader(reader, maxBody+1))
	if len(body) > maxBody {
		return nil, tooLarge, nil
	}
	return body, nil, err
}

func unpack(packed []byte, encoding string) ([]byte, *bodyProblem) {
	damaged := &bodyProblem{"the " + encoding + " body is cut or damaged", false}
	var reader io.Reader
	var err error
	switch encoding {
	case "", "identity":
		return packed, nil
	case "gzip", "x-gzip":
		if !bytes.HasPrefix(packed, []byte{0x1f, 0x8b}) {
			return packed, nil // something on the way has unpacked it and left the header
		}
		reader, err = gzip.NewReader(bytes.NewReader(packed))
	case "deflate":
		if json.Valid(packed) {
			return packed, nil // the same
		}
		reader, err = zlib.NewReader(bytes.NewReader(packed))
		if err != nil { // some servers leave the frame of zlib away
			reader, err = flate.NewReader(bytes.NewReader(packed)), nil
		}
	default:
		return nil, &bodyProblem{"the body has a Content-Encoding that was not asked for", true}
	}
	if err != nil {
		return nil, damaged
	}
	body, problem, err := readUpToBound(reader)
	if problem == nil && err != nil {
		problem = damaged
	}
	return body, problem
}
