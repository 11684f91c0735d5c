package calllist_test

// Adding and removing participants without losing the others, their statuses or the form.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// quiet is a list on which nobody works.
func quiet(size int) *busyPortal { return newBusyPortal(newBusyList(1, size, 0)) }

// changed is the result of a change of which all that is not said is empty.
func changed(change calllist.ParticipantsChanged) calllist.ParticipantsChanged {
	change.Confirmed = true
	return change
}

func TestTheUpdateHoldsEverybodyWhoStaysThoseWhoJoinAndTheForm(t *testing.T) {
	portal := quiet(3)
	got, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13,
		calllist.ParticipantChange{Add: []int64{21, 23}, Remove: []int64{2}})
	equal(t, "error", err, nil)
	equal(t, "changed", got, changed(calllist.ParticipantsChanged{Added: []int64{21, 23}, Removed: []int64{2}}))
	equal(t, "updates", portal.updates, [][]int64{{1, 3, 21, 23}})
	equal(t, "form", portal.form, "5")

	portal = quiet(2)
	portal.webform = json.RawMessage(`null`)
	_, err = portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{21}})
	equal(t, "error", err, nil)
	equal(t, "form of a list without one", portal.form, "null")
}

// The same commands as the other clients send.
func TestTheRequestsOfAChange(t *testing.T) {
	portal := quiet(60)
	_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{99}})
	equal(t, "error", err, nil)
	reading := func(last int) [][]string {
		requests := [][]string{pagesFrom(0, 50)}
		for start := 50; start < last; start += 50 {
			requests = append(requests, pagesFrom(49*start, min(50, last-start)))
		}
		return requests
	}
	// 100 empty pages behind the two that have rows; the checks come with the last two of them.
	first := reading(102)
	first[2] = append(first[2], "items.get?49", "items.get?0")
	// Later readings go 10 pages further than the longest gap was.
	later := [][]string{pagesFrom(0, 50), {"items.get?49", "items.get?0"}}
	want := slices.Concat([][]string{{"get"}}, first, [][]string{{"update"}}, later, [][]string{{"update"}}, later)
	equal(t, "requests", portal.requests, want)
}

func TestNoUpdateIsSentWhereNothingWouldChange(t *testing.T) {
	portal := quiet(2)
	b24 := portal.client(t, calllist.Options{})
	for _, change := range []calllist.ParticipantChange{{Add: []int64{1}, Remove: []int64{99}}, {}} {
		got, err := b24.ChangeParticipants(ctx, 13, change)
		equal(t, "error", err, nil)
		equal(t, "changed", got, changed(calllist.ParticipantsChanged{}))
	}
	equal(t, "updates", len(portal.updates), 0)
}

func TestIDsThatAreNamedTwiceOrAreOnTheListAlready(t *testing.T) {
	portal := quiet(2)
	got, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{1, 2, 21, 21}})
	equal(t, "error", err, nil)
	equal(t, "changed", got, changed(calllist.ParticipantsChanged{Added: []int64{21}}))
	equal(t, "updates", portal.updates, [][]int64{{1, 2, 21}})
}

func TestWhoIsToBeBothAddedAndRemovedIsRemoved(t *testing.T) {
	portal := quiet(2)
	got, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13,
		calllist.ParticipantChange{Add: []int64{2, 21}, Remove: []int64{2, 21}})
	equal(t, "error", err, nil)
	equal(t, "changed", got, changed(calllist.ParticipantsChanged{Removed: []int64{2}}))
	equal(t, "updates", portal.updates, [][]int64{{1}})
}

func TestAListOfSomethingElseIsNotChanged(t *testing.T) {
	for kind, says := range map[string]string{"LEAD": "LEAD", "": "an unknown type"} {
		portal := quiet(2)
		portal.kind = kind
		_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{9}})
		refusal := as[*calllist.PortalError](t, err)
		equal(t, "code", refusal.Code, calllist.CodeEntityTypeError)
		equal(t, "description", refusal.Description,
			"The portal updates lists of contacts and companies, and this is one of "+says+". Nothing was written")
		equal(t, "requests", len(portal.requests), 1)
	}
}

