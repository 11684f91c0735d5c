package calllist

import "fmt"

// check reports a parameter that no portal can take as it is meant: a portal reads any number, and takes one below zero or
// none at all for another list, or for the first page.
func check(params Params) error {
	switch params := params.(type) {
	case AddParams:
		return firstError(checkIDs("Entities", params.Entities), checkWebform(params.WebformID))
	case GetParams:
		return checkID("ID", params.ID)
	case ListParams:
		return checkStart(params.Start, -1)
	case UpdateParams:
		return firstError(
			checkID("ListID", params.ListID), checkIDs("Entities", params.Entities), params.WebformID.check())
	case ItemsParams:
		return firstError(checkID("ListID", params.ListID), checkStart(params.Start, 0))
	}
	return nil
}

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

// checkWebform is for a new list, which has none unless one is named.
func checkWebform(id WebformID) error {
	if id == "" {
		return nil
	}
	return id.check()
}

func checkStart(start, least int64) error {
	if start >= least {
		return nil
	}
	return fmt.Errorf("calllist: Start is %d; it is the number of rows to pass over, such as 50", start)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
