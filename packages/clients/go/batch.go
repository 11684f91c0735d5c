package calllist

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// Command is one of a batch.
type Command struct {
	// Key is a name of your own, for [Entries.By]; it can be left out.
	Key string
	// Params say which method is called, and how.
	Params Params
}

// BatchOptions of [Client.Batch].
type BatchOptions struct {
	// Halt stops after the first command that fails, in later requests too. The others end in a [*SkippedError].
	Halt bool
}

// Entry is what became of a command.
type Entry struct {
	Key string
	// Result is what the method gives: int64 for [AddParams], [CallList] for [GetParams], []CallListRow for
	// [ListParams], bool for [UpdateParams], []Participant for [ItemsParams], []Status for [StatusesParams]. [ResultOf] gives
	// it with its type. nil where there is an error.
	Result any
	// Err is the command's error. A [*PortalError] in it has status 200.
	Err error
}

// Entries are in the order of their commands.
type Entries []Entry

// By gives the entry with a key; where there is none, one that says so in its error.
func (e Entries) By(key string) Entry {
	for _, entry := range e {
		if entry.Key == key {
			return entry
		}
	}
	return Entry{Key: key, Err: fmt.Errorf("calllist: the batch has no command %q", key)}
}

// ResultOf gives the result of an entry with its type, or its error.
func ResultOf[R any](entry Entry) (R, error) {
	result, ok := entry.Result.(R)
	if entry.Err == nil && !ok {
		return result, fmt.Errorf("calllist: the result of command %q is %T, not %T", entry.Key, entry.Result, result)
	}
	return result, entry.Err
}

// Batch runs commands, 50 with a request, one request after the other, and tells of each what became of it. nil options
// are the defaults.
//
// The error is for commands that a batch cannot carry (an empty list, more than 1000 values); then nothing was sent.
// Whatever happens later stands in the entries, so that nothing done before is lost: when a request gets no answer, all
// of its commands have that error ([*OutcomeUnknownError] for those with [AddParams]), and those of later requests a
// [*SkippedError].
func (c *Client) Batch(ctx context.Context, commands []Command, options *BatchOptions) (Entries, error) {
	halt := options != nil && options.Halt
	var chunks []chunk
	for some := range slices.Chunk(commands, batchSize) {
		chunk := chunk{commands: some, halt: halt}
		for _, command := range some {
			text, err := commandText(command)
			if err != nil {
				return nil, err
			}
			chunk.texts = append(chunk.texts, text)
		}
		chunks = append(chunks, chunk)
	}
	entries := make(Entries, 0, len(commands))
	var failed error
	for _, chunk := range chunks {
		if failed != nil {
			entries = append(entries, chunk.skipped(failed)...)
			continue
		}
		var some Entries
		some, failed = c.runChunk(ctx, chunk)
		entries = append(entries, some...)
	}
	return entries, nil
}

// chunk is the commands of one request.
type chunk struct {
	commands []Command
	texts    []string
	halt     bool
}

func (chunk) method() string                        { return "batch" }
func (chunk) check() error                          { return nil } // its commands are checked
func (chunk) expected() string                      { return "the results of a batch" }
func (chunk) read(raw json.RawMessage) (any, error) { return readBatch(raw) }

// wireKey is a command's name on the wire. With a letter first, so that no map of the answer turns into an array.
func wireKey(index int) string { return "c" + strconv.Itoa(index) }

// MarshalJSON keeps the order of the commands, in which the portal runs them.
func (c chunk) MarshalJSON() ([]byte, error) {
	var commands object
	for index, text := range c.texts {
		commands = append(commands, field{wireKey(index), text})
	}
	halt := 0
	if c.halt {
		halt = 1
	}
	return json.Marshal(object{{"cmd", commands}, {"halt", halt}})
}

func (c chunk) skipped(failed error) Entries {
	var entries Entries
	for _, command := range c.commands {
		entries = append(entries, skip(command, failed, true))
	}
	return entries
}

func skip(command Command, failed error, unsent bool) Entry {
	err := &SkippedError{called: called(command.Params.method()), Cause: failed, unsent: unsent}
	return Entry{Key: command.Key, Err: err}
}

// runChunk sends one request. The error is the one after which nothing more is run.
func (c *Client) runChunk(ctx context.Context, chunk chunk) (Entries, error) {
	maps, err := call[batchMaps](ctx, c, chunk)
	var entries Entries
	if err != nil {
		for _, command := range chunk.commands {
			entries = append(entries, Entry{Key: command.Key, Err: errorOfOne(err, command.Params)})
		}
		return entries, entries[0].Err
	}
	for index, command := range chunk.commands {
		c.operating.learn(command.Params.method(), maps.times[wireKey(index)])
	}
	var failed error
	for index, command := range chunk.commands {
		entry := c.entry(command, wireKey(index), maps, failed)
		if failed == nil && chunk.halt {
			failed = entry.Err
		}
		entries = append(entries, entry)
	}
	return entries, failed
}

// errorOfOne: a request with an unknown outcome leaves open only the commands that must not be repeated.
func errorOfOne(err error, params Params) error {
	unknown, ok := err.(*OutcomeUnknownError)
	if !ok {
		return err
	}
	return withOutcome(unknown.Cause, params)
}

// batchMaps is the answer of a batch: results, errors and times by wire key.
type batchMaps struct {
	results, errors, times map[string]json.RawMessage
}

func readBatch(raw json.RawMessage) (maps batchMaps, err error) {
	answer, _ := readMap(raw) // without fields where it is no object
	if maps.results, err = readMap(answer["result"]); err != nil {
		return maps, err
	}
	maps.times, _ = readMap(answer["result_time"])
	maps.errors, err = readMap(answer["result_error"])
	return maps, err
}

func (c *Client) entry(command Command, key string, maps batchMaps, failed error) Entry {
	method := command.Params.method()
	entry := Entry{Key: command.Key}
	if raw, ok := maps.errors[key]; ok {
		fields, _ := readMap(raw)
		entry.Err = c.refusal(method, 200, fields)
		if entry.Err == nil {
			entry.Err = c.unexpected(method, 200, "", raw)
		}
		c.noteRetryAt(entry.Err, nil)
		entry.Err = withOutcome(entry.Err, command.Params)
		return entry
	}
	if raw, ok := maps.results[key]; ok {
		entry.Result, entry.Err = c.result(command.Params, raw)
		return entry
	}
	// A command that the portal passed over leaves no trace.
	if failed != nil {
		return skip(command, failed, false)
	}
	entry.Err = withOutcome(c.unexpected(method, 200, "", nil), command.Params)
	return entry
}