func TestAnEmptyListIsFilled(t *testing.T) {
	portal := quiet(0)
	got, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{9}})
	equal(t, "error", err, nil)
	equal(t, "changed", got, changed(calllist.ParticipantsChanged{Added: []int64{9}}))
}

func TestParticipantsWhoseContactWasDeletedStayAndAreReported(t *testing.T) {
	portal := quiet(130)
	portal.deleted = map[int64]bool{60: true, 61: true}
	got, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13,
		calllist.ParticipantChange{Add: []int64{200}, Remove: []int64{60, 9}})
	equal(t, "error", err, nil)
	equal(t, "changed", got, changed(calllist.ParticipantsChanged{
		Added: []int64{200}, Removed: []int64{9}, NotRemoved: []int64{60}, Deleted: []int64{60, 61},
	}))
	equal(t, "ids", portal.ids(), append(slices.DeleteFunc(upTo(130), func(id int64) bool { return id == 9 }), 200))

	portal = quiet(5)
	portal.deleted = map[int64]bool{3: true}
	got, err = portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Remove: []int64{3}})
	equal(t, "error", err, nil)
	equal(t, "changed", got, changed(calllist.ParticipantsChanged{NotRemoved: []int64{3}, Deleted: []int64{3}}))
	equal(t, "updates", len(portal.updates), 0)
}

func TestUnknownIDsAreNamedAndNothingIsWritten(t *testing.T) {
	portal := quiet(200)
	unknown := []int64{unknownContact + 1, unknownContact + 2, unknownContact + 7}
	_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: append([]int64{201}, unknown...)})
	refusal := as[*calllist.PortalError](t, err)
	equal(t, "code", string(refusal.Code), "ENTITIES_ERROR")
	equal(t, "ids", refusal.IDs, unknown)
	equal(t, "description", refusal.Description, "No contact or company has the id 2000001, 2000002, 2000007. Nothing was written")
	equal(t, "updates", len(portal.updates), 0)

	var many []int64
	for id := range int64(12) {
		many = append(many, unknownContact+id)
	}
	_, err = portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: many})
	equal(t, "all ids", as[*calllist.PortalError](t, err).IDs, many)
	if text := err.Error(); !strings.Contains(text, "2000009, ….") || strings.Contains(text, "2000010") {
		t.Errorf("ten of them in the message: %s", text)
	}
	_, err = portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: many[:10]})
	if text := err.Error(); !strings.Contains(text, "2000009.") {
		t.Errorf("all ten are in the message: %s", text)
	}
}

// A query of a batch carries 1000 values.
func TestAListOfMoreParticipantsThanACommandCarriesIsChanged(t *testing.T) {
	portal := quiet(2600)
	portal.deleted = map[int64]bool{7: true, 2500: true}
	got, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{3000}, Remove: []int64{1}})
	equal(t, "error", err, nil)
	equal(t, "changed", got, changed(calllist.ParticipantsChanged{
		Added: []int64{3000}, Removed: []int64{1}, Deleted: []int64{7, 2500},
	}))
	equal(t, "participants", len(portal.rows), 2600)
}

func TestIDsThatTheUserMayNotReadAreReported(t *testing.T) {
	portal := quiet(3)
	portal.hidden = map[int64]bool{21: true}
	got, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{20, 21}})
	equal(t, "error", err, nil)
	equal(t, "changed", got, changed(calllist.ParticipantsChanged{Added: []int64{20}, NotAdded: []int64{21}}))
}

