package calllist_test

// A call list that operators work on, ordered as the portal orders it: each status sorts the whole list anew. The same
// seed makes the same list and the same work.

import (
	"cmp"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

type participant struct {
	id     int64
	status string
	rank   int
}

// sorting is the SORT of each status in the portal's dictionary.
var sorting = map[string]int{"IN_WORK": 10, "SUCCESS": 20, "WRONG_NUMBER": 30, "STOP_CALLING": 40, "UC_A1B2C3": 50}

var finished = []string{"SUCCESS", "WRONG_NUMBER", "STOP_CALLING", "UC_A1B2C3"}

type busyList struct {
	rows []*participant // by rank
	dice *rand.Rand
	// chance is how many statuses are set after each command, on average, between how many between two requests.
	chance, between float64
	// back is the share of statuses that take somebody back to IN_WORK.
	back float64
	// removing: now and then somebody is taken off by hand.
	removing bool
	// hidden are ids that the reader may not read, unseen those that the operators may not, deleted those whose record is
	// gone: the reader is still shown them.
	hidden, unseen, deleted map[int64]bool
	// stayed are those on the list all the time, with the status that never changed, or "".
	stayed map[int64]string
	// statuses is how often one was set.
	statuses int
}

// newBusyList makes a list of participants 1 to size, of whom a share has been called.
func newBusyList(seed uint64, size int, called float64) *busyList {
	list := &busyList{dice: rand.New(rand.NewPCG(seed, 0)), back: 0.05, stayed: map[int64]string{}}
	for id := int64(1); id <= int64(size); id++ {
		row := &participant{id, "IN_WORK", int(id) * 10}
		if float64(id) <= called*float64(size) {
			row.status = list.anyFinished()
		}
		list.rows = append(list.rows, row)
	}
	list.sort(slices.Clone(list.rows), bySorting)
	for _, row := range list.rows {
		list.stayed[row.id] = row.status
	}
	return list
}

func bySorting(a, b *participant) int { return cmp.Compare(sorting[a.status], sorting[b.status]) }

// byCode is how an update sorts.
func byCode(a, b *participant) int { return cmp.Compare(a.status, b.status) }

func (l *busyList) anyFinished() string { return finished[l.dice.IntN(len(finished))] }

// sort sorts those whom somebody sees, and numbers them anew; the others keep their ranks.
func (l *busyList) sort(seen []*participant, by func(a, b *participant) int) {
	slices.SortStableFunc(seen, func(a, b *participant) int { return cmp.Or(by(a, b), cmp.Compare(a.rank, b.rank)) })
	for index, row := range seen {
		row.rank = 10 * (index + 1)
	}
	slices.SortFunc(l.rows, func(a, b *participant) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.id, b.id))
	})
}

func (l *busyList) except(groups ...map[int64]bool) (rows []*participant) {
	for _, row := range l.rows {
		if !slices.ContainsFunc(groups, func(group map[int64]bool) bool { return group[row.id] }) {
			rows = append(rows, row)
		}
	}
	return rows
}

// set sets a status, as the operator's window does.
func (l *busyList) set(row *participant, status string) {
	if status != row.status && l.stayed[row.id] != "" {
		l.stayed[row.id] = ""
	}
	row.status = status
	row.rank += 5500
	l.statuses++
	l.sort(l.except(l.unseen, l.deleted), bySorting)
}

// act is one thing that an operator does: mostly to somebody at the front.
func (l *busyList) act() {
	if l.removing && len(l.rows) > 1 && l.dice.Float64() < 0.2 {
		index := l.dice.IntN(len(l.rows))
		delete(l.stayed, l.rows[index].id)
		l.rows = slices.Delete(l.rows, index, index+1)
		return
	}
	isBack := l.dice.Float64() < l.back
	var fitting []*participant
	for _, row := range l.except(l.unseen, l.deleted) {
		if (row.status == "IN_WORK") != isBack {
			fitting = append(fitting, row)
		}
	}
	if len(fitting) == 0 {
		return
	}
	place := l.dice.IntN(len(fitting))
	if l.dice.Float64() < 0.7 {
		place = l.dice.IntN(min(5, len(fitting)))
	}
	status := l.anyFinished()
	if isBack || l.dice.Float64() < 0.05 {
		status = "IN_WORK"
	}
	l.set(fitting[place], status)
}

// work is what happens so many times on average.
func (l *busyList) work(average float64) {
	for left := average; left > 0 && l.dice.Float64() < left; left-- {
		l.act()
	}
}

