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

// reader reads a field of a response into its place.
type reader func(raw []byte) error

// readObject reads the fields of an object, whatever form their values have.
func readObject(data []byte, readers map[string]reader) error {
	object, err := readMap(data)
	if err != nil {
		return err
	}
	for name, read := range readers {
		raw, ok := object[name]
		if !ok {
			continue
		}
		if err := read(raw); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

func asText[T ~string](target *T) reader {
	return func(raw []byte) error {
		if isNull(raw) {
			return nil
		}
		text, err := readText(raw)
		*target = T(text)
		return err
	}
}

func asNumber(target *int64) reader {
	return func(raw []byte) (err error) {
		if !isNull(raw) {
			*target, err = readNumber(raw)
		}
		return err
	}
}

func asNullable(target **int64) reader {
	return func(raw []byte) error {
		if isNull(raw) {
			return nil
		}
		number, err := readNumber(raw)
		*target = &number
		return err
	}
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

func readNumber(raw json.RawMessage) (int64, error) {
	text, err := readText(raw)
	if err != nil {
		return 0, err
	}
	return parseInt(text)
}

// readID reads the id of something new.
func readID(raw json.RawMessage) (int64, error) {
	id, err := readNumber(raw)
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

func readModel[M any](raw json.RawMessage) (model M, err error) {
	if kindOf(raw) != '{' { // an empty array stands for an empty object, which is nothing of the kind
		return model, errors.New("not an object")
	}
	err = json.Unmarshal(raw, &model)
	return model, err
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