func TestIDsThatAreNoneAreRefusedBeforeAnythingIsSent(t *testing.T) {
	portal := quiet(3)
	b24 := portal.client(t, calllist.Options{})
	for says, change := range map[string]calllist.ParticipantChange{
		"Add[1] is 0": {Add: []int64{9, 0}}, "Remove[0] is -1": {Remove: []int64{-1}},
	} {
		_, err := b24.ChangeParticipants(ctx, 13, change)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
	_, err := b24.ChangeParticipants(ctx, 0, calllist.ParticipantChange{Add: []int64{9}})
	if err == nil || !strings.Contains(err.Error(), "ID is 0") {
		t.Errorf("got %v", err)
	}
	equal(t, "requests", len(portal.requests), 0)
}

// One request where all ids are right. Otherwise groups of them are made smaller until each holds one, 50 with a request.
func TestWrongIDsAreFoundWithFewRequests(t *testing.T) {
	checksOf := func(portal *busyPortal) (sizes []int) {
		for _, commands := range portal.requests {
			if commands[0] == "update" {
				sizes = append(sizes, len(commands))
			}
		}
		return sizes
	}
	portal := quiet(200)
	_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13,
		calllist.ParticipantChange{Add: []int64{201, unknownContact, unknownContact + 1}})
	equal(t, "ids", as[*calllist.PortalError](t, err).IDs, []int64{unknownContact, unknownContact + 1})
	equal(t, "commands of each request", checksOf(portal), []int{1, 41, 3})

	portal = quiet(200)
	var mixed, unknown []int64
	for id := range int64(50) {
		mixed = append(mixed, 300+id, unknownContact+id)
		unknown = append(unknown, unknownContact+id)
	}
	_, err = portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: mixed})
	equal(t, "ids", as[*calllist.PortalError](t, err).IDs, unknown)
	equal(t, "commands of each request", checksOf(portal), []int{1, 50, 34, 50, 16, 50, 16})
}

// Somebody joins once, between the first reading and the second: the third agrees with the second.
func TestWhoJoinsBetweenTwoReadingsStays(t *testing.T) {
	portal := quiet(30)
	portal.before = func(method string, _ url.Values) *rejection {
		if strings.HasSuffix(method, ".update") && len(portal.rows) == 30 {
			portal.rows = append(portal.rows, &participant{31, "IN_WORK", 310})
		}
		return nil
	}
	got, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{500}})
	equal(t, "error", err, nil)
	equal(t, "changed", got, changed(calllist.ParticipantsChanged{Added: []int64{500}}))
	equal(t, "ids", portal.ids(), append(upTo(31), 500))
}

func TestAnErrorOfTheSecondReadingEndsTheChange(t *testing.T) {
	portal := quiet(30)
	isChecked := false
	portal.before = func(method string, _ url.Values) *rejection {
		isChecked = isChecked || strings.HasSuffix(method, ".update")
		if isChecked && strings.HasSuffix(method, ".items.get") {
			return &rejection{"LIST_ID_ERROR", "Call list is not found"}
		}
		return nil
	}
	_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{500}})
	if !errors.Is(err, calllist.CodeListIDError) {
		t.Errorf("got %v", err)
	}
	equal(t, "updates", len(portal.updates), 0)
}

func TestAnErrorWhileIDsAreCheckedEndsTheChange(t *testing.T) {
	portal := quiet(3)
	portal.before = func(method string, _ url.Values) *rejection {
		if strings.HasSuffix(method, ".update") {
			return &rejection{"ACCESS_DENIED", ""}
		}
		return nil
	}
	_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{9}})
	equal(t, "error", err, "crm.calllist.update: ACCESS_DENIED (HTTP 200)")
	equal(t, "updates", len(portal.updates), 0)
}

func TestAnErrorBeforeTheUpdateSaysThatNothingWasChanged(t *testing.T) {
	for _, method := range []string{".update", ".items.get"} {
		portal := quiet(3)
		portal.before = func(asked string, _ url.Values) *rejection {
			if strings.HasSuffix(asked, method) {
				return &rejection{"INTERNAL_SERVER_ERROR", ""}
			}
			return nil
		}
		_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{9}})
		var failed calllist.Error
		if !errors.As(err, &failed) || failed.Executed() != calllist.ExecutedNo {
			t.Errorf("%s: got %v", method, err)
		}
		equal(t, "updates", len(portal.updates), 0)
	}
}

func TestAListThatWouldBeEmptyIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	portal := quiet(2)
	_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Remove: []int64{1, 2}})
	equal(t, "error", err, "calllist: no participant would be left on list 13, and the portal rejects an empty list; keep one of them")
	equal(t, "updates", len(portal.updates), 0)
}