// expected are the readable participants whom a reading has to find.
func (l *busyList) expected(status string) (ids []int64) {
	for id, stayed := range l.stayed {
		if !l.hidden[id] && (status == "" || stayed == status) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func (l *busyList) ids() (ids []int64) {
	for _, row := range l.rows {
		ids = append(ids, row.id)
	}
	slices.Sort(ids)
	return ids
}

// Ids from here on belong to no contact.
const unknownContact = 2_000_000

// mostRequests is more than any reading takes that comes to an end.
const mostRequests = 300

// busyPortal answers for list 13, a list of contacts.
type busyPortal struct {
	*busyList
	webform json.RawMessage
	kind    string
	// requests are the commands of each request: a method, and of a page where it starts.
	requests [][]string
	// updates are the ENTITIES that were written, and the last WEBFORM_ID.
	updates [][]int64
	form    string
	// before is asked before each command; its reply is sent in place of the portal's.
	before func(method string, params url.Values) *rejection
	// fail is asked before each request.
	fail func() error
}

// rejection is a refusal of a command.
type rejection struct{ code, description string }

func newBusyPortal(list *busyList) *busyPortal {
	return &busyPortal{busyList: list, webform: json.RawMessage(`"5"`), kind: "CONTACT"}
}

// client opens a client on it, whose clock stands still except for its pauses.
func (p *busyPortal) client(t *testing.T, options calllist.Options) *calllist.Client {
	t.Helper()
	clock := &clock{}
	options.Transport, options.Sleep, options.Now = p, clock.sleep, clock.now
	b24, err := calllist.FromWebhook(webhookURL, &options)
	if err != nil {
		t.Fatal(err)
	}
	return b24
}

func (p *busyPortal) RoundTrip(request *http.Request) (*http.Response, error) {
	if p.fail != nil {
		if err := p.fail(); err != nil {
			return nil, err
		}
	}
	if err := request.Context().Err(); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	p.work(p.between)
	_, method, _ := strings.Cut(request.URL.Path, code+"/")
	p.requests = append(p.requests, nil)
	if len(p.requests) > mostRequests {
		panic("it reads without end")
	}
	if method == "batch" {
		return respond(200, p.batch(body)), nil
	}
	result, refusal := p.run(method, valuesOf(body))
	if refusal != nil {
		return respond(map[bool]int{true: 403, false: 400}[refusal.code == "ACCESS_ERROR"], refusal.json()), nil
	}
	return respond(200, `{"result":`+result+`}`), nil
}

func respond(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}

func (p *busyPortal) batch(body []byte) string {
	var sent struct {
		Cmd json.RawMessage `json:"cmd"`
	}
	_ = json.Unmarshal(body, &sent)
	results, refusals := []string{}, []string{}
	decoder := json.NewDecoder(strings.NewReader(string(sent.Cmd)))
	_, _ = decoder.Token()
	for decoder.More() {
		key, _ := decoder.Token()
		text, _ := decoder.Token()
		method, query, _ := strings.Cut(text.(string), "?")
		params, _ := url.ParseQuery(query)
		name := `"` + key.(string) + `":`
		if result, refusal := p.run(method, params); refusal != nil {
			refusals = append(refusals, name+refusal.json())
		} else {
			results = append(results, name+result)
		}
	}
	return `{"result":{"result":{` + strings.Join(results, ",") + `},"result_error":{` + strings.Join(refusals, ",") + `}}}`
}

func (r *rejection) json() string {
	return `{"error":"` + r.code + `","error_description":"` + r.description + `"}`
}

// valuesOf are the parameters of a single call, as a batch has them.
func valuesOf(body []byte) url.Values {
	var params map[string]any
	_ = json.Unmarshal(body, &params)
	values := url.Values{}
	for name, value := range params {
		switch value := value.(type) {
		case []any:
			for index, item := range value {
				values.Set(name+"["+strconv.Itoa(index)+"]", show(item))
			}
		case map[string]any:
			for key, item := range value {
				values.Set(name+"["+key+"]", show(item))
			}
		default:
			values.Set(name, show(value))
		}
	}
	return values
}

// run carries out a command.
func (p *busyPortal) run(method string, params url.Values) (string, *rejection) {
	text := strings.TrimPrefix(method, "crm.calllist.")
	if text == "items.get" {
		text += "?" + cmp.Or(params.Get("start"), "0")
	}
	p.requests[len(p.requests)-1] = append(p.requests[len(p.requests)-1], text)
	if p.before != nil {
		if refusal := p.before(method, params); refusal != nil {
			return "", refusal
		}
	}
	switch method {
	case "crm.calllist.get":
		return `{"ID":"13","ENTITY_TYPE":"` + p.kind + `","ENTITY_TYPE_ID":"3","WEBFORM_ID":` + string(p.webform) + `}`, nil
	case "crm.calllist.update":
		return p.update(params)
	}
	return p.page(params)
}

func (p *busyPortal) page(params url.Values) (string, *rejection) {
	start, _ := strconv.Atoi(params.Get("start"))
	status := params.Get("FILTER[STATUS]")
	var rows []string
	place := 0
	for _, row := range p.rows {
		if status != "" && row.status != status {
			continue
		}
		if place >= start && place < start+50 && !p.hidden[row.id] {
			rows = append(rows, `{"ID":`+strconv.FormatInt(row.id, 10)+`,"STATUS":"`+row.status+`","ENTITY_TYPE":3}`)
		}
		place++
	}
	p.work(p.chance)
	if len(rows) == 0 {
		return "", &rejection{"ACCESS_ERROR", "You do not have access to the participants of this call list"}
	}
	return "[" + strings.Join(rows, ",") + "]", nil
}

func (p *busyPortal) update(params url.Values) (string, *rejection) {
	var entities []int64
	wanted := map[int64]bool{}
	for index := 0; params.Has("ENTITIES[" + strconv.Itoa(index) + "]"); index++ {
		id, _ := strconv.ParseInt(params.Get("ENTITIES["+strconv.Itoa(index)+"]"), 10, 64)
		if wanted[id] || p.deleted[id] || id >= unknownContact {
			return "", &rejection{"ENTITIES_ERROR", "Incorrect entities id"}
		}
		wanted[id] = true
		entities = append(entities, id)
	}
	if params.Get("LIST_ID") != "13" {
		return "", &rejection{"LIST_ID_ERROR", "Incorrect list id or access denied"}
	}
	p.updates = append(p.updates, entities)
	p.form = params.Get("WEBFORM_ID")
	isSeen := func(id int64) bool { return !p.hidden[id] && !p.deleted[id] }
	p.rows = slices.DeleteFunc(p.rows, func(row *participant) bool { return isSeen(row.id) && !wanted[row.id] })
	for _, row := range p.rows {
		delete(wanted, row.id)
	}
	p.sort(p.except(p.hidden, p.deleted), byCode)
	for _, id := range entities {
		if wanted[id] && isSeen(id) {
			p.rows = append(p.rows, &participant{id, "IN_WORK", 10 * (len(p.rows) + 1)})
		}
	}
	return `true`, nil
}

// The model itself, against what the portal's own model did.
func TestTheModelSortsAsThePortalDoes(t *testing.T) {
	order := func(list *busyList) (texts []string) {
		for _, row := range list.rows {
			texts = append(texts, strconv.FormatInt(row.id, 10)+" "+row.status)
		}
		return texts
	}
	list := newBusyList(1, 4, 0)
	list.set(list.rows[1], "UC_A1B2C3")
	list.set(list.rows[1], "SUCCESS")
	equal(t, "a status of the portal's own comes last", order(list), []string{"1 IN_WORK", "4 IN_WORK", "3 SUCCESS", "2 UC_A1B2C3"})
	list = newBusyList(1, 3, 0)
	list.set(list.rows[0], "IN_WORK")
	equal(t, "the same status again moves as well", order(list), []string{"2 IN_WORK", "3 IN_WORK", "1 IN_WORK"})
	list = newBusyList(1, 5, 0)
	list.unseen = map[int64]bool{2: true, 4: true}
	list.set(list.rows[2], "SUCCESS")
	equal(t, "whom the operator cannot read keeps the rank", order(list),
		[]string{"1 IN_WORK", "2 IN_WORK", "5 IN_WORK", "3 SUCCESS", "4 IN_WORK"})
}

// somebody is a set of ids up to size, each with this chance.
func (l *busyList) somebody(size int, chance float64) map[int64]bool {
	ids := map[int64]bool{}
	for id := int64(1); id <= int64(size); id++ {
		if l.dice.Float64() < chance {
			ids[id] = true
		}
	}
	return ids
}

// oneOf is one of these values.
func oneOf[T any](dice *rand.Rand, values ...T) T { return values[dice.IntN(len(values))] }
