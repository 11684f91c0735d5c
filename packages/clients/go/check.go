package calllist

import (
	"fmt"
	"slices"
)

// What no portal can take as it is meant is rejected before it is sent: a portal reads any number, and takes one below zero
// or none at all for another list, or for the first page.

func checkID(name string, id int64) error {
	if id > 0 {
		return nil
	}
	return fmt.Errorf("calllist: %s is %d; an id is a whole number above 0, such as 13", name, id)
}

func checkIDs(name string, ids []int64) error {
	for index, id := range ids {
		if err := checkID(fmt.Sprintf("%s[%d]", name, index), id); err != nil {
			return err
		}
	}
	return nil
}

func checkLeast(name string, number, least int64) error {
	if number >= least {
		return nil
	}
	return fmt.Errorf("calllist: %s is %d; give a whole number from %d on, such as 50", name, number, least)
}

func checkOneOf[T ~string](name string, value T, known ...T) error {
	if slices.Contains(known, value) {
		return nil
	}
	return fmt.Errorf("calllist: %s is %q; it is one of %q", name, string(value), known)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
