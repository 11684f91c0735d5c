package calllist

// Portals send numbers as strings and the reverse, and empty arrays for empty objects.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// Filter is what the rows of [Client.List] must all meet: operator and field (">=ID", "@ID", "!WEBFORM_ID"), and a
// number, a slice of numbers for "one of these", or nil for "not set". See [ListParams].
type Filter map[string]any

// Order sorts the rows of [Client.List], by the first field first. (A map of Go has no order.)
type Order []Sort

// Sort is a field to sort by, and in which direction.
type Sort struct {
	Field     Field
	Direction SortDirection
}

// MarshalJSON writes it as the portal wants it: {"ID":"DESC"}.
func (o Order) MarshalJSON() ([]byte, error) {
	var fields object
	for _, sort := range o {
		fields = append(fields, field{string(sort.Field), sort.Direction})
	}
	return json.Marshal(fields)
}

// MarshalJSON sends no entities as an empty list, which the portal refuses by name. (A nil slice would be null.)
func (p AddParams) MarshalJSON() ([]byte, error) {
	type plain AddParams
	p.Entities = append([]int64{}, p.Entities...)
	return json.Marshal(plain(p))
}

// MarshalJSON sends no entities as an empty list, as that of [AddParams].
func (p UpdateParams) MarshalJSON() ([]byte, error) {
	type plain UpdateParams
	p.Entities = append([]int64{}, p.Entities...)
	return json.Marshal(plain(p))
}

// MarshalJSON leaves out a filter that is empty, which the tag omitempty does not do for a struct.
func (p ItemsParams) MarshalJSON() ([]byte, error) {
	type plain ItemsParams
	var filter *ParticipantFilter
	if p.Filter != (ParticipantFilter{}) {
		filter = &p.Filter
	}
	return json.Marshal(struct {
		plain
		Filter *ParticipantFilter `json:"FILTER,omitempty"`
	}{plain(p), filter})
}

type field struct {
	name  string
	value any
}

// object is fields in their order, which maps do not keep.
type object []field

// MarshalJSON writes them.
func (o object) MarshalJSON() ([]byte, error) {
	var text bytes.Buffer
	text.WriteByte('{')
	for index, field := range o {
		value, err := json.Marshal(field.value)
		if err != nil {
			return nil, err
		}
		if index > 0 {
			text.WriteByte(',')
		}
		name, _ := json.Marshal(field.name) // a text
		text.Write(name)
		text.WriteByte(':')
		text.Write(value)
	}
	text.WriteByte('}')
	return text.Bytes(), nil
}

// readObject reads the fields of an object, whatever form their values have.
func readObject(data []byte, targets map[string]any) error {
	object, err := readMap(data)
	if err != nil {
		return err
	}
	for name, target := range targets {
		raw, ok := object[name]
		if form, isForm := target.(*WebformID); isForm && ok && isNull(raw) {
			*form = NoWebform
		}
		if !ok || isNull(raw) {
			continue
		}
		if err := readValue(raw, target); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// readMap reads an object. PHP writes [] for an empty one.
func readMap(data []byte) (map[string]json.RawMessage, error) {
	var object map[string]json.RawMessage
	if kindOf(data) == '[' {
		return object, nil
	}
	if err := json.Unmarshal(data, &object); err != nil {
		return nil, err
	}
	if object == nil {
		return nil, errors.New("null is no object")
	}
	return object, nil
}

func readValue(raw json.RawMessage, target any) error {
	text, err := readText(raw)
	if err != nil {
		return err
	}
	switch target := target.(type) {
	case *string:
		*target = text
	case *StatusCode:
		*target = StatusCode(text)
	case *EntityTypeName:
		*target = EntityTypeName(text)
	case *WebformID:
		var id int64
		id, err = parseInt(text)
		*target = Webform(id)
	case *int64:
		*target, err = parseInt(text)
	case **int64:
		var number int64
		number, err = parseInt(text)
		*target = &number
	}
	return err
}

// readText gives the text of a string, or a number as it is written.
func readText(raw json.RawMessage) (string, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text, nil
	}
	var number json.Number
	if err := json.Unmarshal(raw, &number); err != nil {
		return "", err
	}
	return number.String(), nil
}

// readID reads the id of a new list.
func readID(raw json.RawMessage) (int64, error) {
	text, err := readText(raw)
	if err != nil {
		return 0, err
	}
	id, err := parseInt(text)
	if err == nil && id <= 0 {
		err = errors.New("not an id")
	}
	return id, err
}

// readTrue reads what a method that returns nothing else returns. PHP has more than one spelling.
func readTrue(raw json.RawMessage) (bool, error) {
	switch string(bytes.TrimSpace(raw)) {
	case `true`, `1`, `"1"`:
		return true, nil
	}
	return false, errors.New("not true")
}

func readCallList(raw json.RawMessage) (list CallList, err error) {
	if kindOf(raw) != '{' { // an empty array stands for an empty object, which is no list
		return list, errors.New("not an object")
	}
	err = json.Unmarshal(raw, &list)
	return list, err
}

// readRows reads an array of rows, or an object of them in its order, as PHP writes an array whose keys have gaps.
func readRows[R any](raw json.RawMessage) ([]R, error) {
	opening := kindOf(raw)
	if opening != '[' && opening != '{' {
		return nil, errors.New("neither an array nor an object")
	}
	rows := []R{}
	values := json.NewDecoder(bytes.NewReader(raw))
	_, err := values.Token()
	for err == nil && values.More() {
		if len(rows) == maxRows {
			return nil, errors.New("too many rows")
		}
		if opening == '{' {
			_, err = values.Token() // the key
		}
		var row R
		if err == nil {
			err = values.Decode(&row)
		}
		rows = append(rows, row)
	}
	return rows, err
}

// kindOf is the first sign of a value: { of an object, [ of an array.
func kindOf(raw json.RawMessage) byte {
	trimmed := bytes.TrimSpace(raw)
	if len(trimmed) == 0 {
		return 0
	}
	return trimmed[0]
}

func parseInt(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err == nil {
		return number, nil
	}
	// 13.0 is a whole number, too.
	if float, other := strconv.ParseFloat(text, 64); other == nil && float == math.Trunc(float) && math.Abs(float) < 1<<53 {
		return int64(float), nil
	}
	return 0, err
}

func isNull(raw json.RawMessage) bool { return string(bytes.TrimSpace(raw)) == "null" }
