// What openapi-generator writes in Go, against the sandbox. It is built in a folder of the generated module.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	openapi "github.com/GIT_USER_ID/GIT_REPO_ID"
)

var (
	ctx = context.Background()
	api *openapi.APIClient
)

func main() {
	configuration := openapi.NewConfiguration()
	configuration.Servers = openapi.ServerConfigurations{{URL: strings.TrimRight(os.Getenv("WEBHOOK_URL"), "/")}}
	api = openapi.NewAPIClient(configuration)
	checks := map[string]func() (string, error){
		"add": add, "get": get, "list": list, "update": update, "items.get": items, "statuslist": statuses,
		"batch, by name": batchByName, "batch, by position": batchByPosition, "unknown list": unknownList,
	}
	seen := map[string]string{}
	for name, check := range checks {
		if _, err := http.Post(os.Getenv("PORTAL_URL")+"/__sandbox/reset", "application/json", nil); err != nil {
			panic(err)
		}
		saw, err := check()
		if err != nil {
			saw = err.Error()
		}
		seen[name] = saw
	}
	line, _ := json.Marshal(seen)
	fmt.Println(string(line))
}

// params reads the parameters of a method from JSON: unions are structs of pointers in Go.
func params[T any](text string) T {
	var value T
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		panic(fmt.Errorf("%s: %w", text, err))
	}
	return value
}

func add() (string, error) {
	id, text := int32(9), "17"
	entities := []openapi.Id{{Int32: &id}, {String: &text}}
	list := *openapi.NewCallListAddParams(openapi.ENTITYTYPE_CONTACT, entities)
	response, _, err := api.CallListsAPI.CallListAdd(ctx).CallListAddParams(list).Execute()
	return fmt.Sprint(response.GetResult()), err
}

func get() (string, error) {
	id := int32(13)
	which := *openapi.NewCallListGetParams(openapi.Id{Int32: &id})
	response, _, err := api.CallListsAPI.CallListGet(ctx).CallListGetParams(which).Execute()
	if err != nil {
		return "", err
	}
	return response.Result.DATE_CREATE + " " + text(response.Result.ENTITY_TYPE), nil
}

func list() (string, error) {
	which := params[openapi.CallListListParams](
		`{"SELECT":["ID"],"FILTER":{">ID":20,"ENTITY_TYPE_ID":3},"ORDER":{"ID":"DESC"}}`)
	response, _, err := api.CallListsAPI.CallListList(ctx).CallListListParams(which).Execute()
	var ids []string
	for _, row := range response.GetResult() {
		ids = append(ids, row.GetID())
	}
	return strings.Join(ids, " "), err
}

func update() (string, error) {
	change := params[openapi.CallListUpdateParams](
		`{"LIST_ID":13,"ENTITY_TYPE":"CONTACT","ENTITIES":[9,21],"WEBFORM_ID":null}`)
	if _, _, err := api.CallListsAPI.CallListUpdate(ctx).CallListUpdateParams(change).Execute(); err != nil {
		return "", err
	}
	return participants(`{"LIST_ID":13}`, func(row openapi.CallListItem) string { return fmt.Sprint(row.ID) })
}

func items() (string, error) {
	return participants(`{"LIST_ID":20,"FILTER":{"STATUS":"SUCCESS"}}`, func(row openapi.CallListItem) string {
		return fmt.Sprint(row.ID) + " " + text(row.STATUS)
	})
}

func participants(which string, show func(openapi.CallListItem) string) (string, error) {
	request := api.ParticipantsAPI.CallListItemsGet(ctx)
	response, _, err := request.CallListItemsGetParams(params[openapi.CallListItemsGetParams](which)).Execute()
	var rows []string
	for _, row := range response.GetResult() {
		rows = append(rows, show(row))
	}
	return strings.Join(rows, " "), err
}

func statuses() (string, error) {
	request := api.ParticipantsAPI.CallListStatusList(ctx)
	response, _, err := request.CallListStatusListParams(*openapi.NewCallListStatusListParams()).Execute()
	var codes []string
	for _, status := range response.GetResult() {
		codes = append(codes, text(status.STATUS_ID))
	}
	return strings.Join(codes, " "), err
}

type entry struct {
	ID    string `json:"ID"`
	Error string `json:"error"`
}

func batchByName() (string, error) {
	result, err := batch(`{"cmd":{"bad":"crm.calllist.get?ID=99","good":"crm.calllist.get?ID=13"},"halt":false}`)
	if err != nil {
		return "", err
	}
	good, bad := in[map[string]entry](result.Result), in[map[string]entry](result.ResultError)
	return good["good"].ID + "; " + bad["bad"].Error, nil
}

func batchByPosition() (string, error) {
	result, err := batch(`{"cmd":["crm.calllist.list?SELECT[]=ID&ORDER[ID]=DESC","crm.calllist.get?ID=99",` +
		`"crm.calllist.get?ID=13"],"halt":1}`)
	if err != nil {
		return "", err
	}
	rows, bad := in[[][]entry](result.Result), in[map[string]entry](result.ResultError)
	return rows[0][0].ID + " " + rows[0][1].ID + " " + rows[0][2].ID + "; " + bad["1"].Error, nil
}

func batch(commands string) (openapi.BatchMaps, error) {
	request := api.BatchAPI.Batch(ctx).BatchParams(params[openapi.BatchParams](commands))
	response, _, err := request.Execute()
	return response.GetResult(), err
}

func unknownList() (string, error) {
	which := params[openapi.CallListGetParams](`{"ID":99}`)
	_, response, err := api.CallListsAPI.CallListGet(ctx).CallListGetParams(which).Execute()
	var refused *openapi.GenericOpenAPIError
	if !errors.As(err, &refused) {
		return "", fmt.Errorf("no error: %w", err)
	}
	model, _ := refused.Model().(openapi.PortalError)
	return fmt.Sprint(response.StatusCode) + " " + text(model.Error), nil
}

// text is the value of an open set, whichever part of the union holds it.
func text(value json.Marshaler) string {
	return in[string](value)
}

// in reads a union as what it is in JSON.
func in[T any](value json.Marshaler) T {
	bytes, err := value.MarshalJSON()
	if err != nil {
		panic(err)
	}
	return params[T](string(bytes))
}