func TestAChangeThatCannotBeReadAfterwardsIsNotConfirmed(t *testing.T) {
	portal := quiet(2)
	portal.fail = func() error {
		if len(portal.updates) > 0 {
			return errors.New("broken")
		}
		return nil
	}
	got, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13,
		calllist.ParticipantChange{Add: []int64{9}, Remove: []int64{1}})
	equal(t, "error", err, nil)
	want := calllist.ParticipantsChanged{Added: []int64{9}, Removed: []int64{1}}
	equal(t, "changed", got, want)

	portal = quiet(2)
	ctx, cancel := context.WithCancel(ctx)
	portal.fail = func() error {
		if len(portal.updates) > 0 {
			cancel()
		}
		return nil
	}
	got, err = portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13,
		calllist.ParticipantChange{Add: []int64{9}, Remove: []int64{1}})
	equal(t, "changed when the context ended", got, want)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestNothingIsWrittenWhileParticipantsComeAndGo(t *testing.T) {
	for name, test := range map[string]struct {
		comes func(method, start string) bool
		times int64
	}{
		"with each reading": {func(method, start string) bool { return strings.HasSuffix(method, ".items.get") && start == "" }, 11}, // ten passes, and the check of one
		"between readings":  {func(method, _ string) bool { return strings.HasSuffix(method, ".update") }, 4},
	} {
		t.Run(name, func(t *testing.T) {
			portal := quiet(30)
			next := int64(1000)
			portal.before = func(method string, params url.Values) *rejection {
				if test.comes(method, params.Get("start")) {
					portal.rows = append(portal.rows, &participant{next, "IN_WORK", 10_000 + int(next)})
					next++
				}
				return nil
			}
			_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{500}})
			as[*calllist.UnstableListError](t, err)
			if !strings.HasSuffix(err.Error(), "Nothing was written; try again later") {
				t.Errorf("got %v", err)
			}
			equal(t, "updates", len(portal.updates), 0)
			equal(t, "participants who came", next-1000, test.times)
		})
	}
}

// Each change does exactly what was asked, or writes nothing.
func TestNobodyIsLostByAChangeWhilePeopleWork(t *testing.T) {
	t.Parallel()
	changes := 1000
	if testing.Short() {
		changes = 10
	}
	written := 0
	for seed := range uint64(changes) {
		dice := rand.New(rand.NewPCG(seed, 2))
		size := 5 + dice.IntN(oneOf(dice, 40, 40, 300))
		list := newBusyList(seed, size, dice.Float64())
		list.chance = oneOf(dice, 0, 0.01, 0.1, 0.5)
		list.between = oneOf(dice, 0, 1, 5.0)
		list.back = oneOf(dice, 0.05, 0.5)
		list.hidden = list.somebody(size, oneOf(dice, 0, 0, 0.3))
		list.deleted = list.somebody(size, oneOf(dice, 0, 0, 0.05))
		list.unseen = list.somebody(size, oneOf(dice, 0, 0, 0.3))
		var removable []int64
		for _, id := range list.ids() {
			if !list.hidden[id] && !list.deleted[id] {
				removable = append(removable, id)
			}
		}
		remove := removable[:min(3, max(0, len(removable)-1))]
		add := []int64{int64(size) + 10, int64(size) + 11}
		want := slices.Concat(slices.DeleteFunc(list.ids(), func(id int64) bool { return slices.Contains(remove, id) }), add)

		portal := newBusyPortal(list)
		before := list.ids()
		_, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: add, Remove: remove})
		what := fmt.Sprintf("seed %d, size %d", seed, size)
		if err != nil {
			as[*calllist.UnstableListError](t, err)
			equal(t, what+": updates", len(portal.updates), 0)
			equal(t, what+": ids of a list that was not changed", list.ids(), before)
			continue
		}
		written++
		equal(t, what+": ids", list.ids(), want)
	}
	if written < changes*95/100 {
		t.Errorf("only %d of %d changes were written", written, changes)
	}
}

// The readings after the first go as far as it had to, and a little further.
func TestWhoIsBehindManyUnreadablePagesStays(t *testing.T) {
	list := newBusyList(1, 1500, 0)
	list.hidden = between(60, 1450)
	portal := newBusyPortal(list)
	changed, err := portal.client(t, calllist.Options{}).ChangeParticipants(ctx, 13, calllist.ParticipantChange{Add: []int64{5000}})
	equal(t, "error", err, nil)
	equal(t, "added", changed.Added, []int64{5000})
	want := append(slices.Concat(upTo(59), upTo(1500)[1450:]), 5000)
	equal(t, "written", portal.updates, [][]int64{want})
}
