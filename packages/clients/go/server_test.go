package calllist_test

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// The portals of this repository, which tests start when they need them: one with state, one that checks requests.
var (
	sandboxServer = &server{script: "../../portals/sandbox/dist/bin.js", line: "Sandbox portal: ", options: []string{"--no-limits"}}
	mockServer    = &server{script: "../../portals/mock/dist/bin.js", line: "Mock portal: "}
)

// server is a program that tells its address.
type server struct {
	script, line string
	options      []string

	once    sync.Once
	command *exec.Cmd
	origin  string
	err     error
}

// origin is the address of a server, which runs until all tests have. Outside the repository a test is skipped, and with
// -short, which is for tests that need nothing but this package.
func origin(t *testing.T, server *server) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: no server is started")
	}
	if _, err := os.Stat(server.script); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not built: npm run build", server.script)
		}
		t.Skipf("%s is not here or not built", server.script)
	}
	server.once.Do(func() { server.err = server.start() })
	if server.err != nil {
		t.Fatal(server.err)
	}
	return server.origin
}

// start starts it on a free port.
func (s *server) start() error {
	s.command = exec.Command("node", append([]string{s.script, "--port", "0"}, s.options...)...)
	output, err := s.command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.command.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), s.line); ok {
			s.origin, _, _ = strings.Cut(address, "/rest/")
			return nil
		}
	}
	return errors.New(s.script + " does not tell its address")
}

func (s *server) stop() {
	if s.command != nil && s.command.Process != nil {
		_ = s.command.Process.Kill()
		_ = s.command.Wait()
	}
}
