// Call-list creates a call list of contacts from a CSV file, waits until all have been called, and exports their statuses.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

const help = `Usage: call-list [--within HOURS] [--every SECONDS] [--list ID] CONTACTS.csv RESULT.csv

Creates a call list of the contacts in CONTACTS.csv, waits until operators have called them all, and writes who has which
status to RESULT.csv. CONTACTS.csv has the id of a contact at the beginning of each line, and may have a header.

  --within HOURS   how long to wait (8)
  --every SECONDS  how often to look (30)
  --list ID        continue with this list, after the program was stopped

The webhook's URL is taken from B24_WEBHOOK_URL. Exit code: 0 when all have been called, 3 when time is up, 1 on errors.
`

var errNotDone = errors.New("time is up")

func main() {
	within := flag.Float64("within", 8, "")
	every := flag.Float64("every", 30, "")
	list := flag.Int64("list", 0, "")
	flag.Usage = func() { fmt.Fprint(os.Stderr, help) }
	flag.Parse()
	if flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	url := os.Getenv("B24_WEBHOOK_URL")
	if url == "" {
		tell("Set B24_WEBHOOK_URL, such as https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/")
		os.Exit(2)
	}

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := run(ctx, url, flag.Arg(0), flag.Arg(1), *list, calllist.WaitOptions{
		Within:     time.Duration(*within * float64(time.Hour)),
		Interval:   time.Duration(*every * float64(time.Second)),
		OnProgress: func(state calllist.ListState) { tell("Still to be called: " + some(state.Open)) },
	})
	var unknown *calllist.OutcomeUnknownError
	var portal *calllist.PortalError
	switch {
	case err == nil:
		return
	case ctx.Err() != nil:
		os.Exit(130)
	case errors.Is(err, errNotDone):
		os.Exit(3)
	}
	tell(err.Error())
	switch {
	case errors.As(err, &unknown):
		tell("The list may exist. Check the portal before you start again.")
	case errors.As(err, &portal):
		tell("See " + portal.DocURL())
	}
	os.Exit(1)
}

func run(ctx context.Context, url, contacts, result string, list int64, wait calllist.WaitOptions) error {
	ids, err := readIDs(contacts)
	if err != nil {
		return err
	}
	b24, err := calllist.FromWebhook(url, nil)
	if err != nil {
		return err
	}
	if list == 0 {
		if list, err = createList(ctx, b24, ids); err != nil {
			return err
		}
	}
	tell(fmt.Sprintf("Call list %d. If this program is stopped, continue with --list %d", list, list))
	listed, err := items(ctx, b24, list)
	if err != nil {
		return err
	}
	isListed := map[int64]bool{}
	for _, item := range listed {
		isListed[item.ID] = true
	}
	missing := slices.DeleteFunc(ids, func(id int64) bool { return isListed[id] })
	if len(missing) > 0 {
		tell("Not on the list, since unknown or not readable: " + join(missing))
	}

	state, err := b24.WaitUntilDone(ctx, list, wait)
	if err != nil {
		return err
	}
	if len(state.Deleted) > 0 {
		tell("Deleted in the CRM, cannot be called: " + some(state.Deleted))
	}
	if listed, err = items(ctx, b24, list); err != nil {
		return err
	}
	rows := []string{"ID,STATUS\n"}
	for _, item := range listed {
		rows = append(rows, fmt.Sprintf("%d,%s\n", item.ID, item.Status))
	}
	for _, id := range missing {
		rows = append(rows, fmt.Sprintf("%d,NOT_ON_LIST\n", id))
	}
	if err := os.WriteFile(result, []byte(strings.Join(rows, "")), 0o666); err != nil {
		return err
	}
	if !state.Done {
		tell("Time is up. Not called: " + some(state.Open))
		return errNotDone
	}
	tell("All contacts have been called.")
	return nil
}

// createList creates a list of those contacts that exist. The portal rejects a list for one unknown id and does not say
// which; ChangeParticipants does, but needs a list.
func createList(ctx context.Context, b24 *calllist.Client, ids []int64) (int64, error) {
	list, err := add(ctx, b24, ids)
	if !errors.Is(err, calllist.CodeEntityError) {
		return list, err
	}
	for index, id := range ids {
		list, err := add(ctx, b24, []int64{id})
		if errors.Is(err, calllist.CodeEntityError) || errors.Is(err, calllist.CodeAccessError) {
			continue
		}
		if err != nil {
			return 0, err
		}
		return list, addKnown(ctx, b24, list, ids[index+1:])
	}
	return 0, errors.New("the portal knows none of these contacts")
}

func add(ctx context.Context, b24 *calllist.Client, ids []int64) (int64, error) {
	return b24.Add(ctx, calllist.AddParams{EntityType: calllist.EntityContact, Entities: ids})
}

func addKnown(ctx context.Context, b24 *calllist.Client, list int64, ids []int64) error {
	_, err := b24.ChangeParticipants(ctx, list, calllist.ParticipantChange{Add: ids})
	var portal *calllist.PortalError
	if !errors.As(err, &portal) || len(portal.IDs) == 0 {
		return err
	}
	known := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return slices.Contains(portal.IDs, id) })
	_, err = b24.ChangeParticipants(ctx, list, calllist.ParticipantChange{Add: known})
	return err
}

// items returns everybody on the list, also while operators are calling.
func items(ctx context.Context, b24 *calllist.Client, list int64) ([]calllist.Participant, error) {
	var found []calllist.Participant
	for item, err := range b24.AllItems(ctx, calllist.ItemsParams{ListID: list}) {
		if err != nil {
			return nil, err
		}
		found = append(found, item)
	}
	return found, nil
}

var lineOfID = regexp.MustCompile(`^\x{FEFF}?"?([1-9]\d{0,14})"?\s*([,;]|$)`)

// readIDs returns the number at the beginning of each line. Each id comes once, or the portal would reject the list.
func readIDs(file string) ([]int64, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var ids []int64
	seen := map[int64]bool{}
	for index, line := range strings.Split(string(text), "\n") {
		if found := lineOfID.FindStringSubmatch(line); found != nil {
			id, _ := strconv.ParseInt(found[1], 10, 64)
			if !seen[id] {
				ids = append(ids, id)
			}
			seen[id] = true
		} else if index > 0 && strings.TrimSpace(line) != "" {
			return nil, fmt.Errorf("%s, line %d does not begin with an id", file, index+1)
		}
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("%s has no ids", file)
	}
	return ids, nil
}

func tell(text string) { fmt.Fprintln(os.Stderr, text) }

func join(ids []int64) string {
	texts := make([]string, len(ids))
	for index, id := range ids {
		texts[index] = strconv.FormatInt(id, 10)
	}
	return strings.Join(texts, ", ")
}

func some(ids []int64) string {
	if len(ids) > 10 {
		return join(ids[:10]) + ", …"
	}
	return join(ids)
}
