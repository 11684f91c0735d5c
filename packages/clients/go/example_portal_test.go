package calllist_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
)

// TestMain gives the examples a portal: a server on this machine, whose address they find in the environment.
func TestMain(m *testing.M) {
	server := httptest.NewServer(http.HandlerFunc(examplePortal))
	_ = os.Setenv("B24_WEBHOOK_URL", server.URL+"/rest/1/xxxxxxxxxxxxxxxx/")
	status := m.Run()
	server.Close()
	sandboxServer.stop()
	mockServer.stop()
	os.Exit(status)
}

func examplePortal(w http.ResponseWriter, r *http.Request) {
	var params map[string]any
	_ = json.NewDecoder(r.Body).Decode(&params)
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	result, code := exampleBatch(params), ""
	if method != "batch" {
		result, code = exampleResult(method, show(params))
	}
	w.Header().Set("Content-Type", "application/json")
	if code != "" {
		w.WriteHeader(http.StatusBadRequest)
		result = exampleRefusal(code)
	} else {
		result = map[string]any{"result": result}
	}
	_ = json.NewEncoder(w).Encode(result)
}

func exampleBatch(params map[string]any) any {
	results, errors := map[string]any{}, map[string]any{}
	commands, _ := params["cmd"].(map[string]any)
	for key, command := range commands {
		method, query, _ := strings.Cut(fmt.Sprint(command), "?")
		plain, _ := url.QueryUnescape(query)
		result, code := exampleResult(method, plain)
		if code == "" {
			results[key] = result
		} else {
			errors[key] = exampleRefusal(code)
		}
	}
	return map[string]any{"result": results, "result_error": errors}
}

func exampleRefusal(code string) map[string]any {
	texts := map[string]string{"LIST_ID_ERROR": "Incorrect list id", "ENTITY_ERROR": "Incorrect entities id"}
	return map[string]any{"error": code, "error_description": texts[code]}
}

// isExampleChanged: list 20 was updated.
var isExampleChanged bool

// exampleResult is a result, or an error code, for parameters that are looked at as a text.
func exampleResult(method, params string) (result any, code string) {
	has := func(text string) bool { return strings.Contains(params, text) }
	list := func(id, form, created string) map[string]any {
		return map[string]any{
			"ID": id, "DATE_CREATE": created, "CREATED_BY_ID": "1", "WEBFORM_ID": form, "ENTITY_TYPE_ID": "3",
			"ENTITY_TYPE": "CONTACT",
		}
	}
	item := func(id int, status string) map[string]any {
		return map[string]any{"ID": id, "STATUS": status, "ENTITY_TYPE": 3}
	}
	switch method {
	case "crm.calllist.add":
		if has("[9,9]") {
			return nil, "ENTITY_ERROR"
		}
		return 51, ""
	case "crm.calllist.get":
		switch {
		case has("20"):
			return list("20", "5", "2025-08-01 09:00:00"), ""
		case has("13"):
			return list("13", "5", "2025-07-14 08:47:19"), ""
		case has("51"):
			made := list("51", "", "2026-03-02 12:00:00")
			made["WEBFORM_ID"] = nil
			return made, ""
		}
		return nil, "LIST_ID_ERROR"
	case "crm.calllist.list":
		return []any{list("13", "5", "2025-07-14 08:47:19"), list("20", "5", "2025-08-01 09:00:00")}, ""
	case "crm.calllist.update":
		if has("2147483647") {
			return nil, "LIST_ID_ERROR"
		}
		isExampleChanged = has(`"LIST_ID":20`) || isExampleChanged
		return has(`"WEBFORM_ID":5`), ""
	case "crm.calllist.items.get":
		switch {
		case has("20") && (has("start") || has("IN_WORK")):
			return nil, "ACCESS_ERROR"
		case has("20") && isExampleChanged:
			return []any{item(9, "SUCCESS"), item(21, "IN_WORK")}, ""
		case has("20"):
			return []any{item(9, "SUCCESS"), item(17, "SUCCESS")}, ""
		case has("start"):
			return nil, "ACCESS_ERROR"
		case has("IN_WORK"):
			return []any{item(9, "IN_WORK"), item(19, "IN_WORK")}, ""
		}
		return []any{item(9, "IN_WORK"), item(17, "SUCCESS"), item(19, "IN_WORK")}, ""
	}
	return []any{
		map[string]any{"ID": 61, "NAME": "In progress", "SORT": 10, "STATUS_ID": "IN_WORK"},
		map[string]any{"ID": 63, "NAME": "Successful call", "SORT": 20, "STATUS_ID": "SUCCESS"},
	}, ""
}
